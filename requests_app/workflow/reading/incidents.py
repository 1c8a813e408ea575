"""Incidents, for deciders of the unit: the list, and one with what has to be looked into."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account
from requests_app.common import clock
from requests_app.common.errors import CountersignError, PreconditionFailed
from requests_app.searches import content, follow_ups, incident, incidents
from requests_app.searches.incident import Closing, Duty, Opening
from requests_app.searches.models import (
    FollowUp,
    Incident,
    LeadDecision,
    LeadRecall,
    SearchRequest,
)
from requests_app.searches.states import Action
from requests_app.workflow import permissions
from requests_app.workflow.incidents import find
from requests_app.workflow.reading.pages import ListPage, count_up_to, list_page
from requests_app.workflow.reading.what_came_of_it import Entry, entry_of
from requests_app.workflow.unit_of_work import Work
from requests_app.workflow.viewing import look_up, viewing

_Opened = TypeVar("_Opened")


def open_incidents_for(account: Account, asked: str | None) -> ListPage[Incident]:
    """Return a page of the open incidents of this person's units, each with `owner_name`. Opens nothing, so it is no event."""
    return list_page(incidents.open_for(account), asked)


def closed_incidents_for(account: Account, asked: str | None) -> ListPage[Incident]:
    """Return a page of the closed incidents of this person's units. Opens nothing, so it is no event."""
    return list_page(incidents.closed_for(account), asked)


def count_open_incidents(account: Account) -> int:
    """Return how many incidents are open in this person's units, counted as `count_up_to` counts."""
    return count_up_to(incidents.open_for(account))


@dataclass(frozen=True, slots=True)
class OpenedIncident:
    """One incident, with what whoever looks into it has to know.

    Attributes:
        asked_by: the name of whoever asked for the search. decision: the release of its lead, with who released it.
        is_recalled: whether the lead was recalled.
        others: what else was recorded of the lead; for whoever had a part in it, to whom it was passed on.
        entry: what was recorded of the lead; None where a person opened the incident.
        said: why a person opened it; closing: how it ended. Each is None where there is none, it is damaged, or it is not
            for the reader.
        duties: what has to be done.
        is_damaged: whether something of it does not open.
        is_withheld: whether the reader had a part in it, so that its words are not for them.
        owner_name: of whoever looks into it, None where nobody does; taken_so_far: how many took it.
        is_mine: whether the reader does. refused: why the reader may not; None where they may.
        is_overdue: whether it is open past its day.
    """

    search_request: SearchRequest
    incident: Incident
    asked_by: str
    decision: LeadDecision
    is_recalled: bool
    others: tuple[Entry, ...]
    entry: Entry | None
    said: Opening | None
    duties: tuple[Duty, ...]
    closing: Closing | None
    is_damaged: bool
    is_withheld: bool
    owner_name: str | None
    taken_so_far: int
    is_mine: bool
    refused: CountersignError | None
    is_overdue: bool

    @property
    def is_asked(self) -> bool:
        """Whether the reader is asked how it ends."""
        return self.is_mine and self.incident.closed_at is None


