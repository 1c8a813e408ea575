"""Zips damaged by accident or made to show one thing to this program and another to the next: told, never passed."""

from __future__ import annotations

import io
import random
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.verify.exports import Log, entries_for, write_zip
from tests.verify.outer_exports import Outer, events, zip_of
from tests.verify.support import codes, said, verify

LOG = Log(entries_for(40)).files()
EXPORT = Outer(events(60), 50).files()
PLACES = 12
"""Places at which each kind of damage is done to each zip."""


def parts(data: bytes) -> tuple[int, int]:
    """Where a zip's list of files begins, and where its end does."""
    end = data.rfind(b"PK\x05\x06")
    return int.from_bytes(data[end + 16 : end + 20], "little"), end


def places_of(mark: bytes, data: bytes) -> list[int]:
    return [at for at in range(len(data)) if data[at : at + 4] == mark]


def with_field(chance: random.Random, data: bytes, at: int, width: int) -> bytes:
    """A field with a value that readers stumble over."""
    most = 256**width - 1
    value = chance.choice([0, 1, most, most // 2, chance.randrange(most)])
    return data[:at] + value.to_bytes(width, "little") + data[at + width :]


def flipped(chance: random.Random, data: bytes, first: int, after: int) -> bytes:
    at = chance.randrange(first, after)
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def list_cut(chance: random.Random, data: bytes) -> bytes:
    begin, end = parts(data)
    at = chance.randrange(begin, end)
    return data[:at] + data[min(end, at + chance.randrange(1, 80)) :]


def bit_of_the_list(chance: random.Random, data: bytes) -> bytes:
    return flipped(chance, data, *parts(data))


def bit_of_the_end(chance: random.Random, data: bytes) -> bytes:
    return flipped(chance, data, parts(data)[1], len(data))


def bit_of_compressed_data(chance: random.Random, data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entry = chance.choice([each for each in archive.infolist() if each.compress_size])
    first = entry.header_offset + 30 + len(entry.orig_filename)
    return flipped(chance, data, first, first + entry.compress_size)


def field_of_the_list(chance: random.Random, data: bytes) -> bytes:
    at, width = chance.choice(
        [(4, 2), (6, 2), (8, 2), (10, 2), (16, 4), (20, 4), (24, 4), (28, 2), (30, 2), (32, 2), (34, 2), (42, 4)]
    )  # fmt: skip
    return with_field(chance, data, chance.choice(places_of(b"PK\x01\x02", data)) + at, width)


def field_of_the_end(chance: random.Random, data: bytes) -> bytes:
    at, width = chance.choice([(4, 2), (6, 2), (8, 2), (10, 2), (12, 4), (16, 4), (20, 2)])
    return with_field(chance, data, parts(data)[1] + at, width)


def field_before_a_file(chance: random.Random, data: bytes) -> bytes:
    at, width = chance.choice([(0, 4), (6, 2), (8, 2), (14, 4), (18, 4), (22, 4), (26, 2), (28, 2)])
    return with_field(chance, data, chance.choice(places_of(b"PK\x03\x04", data)) + at, width)


def extra_field(chance: random.Random, data: bytes) -> bytes:
    _begin, end = parts(data)
    at = chance.choice(places_of(b"PK\x01\x02", data))
    after = at + 46 + int.from_bytes(data[at + 28 : at + 30], "little")
    extra = chance.choice(
        [
            b"\1", b"\1\0\x08", struct.pack("<HH", 1, 400), struct.pack("<HHQ", 1, 8, 2**63),
            struct.pack("<HHQQQ", 1, 24, 5, 5, 2**64 - 1), chance.randbytes(chance.randrange(1, 40)),
        ]
    )  # fmt: skip
    size = int.from_bytes(data[end + 12 : end + 16], "little") + len(extra)
    entry = bytearray(data[at:after])
    entry[30:32] = struct.pack("<H", len(extra))
    for field in chance.sample([20, 24, 42], chance.randrange(4)):
        entry[field : field + 4] = b"\xff" * 4
    tail = data[end : end + 12] + struct.pack("<I", size) + data[end + 16 :]
    return data[:at] + bytes(entry) + extra + data[after:end] + tail


def long_form(chance: random.Random, data: bytes) -> bytes:
    """Marks that the end stands in a longer record, which is not there, or says something else."""
    begin, end = parts(data)
    tail = bytearray(data[end:])
    for at, width in ((8, 2), (10, 2), (12, 4), (16, 4)):
        if chance.random() < 0.6:
            tail[at : at + width] = b"\xff" * width
    values = [chance.choice([1, 2**63, 2**64 - 1, end - begin, begin, 5]) for _ in range(4)]
    record = struct.pack("<4sQ2H2I4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, *values)
    where = chance.choice([0, end, end, 2**63, len(data) - 5, 2**64 - 1])
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, where, chance.choice([0, 1, 2]))
    return data[:end] + chance.choice([b"", locator, record + locator]) + bytes(tail)


DAMAGE = [
    list_cut, bit_of_the_list, bit_of_the_end, bit_of_compressed_data, field_of_the_list, field_of_the_end,
    field_before_a_file, extra_field, long_form,
]  # fmt: skip
ALWAYS_TOLD = {list_cut, bit_of_the_end, bit_of_compressed_data}


@pytest.mark.parametrize("top", ["", "t/"])
@pytest.mark.parametrize("files", [LOG, EXPORT], ids=["log", "export"])
@pytest.mark.parametrize("damage", DAMAGE, ids=lambda each: each.__name__)
def test_damage_in_any_place_is_told_in_a_line(
    tmp_path: Path,
    damage: Callable[[random.Random, bytes], bytes],
    files: dict[str, bytes],
    top: str,
) -> None:
    path = tmp_path / "x.zip"
    data = write_zip(path, files, top=top).read_bytes()
    good = verify(path)
    assert good[0] == 0
    for seed in range(PLACES):
        changed = damage(random.Random(f"{damage.__name__} {seed}"), data)
        if changed == data:
            continue
        path.write_bytes(changed)
        status, report = verify(path)
        # What says when or by which program a file was made changes nothing that is read.
        assert status in (1, 2) or ((status, report) == good and damage not in ALWAYS_TOLD), seed
        assert "unexpected" not in codes(report), (seed, report["findings"])
        for finding in report["findings"]:
            assert finding["text"].isprintable(), (seed, finding)
            assert not finding["text"].endswith(":"), (seed, finding)


@pytest.mark.parametrize("name", [*EXPORT, *(f"log.zip/{each}" for each in LOG)])
def test_a_checksum_that_does_not_fit(tmp_path: Path, name: str) -> None:
    """The data is right and its checksum in both places wrong, so that nobody knows which of them was damaged."""
    inner = name.partition("/")[2]
    files = {**EXPORT}
    if inner:
        files["log.zip"] = wrong_checksum(files["log.zip"], inner)
        path = write_zip(tmp_path / "x.zip", files)
    else:
        path = write_zip(tmp_path / "x.zip", files)
        path.write_bytes(wrong_checksum(path.read_bytes(), name))
    status, text = said(path)
    assert status in (1, 2)
    assert "again" in text


def wrong_checksum(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if name not in archive.namelist():  # the log of an export has other widths
            name = next(each for each in archive.namelist() if each.startswith(name[:8]))
        entry = archive.getinfo(name)
    changed = bytearray(data)
    for mark, at in ((b"PK\x03\x04", 14), (b"PK\x01\x02", 16)):
        for place in places_of(mark, data):
            if data[place + at : place + at + 4] == entry.CRC.to_bytes(4, "little"):
                changed[place + at] ^= 1
    return bytes(changed)


class TestTwoWays:
    """Zips in which this program would find one log, and a program that unpacks them another."""

    FALSE = Log(entries_for(40, salt="false ")).files()

    def why(self, path: Path) -> tuple[int, str]:
        status, report = verify(path)
        return status, report["findings"][0]["facts"].get("why", "")

    @pytest.mark.parametrize("order", [1, -1])
    def test_two_zips_one_after_the_other(self, tmp_path: Path, order: int) -> None:
        one, other = [zip_of(LOG), zip_of(self.FALSE)][::order]
        (tmp_path / "x.zip").write_bytes(one + other)
        assert self.why(tmp_path / "x.zip") == (2, "zip_two_ways")

    def test_a_comment_that_is_another_zip(self, tmp_path: Path) -> None:
        """One end is that of the first zip, with a comment; the other is in the comment."""
        first, second = zip_of(self.FALSE), zip_of(LOG)
        commented = first[:-2] + struct.pack("<H", len(second)) + second
        (tmp_path / "x.zip").write_bytes(commented)
        assert self.why(tmp_path / "x.zip") == (2, "zip_two_ways")

    @pytest.mark.parametrize("comment", [b"a comment", b"PK\x05\x06" + bytes(18), b"PK\x05\x06"])
    def test_a_comment(self, tmp_path: Path, comment: bytes) -> None:
        path = write_zip(tmp_path / "x.zip", LOG)
        with zipfile.ZipFile(path, "a") as archive:
            archive.comment = comment
        assert self.why(path) in {(2, "zip_two_ways"), (2, "zip_damaged")}

    @pytest.mark.parametrize("before", [b"\0", b"#!/bin/sh\n", zip_of(FALSE)])
    def test_bytes_before_the_first_file(self, tmp_path: Path, before: bytes) -> None:
        (tmp_path / "x.zip").write_bytes(before + zip_of(LOG))
        assert self.why(tmp_path / "x.zip") == (2, "zip_two_ways")

    @pytest.mark.parametrize("count", [0, 1, len(LOG) - 1, len(LOG) + 1, 0xFFFF])
    def test_an_end_that_counts_other_files(self, tmp_path: Path, count: int) -> None:
        data = bytearray(zip_of(LOG))
        data[-14:-10] = struct.pack("<2H", count, count)
        (tmp_path / "x.zip").write_bytes(data)
        assert self.why(tmp_path / "x.zip") == (2, "zip_two_ways")

    @pytest.mark.parametrize("other", [b"checkpoint", b"other", b"a/b", b"\xff"])
    def test_a_second_name(self, tmp_path: Path, other: bytes) -> None:
        """The name in UTF-8 that a zip may have besides: other programs take it, and earlier Pythons do not."""
        (tmp_path / "x.zip").write_bytes(zip_with_second_names(LOG, {"policy": other}))
        assert self.why(tmp_path / "x.zip")[0] == 2
        assert self.why(tmp_path / "x.zip")[1] in {"zip_two_ways", "zip_damaged"}

    def test_a_second_name_that_says_the_same(self, tmp_path: Path) -> None:
        """As programs write it that zip a folder whose own name has accents."""
        named = {f"R_ponse/{name}": data for name, data in LOG.items()}
        seconds = {f"R_ponse/{name}": f"Réponse/{name}".encode() for name in LOG}
        (tmp_path / "x.zip").write_bytes(zip_with_second_names(named, seconds))
        assert verify(tmp_path / "x.zip")[0] == 0

    def test_a_long_zip_holds(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """The longer record is right where it says the same."""
        monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 3)
        data = zip_of(LOG)
        assert b"PK\x06\x06" in data
        (tmp_path / "x.zip").write_bytes(data)
        assert verify(tmp_path / "x.zip")[0] == 0


def zip_with_second_names(files: dict[str, bytes], seconds: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)
            if (second := seconds.get(name)) is not None:
                held = struct.pack("<BI", 1, zlib.crc32(name.encode())) + second
                entry.extra = struct.pack("<HH", 0x7075, len(held)) + held
            archive.writestr(entry, data)
    return made.getvalue()


@pytest.mark.parametrize(
    "name", ["Checkpoint", "POLICY", "Tile/entries/000.p/40", "tile/0/000.P/40"]
)
@pytest.mark.parametrize("both", [True, False])
def test_a_name_in_other_letters(tmp_path: Path, name: str, both: bool) -> None:
    """On some machines it would be the same file; here it is none of the log's."""
    right = name.lower()
    files = {**LOG, name: LOG[right]}
    if not both:
        del files[right]
    status, report = verify(write_zip(tmp_path / "x.zip", files))
    assert status in (1, 2)
    assert report["findings"][0]["text"]


@pytest.mark.parametrize("name", ["events.jsonl", "manifest.json", "log.zip"])
@pytest.mark.parametrize("first", [True, False])
def test_a_name_twice_in_an_export(tmp_path: Path, name: str, first: bool) -> None:
    members = [*EXPORT.items()]
    members.insert(0 if first else len(members), (name, b"other"))
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Python's own, of the same name
        for each, data in members:
            archive.writestr(each, data)
    status, report = verify(tmp_path / "x.zip")
    assert status in (1, 2)
    assert "name_twice" in {each["facts"].get("why") for each in report["findings"]}
