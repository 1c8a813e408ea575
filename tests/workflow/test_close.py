"""A request is closed once its lead was followed to its end; whatever is recorded of it afterwards opens it again."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest

from requests_app.common.errors import (
    InvalidTransition,
    NotFound,
    NotPermitted,
    PreconditionFailed,
    StaleRead,
)
from requests_app.registry.models import RetentionPeriod
from requests_app.searches.models import FollowUp, Incident, SearchRequest
from requests_app.searches.states import Status
from requests_app.workflow import close, destroy, hold, owed_reports
from requests_app.workflow.reading.closing import KeptFor, about_to_close
from requests_app.workflow.reading.lead import open_lead
from requests_app.workflow.reading.what_came_of_it import open_what_came_of_it
from requests_app.workflow.recall import recall_lead
from tests import closings, examiners, follow_ups, incidents
from tests.builders import InventedAgency
from tests.concurrency.at_once import as_login, at_once
from tests.legal_holds import in_days
from tests.support import connected_as
from tests.workflow.test_release import events

WHY = "An error was found in the gallery's entry of this person."
ENDED = ("lead_discarded", "excluded", "identified_otherwise", "dismissed", "acquitted", "convicted",
         "victim_identified", "missing_found")  # fmt: skip


@pytest.fixture
def prepare() -> Any:
    return follow_ups.released


@pytest.fixture
def row(agency: InventedAgency) -> SearchRequest:
    found: SearchRequest = SearchRequest.objects.get(pk=agency.prepared.pk)
    return found


def status_of(row: SearchRequest) -> str:
    return SearchRequest.objects.get(pk=row.pk).status


def closes(agency: InventedAgency, row: SearchRequest, who: str, role: str | None) -> None:
    closings.closed(agency, row, who=who, role=role)


@pytest.mark.parametrize("disposition", ENDED)
def test_a_request_is_closed_once_a_report_says_how_it_ended(
    agency: InventedAgency, row: SearchRequest, disposition: str
) -> None:
    closings.ended(agency, row, disposition=disposition)
    closes(agency, row, "officer", None)
    assert status_of(row) == Status.CLOSED
    (said,) = events(row, "search.closed")
    assert said["facts"] == {"disposition": disposition, "count": 1}
    assert said["status_after"] == "CLOSED"


@pytest.mark.parametrize(
    ("who", "role"),
    [("supervisor", None), ("supervisor2", None), ("sergeant", "supervisor")],
)
def test_a_supervisor_of_the_unit_closes_it_in_the_officers_place(
    agency: InventedAgency, row: SearchRequest, who: str, role: str | None
) -> None:
    closings.ended(agency, row)
    closes(agency, row, who, role)
    assert status_of(row) == Status.CLOSED


@pytest.mark.parametrize(
    ("who", "role", "refused"),
    [
        ("officer2", None, NotFound),
        ("sergeant", "officer", NotFound),
        ("supervisor3", None, NotFound),
        ("privacy", None, NotPermitted),
        ("examiner", None, NotPermitted),
        ("auditor", None, NotPermitted),
        ("operator", None, NotPermitted),
    ],
)
def test_nobody_else_closes_it_or_sees_the_page(
    agency: InventedAgency, row: SearchRequest, who: str, role: str | None, refused: type[Exception]
) -> None:
    closings.ended(agency, row)
    with pytest.raises(refused):
        closes(agency, row, who, role)
    with pytest.raises(refused):
        about_to_close(actor=agency.actor(who, role), search_request_id=row.pk)
    assert status_of(row) == Status.LEAD_RELEASED


@pytest.mark.parametrize("disposition", [None, "open", "charged"])
def test_what_goes_on_is_not_closed(
    agency: InventedAgency, row: SearchRequest, disposition: str | None
) -> None:
    if disposition is not None:
        closings.ended(agency, row)  # taken up again by the next
        closings.ended(agency, row, disposition=disposition)
    with pytest.raises(PreconditionFailed) as refused:
        closes(agency, row, "officer", None)
    assert refused.value.reason == "report_owed"
    about = about_to_close(actor=agency.actor("officer"), search_request_id=row.pk)
    assert about.refused is not None
    assert about.refused.reason == "report_owed"
    assert status_of(row) == Status.LEAD_RELEASED


def test_an_open_incident_keeps_it_open(agency: InventedAgency, row: SearchRequest) -> None:
    named = incidents.of_a_report(agency, row)
    closings.ended(agency, row)
    with pytest.raises(PreconditionFailed) as refused:
        closes(agency, row, "officer", None)
    assert refused.value.reason == "incident_open"
    for each in Incident.objects.filter(search_request=row):
        incidents.taken(agency, each)
        incidents.closed(agency, each)
    assert named.search_request_id == row.pk
    closes(agency, row, "officer", None)
    assert status_of(row) == Status.CLOSED


def test_nobody_closes_over_what_they_did_not_read(
    agency: InventedAgency, row: SearchRequest
) -> None:
    closings.ended(agency, row)
    with pytest.raises(StaleRead):
        close.close(actor=agency.actor("officer"), search_request_id=row.pk, after=0)
    assert status_of(row) == Status.LEAD_RELEASED


def test_it_is_closed_once(agency: InventedAgency, row: SearchRequest) -> None:
    closings.ended(agency, row)
    closes(agency, row, "officer", None)
    with pytest.raises(InvalidTransition):
        closes(agency, row, "supervisor", None)
    with pytest.raises(InvalidTransition):
        about_to_close(actor=agency.actor("officer"), search_request_id=row.pk)


@pytest.mark.parametrize(
    ("said", "leaves"),
    [
        (follow_ups.passing, "lead.passed_on"),
        (follow_ups.report, "followup.recorded"),
        (follow_ups.plan, "lead.step_stopped"),
    ],
)
def test_whatever_is_recorded_afterwards_opens_it_again(
    agency: InventedAgency, row: SearchRequest, said: Any, leaves: str
) -> None:
    closings.ended(agency, row)
    closes(agency, row, "officer", None)
    kept = follow_ups.recorded(agency, row, said())
    assert kept.number == 2
    assert status_of(row) == Status.LEAD_RELEASED
    assert events(row, leaves)[-1]["status_after"] == "LEAD_RELEASED"
    if leaves == "lead.step_stopped":
        assert "given_up" in kept.flaws
    if leaves == "followup.recorded":
        assert owed_reports.due_of(row) is not None
        closings.ended(agency, row)
    closes(agency, row, "officer", None)
    assert status_of(row) == Status.CLOSED


def test_an_arrest_that_becomes_known_afterwards_opens_it_and_an_incident(
    agency: InventedAgency, row: SearchRequest
) -> None:
    closings.ended(agency, row)
    closes(agency, row, "officer", None)
    incidents.of_a_report(agency, row)
    assert status_of(row) == Status.LEAD_RELEASED
    with pytest.raises(PreconditionFailed):
        closes(agency, row, "officer", None)


def test_an_incident_that_somebody_opens_opens_it_again(
    agency: InventedAgency, row: SearchRequest
) -> None:
    closings.ended(agency, row)
    closes(agency, row, "officer", None)
    incidents.opened(agency, row, who="privacy")
    assert status_of(row) == Status.LEAD_RELEASED
    assert events(row, "incident.opened")[0]["status_after"] == "LEAD_RELEASED"


def test_a_recall_leaves_it_closed_and_the_lead_can_still_be_read(
    agency: InventedAgency, row: SearchRequest
) -> None:
    closings.ended(agency, row)
    closes(agency, row, "officer", None)
    recall_lead(
        actor=agency.actor("privacy"), search_request_id=row.pk, ground="error_found", reason=WHY
    )
    assert status_of(row) == Status.CLOSED
    officer = agency.actor("officer")
    assert open_lead(actor=officer, search_request_id=row.pk).recalled is not None
    opened = open_what_came_of_it(actor=officer, search_request_id=row.pk)
    assert opened.is_closed
    assert not opened.may_close


def test_the_page_says_when_the_content_is_destroyed_and_closing_does_not_change_it(
    agency: InventedAgency, row: SearchRequest
) -> None:
    with connected_as("owner"):
        RetentionPeriod.objects.all().delete()
        RetentionPeriod.objects.bulk_create(
            RetentionPeriod(code=code, days=40)
            for code in ("with_case_file", "minimum_period", "sealed_until_disposition")
        )
    officer = agency.actor("officer")
    before = about_to_close(actor=officer, search_request_id=row.pk)
    assert before.due is None
    closings.ended(agency, row)
    about = about_to_close(actor=officer, search_request_id=row.pk)
    assert about.refused is None
    assert about.due is not None
    assert about.due.ground == about.retention_class
    assert about.ended is not None
    assert about.due.at == about.ended.recorded_at + dt.timedelta(days=40)
    assert not about.is_held
    hold.set_hold(
        actor=agency.actor("privacy"), search_request_id=row.pk, reason=WHY, review_on=in_days(90)
    )
    assert about_to_close(actor=officer, search_request_id=row.pk).is_held
    closes(agency, row, "officer", None)
    assert destroy.due_of(row.pk) == about.due


SEALED_AND_AT_RISK = (
    "UPDATE searches_justification SET retention_class = 'sealed_until_disposition',"
    " purpose_code = 'trafficking_victim' WHERE search_request_id = %s"
)


@pytest.mark.parametrize(
    ("disposition", "days"),
    [("dismissed", 7), ("acquitted", 7), ("convicted", 7), ("charged", None), ("excluded", None),
     ("identified_otherwise", None), ("lead_discarded", None), ("victim_identified", None)],
)  # fmt: skip
def test_a_result_sealed_until_its_case_is_disposed_of_has_its_days_from_the_report_that_says_so(
    agency: InventedAgency, row: SearchRequest, disposition: str, days: int | None
) -> None:
    """One that ends the lead alone ends no case, whoever the result is about."""
    with connected_as("owner"):
        RetentionPeriod.objects.all().delete()
        RetentionPeriod.objects.create(code="sealed_until_disposition", days=7)
        RetentionPeriod.objects.create(code="person_at_risk", days=8)
    with examiners.past_the_guards("searches_justification") as administrator:
        administrator.execute(SEALED_AND_AT_RISK, [row.pk])
    assert destroy.due_of(row.pk) is None
    closings.ended(agency, row, disposition=disposition)
    due = destroy.due_of(row.pk)
    assert (due.days if due else None) == days
    if days is None and disposition != "charged":
        about = about_to_close(actor=agency.actor("officer"), search_request_id=row.pk)
        assert (about.refused, about.kept_for) == (None, KeptFor.SEALED)


@pytest.mark.parametrize(
    ("first", "then", "counts_from"),
    [("lead_discarded", "convicted", "then"), ("convicted", "lead_discarded", "first"),
     ("dismissed", "acquitted", "first")],
)  # fmt: skip
def test_of_what_is_sealed_the_time_counts_from_the_report_of_the_court_alone(
    agency: InventedAgency, row: SearchRequest, first: str, then: str, counts_from: str
) -> None:
    with connected_as("owner"):
        RetentionPeriod.objects.all().delete()
        RetentionPeriod.objects.create(code="sealed_until_disposition", days=90)
    with examiners.past_the_guards("searches_justification") as administrator:
        administrator.execute(SEALED_AND_AT_RISK, [row.pk])
    closings.ended(agency, row, disposition=first)
    follow_ups.released_days_ago(row, 60)
    closings.ended(agency, row, disposition=then)
    reports = {each.outcome: each for each in FollowUp.objects.filter(search_request=row)}
    report = reports[{"first": first, "then": then}[counts_from]]
    due = destroy.due_of(row.pk)
    assert due is not None
    assert due.at == report.recorded_at + dt.timedelta(days=90)


def test_what_is_sealed_and_has_no_period_of_its_own_is_kept_whoever_it_is_about(
    agency: InventedAgency, row: SearchRequest
) -> None:
    with connected_as("owner"):
        RetentionPeriod.objects.all().delete()
        RetentionPeriod.objects.create(code="person_at_risk", days=8)
    with examiners.past_the_guards("searches_justification") as administrator:
        administrator.execute(SEALED_AND_AT_RISK, [row.pk])
    closings.ended(agency, row, disposition="convicted")
    assert destroy.due_of(row.pk) is None
    about = about_to_close(actor=agency.actor("officer"), search_request_id=row.pk)
    assert about.kept_for is KeptFor.NO_PERIOD


def test_of_what_nothing_ends_by_itself_it_is_said_why(
    agency: InventedAgency, row: SearchRequest
) -> None:
    def why() -> KeptFor | None:
        return about_to_close(actor=agency.actor("officer"), search_request_id=row.pk).kept_for

    with connected_as("owner"):
        RetentionPeriod.objects.all().delete()
    assert why() is KeptFor.GOES_ON
    closings.ended(agency, row)
    assert why() is KeptFor.NO_PERIOD
    with examiners.past_the_guards("searches_followup") as administrator:
        administrator.execute(
            "UPDATE searches_followup SET flaws = '{same_picture}' WHERE search_request_id = %s",
            [row.pk],
        )
    assert why() is KeptFor.NOT_LOOKED_INTO


@pytest.mark.parametrize("again", [False, True])
def test_a_closed_request_is_destroyed_by_the_clock_from_its_report_however_late_it_is_closed(
    agency: InventedAgency, row: SearchRequest, again: bool
) -> None:
    with connected_as("owner"):
        RetentionPeriod.objects.all().delete()
        RetentionPeriod.objects.bulk_create(
            RetentionPeriod(code=code, days=40)
            for code in ("with_case_file", "minimum_period", "sealed_until_disposition")
        )
    closings.ended(agency, row)
    follow_ups.released_days_ago(row, 60)
    closes(agency, row, "officer", None)  # and so it came into its status today
    if again:
        follow_ups.recorded(agency, row, follow_ups.plan())
    assert row.pk in destroy.due_ids()


def test_two_at_once_close_it_once_and_a_report_never_slips_under_a_closing(
    agency: InventedAgency, row: SearchRequest
) -> None:
    closings.ended(agency, row)
    officer, supervisor = agency.actor("officer"), agency.actor("supervisor")
    said = dataclasses.replace(follow_ups.report(), earlier_holds=True)

    def closing() -> None:
        close.close(actor=supervisor, search_request_id=row.pk, after=1)

    def reporting() -> None:
        follow_ups.follow_up.record_report(
            actor=officer, search_request_id=row.pk, after=1, said=said
        )

    outcomes = at_once(as_login("web", closing), as_login("web", reporting))
    # Whichever came first: a report is recorded, and the request is open.
    assert status_of(row) == Status.LEAD_RELEASED
    assert len(events(row, "followup.recorded")) == 2
    assert all(each is None or isinstance(each, StaleRead) for each in outcomes), outcomes
