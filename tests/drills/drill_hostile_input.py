"""`make drill`: hostile input to every address, by everybody; a fresh database for each place.

Not part of the suite: a seeded sample of it is in `tests/web/test_hostile_input.py`. In full it takes about an
hour on one core.
"""

from __future__ import annotations

import os
from typing import Any

import pytest

from tests.builders import InventedAgency
from tests.drills import sweep
from tests.permissions import test_every_url as listed

IS_FULL = (os.environ.get("DRILL_SIZE") or "small") == "full"
MOST, OF_ADDRESS, OF_OTHERS, OF_STRANGERS = (1_000_000, 300, 60, 20) if IS_FULL else (25, 25, 25, 5)
"""Of each form, and of an address without one, by the first person for whom a place is; of each by
the others for whom it is; by those for whom it is not. In full, every field of every form meets every value."""


@pytest.fixture
def prepare() -> Any:
    return sweep.prepare


@pytest.mark.parametrize("place", sweep.place_names())
def test_nothing_sent_here_brings_a_fault(agency: InventedAgency, place: str) -> None:
    if sweep.ONLY and sweep.ONLY.split("|")[2].partition(",")[0] != place:
        pytest.skip("another place")
    places = sweep.Places(agency)
    failed: list[str] = []
    for number, person in enumerate(sweep.people_for(place, sweep.SEED)):
        most, of_address = (MOST, OF_ADDRESS) if number == 0 else (OF_OTHERS, OF_OTHERS)
        if person not in sweep.for_whom(place):
            most = of_address = OF_STRANGERS
        failed += sweep.attack(
            agency, places, place, person, seed=sweep.SEED, most=most, most_of_address=of_address
        )
    assert not failed, "\n".join(failed)


def test_every_address_is_among_the_places() -> None:
    assert {place.partition(" ")[0] for place in sweep.place_names()} == set(
        listed.MAY
    ) | listed.OPEN
