"""Tiles as a log grows: at each size they are what the whole log would be published as, and so is the root."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from requests_app.tlog.growth import Growth, open_tiles
from requests_app.tlog.tiles import Tile, tile_at
from tests.tlog.test_proofs import leaves, naive_root
from tests.tlog.test_tiles import published


def held(store: dict[Tile, bytes]) -> dict[str, bytes]:
    """What is stored, by path, without the shorter forms of a tile that a longer one holds."""
    longest: dict[tuple[int | None, int], Tile] = {}
    for tile in store:
        place = (tile.level, tile.number)
        longest[place] = max(longest.get(place, tile), tile)
    return {tile.path: store[tile] for tile in longest.values()}


@settings(deadline=None, max_examples=40)
@given(steps=st.lists(st.integers(0, 700), max_size=8))
def test_after_each_step_the_tiles_are_those_of_the_whole_log(steps: list[int]) -> None:
    every = leaves(sum(steps))
    growth, store = Growth(), {}
    for step in steps:
        store.update(growth.add(every[growth.size : growth.size + step]))
        assert held(store) == published(every[: growth.size])
        assert growth.root() == naive_root(every[: growth.size])


def test_a_log_of_three_levels_grows_as_it_is_published() -> None:
    every = leaves(66_000)
    growth, store, steps = Growth(), {}, random.Random(5)
    while growth.size < len(every):
        store.update(growth.add(every[growth.size : growth.size + steps.randrange(1, 9_000)]))
    assert held(store) == published(every)
    assert growth.root() == naive_root(every)


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 65_535, 65_536, 65_793])
def test_a_log_is_taken_up_again_from_its_open_tiles_alone(size: int) -> None:
    every = leaves(size + 300)
    there = {tile_at(path): data for path, data in published(every[:size]).items()}
    growth = Growth(size, {tile: there[tile] for tile in open_tiles(size)})
    assert growth.root() == naive_root(every[:size])
    growth.add(every[size:])
    assert growth.root() == naive_root(every)


@pytest.mark.parametrize("size", [1, 200, 257, 65_536 + 256 + 1])
def test_a_tile_that_is_missing_or_short_is_refused(size: int) -> None:
    there = {tile_at(path): data for path, data in published(leaves(size)).items()}
    for tile in open_tiles(size):
        for wrong in ({}, {tile: there[tile][:-1]}, {tile: there[tile] + b"\0" * 32}):
            with pytest.raises(ValueError, match=r"has [0-9]+ bytes"):
                Growth(size, {**there, tile: b""} | wrong)


def test_what_is_no_hash_is_not_added() -> None:
    growth = Growth()
    with pytest.raises(ValueError, match="32 bytes"):
        growth.add([b"\0" * 32, b"\0" * 31])
    assert growth.size == 0
