"""Whoever holds the web's login closes no request of which something is owed, and opens none again unrecorded.

Each attack is one statement that differs in one thing from one that would pass; the guard that refuses it is named.
"""

from __future__ import annotations

from typing import Any

import pytest

from requests_app.searches.models import Incident, SearchRequest
from requests_app.searches.states import Status
from tests import closings, follow_ups, incidents
from tests.builders import InventedAgency
from tests.database.rows_and_events import quoted
from tests.database.test_examinations_under_attack import accepted, refused

NOT_ENDED = "a request is closed once a report says how it ended and every incident is closed"


@pytest.fixture
def prepare() -> Any:
    return follow_ups.released


@pytest.fixture
def row(agency: InventedAgency) -> SearchRequest:
    found: SearchRequest = SearchRequest.objects.get(pk=agency.prepared.pk)
    return found


def moved(row: SearchRequest, status: str) -> str:
    return f"UPDATE searches_searchrequest SET status = '{status}', status_since = now() WHERE id = {quoted(str(row.pk))}"


@pytest.mark.parametrize("disposition", [None, "open", "charged"])
def test_what_goes_on_is_not_closed(
    agency: InventedAgency, row: SearchRequest, disposition: str | None
) -> None:
    if disposition is not None:
        closings.ended(agency, row)
        closings.ended(agency, row, disposition=disposition)
    assert refused(moved(row, "CLOSED")) == NOT_ENDED
    closings.ended(agency, row)
    accepted(moved(row, "CLOSED"))


def test_what_has_an_open_incident_is_not_closed(
    agency: InventedAgency, row: SearchRequest
) -> None:
    incidents.of_a_report(agency, row)
    closings.ended(agency, row)
    assert refused(moved(row, "CLOSED")) == NOT_ENDED
    for each in Incident.objects.filter(search_request=row):
        incidents.taken(agency, each)
        incidents.closed(agency, each)
    accepted(moved(row, "CLOSED"))


def test_no_status_changes_without_what_the_log_says(
    agency: InventedAgency, row: SearchRequest
) -> None:
    closings.ended(agency, row)
    now = "SET CONSTRAINTS ALL IMMEDIATE"
    assert "log" in refused(f"{moved(row, 'CLOSED')}; {now}")
    closings.closed(agency, row)
    assert "log" in refused(f"{moved(row, 'LEAD_RELEASED')}; {now}")


@pytest.mark.parametrize(
    "status", [each.value for each in Status if each not in {Status.CLOSED, Status.LEAD_RELEASED}]
)
def test_a_closed_request_becomes_nothing_but_open_again(
    agency: InventedAgency, row: SearchRequest, status: str
) -> None:
    closings.ended(agency, row)
    closings.closed(agency, row)
    assert refused(moved(row, status))
    accepted(moved(row, "LEAD_RELEASED"))
