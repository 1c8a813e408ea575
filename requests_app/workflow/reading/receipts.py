"""Receipts: proof, in the hands of whoever acted, that the log holds what they did.

Must not give anybody the event of another account: a receipt holds the whole entry.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS
from django.db.models import QuerySet
from django.utils.functional import Promise

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account
from requests_app.audit import log_files, places
from requests_app.audit.events import EVENTS
from requests_app.audit.models import Event
from requests_app.audit.places import NOWHERE, NoProof, Place
from requests_app.common.errors import NotFound
from requests_app.registry.selectors import operator_of_keys
from requests_app.tlog.trust import EntryProof
from requests_app.workflow import permissions
from requests_app.workflow.viewing import viewing

GIVEN_FOR = (
    "search.submitted",
    "search.withdrawn",
    "search.decision_recorded",
    "search.returned",
    "search.refused",
    "search.approved",
)
"""The acts that bind whoever did them."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """One act of one account on one request.

    Attributes:
        event_id: the number of its event.
        label: what was done, a short clause for people.
        at: when the database recorded it.
        leaf_hash: of the event, in hexadecimal: known at once.
        place: where it stands in the log; proved only once that is signed.
    """

    event_id: int
    label: Promise
    at: datetime
    leaf_hash: str
    place: Place


def own_receipts(account: Account, search_request_id: UUID) -> list[Receipt]:
    """What this account did on a request, oldest first. Holds no content, so it is no event."""
    events = list(_own(account, search_request_id).defer("entry").order_by("request_seq"))
    where = places.of(event.pk for event in events)
    return [
        Receipt(
            event.pk,
            EVENTS[event.code].label,
            event.recorded_at,
            bytes(event.leaf_hash).hex(),
            where.get(event.pk, NOWHERE),
        )
        for event in events
    ]


def take_receipt(*, actor: Actor, search_request_id: UUID, event_id: int) -> EntryProof | NoProof:
    """Return the proof of one's own act; recorded first. Or why there is none.

    Raises:
        NotPermitted, NotFound: not theirs to know of, no act of theirs, or none that a receipt is given for.
    """
    with viewing(actor=actor, action="take_receipt", search_request_id=search_request_id) as work:
        row = work.request_row
        account = permissions.check_may_take_receipt(actor, row)
        event = _own(account, row.pk).filter(pk=event_id).first()
        if event is None:
            raise NotFound
        work.record("record.viewed", facts={"version": row.version, "what": "receipt"})
        return places.proof(event, operator=operator_of_keys())


def keys_file() -> str:
    """The log's keys, and who says to run them, as the verifier takes them."""
    return log_files.policy(DEFAULT_DB_ALIAS, operator_of_keys())


def _own(account: Account, search_request_id: UUID) -> QuerySet[Event]:
    return Event.objects.filter(
        request_id=search_request_id, account_id=account.pk, code__in=GIVEN_FOR, outcome="success"
    )
