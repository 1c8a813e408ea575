"""The part of a run that any process can do alone: bundles read, entries hashed, tiles of level 0 compared.

Must not compare entries of different runs of bundles: it hands back compact records, which `across.py` compares.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zlib import crc32

from .buckets import COUNT
from .criteria import Filter
from .entries import BadEntry, read_entry
from .entry import ASKED, CLOSED, ERASED, Entry
from .findings import Findings
from .pattern import match
from .shape import Differences, Schema
from .source import Reader, Source, Unreadable
from .tiles import ENTRIES, LONGEST_BUNDLE, LONGEST_TILE, BadBundle, Tile, entries_of
from .tree import HASH, WIDTH, leaf_hashes, root_of

CHAIN = struct.Struct(">16sQQ32s32s")
"""Request, index, place in the request, leaf hash of its event before, leaf hash of this one."""
EVENT = struct.Struct("=QQ")
"""Event id and index."""
FIT = struct.Struct("=QQ32s")
"""Event id, index and leaf hash of an entry that fits the export's filter."""
ERASURE = struct.Struct("=16sQ")
"""Request, and the place among its events of the one that says that its openings were erased."""
SIGNED = struct.Struct(">QQ32s")
"""Size and index of a `checkpoint.signed` event, and the root that it states."""
MOST_TOLD = 10
"""Events that speak of one export; there are two in a good log."""
BACKWARDS = 300
"""Seconds by which the time of an entry may lie before that of the entry before it."""


@dataclass(frozen=True)
class Bundle:
    """A bundle to read. `lies`, `tile_lies`: the width under which it and its tile of hashes lie; 0 for none."""

    number: int
    width: int
    lies: int
    tile_lies: int


@dataclass(frozen=True)
class Sought:
    """What is looked for in the entries for the sake of an export; nothing where there is only its log.

    Attributes:
        export: its number; filter: which entries its rows are; schema: which facts entries have.
    """

    export: str = ""
    filter: Filter | None = None
    schema: Schema | None = None


@dataclass
class Judged:
    """What one run of bundles gave.

    Attributes:
        roots: for each bundle in turn: the root over a whole one, hashes of leaves of the last, nothing of a bad one.
        chain, ids: records by bucket; signed, erased: records; events: how many were read.
        installations: each that was met, with the first index; times: first, last, earliest, latest.
        told: index, code and facts of events that speak of the export; fits: records by bucket of entries that fit
            its filter; differences: from its schema.
    """

    roots: list[bytes] = field(default_factory=list)
    findings: Findings = field(default_factory=Findings)
    events: int = 0
    chain: list[bytearray] = field(default_factory=list)
    ids: list[bytearray] = field(default_factory=list)
    signed: bytearray = field(default_factory=bytearray)
    erased: bytearray = field(default_factory=bytearray)
    installations: dict[str, int] = field(default_factory=dict)
    times: list[str] = field(default_factory=list)
    told: list[tuple[int, str, dict[str, Any]]] = field(default_factory=list)
    fits: list[bytearray] = field(default_factory=list)
    differences: Differences = field(default_factory=Differences)


_readers: list[Reader] = []
_sought = Sought()


def begin(source: Source, sought: Sought) -> None:
    """Open the log in this process. `sought`: what to look for in its entries."""
    global _sought
    _readers[:] = [source.open()]
    _sought = sought


def judge(bundles: Sequence[Bundle], read_entries: bool) -> Judged:
    """Read a run of bundles.

    Args:
        bundles: side by side; read_entries: whether to look into entries, not only to hash them.
    """
    judged = Judged()
    if read_entries:
        judged.chain = [bytearray() for _ in range(COUNT)]
        judged.ids = [bytearray() for _ in range(COUNT)]
        judged.fits = [bytearray() for _ in range(COUNT)]
    for bundle in bundles:
        try:
            entries = read_bundle(_readers[0], bundle)
        except Unreadable as error:
            judged.findings.add(
                "file_unreadable", bundle.number * WIDTH, file=error.name, why=error.code
            )
            judged.roots.append(b"")
            continue
        except BadBundle as error:
            judged.findings.add(
                error.code,
                bundle.number * WIDTH + error.found,
                file=_name(bundle),
                byte=error.byte,
                found=error.found,
                wanted=bundle.width,
            )
            judged.roots.append(b"")
            continue
        leaves = leaf_hashes(entries)
        judged.events += len(entries)
        _compare(judged, bundle, leaves, entries)
        judged.roots.append(root_of(leaves) if len(entries) == WIDTH else leaves)
        if read_entries:
            _look_into(judged, bundle, entries, leaves)
    return judged


