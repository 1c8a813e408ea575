"""`make drill`: hostile input to every address, by everybody; a fresh database for each place.

Not part of the suite: a seeded sample of it is in `tests/web/test_hostile_input.py`.
"""

from __future__ import annotations

import os
from typing import Any

import pytest

from tests.builders import InventedAgency
from tests.drills import sweep
from tests.permissions import test_every_url as listed

MOST = {"small": 25, "full": 1_000_000}[os.environ.get("DRILL_SIZE") or "small"]
OF_STRANGERS = {25: 5, 1_000_000: 60}[MOST]


@pytest.fixture
def prepare() -> Any:
    return sweep.prepare


@pytest.mark.parametrize("place", sweep.place_names())
def test_nothing_sent_here_brings_a_fault(agency: InventedAgency, place: str) -> None:
    if sweep.ONLY and sweep.ONLY.split("|")[2].partition(",")[0] != place:
        pytest.skip("another place")
    places = sweep.Places(agency)
    failed: list[str] = []
    for person in sweep.people_for(place, sweep.SEED):
        most = MOST if person in sweep.for_whom(place) else OF_STRANGERS
        failed += sweep.attack(agency, places, place, person, seed=sweep.SEED, most=most)
    assert not failed, "\n".join(failed)


def test_every_address_is_among_the_places() -> None:
    assert {place.partition(" ")[0] for place in sweep.place_names()} == set(
        listed.MAY
    ) | listed.OPEN
