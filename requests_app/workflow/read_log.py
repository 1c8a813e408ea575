"""An auditor reads the log: a page of it, one event, the timeline of a request, a print of that.
Each reading is itself an event, committed before anything read leaves; none of these opens content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from requests_app.accounts.actors import Actor
from requests_app.audit import selectors as log
from requests_app.audit.models import Event, Opening
from requests_app.common import clock
from requests_app.common.errors import NotFound
from requests_app.searches.models import SearchRequest
from requests_app.workflow import permissions
from requests_app.workflow.viewing import viewing

PAGE_SIZE = 50


def read_page(
    *,
    actor: Actor,
    wanted: log.EventFilter,
    before: int | None = None,
    after: int | None = None,
) -> log.LogPage:
    """Return one page of the log, newest first; recorded with its filters.

    The page is read before its own reading is recorded, so a page never lists itself.

    Raises:
        NotPermitted: the actor is neither privacy auditor nor oversight.
    """
    with viewing(actor=actor, action="read_log") as work:
        permissions.check_is_auditor(actor)
        page = log.page(wanted, before=before, after=after, size=PAGE_SIZE)
        work.record("log.viewed", facts={"filters": wanted.as_facts(), "shown": len(page.rows)})
    return page


@dataclass(frozen=True, slots=True)
class ReadEvent:
    """One event as it is stored, and what its commitments stand for."""

    event: Event
    openings: list[Opening]


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
        return ReadEvent(event, log.openings(event_id))


def read_timeline(*, actor: Actor, search_request_id: UUID) -> list[Event]:
    """Return the events of one request, oldest first; recorded with the request.

    Raises:
        NotPermitted, NotFound: no auditor, or no such request.
    """
    with viewing(actor=actor, action="read_timeline", search_request_id=search_request_id) as work:
        permissions.check_is_auditor(actor)
        events = list(log.timeline(search_request_id).defer("entry", "leaf_hash"))
        work.record(
            "record.viewed", facts={"version": work.request_row.version, "what": "timeline"}
        )
    return events


@dataclass(frozen=True, slots=True)
class Printed:
    """What a printed record must name beside its content."""

    search_request: SearchRequest
    events: list[Event]
    printed_by: str
    printed_at: datetime
    event_id: int


def print_record(*, actor: Actor, search_request_id: UUID) -> Printed:
    """Return a request's events for a paper exhibit; the printing is recorded first.

    Raises:
        NotPermitted, NotFound: no auditor, or no such request.
    """
    with viewing(actor=actor, action="print_record", search_request_id=search_request_id) as work:
        account = permissions.check_is_auditor(actor)
        events = list(log.timeline(search_request_id).defer("entry"))
        recorded = work.record(
            "record.printed", facts={"version": work.request_row.version, "what": "timeline"}
        )
        return Printed(
            search_request=work.request_row,
            events=events,
            printed_by=account.person.full_name,
            printed_at=clock.real_now(),
            event_id=recorded.event_id,
        )
