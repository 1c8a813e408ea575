"""Tiles and bundles as c2sp.org/tlog-tiles lays them out; a directory is made here in the slowest way that shows it."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from requests_app.tlog import proofs, tiles
from requests_app.tlog.tiles import Tile
from tests.tlog.test_proofs import leaves, naive_path, naive_root, naive_subproof


def published(hashes: list[bytes]) -> dict[str, bytes]:
    """Each tile of hashes of a log, by its path: level by level, each row the roots of whole tiles below."""
    found, level, row = {}, 0, hashes
    while row:
        whole = len(row) // 256
        for number in range(whole):
            found[Tile(level, number).path] = b"".join(row[number * 256 : number * 256 + 256])
        if len(row) % 256:
            found[Tile(level, whole, len(row) % 256).path] = b"".join(row[whole * 256 :])
        row = [naive_root(row[number * 256 : number * 256 + 256]) for number in range(whole)]
        level += 1
    return found


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 5), "tile/0/005"),
        (Tile(0, 5, 17), "tile/0/005.p/17"),
        (Tile(2, 1_234_067), "tile/2/x001/x234/067"),
        (Tile(0, 1_000), "tile/0/x001/000"),
        (Tile(0, 999, 255), "tile/0/999.p/255"),
        (Tile(63, 12), "tile/63/012"),
        (Tile(None, 67_000, 1), "tile/entries/x067/000.p/1"),
    ],
)
def test_a_tile_lies_where_the_specification_says(tile: Tile, path: str) -> None:
    assert tile.path == path
    assert tiles.tile_at(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "", "tile", "tile/0/5", "tile/0/0005", "tile/00/005", "tile/64/005", "tile/0/005.p/0", "tile/0/005.p/256",
        "tile/0/005.p/017", "tile/0/x000/005", "tile/0/x01/005", "tile/0/x001/5", "tile/data/005", "tile/0/005/",
        "tile/0/../005", "/tile/0/005", "tile/-1/005", "tile/0/005.p/17/", "tile/0/٠٠٥", "checkpoint",
    ],
)  # fmt: skip
def test_what_lies_elsewhere_is_no_tile(path: str) -> None:
    with pytest.raises(ValueError, match="is no path of a tile"):
        tiles.tile_at(path)


@given(st.integers(0, 10**9), st.one_of(st.none(), st.integers(0, 63)), st.integers(1, 256))
def test_every_tile_has_one_path(number: int, level: int | None, width: int) -> None:
    tile = Tile(level, number, width)
    assert tiles.tile_at(tile.path) == tile


def test_which_tiles_a_log_of_70000_entries_has() -> None:
    """By the specification's own arithmetic: 273 whole and 112 wide; 1 whole and 17 wide; 1 wide."""
    found = list(tiles.tiles_of(70_000))
    of_entries = [tile for tile in found if tile.level is None]
    assert [len([tile for tile in found if tile.level == level]) for level in range(4)] == [
        274,
        2,
        1,
        0,
    ]
    assert len(of_entries) == 274
    assert [tile.path for tile in found if tile.width != 256] == [
        "tile/entries/273.p/112", "tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1",
    ]  # fmt: skip


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 512, 65_535, 65_536, 65_537, 70_000])
def test_the_tiles_of_a_log_are_those_that_its_hashes_fill(size: int) -> None:
    of_hashes = {tile.path for tile in tiles.tiles_of(size) if tile.level is not None}
    assert of_hashes == set(published([b"h" * 32] * size))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 70_000), st.integers(0, 70_000))
def test_what_a_log_gained_is_all_that_it_did_not_have(one: int, other: int) -> None:
    before, after = sorted((one, other))
    had, has = set(tiles.tiles_of(before)), set(tiles.tiles_of(after))
    gained = set(tiles.tiles_of(after, since=before))
    assert gained >= has - had
    assert not {tile for tile in gained & had if tile.width == 256}


SIZES = [1, 2, 3, 255, 256, 257, 300, 511, 512, 513, 700]


@pytest.mark.parametrize("size", SIZES)
def test_roots_and_proofs_from_tiles_are_those_of_the_definition(size: int) -> None:
    every = leaves(size)
    files = published(every)
    subtree = tiles.subtree_in(lambda tile: files[tile.path], size)
    assert proofs.root_of(size, subtree) == naive_root(every)
    for index in {0, 1, size // 2, size - 2, size - 1, 255, 256} & set(range(size)):
        assert proofs.inclusion_proof(index, size, subtree) == naive_path(index, every)
    for old in {1, 2, size // 2, size - 1, size, 255, 256, 257} & set(range(1, size + 1)):
        assert proofs.consistency_proof(old, size, subtree) == naive_subproof(old, every, True)


def test_a_large_log_is_read_from_few_tiles() -> None:
    """70,000 leaves: three levels, and a proof opens one tile or two of each."""
    every = [hashlib.sha256(number.to_bytes(4, "big")).digest() for number in range(70_000)]
    files, opened = published(every), []

    def read(tile: Tile) -> bytes:
        opened.append(tile)
        return files[tile.path]

    root = naive_root(every)
    subtree = tiles.subtree_in(read, 70_000)
    proof = proofs.inclusion_proof(12_345, 70_000, subtree)
    proofs.check_inclusion(every[12_345], index=12_345, size=70_000, root=root, proof=proof)
    assert len(opened) == len(set(opened)) <= 6


def test_a_partial_tile_that_is_gone_is_read_from_the_whole_one() -> None:
    every = leaves(600)
    files = published(every[:300]) | published(every)
    del files["tile/0/001.p/44"]
    subtree = tiles.subtree_in(lambda tile: files[tile.path], 300)
    assert proofs.root_of(300, subtree) == naive_root(every[:300])
    short = tiles.subtree_in(lambda _tile: b"x" * 31, 300)
    with pytest.raises(ValueError, match=r"tile/1/000\.p/1 has 31 bytes, not 32"):
        proofs.root_of(300, short)
    with pytest.raises(LookupError):
        proofs.root_of(600, tiles.subtree_in(lambda tile: {}[tile.path], 600))
    for level, index, said in (
        (8, 5, "no whole subtree"),
        (0, 300, "no whole subtree"),
        (0, 512, "no tile"),
        (16, 0, "no tile"),
    ):
        with pytest.raises(LookupError, match=said):
            tiles.subtree_in(lambda tile: files[tile.path], 300)(level, index)


ENTRIES = st.lists(st.binary(max_size=300), min_size=1, max_size=256)


@given(ENTRIES)
def test_a_bundle_gives_back_its_entries(entries: list[bytes]) -> None:
    data = tiles.bundle(entries)
    assert tiles.entries_in(data, width=len(entries)) == entries
    assert len(data) == sum(map(len, entries)) + 2 * len(entries)


@given(ENTRIES, st.data())
def test_a_bundle_cut_short_or_run_on_is_refused(
    entries: list[bytes], drawn: st.DataObject
) -> None:
    data = tiles.bundle(entries)
    cut = drawn.draw(st.integers(0, len(data) - 1))
    for damaged in (data[:cut], data + b"\x00", data + tiles.bundle([b"one more"])):
        with pytest.raises(ValueError, match=r"ends within an entry|does not hold"):
            tiles.entries_in(damaged, width=len(entries))


def test_an_entry_has_65535_bytes_at_most() -> None:
    longest = b"x" * 65_535
    assert tiles.entries_in(tiles.bundle([longest]), width=1) == [longest]
    with pytest.raises(ValueError, match="at most 65535 bytes"):
        tiles.bundle([longest + b"x"])
