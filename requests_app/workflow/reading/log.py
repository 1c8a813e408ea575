"""An auditor reads the log: a page of it, or one event; or asks which requests are on a case.

Each reading is itself an event, committed before anything read leaves; none of these opens content.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from requests_app.accounts.actors import Actor
from requests_app.audit import checkpoints, log_pages, places
from requests_app.audit import selectors as log
from requests_app.audit.checkpoints import Signed
from requests_app.audit.models import Event, Opening
from requests_app.audit.places import NoProof, Place
from requests_app.common.errors import NotFound
from requests_app.registry.selectors import operator_of_keys
from requests_app.tlog.trust import EntryProof
from requests_app.workflow import permissions
from requests_app.workflow.reading.names import (
    Names,
    OnCase,
    names_in,
    names_in_filters,
    requests_on_case,
)
from requests_app.workflow.viewing import viewing

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class ReadPage:
    """One page of the log, with the names of whoever acted and the references of the requests."""

    page: log_pages.LogPage
    names: Names


def read_page(
    *,
    actor: Actor,
    wanted: log.EventFilter,
    before: int | None = None,
    after: int | None = None,
) -> ReadPage:
    """Return one page of the log, newest first; recorded with its filters.

    The page is read before its own reading is recorded, so a page never lists itself.

    Raises:
        NotPermitted: the actor is neither privacy auditor nor oversight.
    """
    with viewing(actor=actor, action="read_log") as work:
        permissions.check_is_auditor(actor)
        page = log_pages.page(wanted, before=before, after=after, size=PAGE_SIZE)
        work.record("log.viewed", facts={"filters": wanted.as_facts(), "shown": len(page.rows)})
        return ReadPage(page, names_in(page.rows))


@dataclass(frozen=True, slots=True)
class ReadEvent:
    """One event as it is stored, what its commitments stand for, and names for the ids in it."""

    event: Event
    openings: list[Opening]
    names: Names
    filter_names: Names
    place: Place
    checkpoint: Signed | None


def read_event(*, actor: Actor, event_id: int) -> ReadEvent:
    """Return one event with its entry bytes; recorded first.

    Raises:
        NotPermitted, NotFound: no auditor, or no such event.
    """
    with viewing(actor=actor, action="read_event") as work:
        permissions.check_is_auditor(actor)
        event = log.event(event_id)
        if event is None:
            raise NotFound
        work.record(
            "log.viewed",
            object_type="event",
            object_id=str(event_id),
            facts={"filters": {"event": event_id}, "shown": 1},
        )
        filters = json.loads(bytes(event.entry))["body"]["facts"].get("filters")
        return ReadEvent(
            event,
            log.openings(event_id),
            names_in([event]),
            names_in_filters([filters] if filters else []),
            places.of([event_id]).get(event_id, places.NOWHERE),
            checkpoints.latest(),
        )


def read_proof(*, actor: Actor, event_id: int) -> EntryProof | NoProof:
    """Return the proof that the log holds an event; recorded first. Or why there is none.

    Raises:
        NotPermitted, NotFound: no auditor, or no such event.
    """
    with viewing(actor=actor, action="read_proof") as work:
        permissions.check_is_auditor(actor)
        event = log.event(event_id)
        if event is None:
            raise NotFound
        work.record(
            "log.viewed",
            object_type="event",
            object_id=str(event_id),
            facts={"filters": {"event": event_id}, "shown": 1},
        )
        return places.proof(event, operator=operator_of_keys())


def find_case(*, actor: Actor, case_number: str) -> OnCase:
    """Return the requests on a case; recorded first, found or not.

    Whoever asks learns whether anybody searched for this case, whatever the answer is. The log keeps a
    commitment to the number, and how many were found.

    Raises:
        NotPermitted: the actor is neither privacy auditor nor oversight.
    """
    with viewing(actor=actor, action="find_case") as work:
        permissions.check_is_auditor(actor)
        found = requests_on_case(case_number)
        work.record(
            "log.viewed",
            facts={"filters": {"case": True}, "shown": len(found.references)},
            commitments={"case_number": case_number},
        )
        return found
