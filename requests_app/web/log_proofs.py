"""Proofs, receipts, the log's keys and the verifier, on their way to whoever takes them out of the agency's hands.

Must not decide who may have one: the use cases that hand them out do.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from requests_app.accounts.models import Account
from requests_app.audit.checkpoints import Signed
from requests_app.audit.places import NoProof
from requests_app.tlog.checkpoints import read_checkpoint
from requests_app.tlog.notes import read_note
from requests_app.tlog.trust import EntryProof
from requests_app.web.drawing import render
from requests_app.web.http import ActingRequest, SignedInRequest
from requests_app.workflow import verifier
from requests_app.workflow.reading.receipts import keys_file, own_receipts, take_receipt

ENDING, KEYS = "tlog-proof", "countersign-keys.txt"


@dataclass(frozen=True, slots=True)
class CheckpointLines:
    """A signed checkpoint as people take it along.

    Attributes:
        size: how many events; root: in hexadecimal, for eyes; text: the three lines; at: when it came from the signer.
    """

    size: int
    root: str
    text: str
    at: datetime


def checkpoint_lines(signed: Signed | None) -> CheckpointLines | None:
    """The checkpoint for a page; None before the first was signed."""
    if signed is None:
        return None
    text = read_note(signed.note).text.rstrip("\n")
    return CheckpointLines(signed.size, read_checkpoint(f"{text}\n").root.hex(), text, signed.at)


def proof_file(
    request: ActingRequest, proof: EntryProof | NoProof, *, name: str, back: str
) -> HttpResponse:
    """A proof as a file; where there is none, the way back to where it was asked for, with what to do.

    Args:
        proof: of one event; name: of the file, without its ending; back: an address.
    """
    if proof is NoProof.NOT_YET:
        messages.info(
            request,
            _("The log has not been signed up to this event yet. Try again in some seconds."),
        )
        return redirect(back)
    if proof is NoProof.DIFFERS:
        messages.error(
            request,
            _(
                "There is no proof of this event: it is not what was signed. Tell a privacy auditor, and change"
                " nothing."
            ),
        )
        return redirect(back)
    return _as_file(proof.write().encode(), f"{name}.{ENDING}", "text/plain; charset=utf-8")


def _as_file(data: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def receipt_rows(account: Account, pk: UUID, *, address: str) -> list[dict[str, Any]]:
    """Receipts of one account on one request for `components/receipts.html`.

    Args:
        address: name of the address that hands one out.
    """
    return [
        {
            "receipt": receipt,
            "label": capfirst(str(receipt.label)),
            "url": reverse(address, args=[pk, receipt.event_id]),
        }
        for receipt in own_receipts(account, pk)
    ]


def receipt(request: ActingRequest, pk: UUID, event_id: int, *, back: str) -> HttpResponse:
    """Hand out a receipt.

    Args:
        back: the address of the page that shows the receipts of this request.
    """
    proof = take_receipt(actor=request.actor, search_request_id=pk, event_id=event_id)
    return proof_file(request, proof, name=f"receipt-{event_id}", back=back)


def command(file: str) -> str:
    """The command that checks a file that was taken away, with the keys that were saved beside it."""
    return f"python3 {verifier.NAME} {file} --policy {KEYS}"


def verifier_digest() -> str:
    """The SHA-256 of the verifier that is handed out, in hexadecimal.

    Raises:
        PreconditionFailed: the verifier could not be made.
    """
    return hashlib.sha256(verifier.for_people()).hexdigest()


@never_cache
@require_GET
def how_to_check(request: SignedInRequest) -> HttpResponse:
    """How anybody checks a receipt without us: the verifier, its digest, the log's keys."""
    context = {
        "digest": verifier_digest(),
        "verifier": verifier.NAME,
        "keys": keys_file().rstrip("\n"),
        "ending": ENDING,
        "command": command(f"receipt-123.{ENDING}"),
        "export_command": command("countersign-log-123.zip"),
    }
    return render(request, "web/receipts.html", context)


@require_GET
def take_verifier(request: SignedInRequest) -> HttpResponse:
    """The verifier, one file."""
    return _as_file(verifier.for_people(), verifier.NAME, "application/octet-stream")


@require_GET
def take_keys(request: SignedInRequest) -> HttpResponse:
    """The log's keys as the verifier takes them."""
    keys = keys_file().encode()
    return _as_file(keys, KEYS, "text/plain; charset=utf-8")
