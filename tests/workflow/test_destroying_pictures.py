"""Pictures of candidates who were not selected go once a request ends without a lead or is closed; the rest of it stays."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from requests_app.accounts.actors import system_actor
from requests_app.common.errors import PreconditionFailed
from requests_app.searches.models import CandidatePicture, SearchRequest
from requests_app.searches.states import Status
from requests_app.tasks import worker
from requests_app.workflow import destroy_pictures, hold
from requests_app.workflow.reading.candidate_pictures import Missing, pictures_of
from requests_app.workflow.reading.closing import about_to_close
from tests import closings, examiners, follow_ups, incidents, leads
from tests.builders import InventedAgency
from tests.signed_in import browser
from tests.support import connected_as, sql
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


def selected(row: SearchRequest, position: int = 2) -> dict[int, str]:
    """What is left where one candidate was selected."""
    return dict.fromkeys(all_here(row), "destroyed") | {position: "here"}


def closed(agency: InventedAgency, row: SearchRequest, *dispositions: str) -> None:
    leads.decided(agency, row)
    for disposition in dispositions or ("excluded",):
        closings.ended(agency, row, disposition=disposition)
    closings.closed(agency, row)


def test_a_closed_request_keeps_the_picture_of_the_lead_alone(
    agency: InventedAgency, row: SearchRequest
) -> None:
    before = sql("owner", "SELECT candidates_id, answer_digest FROM dispatch_searchresult")
    leads.decided(agency, row)
    sweep()
    assert states(row) == all_here(row)
    closings.ended(agency, row)
    about = about_to_close(actor=agency.actor("officer"), search_request_id=row.pk)
    assert (about.pictures_to_go, about.pictures_kept) == (len(all_here(row)) - 1, 1)
    sweep()
    assert states(row) == all_here(row), "nothing goes before it is closed"
    closings.closed(agency, row)
    sweep()
    assert states(row) == selected(row)
    gone = CandidatePicture.objects.filter(search_request=row, state="destroyed")
    assert all(each.sealed is each.sealed_key is each.sealed_about is None for each in gone)
    assert pictures_of(row)[1].missing is Missing.DESTROYED
    assert pictures_of(row)[2].is_here
    (said,) = events(row, "candidate_picture.destroyed")
    assert said["facts"] == {"count": len(gone), "ground": "closed"}
    assert sql("owner", "SELECT candidates_id, answer_digest FROM dispatch_searchresult") == before
    sweep()
    assert len(events(row, "candidate_picture.destroyed")) == 1


def test_where_no_lead_was_found_all_go(agency: InventedAgency, row: SearchRequest) -> None:
    other = leads.agreed_with_pictures(agency, selected=None)
    assert SearchRequest.objects.get(pk=other.pk).status == Status.NO_LEAD
    sweep()
    assert set(states(other).values()) == {"destroyed"}
    assert states(row) == all_here(row), "its lead is not decided on yet"
    (said,) = events(other, "candidate_picture.destroyed")
    assert said["facts"] == {"count": len(states(other)), "ground": "no_lead"}


def test_of_a_lead_that_was_withheld_the_one_who_was_selected_stays(
    agency: InventedAgency, row: SearchRequest
) -> None:
    leads.decided(agency, row, outcome="withhold")
    sweep()
    assert states(row) == selected(row)


@pytest.mark.parametrize("disposition", ["dismissed", "acquitted", "convicted"])
def test_where_anybody_was_charged_they_stay_as_long_as_the_content(
    agency: InventedAgency, row: SearchRequest, disposition: str
) -> None:
    closed(agency, row, "charged", disposition)
    assert destroy_pictures.to_go(row) == (0, len(all_here(row)))
    sweep()
    assert states(row) == all_here(row)


def test_where_there_was_an_incident_they_stay_as_long_as_the_content(
    agency: InventedAgency, row: SearchRequest
) -> None:
    leads.decided(agency, row)
    closings.ended(agency, row)
    named = incidents.opened(agency, row)
    incidents.taken(agency, named)
    incidents.closed(agency, named)
    closings.closed(agency, row)
    assert destroy_pictures.to_go(row) == (0, len(all_here(row)))
    sweep()
    assert states(row) == all_here(row)


def test_a_legal_hold_keeps_them(agency: InventedAgency, row: SearchRequest) -> None:
    closed(agency, row)
    held = hold.set_hold(actor=agency.actor("privacy"), search_request_id=row.pk, reason=WHY)
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


def test_what_is_sealed_until_its_case_is_disposed_of_stays_without_a_report_that_says_so(
    agency: InventedAgency, row: SearchRequest
) -> None:
    with examiners.past_the_guards("searches_justification") as administrator:
        administrator.execute(
            "UPDATE searches_justification SET retention_class = 'sealed_until_disposition'"
        )
    leads.decided(agency, row, outcome="withhold")
    sweep()
    assert states(row) == all_here(row)


def test_a_request_that_was_opened_again_keeps_what_is_left(
    agency: InventedAgency, row: SearchRequest
) -> None:
    closed(agency, row)
    follow_ups.recorded(agency, row, follow_ups.passing())
    sweep()
    assert states(row) == all_here(row)


@pytest.mark.parametrize("login", ["web", "dispatcher", "auditor"])
def test_no_other_process_destroys_them(
    agency: InventedAgency, row: SearchRequest, login: str
) -> None:
    closed(agency, row)
    for statement in (
        "SELECT searches_destroy_pictures(%s)",
        "UPDATE searches_candidatepicture SET state = 'destroyed', sealed = NULL, sealed_key = NULL,"
        " sealed_about = NULL WHERE search_request_id = %s",
    ):
        with pytest.raises(psycopg.Error):
            sql(login, statement, [row.pk])
    assert states(row) == all_here(row)


def test_the_worker_hurries_nothing_and_leaves_its_event(
    agency: InventedAgency, row: SearchRequest
) -> None:
    assert sql("worker", "SELECT searches_destroy_pictures(%s)", [row.pk]) == [(0,)]
    closed(agency, row)
    with pytest.raises(psycopg.Error, match=r"candidate_picture\.destroyed"):
        sql("worker", "SELECT searches_destroy_pictures(%s)", [row.pk])
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        sql(
            "worker",
            "UPDATE searches_candidatepicture SET state = 'destroyed' WHERE search_request_id = %s",
            [row.pk],
        )
    assert states(row) == all_here(row)


def test_the_page_on_which_it_is_closed_says_how_many_go(
    agency: InventedAgency, row: SearchRequest
) -> None:
    leads.decided(agency, row)
    closings.ended(agency, row)
    for language, says in (
        ("en", "pictures of candidates who were not selected are destroyed within the hour"),
        ("fr", "images de candidats qui n’ont pas été retenus sont détruites dans l’heure"),
    ):
        client = browser(agency, "officer", language=language)
        page = " ".join(client.get(f"/requests/{row.pk}/outcome/close/").content.decode().split())
        assert f"{len(all_here(row)) - 1} {says}" in page.replace("\xa0", " ")


def test_an_examiner_who_looks_back_is_told_why_there_is_none(
    agency: InventedAgency, row: SearchRequest
) -> None:
    closed(agency, row)
    sweep()
    client = browser(agency, "examiner")
    told = [
        "this candidate was not selected"
        in client.get(f"/examinations/{row.pk}/candidates/{place}/").content.decode()
        for place in all_here(row)
    ]
    drawn = [
        client.get(f"/examinations/{row.pk}/candidates/{place}/picture.png").status_code
        for place in all_here(row)
    ]
    assert told.count(False) == 1
    assert drawn == [404 if gone else 200 for gone in told]
