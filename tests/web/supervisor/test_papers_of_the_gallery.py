"""Beside a request a decider reads what is on record about its gallery and matcher, figures by group included."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from requests_app.common import clock
from requests_app.registry.models import Paper
from requests_app.searches.models import SearchRequest
from tests import builders
from tests.builders import InventedAgency
from tests.signed_in import browser
from tests.support import connected_as


@pytest.fixture
def prepare() -> Any:
    return builders.submitted


def read(agency: InventedAgency, language: str = "en") -> str:
    row: SearchRequest = agency.prepared
    decider = browser(agency, "supervisor", language=language)
    return str(decider.get(f"/decisions/supervisor/{row.pk}/").content.decode())


def changed(kind: str, **values: Any) -> None:
    with connected_as("owner"):
        Paper.objects.filter(kind=kind).update(**values)


def test_the_figures_by_group_stand_beside_the_request(agency: InventedAgency) -> None:
    drawn = read(agency)
    table = drawn[drawn.index("Group of people") : drawn.index("What the matcher keeps")]
    for cell in ("round shapes", "0.1 %", "2 %", "angular shapes", "0.4 %", "5 %"):
        assert cell in table
    assert "nobody here verified what they say" in drawn


def test_a_paper_that_has_lapsed_is_said_to_be_no_longer_in_force(agency: InventedAgency) -> None:
    assert "Not in force." not in read(agency)
    yesterday = timezone.localdate(clock.now()) - dt.timedelta(days=1)
    changed("impact_assessment", valid_until=yesterday)
    assert "Not in force." in read(agency)


def test_what_nobody_recorded_is_said_to_be_missing(agency: InventedAgency) -> None:
    assert "Nothing is recorded" not in read(agency)
    with connected_as("owner"):
        Paper.objects.filter(kind="contract").delete()
    assert "Nothing is recorded" in read(agency)


def test_a_disclosure_to_a_regulator_is_named_only_where_there_is_one(
    agency: InventedAgency,
) -> None:
    assert "Disclosure to a regulator" not in read(agency)


def test_all_of_it_is_french_on_a_french_page(agency: InventedAgency) -> None:
    drawn = read(agency, "fr")
    for words in (
        "Groupe de personnes",
        "Examen juridique de la galerie",
        "Jugés semblables à tort",
    ):
        assert words in drawn
