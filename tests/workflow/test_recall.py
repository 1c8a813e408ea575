"""A lead is recalled: who may read it is told, its sheet says so, and the request keeps its status."""

from __future__ import annotations

from typing import Any

import pytest

from requests_app.common.errors import (
    BadInput,
    InvalidTransition,
    NotFound,
    NotPermitted,
    PreconditionFailed,
)
from requests_app.searches import leads_lists
from requests_app.searches.models import LeadRecall, SearchRequest
from requests_app.searches.states import Status
from requests_app.workflow import recall
from requests_app.workflow.reading.lead import open_lead
from requests_app.workflow.reading.release_page import lead_to_recall
from tests import builders, disclosures, examiners, incidents, leads, matchers
from tests.builders import InventedAgency
from tests.concurrency.at_once import as_login, at_once
from tests.signed_in import browser
from tests.support import sql
from tests.workflow.test_release import events, told

WHY = "The gallery was found to hold pictures that were never lawful to keep."


@pytest.fixture
def prepare() -> Any:
    return released


def released(agency: InventedAgency) -> SearchRequest:
    row = matchers.one_result(agency)
    leads.agreed(agency, row)
    leads.decided(agency, row)
    return row


@pytest.fixture
def row(agency: InventedAgency) -> SearchRequest:
    found: SearchRequest = SearchRequest.objects.get(pk=agency.prepared.pk)
    return found


def recalled(
    agency: InventedAgency, row: SearchRequest, who: str = "supervisor", role: str | None = None,
    **changes: str,
) -> LeadRecall:  # fmt: skip
    said = {"ground": "gallery_withdrawn", "reason": WHY} | changes
    return recall.recall_lead(actor=agency.actor(who, role), search_request_id=row.pk, **said)


def test_who_may_read_it_is_told_and_reads_why(agency: InventedAgency, row: SearchRequest) -> None:
    assert open_lead(actor=agency.actor("officer"), search_request_id=row.pk).recalled is None
    found = recalled(agency, row)
    assert told(row, "lead_recalled") == {"officer", "supervisor2"}
    assert SearchRequest.objects.get(pk=row.pk).status == Status.LEAD_RELEASED
    (said,) = events(row, "lead.recalled")
    assert said["facts"] == {"ground": "gallery_withdrawn", "told": 2}
    assert said["object"]["id"] == str(found.pk)
    opened = open_lead(actor=agency.actor("officer"), search_request_id=row.pk)
    assert opened.recalled is not None
    assert (opened.recalled.reason, opened.recalled.by) == (WHY, "Henrik Adeyemi")


def test_whoever_else_saw_it_is_told_too(agency: InventedAgency) -> None:
    """A supervisor who opened it and decided nothing, who owns an incident of it, and who asked for a pack."""
    row = matchers.one_result(agency)
    leads.agreed(agency, row)
    leads.opened(agency, "sergeant", row)
    leads.decided(agency, row)
    incidents.taken(agency, incidents.opened(agency, row), who="supervisor")
    disclosures.asked(agency, row, who="privacy")
    recalled(agency, row, "supervisor2")
    assert told(row, "lead_recalled") == {"officer", "supervisor", "sergeant", "privacy"}
    (said,) = events(row, "lead.recalled")
    assert said["facts"]["told"] == 4
    for who in ("supervisor", "sergeant", "privacy"):
        page = browser(agency, who).get("/notices/").content.decode()
        assert "/decisions/leads/" in page


def test_who_recalls_it_is_not_told_of_it(agency: InventedAgency, row: SearchRequest) -> None:
    recalled(agency, row, "supervisor2")
    assert told(row, "lead_recalled") == {"officer"}


def test_nothing_is_recalled_once_its_content_is_destroyed(
    agency: InventedAgency, row: SearchRequest
) -> None:
    with examiners.past_the_guards("searches_searchrequest") as administrator:
        administrator.execute(
            "UPDATE searches_searchrequest SET content_destroyed_at = now() WHERE id = %s", [row.pk]
        )
    assert not leads_lists.released_for(agency.people["supervisor"]).exists()
    with pytest.raises(PreconditionFailed) as refused:
        lead_to_recall(actor=agency.actor("supervisor"), search_request_id=row.pk)
    assert refused.value.reason == "content_destroyed"
    with pytest.raises(PreconditionFailed):
        recalled(agency, row)


@pytest.mark.parametrize(
    ("who", "role"),
    [
        ("supervisor3", "supervisor"),
        ("officer", "officer"),
        ("examiner", "examiner"),
        ("auditor", "privacy_auditor"),
        ("operator", "operator"),
    ],
)
def test_nobody_else_recalls(
    agency: InventedAgency, row: SearchRequest, who: str, role: str
) -> None:
    with pytest.raises((NotPermitted, NotFound)):
        recalled(agency, row, who, role)
    assert not LeadRecall.objects.exists()


def test_only_a_lead_that_was_released_is_recalled_and_only_once(
    agency: InventedAgency, row: SearchRequest
) -> None:
    recalled(agency, row)
    with pytest.raises(PreconditionFailed) as refused:
        recalled(agency, row, "supervisor2")
    assert refused.value.reason == "lead_recalled_already"
    with matchers.for_a_while(agency):
        other = builders.search_request_at(agency, Status.NO_LEAD)
    with pytest.raises(InvalidTransition):
        recalled(agency, other)


def test_one_that_has_expired_is_recalled_too(agency: InventedAgency, row: SearchRequest) -> None:
    with examiners.past_the_guards("searches_leaddecision") as administrator:
        administrator.execute(
            "UPDATE searches_leaddecision SET decided_at = decided_at - interval '31 days',"
            " expires_at = expires_at - interval '31 days'"
        )
    recalled(agency, row)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ground": "nothing"}, "ground"),
        ({"ground": ""}, "ground"),
        ({"reason": "short"}, "reason"),
        ({"reason": "word " * 900}, "reason"),
    ],
)
def test_what_is_missing_is_told(
    agency: InventedAgency, row: SearchRequest, changes: dict[str, str], field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        recalled(agency, row, **changes)
    assert set(refused.value.field_errors) == {field}


def test_two_at_once_recall_once(agency: InventedAgency, row: SearchRequest) -> None:
    found = at_once(
        as_login("web", lambda: recalled(agency, row, "supervisor")),
        as_login("web", lambda: recalled(agency, row, "privacy", "privacy_officer")),
    )
    assert sorted(type(each).__name__ for each in found) == ["LeadRecall", "PreconditionFailed"]
    assert sql("owner", "SELECT count(*) FROM searches_leadrecall") == [(1,)]
