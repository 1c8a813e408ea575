"""A gallery whose entry changed: the decider reads what to do, and the officer why the request ended."""

from __future__ import annotations

from typing import Any

import pytest

from requests_app.searches.models import SearchRequest
from requests_app.workflow import claim
from tests import builders
from tests.builders import InventedAgency
from tests.signed_in import browser


def waiting(agency: InventedAgency) -> SearchRequest:
    row = builders.submitted(agency)
    claim.claim(actor=agency.actor("supervisor"), search_request_id=row.pk)
    return row


@pytest.fixture
def prepare() -> Any:
    return waiting


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Return it: the officer reads the gallery as it is now"),
        (
            "fr",
            "Retournez-la\N{NO-BREAK SPACE}: l’agent lira la galerie telle qu’elle est maintenant",
        ),
    ],
)
def test_the_decider_reads_that_it_can_only_be_returned(
    agency: InventedAgency, language: str, told: str
) -> None:
    row = agency.prepared
    builders.gallery_entry_says(size=101)
    decider = browser(agency, "supervisor")
    decider.cookies["countersign_language"] = language
    url = f"/decisions/supervisor/{row.pk}/"
    assert told in decider.get(url).content.decode()


def test_a_page_drawn_before_the_change_names_the_gallery_when_it_is_sent(
    agency: InventedAgency,
) -> None:
    row = agency.prepared
    decider = browser(agency, "supervisor")
    url = f"/decisions/supervisor/{row.pk}/"
    page = decider.get(url)
    builders.gallery_entry_says(size=101)
    sent = {
        "reading": page.context["form"]["reading"].value(),
        "read": page.context["read"],
        "outcome": "return",
        "no_conflict": "on",
        "message": "The statement of the second witness is missing from this request.",
    }
    answer = decider.post(url, sent)
    assert answer.status_code == 400
    told = answer.content.decode()
    assert "has changed since you opened the page: the gallery" in told
    again = {
        **sent,
        "reading": answer.context["form"]["reading"].value(),
        "read": answer.context["read"],
    }
    assert decider.post(url, again).status_code == 302
    row.refresh_from_db()
    assert row.status == "RETURNED"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "the gallery’s entry in the registry changed"),
        ("fr", "l’inscription de la galerie au registre a changé"),
    ],
)
def test_the_officer_reads_why_an_approved_request_ended_and_starts_again(
    agency: InventedAgency, language: str, told: str
) -> None:
    row = builders.decided(agency, agency.prepared, "approve")
    builders.gallery_entry_says(size=101)
    assert builders.forwarded(row) == "ended"
    officer = browser(agency, "officer")
    officer.cookies["countersign_language"] = language
    page = officer.get(f"/requests/{row.pk}/").content.decode()
    assert told in page
    assert f"/requests/{row.pk}/again/" in page
