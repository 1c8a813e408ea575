"""The part of the audit log that goes into a disclosure pack: a request's events, proofs of those that count, and how to check them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from requests_app.audit import places
from requests_app.audit import selectors as log
from requests_app.audit.models import Event
from requests_app.audit.places import NoProof
from requests_app.registry.selectors import operator_of_keys
from requests_app.searches.disclosure import LeftOut
from requests_app.wire import canonical
from requests_app.workflow import verifier
from requests_app.workflow.disclosed_part import Part
from requests_app.workflow.reading.receipts import keys_file

ASKED = "disclosure.asked"
PROVED = frozenset(
    {
        "probe.ingested",
        "search.submitted",
        "search.decision_recorded",
        "search.returned",
        "search.refused",
        "search.approved",
        "search.grant_issued",
        "search.result_received",
        "exam.concluded",
        "exam.corrected",
        "exam.agreed",
        "exam.disagreed",
        "lead.none_found",
        "lead.released",
        "lead.withheld",
        "lead.recalled",
        "lead.passed_on",
        "lead.step_planned",
        "lead.step_stopped",
        "followup.recorded",
        "incident.opened",
        "incident.closed",
        "candidate_picture.destroyed",
        "search.closed",
        ASKED,
    }
)
"""Events that get a proof of their own: those that a part of the pack rests on, or that say what became of the request."""
_DIGESTS = ("_sha256", "_digest")
"""Endings of the commitments that are opened: digests of parts, and nothing that names a case or a person."""


@dataclass(frozen=True, slots=True)
class EventsOf:
    """The events of one request until its pack was asked for, oldest first."""

    rows: tuple[Event, ...]

    def nth(self, code: str, nth: int) -> int | None:
        """Return the number of the nth event of a code, counted from 1."""
        return _nth([each.pk for each in self.rows if each.code == code], nth)

    def about(self, code: str, object_id: UUID, *, nth: int = 1) -> int | None:
        """Return the number of the nth event of a code about one thing, counted from 1."""
        wanted = str(object_id)
        return _nth(
            [each.pk for each in self.rows if each.code == code and each.object_id == wanted], nth
        )


def _nth(found: list[int], nth: int) -> int | None:
    return found[nth - 1] if 1 <= nth <= len(found) else None


def events_of(search_request_id: UUID, *, until: UUID) -> EventsOf:
    """Return the events of a request until one of its packs was asked for, that event included.

    Args:
        until: the id of the pack.
    """
    rows = tuple(log.timeline(search_request_id).defer("entry", "leaf_hash"))
    last = next(
        (each.request_seq for each in rows if each.code == ASKED and each.object_id == str(until)),
        None,
    )
    return EventsOf(tuple(each for each in rows if (each.request_seq or 0) <= (last or 0)))


def parts(events: EventsOf) -> Iterator[Part]:
    """Yield the parts of a pack that prove the others: every event, the keys to its digests, proofs, keys and the verifier."""
    yield Part("log/events.jsonl", lambda: _lines(events))
    yield Part("log/openings.jsonl", lambda: _openings(events))
    for each in events.rows:
        if each.code in PROVED:
            yield Part(
                f"log/event-{each.pk}.tlog-proof",
                partial(_proof, each.pk),
            )
    yield Part("log/keys.txt", lambda: keys_file().encode())
    yield Part(f"log/{verifier.NAME}", _verifier)


def _lines(events: EventsOf) -> bytes:
    rows = Event.objects.filter(pk__in=[each.pk for each in events.rows]).order_by("request_seq")
    return b"".join(bytes(each.entry) + b"\n" for each in rows)


def _openings(events: EventsOf) -> bytes:
    found = [
        {
            "event": opening.event_id,
            "field": opening.field,
            "key": bytes(opening.key).hex(),
            "value": opening.value,
        }
        for each in events.rows
        if each.code in PROVED
        for opening in log.openings(each.pk)
        if opening.field.endswith(_DIGESTS)
    ]
    return b"".join(canonical.encode(line) + b"\n" for line in found)


def _proof(event_id: int) -> bytes | LeftOut:
    found = places.proof(Event.objects.get(pk=event_id), operator=operator_of_keys())
    if found is NoProof.NOT_YET:
        return LeftOut.NOT_SIGNED
    if found is NoProof.DIFFERS or isinstance(found, NoProof):
        return LeftOut.DAMAGED
    return found.write().encode()


def _verifier() -> bytes | LeftOut:
    try:
        return verifier.as_one_file()
    except OSError:
        return LeftOut.NEVER_MADE
