"""What officers record of leads, for tests: whole answers of each kind, and a request whose lead was released."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from requests_app.searches.models import FollowUp, SearchRequest
from requests_app.searches.outcome import (
    Corroboration,
    Disclosure,
    Done,
    LineUp,
    Passing,
    Plan,
    Report,
    Warrant,
)
from requests_app.workflow import follow_up
from tests import examiners, leads, matchers

if TYPE_CHECKING:
    from tests.builders import InventedAgency

WORDS = "The tenant of the flat was asked, and told when they had come home."


def released(agency: InventedAgency) -> SearchRequest:
    """A request whose lead was released."""
    row = matchers.one_result(agency)
    leads.agreed(agency, row)
    leads.decided(agency, row)
    return SearchRequest.objects.get(pk=row.pk)


def passing(**changes: Any) -> Passing:
    """That a lead was passed on today."""
    return dataclasses.replace(
        Passing("other_agency", "Sergeant of the county force", timezone.localdate(), WORDS),
        **changes,
    )


def arrested() -> tuple[Done, ...]:
    """That the candidate was arrested today."""
    return (Done("arrest", timezone.localdate()),)


def report(**changes: Any) -> Report:
    """A report of something independent that was found, after which nothing was done yet."""
    found = Corroboration(
        kind="location_data", source="The operator's record of the telephone.",
        found_on=timezone.localdate(), supports=True, is_independent=True, from_line_up=False,
    )  # fmt: skip
    whole = Report(
        corroborations=(found,), whereabouts="possible", whereabouts_on=timezone.localdate(),
        whereabouts_how=WORDS, done=(Done("none"),), line_up_held=False, warrant_sought=False,
        disposition="open", words=WORDS,
    )  # fmt: skip
    return dataclasses.replace(whole, **changes)


def plan(step: str = "arrest", **changes: Any) -> Plan:
    """A step that is planned as it should be."""
    fair = LineUp(
        same_picture=False, is_blind=True, witness_saw=True, witness_told=False, picture="Licence of 2024",
        is_sequential=True, fillers=5, is_recorded=True,
    )  # fmt: skip
    whole = Plan(
        step=step,
        line_up=fair if step == "line_up" else None,
        warrant=Warrant(
            disclosed=tuple(Disclosure), relies_on_search=True, basis=("location_data",)
        )
        if step == "warrant"
        else None,
        words=WORDS,
    )
    return dataclasses.replace(whole, **changes)


def recorded(
    agency: InventedAgency,
    row: SearchRequest,
    said: Passing | Report | Plan,
    *,
    who: str = "officer",
    role: str | None = None,
) -> FollowUp:
    """Let somebody record one thing of a lead; what was reported earlier holds, where nothing else is said."""
    earlier = FollowUp.objects.filter(search_request=row, kind="report").exists()
    if isinstance(said, Report) and said.earlier_holds is None and earlier:
        said = dataclasses.replace(said, earlier_holds=True)
    record: Any = {
        Passing: follow_up.record_passing,
        Report: follow_up.record_report,
        Plan: follow_up.record_plan,
    }[type(said)]
    made: FollowUp = record(
        actor=agency.actor(who, role),
        search_request_id=row.pk,
        after=FollowUp.objects.filter(search_request=row).count(),
        said=said,
    )
    return made


def released_days_ago(row: SearchRequest, days: int) -> None:
    """Let the release of a lead, with what was recorded of it since, have been so many days earlier."""
    with examiners.past_the_guards("searches_leaddecision") as administrator:
        administrator.execute(
            "UPDATE searches_leaddecision SET decided_at = decided_at - make_interval(days => %s),"
            " expires_at = expires_at - make_interval(days => %s) WHERE search_request_id = %s",
            [days, days, row.pk],
        )
    with examiners.past_the_guards("searches_followup") as administrator:
        administrator.execute(
            "UPDATE searches_followup SET recorded_at = recorded_at - make_interval(days => %s),"
            " due_at = due_at - make_interval(days => %s) WHERE search_request_id = %s",
            [days, days, row.pk],
        )
