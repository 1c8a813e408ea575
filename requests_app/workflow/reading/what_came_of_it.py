"""What was recorded of a lead after its release, for the officer who asked and for supervisors of the unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from requests_app.accounts.actors import Actor
from requests_app.accounts.roles import Role
from requests_app.common import clock
from requests_app.common.errors import PreconditionFailed
from requests_app.registry import selectors as registry
from requests_app.searches import follow_ups, incidents
from requests_app.searches.models import FollowUp, Incident, LeadDecision, LeadRecall, SearchRequest
from requests_app.searches.outcome import Recorded
from requests_app.searches.states import Action, Status
from requests_app.workflow import close, permissions
from requests_app.workflow.owed_reports import due_of
from requests_app.workflow.reading.findings import WordedFinding, of_check
from requests_app.workflow.unit_of_work import Work
from requests_app.workflow.viewing import look_up, viewing


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was recorded.

    Attributes:
        said: opened, None where it is damaged; recorded_by: the name of whoever did.
        incident: that was opened of it; None where nothing has to be looked into.
        findings: what the rules found of a step that was planned.
    """

    row: FollowUp
    said: Recorded | None
    recorded_by: str
    incident: Incident | None = None
    findings: tuple[WordedFinding, ...] = ()


def entry_of(row: FollowUp, incident: Incident | None = None) -> Entry:
    """Return one thing that was recorded, opened.

    Raises:
        ContentDestroyed: the key is gone.
    """
    said, found = follow_ups.opened_if_whole(row), of_check(row.check_run)
    return Entry(row, said, row.recorded_by_person.full_name, incident, found)


@dataclass(frozen=True, slots=True)
class WhatCameOfIt:
    """What was recorded of a lead, in its order.

    Attributes:
        opened_by_hand: the incidents that a person opened.
        decision: its release; is_recalled: whether it was recalled; has_expired: whether it may no longer be acted on.
        due_at: when the next report is owed; None where the last one says how it ended. is_overdue: whether it is past.
        stops_requests: whether the reader can submit no other request while it is overdue.
        may_close: whether the last report says how it ended and no incident is open; is_closed: whether it is closed.
    """

    search_request: SearchRequest
    decision: LeadDecision
    entries: tuple[Entry, ...]
    opened_by_hand: tuple[Incident, ...]
    due_at: datetime | None
    is_overdue: bool
    is_recalled: bool
    has_expired: bool
    stops_requests: bool
    may_close: bool
    is_closed: bool

    @property
    def count(self) -> int:
        """How much was recorded, which what is recorded next names."""
        return len(self.entries)


def open_what_came_of_it(*, actor: Actor, search_request_id: UUID) -> WhatCameOfIt:
    """Open what was recorded of a lead; the opening is recorded first.

    Raises:
        NotPermitted, NotFound: see `permissions.check_may_follow_up`.
        InvalidTransition: no lead of this request was released.
        PreconditionFailed: its content was destroyed (`content_destroyed`).
    """
    with viewing(
        actor=actor, action="open_what_came_of_it", search_request_id=search_request_id
    ) as work:
        row = work.request_row
        permissions.check_may_follow_up(actor, row)
        work.check_may(Action.REPORT_OUTCOME)
        if row.content_destroyed_at is not None:
            raise PreconditionFailed("content_destroyed")
        rows = follow_ups.whole(row)
        named = list(incidents.of_lead(row).defer("sealed", "sealed_closing"))
        of = {each.follow_up_id: each for each in named}
        entries = tuple(entry_of(each, of.get(each.pk)) for each in rows)
        work.record("followup.viewed", facts={"count": len(entries)})
        decision = LeadDecision.objects.get(search_request=row)
        now, due_at = clock.real_now(), due_of(row)
        return WhatCameOfIt(
            search_request=row,
            decision=decision,
            entries=entries,
            opened_by_hand=tuple(each for each in named if each.follow_up_id is None),
            due_at=due_at,
            is_overdue=due_at is not None and due_at < now,
            is_recalled=LeadRecall.objects.filter(search_request=row).exists(),
            has_expired=decision.expires_at is not None and decision.expires_at <= now,
            stops_requests=actor.role == Role.OFFICER and registry.agency().overdue_stops_requests,
            may_close=close.may_be_closed(row),
            is_closed=row.status == Status.CLOSED,
        )


@dataclass(frozen=True, slots=True)
class AboutToRecord:
    """A lead of which something is to be recorded; nothing of the case.

    Attributes:
        count: how much was recorded so far; has_report: whether a report is among it.
        is_recalled: whether its lead was recalled.
    """

    search_request: SearchRequest
    count: int
    has_report: bool
    is_recalled: bool


def about_to_record(*, actor: Actor, search_request_id: UUID) -> AboutToRecord:
    """Return the lead of which something is to be recorded; shows nothing of the case, so it is no event.

    Raises:
        NotPermitted, NotFound: see `permissions.check_may_follow_up`.
        InvalidTransition: no lead of this request was released.
        PreconditionFailed: its content was destroyed (`content_destroyed`).
    """

    def find(work: Work) -> AboutToRecord:
        row = work.request_row
        permissions.check_may_follow_up(actor, row)
        work.check_may(Action.REPORT_OUTCOME)
        if row.content_destroyed_at is not None:
            raise PreconditionFailed("content_destroyed")
        return AboutToRecord(
            search_request=row,
            count=row.follow_ups.count(),
            has_report=row.follow_ups.filter(kind=FollowUp.Kind.REPORT).exists(),
            is_recalled=LeadRecall.objects.filter(search_request=row).exists(),
        )

    return look_up(
        find,
        actor=actor,
        action="open_what_came_of_it",
        search_request_id=search_request_id,
        reads=True,
    )
