"""The page on which a request is closed: what it shows before, and what stands in the way, in both languages."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.html import strip_tags

from requests_app.registry.models import RetentionPeriod
from requests_app.searches.models import SearchRequest
from requests_app.searches.states import Status
from requests_app.workflow import hold
from tests import closings, examiners, follow_ups, incidents
from tests.builders import InventedAgency
from tests.legal_holds import in_days
from tests.signed_in import browser
from tests.support import connected_as


@pytest.fixture
def prepare() -> Any:
    return follow_ups.released


@pytest.fixture
def row(agency: InventedAgency) -> SearchRequest:
    found: SearchRequest = SearchRequest.objects.get(pk=agency.prepared.pk)
    return found


def address(row: SearchRequest, who: str) -> str:
    of = f"/requests/{row.pk}" if who == "officer" else f"/decisions/leads/{row.pk}"
    return f"{of}/outcome/close/"


def plain(answer: Any) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


def status_of(row: SearchRequest) -> str:
    return SearchRequest.objects.get(pk=row.pk).status


def periods(days: int | None) -> None:
    with connected_as("owner"):
        RetentionPeriod.objects.all().delete()
        if days is not None:
            RetentionPeriod.objects.bulk_create(
                RetentionPeriod(code=code, days=days)
                for code in ("with_case_file", "minimum_period", "sealed_until_disposition")
            )


@pytest.mark.parametrize("who", ["officer", "supervisor", "supervisor2"])
@pytest.mark.parametrize(
    ("language", "days", "stays", "done"),
    [
        ("en", "agency’s period of 40 days", "The reference, who did what and when", "Nothing is owed on it any more."),
        ("fr", "délai de 40 jours", "La référence, qui a fait quoi et quand", "Plus aucun compte rendu n’est attendu."),
    ],
)  # fmt: skip
def test_it_says_what_is_destroyed_when_and_what_stays_and_closes(
    agency: InventedAgency,
    row: SearchRequest,
    who: str,
    language: str,
    days: str,
    stays: str,
    done: str,
) -> None:
    periods(40)
    closings.ended(agency, row)
    client = browser(agency, who, language=language)
    page = plain(client.get(address(row, who)))
    assert days in page
    assert stays in page
    assert done in plain(client.post(address(row, who), {"after": "1"}, follow=True))
    assert status_of(row) == Status.CLOSED


def test_a_hold_and_a_missing_period_are_told(agency: InventedAgency, row: SearchRequest) -> None:
    closings.ended(agency, row)
    periods(None)
    officer = browser(agency, "officer")
    assert "the agency has set no period for it" in plain(officer.get(address(row, "officer")))
    hold.set_hold(
        actor=agency.actor("privacy"),
        search_request_id=row.pk,
        reason="The defence has announced an appeal of the conviction.",
        review_on=in_days(90),
    )
    assert "Nothing is destroyed while the legal hold" in plain(
        officer.get(address(row, "officer"))
    )


def test_what_stands_in_the_way_is_told_with_what_to_do(
    agency: InventedAgency, row: SearchRequest
) -> None:
    officer = browser(agency, "officer")
    page = officer.get(address(row, "officer"))
    assert "Report what came of the lead first." in plain(page)
    assert "Close the request" not in plain(page)
    assert f"/requests/{row.pk}/outcome/report/" in page.content.decode()
    incidents.of_a_report(agency, row)
    closings.ended(agency, row)
    assert "an incident on it is open" in plain(officer.get(address(row, "officer")))
    refused = officer.post(address(row, "officer"), {"after": "2"})
    assert refused.status_code == 400
    assert plain(refused).count("an incident on it is open") == 1
    assert f'href="/requests/{row.pk}/outcome/"' in refused.content.decode()
    assert status_of(row) == Status.LEAD_RELEASED


@pytest.mark.parametrize("after", ["0", "x", "", "-1", "99999999999"])
def test_what_was_not_read_is_told(agency: InventedAgency, row: SearchRequest, after: str) -> None:
    closings.ended(agency, row)
    refused = browser(agency, "officer").post(address(row, "officer"), {"after": after})
    assert refused.status_code == 400
    assert "Something was recorded of this lead since" in plain(refused)
    assert status_of(row) == Status.LEAD_RELEASED


def test_the_way_there_is_shown_only_where_it_can_be_closed(
    agency: InventedAgency, row: SearchRequest
) -> None:
    officer = browser(agency, "officer")
    pages = (f"/requests/{row.pk}/", f"/requests/{row.pk}/outcome/")
    for page in pages:
        assert "Close this request" not in plain(officer.get(page))
    closings.ended(agency, row)
    for page in pages:
        assert "Close this request" in plain(officer.get(page))
    closings.closed(agency, row)
    for page in pages:
        assert "Close this request" not in plain(officer.get(page))
    outcome = plain(officer.get(pages[1]))
    assert "This request is closed" in outcome
    assert "opens it again" in outcome
    again = officer.get(address(row, "officer"), follow=True)
    assert again.status_code == 200
    leads = plain(browser(agency, "supervisor").get("/decisions/leads/"))
    assert row.reference in leads
    assert "Closed" in leads


def test_once_its_content_is_destroyed_it_can_still_be_closed(
    agency: InventedAgency, row: SearchRequest
) -> None:
    closings.ended(agency, row)
    with examiners.past_the_guards("searches_searchrequest") as administrator:
        administrator.execute("UPDATE searches_searchrequest SET content_destroyed_at = now()")
    officer = browser(agency, "officer")
    assert "It was destroyed on" in plain(officer.get(address(row, "officer")))
    officer.post(address(row, "officer"), {"after": "1"})
    assert status_of(row) == Status.CLOSED
