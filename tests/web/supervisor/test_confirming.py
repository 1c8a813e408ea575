"""An approval and a refusal are read once more before they are recorded; a return is not asked twice.

Nothing is decided by the first press, nothing written is lost on the way, and everything is asked anew.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from requests_app.searches.models import Decision, SearchRequest
from requests_app.searches.states import Status
from tests import builders
from tests.builders import InventedAgency
from tests.signed_in import browser
from tests.support import sql
from tests.web.supervisor.test_deciding import OWN_WORDS, address, in_hand, said


@pytest.fixture
def prepare() -> Any:
    return builders.submitted


@pytest.fixture
def row(agency: InventedAgency) -> SearchRequest:
    row: SearchRequest = agency.prepared
    return row


def first_press(client: Client, row: SearchRequest, outcome: str, **changes: Any) -> Any:
    drawn = in_hand(client, row)
    sent = said(drawn, outcome=outcome, **changes)
    form = re.search(r'<form[^>]*id="page-form".*?</form>', drawn.content.decode(), re.S)
    assert form is not None
    sent |= dict(re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', form.group()))
    return client.post(address(row), sent)


def hidden(page: Any) -> dict[str, str]:
    text = page.content.decode()
    form = next(
        part for part in re.findall(r"<form[^>]*>.*?</form>", text, re.S) if "confirmed" in part
    )
    return dict(re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', form))


def confirmed(page: Any) -> dict[str, str]:
    """What the button sends that records it."""
    (mark,) = re.findall(r'name="confirmed" value="([^"]*)"', page.content.decode())
    return hidden(page) | {"confirmed": mark}


@pytest.mark.parametrize(
    ("outcome", "status", "told"),
    [
        ("approve", Status.APPROVED, "The gallery is then searched once with this picture"),
        ("refuse", Status.REFUSED, "The request then ends, and no search is made."),
    ],
)
def test_what_will_be_recorded_is_shown_first_and_recorded_then(
    agency: InventedAgency, row: SearchRequest, outcome: str, status: Status, told: str
) -> None:
    client = browser(agency, "supervisor")
    page = first_press(client, row, outcome)
    text = page.content.decode()
    assert page.status_code == 200
    assert "Nothing is decided yet." in text
    assert told in text
    assert OWN_WORDS in text
    assert agency.people["officer"].person.full_name in text
    assert SearchRequest.objects.get(pk=row.pk).status == Status.AWAITING_DECISION
    assert not Decision.objects.exists()
    answer = client.post(address(row), confirmed(page))
    assert answer.url.endswith("/done/")
    assert SearchRequest.objects.get(pk=row.pk).status == status


def test_a_return_is_recorded_at_once(agency: InventedAgency, row: SearchRequest) -> None:
    answer = first_press(browser(agency, "supervisor"), row, "return")
    assert answer.url.endswith("/done/")
    assert SearchRequest.objects.get(pk=row.pk).status == Status.RETURNED


def test_going_back_has_everything_in_its_fields(
    agency: InventedAgency, row: SearchRequest
) -> None:
    client = browser(agency, "supervisor")
    page = first_press(client, row, "approve")
    back = client.post(address(row), hidden(page) | {"change": "yes"})
    assert back.status_code == 200
    form = back.context["form"]
    assert form["faces"].value() == "1"
    assert OWN_WORDS in form["lawful_reason"].value()
    assert not Decision.objects.exists()


def test_leaving_the_page_that_asks_loses_nothing(
    agency: InventedAgency, row: SearchRequest
) -> None:
    client = browser(agency, "supervisor")
    first_press(client, row, "refuse")
    assert OWN_WORDS in client.get(address(row)).content.decode()


def test_what_stands_against_it_is_told_before_it_is_asked(
    agency: InventedAgency, row: SearchRequest
) -> None:
    client = browser(agency, "supervisor")
    page = first_press(client, row, "approve", faces=9)
    assert page.status_code == 400
    assert "Nothing is decided yet." not in page.content.decode()


def test_everything_is_asked_anew_when_it_is_confirmed(
    agency: InventedAgency, row: SearchRequest
) -> None:
    client = browser(agency, "supervisor")
    page = first_press(client, row, "approve")
    sql("owner", "UPDATE registry_gallery SET allow_listed = false")
    answer = client.post(address(row), confirmed(page))
    assert answer.status_code == 400
    assert SearchRequest.objects.get(pk=row.pk).status == Status.AWAITING_DECISION


def test_what_was_only_rehearsed_leaves_no_check_and_no_decision(
    agency: InventedAgency, row: SearchRequest
) -> None:
    before = sql("superuser", "SELECT count(*) FROM searches_checkrun")
    first_press(browser(agency, "supervisor"), row, "approve")
    assert sql("superuser", "SELECT count(*) FROM searches_checkrun") == before
    codes = sql("superuser", "SELECT code FROM audit.event WHERE request_id = %s", [row.pk])
    assert "search.decision_recorded" not in {code for (code,) in codes}
    assert "action.refused" not in {code for (code,) in codes}


def test_who_must_declare_to_have_no_conflict_reads_who_asked(
    agency: InventedAgency, row: SearchRequest
) -> None:
    client = browser(agency, "supervisor")
    page = in_hand(client, row).content.decode()
    asked = agency.people["officer"].person.full_name
    assert f"Asked by {asked}." in page.replace("&#x27;", "'")


CHANGED = "what you confirmed is not what would be recorded now"


def assert_nothing_was_recorded(answer: Any, row: SearchRequest) -> None:
    assert answer.status_code == 400
    assert CHANGED in answer.content.decode()
    assert OWN_WORDS in answer.context["form"]["lawful_reason"].value()
    assert SearchRequest.objects.get(pk=row.pk).status == Status.AWAITING_DECISION
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"outcome": "refuse"},
        {"lawful_reason": OWN_WORDS + " This was never shown on the page that asks."},
        {"message": OWN_WORDS + " Nor was this."},
        {"necessary_met": "no", "outcome": "refuse"},
        {"confirmed": "yes"},
        {"confirmed": "0" * 64},
    ],
    ids=str,
)
def test_only_what_was_shown_can_be_confirmed(
    agency: InventedAgency, row: SearchRequest, changed: dict[str, str]
) -> None:
    client = browser(agency, "supervisor")
    page = first_press(client, row, "approve")
    assert_nothing_was_recorded(client.post(address(row), confirmed(page) | changed), row)


def test_an_approval_that_would_now_hold_longer_is_read_again(
    agency: InventedAgency, row: SearchRequest
) -> None:
    client = browser(agency, "supervisor")
    page = first_press(client, row, "approve")
    sql("owner", "UPDATE registry_agency SET approval_hours = approval_hours + 1")
    assert_nothing_was_recorded(client.post(address(row), confirmed(page)), row)
    again = client.post(address(row), hidden(page) | {"outcome": "approve"})
    assert client.post(address(row), confirmed(again)).url.endswith("/done/")


def test_a_confirmation_is_the_deciders_own(agency: InventedAgency, row: SearchRequest) -> None:
    theirs = confirmed(first_press(browser(agency, "supervisor"), row, "approve"))["confirmed"]
    browser(agency, "supervisor").post(address(row, "release/"))
    other = browser(agency, "supervisor2")
    mine = hidden(first_press(other, row, "approve"))
    assert_nothing_was_recorded(other.post(address(row), mine | {"confirmed": theirs}), row)


def test_without_a_confirmation_it_is_asked(agency: InventedAgency, row: SearchRequest) -> None:
    client = browser(agency, "supervisor")
    page = first_press(client, row, "approve")
    again = client.post(address(row), hidden(page) | {"confirmed": ""})
    assert "Nothing is decided yet." in again.content.decode()
    assert not Decision.objects.exists()
