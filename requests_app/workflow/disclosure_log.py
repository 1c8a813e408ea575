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
from requests_app.searches.disclosure import LeftOut, Profile
from requests_app.wire import canonical, entry
from requests_app.workflow import verifier
from requests_app.workflow.disclosed_part import Part
from requests_app.workflow.reading.receipts import keys_file

ASKED, MADE = "disclosure.asked", "disclosure.made"
PROVED = frozenset(
    {
        "probe.ingested",
        "document.added",
        "document.removed",
        "search.submitted",
        "search.decision_recorded",
        "search.returned",
        "search.refused",
        "search.approved",
        "search.grant_issued",
        "search.attempt_failed",
        "search.result_quarantined",
        "search.forward_failed",
        "search.retried",
        "search.result_received",
        "exam.started",
        "exam.given_back",
        "exam.ended",
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
_DIGESTS = ("sha256", "_digest")
"""Endings of the commitments that are opened: digests of parts, and nothing that names a case or a person."""
_ANSWER = "answer_sha256"
"""The digest of the matcher's whole answer: with it, whoever guesses whom it names can try."""
_OF_PACKS = "disclosure."


@dataclass(frozen=True, slots=True)
class EventsOf:
    """The events of one request until its pack was asked for, oldest first, without those of other packs.

    Whoever gets one pack does not learn for whom others were made; `has_other_packs` says that there are any.
    """

    rows: tuple[Event, ...]
    has_other_packs: bool = False

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

    Raises:
        LookupError: the log does not hold that it was asked for.
    """
    rows = tuple(log.timeline(search_request_id).defer("entry", "leaf_hash"))
    mine = str(until)
    asked = [each for each in rows if each.code == ASKED and each.object_id == mine]
    if not asked:
        raise LookupError(f"the log does not hold that pack {mine} was asked for")
    last = asked[0].request_seq or 0
    before = [each for each in rows if (each.request_seq or 0) <= last]
    kept = [
        each for each in before if not each.code.startswith(_OF_PACKS) or each.object_id == mine
    ]
    return EventsOf(tuple(kept), has_other_packs=len(kept) < len(before))


def parts(events: EventsOf, *, profile: str) -> Iterator[Part]:
    """Yield the parts of a pack that prove the others: every event, the keys to its digests, proofs, keys and the verifier.

    Args:
        events: of the request; profile: of the pack.
    """
    yield Part("log/events.jsonl", lambda: _lines(events))
    if events.has_other_packs:
        yield Part("log/events-of-other-packs.jsonl", lambda: LeftOut.NOT_GIVEN_OUT)
    is_full = profile == Profile.FULL
    yield Part("log/openings.jsonl", lambda: _openings(events, with_answer=is_full))
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


def _openings(events: EventsOf, *, with_answer: bool) -> bytes:
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
        if opening.field.endswith(_DIGESTS) and (with_answer or opening.field != _ANSWER)
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
        return LeftOut.NOT_MADE


def vouches(event_id: int, sha256: str) -> bool:
    """Whether an event holds this digest: as what one of its commitments stands for, or as a fact."""
    if any(opening.value == sha256 for opening in log.openings(event_id)):
        return True
    found = Event.objects.filter(pk=event_id).values_list("entry", flat=True).first()
    facts = entry.parse(bytes(found)).body.facts if found is not None else {}
    return sha256 in facts.values()


def is_as_logged(search_request_id: UUID, pack_id: UUID, *, manifest: str, file: str) -> bool:
    """Whether the log says of a finished pack what its row says.

    Args:
        search_request_id: its request; pack_id: the pack; manifest, file: the digests of both, in hexadecimal.
    """
    said = Event.objects.filter(
        request_id=search_request_id, code=MADE, object_id=str(pack_id), outcome="success"
    ).first()
    if said is None:
        return False
    facts = entry.parse(bytes(said.entry)).body.facts
    return (facts["manifest_digest"], facts["file_digest"]) == (manifest, file)
