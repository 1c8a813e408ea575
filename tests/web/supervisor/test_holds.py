"""A privacy officer keeps content by a hold on the pages, and another person releases it there."""

from __future__ import annotations

from typing import Any

import pytest

from requests_app.searches.models import LegalHold
from tests import builders
from tests.builders import InventedAgency
from tests.signed_in import browser

WHY = (
    "The prosecution service ordered on 3 March that this file be kept until the appeal is decided."
)
ENDED = "The appeal was decided on 9 November, and the prosecution service lifted its order."
SET = "/decisions/holds/set/"


@pytest.fixture
def prepare() -> Any:
    return lambda made: builders.decided(made, builders.submitted(made), "refuse")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_hold_is_set_by_its_reference_and_released_by_another_person(
    agency: InventedAgency, language: str
) -> None:
    row = agency.prepared
    privacy = browser(agency, "privacy", language=language)
    assert SET in privacy.get("/decisions/holds/").content.decode()
    typed = row.reference.lower().replace("-", " ")
    answer = privacy.post(SET, {"reference": typed, "reason": WHY})
    assert (answer.status_code, answer.url) == (302, "/decisions/holds/")
    stands = LegalHold.objects.get()
    page = f"/decisions/holds/{row.pk}/{stands.pk}/"
    assert page in privacy.get("/decisions/holds/").content.decode()
    own = privacy.get(page).content.decode()
    assert WHY in own
    assert "<textarea" not in own  # no form: it is their own
    told = privacy.post(page, {"reason": ENDED})
    assert told.status_code == 400
    assert LegalHold.objects.get().released_at is None

    supervisor = browser(agency, "supervisor", language=language)
    assert SET not in supervisor.get("/decisions/holds/").content.decode()
    assert supervisor.get(SET).status_code == 403
    short = supervisor.post(page, {"reason": "Over."})
    assert short.status_code == 400
    assert "Over." in short.content.decode()
    assert supervisor.post(page, {"reason": ENDED}).status_code == 302
    assert LegalHold.objects.get().released_at is not None
    assert page not in supervisor.get("/decisions/holds/").content.decode()


@pytest.mark.parametrize("typed", ["", "CS-2026-999999-A", "nonsense", "{0}, {0}x"])
def test_a_reference_that_names_no_request_is_told_beside_its_field(
    agency: InventedAgency, typed: str
) -> None:
    privacy = browser(agency, "privacy")
    sent = {"reference": typed.format(agency.prepared.reference), "reason": WHY}
    answer = privacy.post(SET, sent)
    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == {"reference"}
    assert WHY in answer.content.decode()
    assert not LegalHold.objects.exists()


def test_a_decider_of_another_unit_learns_of_no_hold(agency: InventedAgency) -> None:
    row = agency.prepared
    browser(agency, "privacy").post(SET, {"reference": row.reference, "reason": WHY})
    page = f"/decisions/holds/{row.pk}/{LegalHold.objects.get().pk}/"
    elsewhere = browser(agency, "supervisor3")
    assert page not in elsewhere.get("/decisions/holds/").content.decode()
    assert elsewhere.get(page).status_code == 404
