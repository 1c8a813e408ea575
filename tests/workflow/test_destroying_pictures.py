"""Pictures of candidates whom no examiner selected go a fortnight after the matter has ended; the rest of it stays."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.utils import timezone

from requests_app.accounts.actors import system_actor
from requests_app.common.errors import PreconditionFailed
from requests_app.searches.models import CandidatePicture, SearchRequest
from requests_app.searches.outcome import Done
from requests_app.searches.states import Status
from requests_app.tasks import worker
from requests_app.workflow import destroy_pictures, hold
from requests_app.workflow.reading.candidate_pictures import Missing, pictures_of
from requests_app.workflow.reading.closing import about_to_close
from tests import closings, examiners, follow_ups, incidents, leads
from tests.builders import InventedAgency
from tests.legal_holds import in_days
from tests.signed_in import browser
from tests.support import connected_as, sql
from tests.workflow.test_destroying_content import ended_before
from tests.workflow.test_release import events

WHY = "The defence has announced an appeal of the conviction."


@pytest.fixture
def prepare() -> Any:
    return leads.agreed_with_pictures


@pytest.fixture
def row(agency: InventedAgency) -> SearchRequest:
    found: SearchRequest = SearchRequest.objects.get(pk=agency.prepared.pk)
    return found


def sweep() -> None:
    with connected_as("worker"):
        worker.destroy_due_content()


def states(row: SearchRequest) -> dict[int, str]:
    rows = CandidatePicture.objects.filter(search_request=row)
    return dict(rows.values_list("position", "state"))


def all_here(row: SearchRequest) -> dict[int, str]:
    return dict.fromkeys(range(1, row.result.candidate_count + 1), "here")


def selected(row: SearchRequest, *positions: int) -> dict[int, str]:
    """What is left where these candidates were selected."""
    return dict.fromkeys(all_here(row), "destroyed") | dict.fromkeys(positions or (2,), "here")


def ended(agency: InventedAgency, row: SearchRequest, *dispositions: str) -> None:
    """Let a lead be released and reported on, so that the last report says how the matter ended."""
    leads.decided(agency, row)
    for disposition in dispositions or ("excluded",):
        closings.ended(agency, row, disposition=disposition)


def days_pass(row: SearchRequest, days: int = 60) -> None:
    """Let the release, and all that was recorded since, have been so many days earlier."""
    follow_ups.released_days_ago(row, days)


def sealed(row: SearchRequest) -> None:
    with examiners.past_the_guards("searches_justification") as administrator:
        administrator.execute(
            "UPDATE searches_justification SET retention_class = 'sealed_until_disposition'"
            " WHERE search_request_id = %s",
            [row.pk],
        )


@pytest.mark.parametrize("is_closed", [True, False])
def test_a_fortnight_after_the_matter_ended_the_picture_of_the_lead_alone_is_left(
    agency: InventedAgency, row: SearchRequest, is_closed: bool
) -> None:
    of_the_result = "SELECT candidates_id, answer_digest FROM dispatch_searchresult"
    before = sql("owner", of_the_result)
    leads.decided(agency, row)
    days_pass(row)
    sweep()
    assert states(row) == all_here(row), "no report says that it ended"
    closings.ended(agency, row)
    if is_closed:
        closings.closed(agency, row)
    days_pass(row, 13)
    sweep()
    assert states(row) == all_here(row), "not yet a fortnight"
    days_pass(row, 1)
    sweep()
    assert states(row) == selected(row)
    gone = CandidatePicture.objects.filter(search_request=row, state="destroyed")
    assert all(each.sealed is each.sealed_key is each.sealed_about is None for each in gone)
    assert pictures_of(row)[1].missing is Missing.DESTROYED
    assert pictures_of(row)[2].is_here
    said = events(row, "candidate_picture.destroyed")
    assert [each["facts"] for each in said] == [
        {"position": place, "ground": "ended"} for place in all_here(row) if place != 2
    ]
    assert sql("owner", of_the_result) == before
    sweep()
    assert len(events(row, "candidate_picture.destroyed")) == len(gone)


def test_not_before_the_lead_has_expired(agency: InventedAgency, row: SearchRequest) -> None:
    ended(agency, row)
    days_pass(row, 29)  # of the 30 for which it may be acted on
    sweep()
    assert states(row) == all_here(row)
    days_pass(row, 1)
    sweep()
    assert states(row) == selected(row)


def test_a_step_or_a_passing_on_afterwards_puts_nothing_off(
    agency: InventedAgency, row: SearchRequest
) -> None:
    ended(agency, row)
    closings.closed(agency, row)
    days_pass(row)
    follow_ups.recorded(agency, row, follow_ups.passing())
    follow_ups.recorded(agency, row, follow_ups.plan())
    sweep()
    assert states(row) == selected(row)


def test_a_report_that_it_goes_on_keeps_them(agency: InventedAgency, row: SearchRequest) -> None:
    ended(agency, row, "excluded", "open")
    days_pass(row)
    sweep()
    assert states(row) == all_here(row)
    closings.ended(agency, row)
    sweep()
    assert states(row) == all_here(row), "it counts anew from the report that it ended"


def test_where_no_lead_was_found_all_go(agency: InventedAgency, row: SearchRequest) -> None:
    other = leads.agreed_with_pictures(agency, selected=None)
    assert SearchRequest.objects.get(pk=other.pk).status == Status.NO_LEAD
    ended_before(other, 13)
    sweep()
    assert states(other) == all_here(other)
    ended_before(other, 14.1)
    sweep()
    assert set(states(other).values()) == {"destroyed"}
    assert states(row) == all_here(row), "its lead is not decided on yet"
    said = events(other, "candidate_picture.destroyed")
    assert {each["facts"]["ground"] for each in said} == {"no_lead"}
    assert len(said) == len(states(other))


def test_of_a_lead_that_was_withheld_the_one_who_was_selected_stays(
    agency: InventedAgency, row: SearchRequest
) -> None:
    leads.decided(agency, row, outcome="withhold")
    ended_before(row, 15)
    sweep()
    assert states(row) == selected(row)


def test_whom_one_of_two_who_differed_selected_stays(
    agency: InventedAgency, row: SearchRequest
) -> None:
    """Whoever looks into the examination later needs what each of them saw."""
    ended(agency, row)
    with examiners.past_the_guards("searches_conclusion") as administrator:
        administrator.execute(
            "UPDATE searches_conclusion SET selected_position = 3 WHERE search_request_id = %s"
            " AND examiner_id = (SELECT id FROM accounts_account WHERE username = 'examiner3')",
            [row.pk],
        )
    days_pass(row)
    sweep()
    assert states(row) == selected(row, 2, 3)


@pytest.mark.parametrize(
    "dispositions",
    [
        ("charged", "excluded"),
        ("dismissed",),
        ("acquitted",),
        ("convicted",),
        ("convicted", "lead_discarded"),
    ],
)
def test_where_anybody_was_charged_they_stay_as_long_as_the_content(
    agency: InventedAgency, row: SearchRequest, dispositions: tuple[str, ...]
) -> None:
    ended(agency, row, *dispositions)
    days_pass(row)
    assert destroy_pictures.pictures_here(row).due is None
    sweep()
    assert states(row) == all_here(row)


def test_where_a_charge_is_reported_as_done_they_stay_too(
    agency: InventedAgency, row: SearchRequest
) -> None:
    leads.decided(agency, row)
    follow_ups.recorded(agency, row, follow_ups.report())
    charged = (Done("charge", timezone.localdate()),)
    kept = follow_ups.recorded(agency, row, follow_ups.report(done=charged))
    assert (kept.was_charged, kept.flaws) == (True, [])
    closings.ended(agency, row, disposition="lead_discarded")
    days_pass(row)
    sweep()
    assert states(row) == all_here(row)


def test_where_there_was_an_incident_they_stay_as_long_as_the_content(
    agency: InventedAgency, row: SearchRequest
) -> None:
    ended(agency, row)
    named = incidents.opened(agency, row)
    incidents.taken(agency, named)
    incidents.closed(agency, named)
    days_pass(row)
    sweep()
    assert states(row) == all_here(row)


def test_where_the_lead_was_recalled_they_stay_as_long_as_the_content(
    agency: InventedAgency, row: SearchRequest
) -> None:
    ended(agency, row)
    leads.recalled(agency, row)
    days_pass(row)
    sweep()
    assert states(row) == all_here(row)


def test_what_has_to_be_looked_into_keeps_them(agency: InventedAgency, row: SearchRequest) -> None:
    """As before there were incidents: something was found, and none was opened of it."""
    ended(agency, row)
    with examiners.past_the_guards("searches_followup") as administrator:
        administrator.execute(
            "UPDATE searches_followup SET flaws = '{same_picture}' WHERE search_request_id = %s",
            [row.pk],
        )
    days_pass(row)
    sweep()
    assert states(row) == all_here(row)


def test_a_legal_hold_keeps_them(agency: InventedAgency, row: SearchRequest) -> None:
    ended(agency, row)
    held = hold.set_hold(
        actor=agency.actor("privacy"), search_request_id=row.pk, reason=WHY, review_on=in_days(90)
    )
    days_pass(row)
    sweep()
    assert states(row) == all_here(row)
    with connected_as("worker"), pytest.raises(PreconditionFailed) as refused:
        destroy_pictures.destroy(actor=system_actor("worker"), search_request_id=row.pk)
    assert refused.value.reason == "pictures_not_due"
    hold.release_hold(
        actor=agency.actor("supervisor"), search_request_id=row.pk, hold_id=held.pk, reason=WHY
    )
    sweep()
    assert states(row) == selected(row)


@pytest.mark.parametrize("disposition", ["excluded", "identified_otherwise", "lead_discarded"])
def test_what_is_sealed_until_its_case_is_disposed_of_stays_as_long_as_the_content(
    agency: InventedAgency, row: SearchRequest, disposition: str
) -> None:
    """The case may go on against somebody else."""
    sealed(row)
    ended(agency, row, disposition)
    closings.closed(agency, row)
    days_pass(row)
    sweep()
    assert states(row) == all_here(row)


def test_of_a_withheld_lead_too(agency: InventedAgency, row: SearchRequest) -> None:
    sealed(row)
    leads.decided(agency, row, outcome="withhold")
    ended_before(row, 60)
    sweep()
    assert states(row) == all_here(row)


@pytest.mark.parametrize("login", ["web", "auditor"])
def test_no_other_process_destroys_them(
    agency: InventedAgency, row: SearchRequest, login: str
) -> None:
    ended(agency, row)
    days_pass(row)
    for statement in (
        "SELECT searches_destroy_pictures(%s)",
        "UPDATE searches_candidatepicture SET state = 'destroyed', sealed = NULL, sealed_key = NULL,"
        " sealed_about = NULL WHERE search_request_id = %s",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            sql(login, statement, [row.pk])
    assert states(row) == all_here(row)


def test_the_worker_hurries_nothing_and_leaves_its_event(
    agency: InventedAgency, row: SearchRequest
) -> None:
    assert sql("worker", "SELECT searches_destroy_pictures(%s)", [row.pk]) == []
    ended(agency, row)
    days_pass(row)
    with pytest.raises(psycopg.Error, match=r"candidate_picture\.destroyed"):
        sql("worker", "SELECT searches_destroy_pictures(%s)", [row.pk])
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        sql(
            "worker",
            "UPDATE searches_candidatepicture SET state = 'destroyed' WHERE search_request_id = %s",
            [row.pk],
        )
    assert states(row) == all_here(row)


def test_the_dispatcher_may_not_although_it_may_change_these_columns(
    agency: InventedAgency, row: SearchRequest
) -> None:
    ended(agency, row)
    days_pass(row)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        sql("dispatcher", "SELECT searches_destroy_pictures(%s)", [row.pk])
    with pytest.raises(psycopg.Error, match="may not become destroyed"):
        sql(
            "dispatcher",
            "UPDATE searches_candidatepicture SET state = 'destroyed', sealed = NULL, sealed_key = NULL,"
            " sealed_about = NULL WHERE search_request_id = %s",
            [row.pk],
        )


def test_the_page_on_which_it_is_closed_says_when_they_go(
    agency: InventedAgency, row: SearchRequest
) -> None:
    ended(agency, row)
    officer = agency.actor("officer")
    here = about_to_close(actor=officer, search_request_id=row.pk).pictures
    assert (here.of_others, here.of_selected) == (len(all_here(row)) - 1, 1)
    assert here.due is not None
    for language, says in (
        ("en", "Pictures of candidates whom no examiner selected"),
        ("fr", "Images des candidats qu’aucun examinateur n’a retenus"),
    ):
        client = browser(agency, "officer", language=language)
        page = client.get(f"/requests/{row.pk}/outcome/close/").content.decode()
        assert says in page
        assert here.due.date().isoformat() in page


def test_an_examiner_who_looks_back_is_told_why_there_is_none(
    agency: InventedAgency, row: SearchRequest
) -> None:
    ended(agency, row)
    days_pass(row)
    sweep()
    client = browser(agency, "examiner")
    told = [
        "no examiner selected this candidate"
        in client.get(f"/examinations/{row.pk}/candidates/{place}/").content.decode()
        for place in all_here(row)
    ]
    drawn = [
        client.get(f"/examinations/{row.pk}/candidates/{place}/picture.png").status_code
        for place in all_here(row)
    ]
    assert told.count(False) == 1
    assert drawn == [404 if gone else 200 for gone in told]
