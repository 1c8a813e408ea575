"""The time for which a request lay open before its decider, whatever the order and number of openings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.workflow.time_open import seconds_open_total

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
HALF_AN_HOUR = timedelta(minutes=30)


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("openings", "decided_on", "now", "minutes"),
    [
        ([0], 0, 5, 5),
        ([0, 3], 3, 5, 5),  # opened twice in a row: one time
        ([0, 60], 60, 61, 31),  # the first counts for half an hour, the second for a minute
        ([0, 60], 0, 61, 61),  # decided on the first, which lay open all the time
        ([0], 0, 100, 100),
        ([0, 10, 20], 20, 25, 25),
        ([20, 0, 10], 10, 25, 25),
        ([0, 50, 200], 200, 201, 61),
        ([0, 7], 0, 5, 5),  # an opening after the decision, by a clock that was set back
    ],
)
def test_each_minute_counts_once(
    openings: list[float], decided_on: float, now: float, minutes: float
) -> None:
    total = seconds_open_total(
        [at(one) for one in openings], decided_on=at(decided_on), now=at(now), longest=HALF_AN_HOUR
    )
    assert total == minutes * 60


@given(st.lists(st.integers(0, 600), min_size=1, max_size=12), st.data())
def test_it_is_at_least_the_last_opening_and_at_most_the_whole_time(
    openings: list[int], data: st.DataObject
) -> None:
    decided_on = data.draw(st.sampled_from(openings))
    total = seconds_open_total(
        [at(one) for one in openings], decided_on=at(decided_on), now=at(600), longest=HALF_AN_HOUR
    )
    assert (600 - decided_on) * 60 <= total <= (600 - min(openings)) * 60