def open_an_incident(*, actor: Actor, search_request_id: UUID, incident_id: UUID) -> OpenedIncident:
    """Open an incident with what has to be looked into; the opening is recorded first.

    Raises:
        NotPermitted, NotFound: see `permissions.check_may_recall_lead`; there is no such incident of this request.
        InvalidTransition: no lead of this request was released.
        PreconditionFailed: its content was destroyed (`content_destroyed`).
    """
    with viewing(
        actor=actor, action="open_an_incident", search_request_id=search_request_id
    ) as work:
        row = work.request_row
        account = permissions.check_may_recall_lead(actor, row)
        work.check_may(Action.OPEN_INCIDENT)
        if row.content_destroyed_at is not None:
            raise PreconditionFailed("content_destroyed")
        named = find(row, incident_id)
        work.record(
            "incident.viewed",
            facts={"number": named.number},
            object_type="incident",
            object_id=str(named.pk),
        )
        entry = _entry_of(named)
        is_withheld = _had_a_part(named, account)
        said = _if_whole(incidents.opened, named)
        closing = _if_whole(incidents.opened_closing, named)
        owner = incidents.owner_of(named)
        return OpenedIncident(
            search_request=row,
            incident=named,
            asked_by=row.requested_by_person.full_name,
            decision=LeadDecision.objects.select_related("decided_by_person").get(
                search_request=row
            ),
            is_recalled=LeadRecall.objects.filter(search_request=row).exists(),
            others=_others(named, with_all=not is_withheld),
            entry=entry,
            said=None if is_withheld else said,
            duties=incident.duties_of(named.ground, named.flaws),
            closing=None if is_withheld else closing,
            is_damaged=(
                (entry is not None and entry.said is None)
                or (named.sealed is not None and said is None)
                or (named.closed_at is not None and closing is None)
            ),
            is_withheld=is_withheld,
            owner_name=owner.owner_person.full_name if owner else None,
            taken_so_far=owner.number if owner else 0,
            is_mine=owner is not None and owner.owner_id == account.pk,
            refused=_why_not(actor, named),
            is_overdue=named.closed_at is None and named.due_at < clock.real_now(),
        )


def _had_a_part(named: Incident, account: Account) -> bool:
    """Whether this person had a part in what is looked into. Whoever opened it knows what they wrote."""
    parts = incidents.parts_in(named)
    if named.follow_up_id is None:
        del parts["own_incident"]
    return any(account.person_id in persons for persons in parts.values())


def _why_not(actor: Actor, named: Incident) -> CountersignError | None:
    try:
        permissions.check_may_look_into(actor, named)
    except CountersignError as refused:
        return refused
    return None


def _entry_of(named: Incident) -> Entry | None:
    row = named.follow_up
    if row is None:
        return None
    # Whoever recorded it is whoever the incident was opened by: the database holds them to that.
    return Entry(row, follow_ups.opened_if_whole(row), named.opened_by_person.full_name)


def _others(named: Incident, *, with_all: bool) -> tuple[Entry, ...]:
    rows = follow_ups.whole(named.search_request)
    if named.follow_up_id is not None:
        rows = rows.exclude(pk=named.follow_up_id)
    if not with_all:
        rows = rows.filter(kind=FollowUp.Kind.PASSED_ON)
    return tuple(entry_of(each) for each in rows)


def _if_whole(opened: Callable[[Incident], _Opened | None], named: Incident) -> _Opened | None:
    try:
        return opened(named)
    except content.ContentDamaged:
        return None


@dataclass(frozen=True, slots=True)
class AboutToOpen:
    """A lead of which an incident is to be opened; nothing of the case. count: how many incidents it has."""

    search_request: SearchRequest
    released_at: datetime
    released_by: str
    count: int


def about_to_open(*, actor: Actor, search_request_id: UUID) -> AboutToOpen:
    """Return the lead of which an incident is to be opened; shows nothing of the case, so it is no event.

    Raises:
        NotPermitted, NotFound: see `permissions.check_may_recall_lead`.
        InvalidTransition: no lead of this request was released.
        PreconditionFailed: its content was destroyed (`content_destroyed`).
    """

    def look(work: Work) -> AboutToOpen:
        row = work.request_row
        permissions.check_may_recall_lead(actor, row)
        work.check_may(Action.OPEN_INCIDENT)
        if row.content_destroyed_at is not None:
            raise PreconditionFailed("content_destroyed")
        decision = LeadDecision.objects.select_related("decided_by_person").get(search_request=row)
        return AboutToOpen(
            search_request=row,
            released_at=decision.decided_at,
            released_by=decision.decided_by_person.full_name,
            count=row.incidents.count(),
        )

    return look_up(
        look, actor=actor, action="open_incident", search_request_id=search_request_id, reads=True
    )
