"""What is recorded of a lead after its release: to whom it was passed on, what is planned on it, what came of it.

Nothing that happened is ever refused, so that nobody is made to hide it. What is only planned and would rest on the
lead alone is stopped, and that it was asked for is recorded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account
from requests_app.common import clock
from requests_app.common.errors import BadInput, PreconditionFailed, StaleRead
from requests_app.registry import selectors as registry
from requests_app.searches import follow_ups, outcome, outcome_problems, outcome_rules
from requests_app.searches.models import FollowUp, LeadDecision, LeadRecall, SearchRequest
from requests_app.searches.outcome import Flaw, Lasts, Passing, Plan, Recorded, Report
from requests_app.searches.outcome_problems import Problems
from requests_app.searches.states import Action
from requests_app.wire.shapes import write_time
from requests_app.workflow import incidents, owed_reports, permissions, planned_step
from requests_app.workflow.examine import LONGEST_TEXT
from requests_app.workflow.unit_of_work import Work, unit_of_work


def record_passing(*, actor: Actor, search_request_id: UUID, after: int, said: Passing) -> FollowUp:
    """Record that a lead was passed on.

    Args:
        actor: the officer who asked, or a supervisor for the unit.
        search_request_id: a request whose lead was released; recalled or expired does not matter.
        after: how much was recorded of it when the page was drawn, so that nothing is recorded twice or unread.
        said: to whom, when and why.

    Raises:
        NotPermitted, NotFound: see `permissions.check_may_follow_up`.
        InvalidTransition: no lead of this request was released.
        PreconditionFailed: its content was destroyed (`content_destroyed`).
        StaleRead: something was recorded since (`follow_ups`).
        BadInput: an answer is missing, or is too long.
    """
    with unit_of_work(
        actor=actor, action="record_passing", search_request_id=search_request_id
    ) as work:
        account = _check_may_record(work, Action.RECORD_PASSING, after)
        now = clock.real_now()
        _refuse(outcome_problems.problems_of_passing(said, timezone.localdate(now)), said)
        lasts = lasts_of(work.request_row, now)
        is_early = said.passed_on is not None and said.passed_on < lasts.released_on
        flaws = [Flaw.BEFORE_RELEASE] if is_early else []
        row = _kept(
            work, account, FollowUp.Kind.PASSED_ON, said, now, outcome=said.recipient, flaws=flaws
        )
        _move(work, Action.RECORD_PASSING, row, said, {"recipient": said.recipient, "flaws": flaws})
        incidents.open_recorded(work, row)
        return row


def record_plan(*, actor: Actor, search_request_id: UUID, after: int, said: Plan) -> FollowUp:
    """Record a step that is planned on a lead, and whether it may be taken.

    Args:
        actor: the officer who asked, or a supervisor for the unit.
        search_request_id: a request whose lead was released.
        after: as `record_passing`; said: which step, and how.

    Returns:
        the row; `is_stopped` says that the step may not be taken, and `flaws` why.

    Raises:
        NotPermitted, NotFound, InvalidTransition, PreconditionFailed, StaleRead, BadInput: as `record_passing`.
    """
    with unit_of_work(
        actor=actor, action="record_plan", search_request_id=search_request_id
    ) as work:
        # Of a closed request a plan is recorded and stopped: its last report says that it ended.
        account = _check_may_record(work, Action.PLAN_STOPPED_STEP, after)
        _refuse(outcome_problems.problems_of_plan(said), said)
        row, now = work.request_row, clock.real_now()
        so_far = follow_ups.so_far(row)
        lasts = lasts_of(row, now)
        floor = outcome_rules.stops_of(said, so_far.reports, lasts, is_damaged=so_far.is_damaged)
        run, of_rules = planned_step.judged(work, said, so_far, lasts, floor=floor)
        stops = [*floor, *of_rules]
        kept = _kept(
            work, account, FollowUp.Kind.PLAN, said, now,
            outcome=said.step, is_stopped=bool(stops), flaws=stops, check_run=run,
        )  # fmt: skip
        if stops:
            facts = {"step": said.step, "flaws": stops}
            _move(work, Action.PLAN_STOPPED_STEP, kept, said, facts)
        else:
            _move(work, Action.PLAN_STEP, kept, said, {"step": said.step})
        return kept


def record_report(*, actor: Actor, search_request_id: UUID, after: int, said: Report) -> FollowUp:
    """Record what came of a lead; the next report is owed within the agency's days.

    Args:
        actor: the officer who asked, or a supervisor for the unit.
        search_request_id: a request whose lead was released; recalled or expired does not matter.
        after: as `record_passing`; said: what was found and done since the last report.

    Returns:
        the row; `flaws` says what somebody has to look into: an incident is opened of it.

    Raises:
        NotPermitted, NotFound, InvalidTransition, PreconditionFailed, StaleRead, BadInput: as `record_passing`.
    """
    with unit_of_work(
        actor=actor, action="record_report", search_request_id=search_request_id
    ) as work:
        account = _check_may_record(work, Action.REPORT_OUTCOME, after)
        row, now = work.request_row, clock.real_now()
        so_far = follow_ups.so_far(row)
        problems = outcome_problems.problems_of_report(
            said, timezone.localdate(now), has_earlier=so_far.has_report
        )
        _refuse(problems, said)
        # A report that is damaged must not keep what happened since from being recorded.
        flaws = list(outcome_rules.flaws_of(said, so_far.reports, lasts_of(row, now), so_far.asked))
        due_at = _next_due(row, said, now)
        kept = _kept(
            work, account, FollowUp.Kind.REPORT, said, now,
            outcome=said.disposition, flaws=flaws, due_at=due_at, was_charged=outcome.was_charged(said),
        )  # fmt: skip
        facts: dict[str, Any] = {"disposition": said.disposition, "flaws": flaws}
        if due_at is not None:
            facts["due_at"] = write_time(due_at)
        _move(work, Action.REPORT_OUTCOME, kept, said, facts)
        incidents.open_recorded(work, kept)
        return kept


def _next_due(search_request: SearchRequest, said: Report, now: datetime) -> datetime | None:
    """Return when the next report is owed; None after one that says how it ended.

    One that comes early puts nothing off: the day that stood already still stands.
    """
    if said.disposition not in outcome.GOES_ON:
        return None
    latest = now + timedelta(days=registry.agency().report_again_days)
    stands = owed_reports.due_of(search_request)
    is_early = stands is not None and stands - now > owed_reports.TOLD_BEFORE
    return min(stands, latest) if stands is not None and is_early else latest


def lasts_of(search_request: SearchRequest, now: datetime) -> Lasts:
    """Return the days of a released lead in the agency's zone, as they are now."""
    decision = LeadDecision.objects.get(search_request=search_request)
    recall = LeadRecall.objects.filter(search_request=search_request).first()
    return Lasts(
        released_on=timezone.localdate(decision.decided_at),
        expires_on=timezone.localdate(decision.expires_at),
        recalled_on=timezone.localdate(recall.recalled_at) if recall else None,
        is_over=decision.expires_at is not None and decision.expires_at <= now,
    )


