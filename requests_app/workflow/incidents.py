"""An incident: opened with what was recorded of a lead or by a decider, taken and closed by one who had no part in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.utils import timezone

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account
from requests_app.common import clock
from requests_app.common.errors import BadInput, NotFound, PreconditionFailed, StaleRead
from requests_app.registry import selectors as registry
from requests_app.searches import incident, incidents
from requests_app.searches.incident import Closing, Ground, Opening
from requests_app.searches.models import (
    FollowUp,
    Incident,
    IncidentOwner,
    LeadDecision,
    LeadRecall,
    Notice,
    SearchRequest,
)
from requests_app.searches.outcome import Flaw
from requests_app.searches.outcome_problems import Problems
from requests_app.searches.states import Action
from requests_app.wire.shapes import write_time
from requests_app.workflow import permissions
from requests_app.workflow.examine import LONGEST_TEXT
from requests_app.workflow.notifications import notify
from requests_app.workflow.unit_of_work import Work, unit_of_work


def open_recorded(work: Work, follow_up: FollowUp) -> None:
    """Open the incident of what was recorded just now, in the same transaction; nothing where nothing was found of it.

    Args:
        work: of the use case that recorded it; follow_up: what was recorded, with its flaws.
    """
    if follow_up.flaws:
        _open(
            work,
            follow_up.recorded_by,
            follow_up.recorded_at,
            incident_id=uuid4(),
            ground=Ground.RECORDED,
            flaws=list(follow_up.flaws),
            follow_up=follow_up,
        )


@dataclass(frozen=True, slots=True)
class Opened:
    """An incident that was opened. may_look_into: how many people may look into it."""

    incident: Incident
    may_look_into: int


def open_incident(*, actor: Actor, search_request_id: UUID, after: int, said: Opening) -> Opened:
    """Open an incident that was found in another way than by what was recorded of the lead.

    Args:
        actor: a supervisor or privacy officer for the unit, who did not ask.
        search_request_id: a request whose lead was released.
        after: how many incidents it had when the page was drawn, so that none is opened twice.
        said: on which ground, and what happened; sealed with the request's key.

    Raises:
        NotPermitted, NotFound: see `permissions.check_may_recall_lead`.
        InvalidTransition: no lead of this request was released.
        PreconditionFailed: its content was destroyed (`content_destroyed`), or one that this person opened is open still
            (`incident_open_already`): what else is known belongs into it, so that nobody buries one under others.
        StaleRead: another was opened since (`incidents`).
        BadInput: an answer is missing, or is too long.
    """
    with unit_of_work(
        actor=actor, action="open_incident", search_request_id=search_request_id
    ) as work:
        row = work.request_row
        account = permissions.check_may_recall_lead(
            actor, row
        )  # who may stop harm may have it looked into
        _check_may(work, Action.OPEN_INCIDENT)
        if row.incidents.count() != after:
            raise StaleRead(["incidents"])
        if row.incidents.filter(
            follow_up=None, closed_at=None, opened_by_person=account.person
        ).exists():
            raise PreconditionFailed("incident_open_already")
        _refuse(incident.problems_of_opening(said), {"words": said.words})
        incident_id = uuid4()
        return _open(
            work,
            account,
            clock.real_now(),
            incident_id=incident_id,
            ground=said.ground,
            flaws=list(incident.flaws_of(said.ground)),
            said=said,
        )


def _open(
    work: Work,
    account: Account,
    now: datetime,
    *,
    incident_id: UUID,
    ground: str,
    flaws: list[str],
    follow_up: FollowUp | None = None,
    said: Opening | None = None,
) -> Opened:
    row = work.request_row
    opened = Incident.objects.create(
        id=incident_id,
        search_request=row,
        unit_id=row.unit_id,
        number=1 + row.incidents.count(),
        follow_up=follow_up,
        ground=ground,
        flaws=flaws,
        opened_by=account,
        opened_by_person=account.person,
        opened_at=now,
        due_at=now + timedelta(days=registry.agency().incident_days),
        sealed=incidents.seal_opening(row.pk, incident_id, said) if said else None,
    )
    may_look_into = notify.who_looks_into([opened], Notice.Kind.INCIDENT_OPENED)
    work.move(
        Action.OPEN_INCIDENT,
        facts={
            "number": opened.number,
            "ground": ground,
            "flaws": flaws,
            "due_at": write_time(opened.due_at),
            "may_look_into": may_look_into,
        },
        commitments={"incident_sha256": incident.digest_of(said)} if said else {},
        about=("incident", incident_id),
    )
    return Opened(opened, may_look_into)


def take_incident(
    *, actor: Actor, search_request_id: UUID, incident_id: UUID, after: int
) -> IncidentOwner:
    """Look into an incident from now on. Whoever did so far, and all who audit, are told that another person does.

    Args:
        actor: a supervisor or privacy officer for the unit who neither asked, nor examined the result, nor released the
            lead, nor recorded anything of it, nor opened the incident.
        search_request_id: its request; incident_id: one that is open.
        after: how many had taken it when the page was drawn, so that nobody takes it over without knowing.

    Raises:
        NotPermitted, NotFound: see `permissions.check_may_look_into`; there is no such incident of this request.
        InvalidTransition: no lead of this request was released.
        PreconditionFailed: it is closed (`incident_closed`), the actor looks into it already (`incident_yours`), or the
            content was destroyed (`content_destroyed`).
        StaleRead: somebody took it since (`incident_owner`).
    """
    with unit_of_work(
        actor=actor, action="take_incident", search_request_id=search_request_id
    ) as work:
        named = find(work.request_row, incident_id)
        account = permissions.check_may_look_into(actor, named)
        _check_may(work, Action.TAKE_INCIDENT)
        _check_is_open(named)
        last = incidents.owner_of(named)
        if last is not None and last.owner_id == account.pk:
            raise PreconditionFailed("incident_yours")
        taken_so_far = last.number if last is not None else 0
        if taken_so_far != after:
            raise StaleRead(["incident_owner"])
        taken = IncidentOwner.objects.create(
            incident=named,
            search_request=work.request_row,
            number=taken_so_far + 1,
            owner=account,
            owner_person=account.person,
            taken_at=clock.real_now(),
        )
        if last is not None:
            notify.former_owner(named, last.owner, Notice.Kind.INCIDENT_TAKEN_OVER)
        work.move(
            Action.TAKE_INCIDENT, facts={"number": named.number}, about=("incident", named.pk)
        )
        return taken


def close_incident(
    *, actor: Actor, search_request_id: UUID, incident_id: UUID, said: Closing
) -> Incident:
    """Close an incident, for good. All who looked into it, and all who audit, are told.

    Args:
        actor: whoever looks into it.
        search_request_id: its request; incident_id: one that is open.
        said: what became of it, an answer to each of its duties, and why it is closed; sealed with the request's key.

    Raises:
        NotPermitted, NotFound: see `permissions.check_may_look_into`; there is no such incident of this request.
        InvalidTransition: no lead of this request was released.
        PreconditionFailed: it is closed (`incident_closed`), another person or nobody looks into it
            (`incident_not_yours`), or the content was destroyed (`content_destroyed`).
        BadInput: an answer is missing, contradicts another, or is too long.
    """
    with unit_of_work(
        actor=actor, action="close_incident", search_request_id=search_request_id
    ) as work:
        named = find(work.request_row, incident_id)
        account = permissions.check_may_look_into(actor, named)
        _check_may(work, Action.CLOSE_INCIDENT)
        _check_is_open(named)
        owner = incidents.owner_of(named)
        if owner is None or owner.owner_id != account.pk:
            raise PreconditionFailed("incident_not_yours")
        now = clock.real_now()
        decision = LeadDecision.objects.get(search_request=work.request_row)
        problems = incident.problems_of_closing(
            said,
            incident.duties_of(named.ground, named.flaws),
            timezone.localdate(now),
            not_before=None
            if Flaw.BEFORE_RELEASE in named.flaws
            else timezone.localdate(decision.decided_at),
            is_recalled=LeadRecall.objects.filter(search_request=work.request_row).exists(),
        )
        texts = {f"answers.{number}.words": each.words for number, each in enumerate(said.answers)}
        _refuse(problems, {"reason": said.reason, **texts})
        closed = {
            "outcome": said.outcome,
            "undone": said.undone,
            "not_needed": said.not_needed,
            "closed_by": account,
            "closed_by_person": account.person,
            "closed_at": now,
            "sealed_closing": incidents.seal_closing(work.request_row.pk, named.pk, said),
        }
        for name, value in closed.items():
            setattr(named, name, value)
        named.save(update_fields=list(closed))
        notify.of_closing(named, but_for=account)
        work.move(
            Action.CLOSE_INCIDENT,
            facts={
                "number": named.number,
                "outcome": said.outcome,
                "undone": said.undone,
                "not_needed": said.not_needed,
            },
            commitments={"incident_closing_sha256": incident.digest_of(said)},
            about=("incident", named.pk),
        )
        return named


def find(search_request: SearchRequest, incident_id: UUID) -> Incident:
    """Return an incident of a request.

    Raises:
        NotFound: there is none of this request.
    """
    found = incidents.of_lead(search_request).filter(pk=incident_id).first()
    if found is None:
        raise NotFound
    found.search_request = search_request  # with what permissions ask about
    return found


def _check_may(work: Work, action: Action) -> None:
    work.check_may(action)
    if work.request_row.content_destroyed_at is not None:
        raise PreconditionFailed("content_destroyed")


def _check_is_open(named: Incident) -> None:
    if named.closed_at is not None:
        raise PreconditionFailed("incident_closed")


def _refuse(problems: Problems, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        if len(text) > LONGEST_TEXT:
            problems[name] = ["too_long"]
    if problems:
        raise BadInput(problems)