def read_bundle(reader: Reader, bundle: Bundle) -> list[bytes]:
    """The entries of a bundle, cut to the width that the log's size asks for.

    Raises:
        Unreadable: the file.
        BadBundle: what it holds.
    """
    data = reader.read(_name(bundle), LONGEST_BUNDLE)
    return entries_of(data, bundle.width, cut=bundle.lies > bundle.width)


def _name(bundle: Bundle) -> str:
    return Tile(ENTRIES, bundle.number, bundle.lies).name


def _compare(judged: Judged, bundle: Bundle, leaves: bytes, entries: list[bytes]) -> None:
    """Compare the hashes of entries with the tile of hashes that lies beside them."""
    if not bundle.tile_lies:
        return
    name = Tile(0, bundle.number, bundle.tile_lies).name
    try:
        tile = _readers[0].read(name, LONGEST_TILE)
    except Unreadable as error:
        judged.findings.add(
            "file_unreadable", bundle.number * WIDTH, file=error.name, why=error.code
        )
        return
    if len(tile) != bundle.tile_lies * HASH:
        judged.findings.add(
            "tile_length", file=name, found=len(tile), wanted=bundle.tile_lies * HASH
        )
    elif tile[: len(leaves)] != leaves:
        at = first_difference(tile, leaves)
        judged.findings.add(
            "leaf_differs",
            bundle.number * WIDTH + at,
            file=_name(bundle),
            byte=2 + sum(2 + len(entry) for entry in entries[:at]),
            tile=name,
        )


def first_difference(one: bytes, other: bytes) -> int:
    """Which hash is the first that differs."""
    for at in range(0, min(len(one), len(other)), HASH):
        if one[at : at + HASH] != other[at : at + HASH]:
            return at // HASH
    return min(len(one), len(other)) // HASH


def _look_into(judged: Judged, bundle: Bundle, entries: list[bytes], leaves: bytes) -> None:
    first, ids, chain, times = bundle.number * WIDTH, judged.ids, judged.chain, judged.times
    for place, data in enumerate(entries):
        index = first + place
        try:
            entry = match(data) or read_entry(data)
        except BadEntry as error:
            judged.findings.add(error.code, index, field=error.field, file=_name(bundle))
            continue
        event_id, installation, at, request, seq, previous, signed, *_ = entry
        if entry.told is not None:
            _note_told(judged, index, entry, entry.told)
        if _sought.schema is not None:
            judged.differences.look(_sought.schema, entry, index)
        if _sought.filter is not None and _sought.filter.fits(entry):
            leaf = leaves[place * HASH : (place + 1) * HASH]
            judged.fits[event_id % COUNT] += FIT.pack(event_id, index, leaf)
        ids[event_id % COUNT] += EVENT.pack(event_id, index)
        if request is not None:
            leaf = leaves[place * HASH : (place + 1) * HASH]
            chain[crc32(request) % COUNT] += CHAIN.pack(request, index, seq, previous, leaf)
            if entry.code == ERASED:
                judged.erased += ERASURE.pack(request, seq)
        if signed is not None:
            judged.signed += SIGNED.pack(signed[0], index, signed[1])
        if installation not in judged.installations and len(judged.installations) < 2:
            judged.installations[installation] = index
        if not times:
            times.extend([at, at, at, at])
        if at < times[1]:
            note_backwards(judged.findings, times[1], at, index)
            times[2] = min(times[2], at)
        elif at > times[3]:
            times[3] = at
        times[1] = at


def _note_told(judged: Judged, index: int, entry: Entry, told: dict[str, Any]) -> None:
    is_of_export = entry.code in (ASKED, CLOSED) and told.get("export") == _sought.export
    if is_of_export and len(judged.told) < MOST_TOLD:
        judged.told.append((index, entry.code, told))


def note_backwards(findings: Findings, before: str, at: str, index: int) -> None:
    """Say where the time of an entry lies well before that of the entry before it."""
    back = datetime.fromisoformat(before) - datetime.fromisoformat(at)
    if (seconds := int(back.total_seconds())) > BACKWARDS:
        findings.add("time_back", index, seconds=seconds, before=before, at=at)