def _check_may_record(work: Work, action: Action, after: int) -> Account:
    account = permissions.check_may_follow_up(work.actor, work.request_row)
    work.check_may(action)
    if work.request_row.content_destroyed_at is not None:
        raise PreconditionFailed("content_destroyed")
    if work.request_row.follow_ups.count() != after:
        raise StaleRead(["follow_ups"])
    return account


def _refuse(problems: Problems, said: Recorded) -> None:
    for name, text in _texts(said):
        if len(text) > LONGEST_TEXT:
            problems[name] = ["too_long"]
    if problems:
        raise BadInput(problems)


def _texts(said: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """Each text of what was said, under the name of its field as problems are named."""
    for each in fields(said):
        value, name = getattr(said, each.name), f"{before}{each.name}"
        if isinstance(value, str):
            yield name, value
        elif is_dataclass(value):
            yield from _texts(value, f"{name}.")
        elif isinstance(value, tuple):
            for number, part in enumerate(value):
                if is_dataclass(part):
                    yield from _texts(part, f"{name}.{number}.")


def _kept(
    work: Work, account: Account, kind: str, said: Recorded, now: datetime, **values: Any
) -> FollowUp:
    row, follow_up_id = work.request_row, uuid4()
    return FollowUp.objects.create(
        id=follow_up_id,
        search_request=row,
        number=1 + row.follow_ups.count(),
        kind=kind,
        recorded_by=account,
        recorded_by_person=account.person,
        recorded_at=now,
        sealed=follow_ups.seal(row.pk, follow_up_id, said),
        **values,
    )


def _move(work: Work, action: Action, row: FollowUp, said: Recorded, facts: dict[str, Any]) -> None:
    work.move(
        action,
        facts={"number": row.number, **facts},
        commitments={"follow_up_sha256": outcome.digest_of(said)},
        about=("follow_up", row.pk),
    )
