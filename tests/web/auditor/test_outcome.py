"""Auditors see that there are incidents, by codes, and read what was written of a lead only for a reason."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from requests_app.searches.models import Incident, SearchRequest
from tests import builders, examiners, follow_ups
from tests import incidents as given
from tests.builders import InventedAgency
from tests.signed_in import browser
from tests.support import sql

ASKED = {
    "reason": "The complaint of the third of March is looked into.",
    "file_reference": "PC-2026-7",
}
SEEN_BY_THE_OFFICER = "The tenant of the flat was asked"
WRITTEN_OF_THE_INCIDENT = "The officer had not read the sheet"


@pytest.fixture
def prepare() -> Any:
    return closed_by_hand


def closed_by_hand(agency: InventedAgency) -> SearchRequest:
    """A lead with one incident of a report, into which somebody looks, and one that was opened by hand and closed."""
    row = follow_ups.released(agency)
    follow_ups.recorded(agency, row, follow_ups.passing())
    given.taken(agency, given.of_a_report(agency, row))
    by_hand = given.opened(agency, row)
    given.taken(agency, by_hand)
    given.closed(agency, by_hand)
    return row


@pytest.fixture
def row(agency: InventedAgency) -> SearchRequest:
    found: SearchRequest = SearchRequest.objects.get(pk=agency.prepared.pk)
    return found


def address(row: SearchRequest) -> str:
    return reverse("auditor:outcome", args=[row.pk])


def plain(answer: Any) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


def opened_events() -> list[dict[str, Any]]:
    found = sql(
        "auditor", "SELECT entry FROM audit.event WHERE code = 'content.opened' ORDER BY id"
    )
    return [json.loads(bytes(entry))["body"] for (entry,) in found]


@pytest.mark.parametrize("who", ["auditor", "oversight"])
@pytest.mark.parametrize(
    ("language", "found", "ended", "way"),
    [
        ("en", "What was done rested on the lead alone", "Put right", "with a reason"),
        ("fr", "Ce qui a été fait reposait sur la piste seule", "La situation est corrigée", "en indiquant un motif"),
    ],
)  # fmt: skip
def test_the_record_names_the_incidents_and_none_of_their_words(
    agency: InventedAgency,
    row: SearchRequest,
    who: str,
    language: str,
    found: str,
    ended: str,
    way: str,
) -> None:
    auditor = browser(agency, who, language=language)
    for page in (
        auditor.get(reverse("auditor:timeline", args=[row.pk])),
        auditor.post(reverse("auditor:print", args=[row.pk])),
    ):
        text = plain(page)
        assert "Incident 1" in text
        assert "Incident 2" in text
        assert found in text
        assert ended.lower() in text.lower()
        assert agency.people["supervisor"].person.full_name in text
        assert SEEN_BY_THE_OFFICER not in text
        assert WRITTEN_OF_THE_INCIDENT not in text
    assert way in plain(auditor.get(reverse("auditor:timeline", args=[row.pk])))


def test_a_request_of_which_nothing_came_says_nothing_of_incidents(
    agency: InventedAgency, row: SearchRequest
) -> None:
    waiting = builders.submitted(agency)
    auditor = browser(agency, "auditor")
    page = plain(auditor.get(reverse("auditor:timeline", args=[waiting.pk])))
    assert "incident" not in page.lower()
    assert auditor.get(address(waiting)).status_code == 404


def test_the_words_open_only_with_a_reason_and_a_file_reference(
    agency: InventedAgency, row: SearchRequest
) -> None:
    auditor = browser(agency, "auditor")
    assert "before anything is shown" in plain(auditor.get(address(row)))
    for missing in ({}, ASKED | {"reason": "too short"}, ASKED | {"file_reference": " "}):
        page = auditor.post(address(row), missing)
        assert "govuk-error-summary" in page.content.decode()
        assert SEEN_BY_THE_OFFICER not in plain(page)
    assert opened_events() == []
    page = auditor.post(address(row), ASKED)
    text = plain(page)
    for words in (
        SEEN_BY_THE_OFFICER,
        WRITTEN_OF_THE_INCIDENT,
        "Sergeant of the county force",
        "Taken by",
        "Put right",
    ):
        assert words.lower() in text.lower()
    assert "no-store" in page["Cache-Control"]
    (event,) = opened_events()
    assert event["who"]["role"] == "privacy_auditor"
    assert event["facts"]["what"] == "outcome_incidents"
    assert set(event["commitments"]) >= {"reason", "file_reference"}
    assert ASKED["reason"] not in json.dumps(event)


@pytest.mark.parametrize("who", ["officer", "supervisor", "privacy", "examiner", "administrator"])
def test_nobody_else_opens_them_here(agency: InventedAgency, row: SearchRequest, who: str) -> None:
    for answer in (
        browser(agency, who).get(address(row)),
        browser(agency, who).post(address(row), ASKED),
    ):
        assert answer.status_code == 403
    assert opened_events() == []


def test_once_the_content_is_destroyed_the_record_says_so_and_leads_to_no_form(
    agency: InventedAgency, row: SearchRequest
) -> None:
    with examiners.past_the_guards("searches_searchrequest") as administrator:
        administrator.execute("UPDATE searches_searchrequest SET content_destroyed_at = now()")
    page = browser(agency, "auditor").get(reverse("auditor:timeline", args=[row.pk]))
    assert "What was written of them was destroyed on" in plain(page)
    assert address(row) not in page.content.decode()
    assert "Incident 2" in plain(page)


@pytest.mark.parametrize(
    ("table", "damage"),
    [
        ("searches_incident", "sealed = 'x' WHERE sealed IS NOT NULL"),
        ("searches_incident", "sealed_closing = 'x' WHERE closed_at IS NOT NULL"),
        ("searches_followup", "sealed = 'x' WHERE number = 1"),
    ],
)
def test_what_is_damaged_is_named_and_the_rest_is_shown(
    agency: InventedAgency, row: SearchRequest, table: str, damage: str
) -> None:
    with examiners.past_the_guards(table) as administrator:
        administrator.execute(f"UPDATE {table} SET {damage}")
    page = browser(agency, "auditor").post(address(row), ASKED)
    assert page.status_code == 200
    assert "does not open" in plain(page)
    assert SEEN_BY_THE_OFFICER in plain(page)
    assert Incident.objects.filter(search_request=row).count() == 2
