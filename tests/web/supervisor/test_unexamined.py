"""A decider finds a result that lacks examiners in the list and in the notice, and ends it with a reason."""

from __future__ import annotations

import html
from typing import Any

import pytest

from requests_app.searches.models import EndedUnexamined, KeptTyping, SearchRequest
from requests_app.searches.states import Status
from requests_app.tasks import worker
from tests import examiners, matchers
from tests.builders import InventedAgency
from tests.signed_in import browser
from tests.support import connected_as

LIST = "/decisions/leads/"
WHY = "The only other examiner of the unit has left, and nobody is trained before spring."


@pytest.fixture
def prepare() -> Any:
    return examiners.nobody_left


@pytest.fixture
def row(agency: InventedAgency) -> SearchRequest:
    return SearchRequest.objects.get(pk=agency.prepared.pk)


def place(row: SearchRequest) -> str:
    return f"{LIST}{row.pk}/unexamined/"


def read(client: Any, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


@pytest.mark.parametrize("who", ["supervisor2", "privacy", "sergeant"])
def test_the_list_leads_deciders_to_it(
    agency: InventedAgency, row: SearchRequest, who: str
) -> None:
    assert f'href="{place(row)}"' in read(browser(agency, who), LIST)


def test_the_list_of_another_unit_does_not_name_it(
    agency: InventedAgency, row: SearchRequest
) -> None:
    client = browser(agency, "supervisor3")
    assert row.reference not in read(client, LIST)
    assert client.get(place(row)).status_code == 404


def test_the_notice_leads_to_it(agency: InventedAgency, row: SearchRequest) -> None:
    with connected_as("worker"):
        worker.tell_of_reports()
    client = browser(agency, "privacy")
    notices = read(client, "/notices/")
    assert "A result lacks examiners" in notices
    assert f'href="{place(row)}"' in notices
    assert "may examine this result as the third" in read(client, place(row))


def test_of_one_that_nobody_could_examine_the_page_says_so(
    agency: InventedAgency,
) -> None:
    row = matchers.one_result_of_fraud(agency)
    page = read(browser(agency, "supervisor3"), place(row))
    assert "fewer of the unit may still do so" in page
    assert "have concluded" not in page


def test_a_reason_is_asked_for_beside_its_field_and_what_was_typed_stays(
    agency: InventedAgency, row: SearchRequest
) -> None:
    client = browser(agency, "privacy")
    answer = client.post(place(row), {"reason": "Nobody."})
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 400
    assert "Give your reason in at least 20 characters." in page
    assert "Nobody.</textarea>" in page
    assert 'href="#id_reason"' in page
    assert not EndedUnexamined.objects.exists()


def test_ending_it_returns_to_the_list_and_says_so_in_french(
    agency: InventedAgency, row: SearchRequest
) -> None:
    client = browser(agency, "supervisor2", language="fr")
    page = read(client, place(row))
    assert "Ce résultat manque d’examinateurs" in page
    answer = client.post(place(row), {"reason": WHY}, follow=True)
    assert answer.redirect_chain[-1][0] == LIST
    said = html.unescape(answer.content.decode())
    assert "La recherche est terminée sans piste." in said
    assert f'href="{place(row)}"' not in said
    row.refresh_from_db()
    assert row.status == Status.NO_LEAD
    assert not KeptTyping.objects.exists()


def test_when_an_examiner_is_found_meanwhile_nothing_is_ended(
    agency: InventedAgency,
) -> None:
    row = matchers.one_result(agency)
    client = browser(agency, "privacy")
    answer = client.post(place(row), {"reason": WHY}, follow=True)
    assert "Enough people are left who may examine this result" in answer.content.decode()
    assert not EndedUnexamined.objects.exists()


def test_the_officer_of_a_unit_with_one_examiner_reads_why(agency: InventedAgency) -> None:
    row = matchers.one_result_of_fraud(agency)
    browser(agency, "supervisor3").post(place(row), {"reason": WHY})
    page = read(browser(agency, "officer3"), f"/requests/{row.pk}/")
    assert "too few examiners were left in the unit" in page
    assert WHY not in page
