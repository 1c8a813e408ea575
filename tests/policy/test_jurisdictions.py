"""Whose law holds where: a federation's for its parts, never the other way round, and nothing for nowhere."""

from __future__ import annotations

import pytest

from requests_app.policy.vocabulary import AGENCY_PLACES, Jurisdiction


@pytest.mark.parametrize(
    ("law", "place", "holds"),
    [
        ("ca", "ca-qc", True),
        ("ca-qc", "ca-qc", True),
        ("ca-qc", "ca", False),
        ("ca-qc", "ca-on", False),
        ("ca-fed", "ca-on", False),
        ("ca", "ca-fed", True),
        ("us", "us-wa", True),
        ("us-wa", "ca-bc", False),
        ("eu", "ca-qc", False),
        ("ca", "", False),
        ("ca", "cat", False),
    ],
)
def test_law_holds_within_its_own_place(law: str, place: str, holds: bool) -> None:
    assert Jurisdiction(law).covers(place) is holds


def test_an_agency_is_in_a_part_where_its_country_has_parts() -> None:
    assert not {"ca", "us"} & {place.value for place in AGENCY_PLACES}
    assert {"ca-qc", "ca-fed", "us-wa", "gb", "eu"} <= {place.value for place in AGENCY_PLACES}
