"""Mail that waits in a table: the worker sends it, tries again for as long as `mail_schedule` says, gives up.

One mechanism for the notices of requests and the letters about accounts; no text of a mail is made here.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet

from requests_app.accounts import mailing
from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Letter
from requests_app.audit import recorder
from requests_app.common import clock
from requests_app.searches.models import Notice
from requests_app.workflow import permissions
from requests_app.workflow.notifications import account_mail, mail_schedule, notice_mail
from requests_app.workflow.notifications.sending import SENDING_FAILED

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kind:
    """One table of mail, and what differs between it and the others.

    Attributes:
        rows: its rows, with what their mails are written from.
        compose: writes the mail of a row.
        about: what its events are about.
        sent, failed, requeued: the codes of its events.
        fact: the name of the fact that holds the id of a row.
        counted: the name of the fact that says how many were sent again.
        still_works: what a mail that is given up does not undo, for the operator's log.
    """

    rows: Callable[[], QuerySet[Any]]
    compose: Callable[[Any], EmailMessage]
    about: Callable[[Any], dict[str, Any]]
    sent: str
    failed: str
    requeued: str
    fact: str
    counted: str
    still_works: str


KINDS: Mapping[str, Kind] = {
    "letter": Kind(
        rows=lambda: Letter.objects.select_related("account__person"),
        compose=account_mail.compose,
        about=lambda letter: {"object_type": "account", "object_id": str(letter.account_id)},
        sent="letter.sent",
        failed="letter.failed",
        requeued="letter.requeued",
        fact="letter",
        counted="letters",
        still_works="what the letter tells of, which stands and is recorded",
    ),
    "notice": Kind(
        rows=lambda: Notice.objects.select_related("account__person", "search_request"),
        compose=notice_mail.compose,
        about=lambda notice: {"request_id": notice.search_request_id},
        sent="notice.sent",
        failed="notice.failed",
        requeued="notice.requeued",
        fact="notice",
        counted="notices",
        still_works="the notice stands in the application",
    ),
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """One mail that waits: of which table, and the id of its row."""

    kind: str
    id: UUID


def due(*, most: int = 100) -> list[Waiting]:
    """The mails that are due now, the longest due first, whatever they are about."""
    now = clock.now()
    found = [
        (next_at, Waiting(name, row_id))
        for name, kind in KINDS.items()
        for row_id, next_at in mailing.due(kind.rows(), now).values_list("pk", "email_next_at")[
            :most
        ]
    ]
    return [waiting for _, waiting in sorted(found, key=lambda each: each[0])[:most]]


def send(*, actor: Actor, waiting: Waiting) -> bool:
    """Send one mail if it is due; returns whether it left.

    A try that fails is recorded and has its next time; after the last one the mail is given up,
    until an operator asks for it again. Two sweeps at once make one try of it.
    """
    permissions.check_is_process(actor, "worker")
    kind = KINDS[waiting.kind]
    with transaction.atomic(durable=True):
        row = (
            mailing.due(kind.rows(), clock.now())
            .select_for_update(skip_locked=True, of=("self",))
            .filter(pk=waiting.id)
            .first()
        )
        if row is None:
            return False
        row.email_attempts += 1
        row.email_tried_at = clock.now()
        message = kind.compose(row)
        try:
            message.send()
        except SENDING_FAILED as problem:
            _note_failure(actor, kind, row, type(problem).__name__)
            return False
        row.emailed_at = row.email_tried_at
        row.email_next_at = None
        row.save(update_fields=["email_attempts", "email_tried_at", "emailed_at", "email_next_at"])
        recorder.record(kind.sent, who=actor.who, facts=_facts(kind, row), **kind.about(row))
        return True


def _facts(kind: Kind, row: Any) -> dict[str, object]:
    return {kind.fact: str(row.pk), "kind": row.kind}


def _note_failure(actor: Actor, kind: Kind, row: Any, error: str) -> None:
    """Keep and record that a try failed; only the kind of error, which names nobody."""
    row.email_error = error
    row.email_next_at = mail_schedule.next_try(row.email_attempts, failed_at=row.email_tried_at)
    row.save(update_fields=["email_attempts", "email_tried_at", "email_error", "email_next_at"])
    facts = _facts(kind, row)
    if row.email_next_at is None:
        facts["given_up"] = True
        _log.warning(
            "mail_given_up",
            extra={
                f"{kind.fact}_id": str(row.pk),
                "problem": error,
                "still_works": kind.still_works,
                "what_now": "mend the mail server, then let an operator send the mail again "
                "from the page of operations",
            },
        )
    recorder.record(
        kind.failed, who=actor.who, outcome="error", reason=error, facts=facts, **kind.about(row)
    )
