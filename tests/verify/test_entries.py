"""What one entry may be, and what entries of one log owe one another."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from requests_app.outside.verify import pattern
from requests_app.outside.verify.buckets import Buckets
from requests_app.outside.verify.entries import BadEntry, read_entry
from requests_app.tlog.hashing import leaf_hash
from requests_app.wire.canonical import NotCanonical
from requests_app.wire.entry import parse
from requests_app.wire.shapes import Malformed
from tests.verify.exports import Log, entries_for, entry_of, write_folder
from tests.verify.support import codes, first, verify

ONE = "00000000-0000-4000-8000-000000000001"
GOOD = entry_of(3, request_id=ONE, seq=2, previous="ab" * 32, reason="été 🂡", facts={"n": 1})


def written(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def changed(path: str, new: Any) -> bytes:
    """The good entry with one value in another place."""
    entry = json.loads(GOOD)
    *way, last = path.split(".")
    inner = entry
    for step in way:
        inner = inner[step]
    if new is ...:
        del inner[last]
    else:
        inner[last] = new
    return written(entry)


BAD: list[tuple[bytes, str]] = [
    (b"", "entry_json"),
    (b"\xff", "entry_json"),
    (b"[" * 60_000, "entry_json"),
    (b"9" * 5_000, "entry_json"),
    (b"{}", "entry_fields"),
    (b"[]", "entry_fields"),
    (GOOD + b" ", "entry_not_canonical"),
    (GOOD + b"\n", "entry_not_canonical"),
    (b"\xef\xbb\xbf" + GOOD, "entry_json"),
    (GOOD.replace(b'"schema":1', b'"schema":1.0'), "entry_number"),
    (GOOD.replace(b'"schema":1', b'"schema":NaN'), "entry_number"),
    (GOOD.replace(b'"schema":1', b'"schema":1,"schema":1'), "entry_not_canonical"),
    (GOOD.replace(b'"n":1', b'"n":-0'), "entry_not_canonical"),
    (GOOD.replace(b'"n":1', b'"n":1e2'), "entry_number"),
    (GOOD.replace(b'"n":1', b'"n":1,"n":1'), "entry_not_canonical"),
    (GOOD.replace(b'"n":1', b'"n":1,"m":1'), "entry_not_canonical"),
    (GOOD.replace(b'"n":1', b'"n":"\\u0041"'), "entry_not_canonical"),
    (GOOD.replace(b'"n":1', b'"n":"\\u000A"'), "entry_not_canonical"),
    (GOOD.replace(b'"n":1', b'"n":"\\/"'), "entry_not_canonical"),
    (GOOD.replace(b'"n":1', b'"n":"\\ud800"'), "entry_json"),
    (GOOD.replace(b'"n":1', b'"n":"\\u0000"'), "entry_field"),
    (GOOD.replace(b'"n":1', b'"n":"\n"'), "entry_json"),
    (GOOD.replace(b'"n":1', b'"N":1'), "entry_key"),
    (GOOD.replace(b'"n":1', b'"n":9007199254740992'), "entry_field"),
    (changed("body.facts", {"n": {"m": {"o": 1}}}), "entry_field"),
    (changed("body.facts", {"n": [[1]]}), "entry_field"),
    (changed("body.facts", {"n": [{"m": [{}]}]}), "entry_field"),
    (changed("body.facts", []), "entry_field"),
    (changed("schema", 2), "entry_schema"),
    (changed("schema", True), "entry_schema"),
    (changed("schema", ...), "entry_fields"),
    (changed("extra", 1), "entry_fields"),
    (changed("body.extra", 1), "entry_fields"),
    (changed("body.who.name", "x"), "entry_fields"),
    (changed("body.object.id", ...), "entry_fields"),
    (changed("body.outcome", "maybe"), "entry_field"),
    (changed("body.code", "Search"), "entry_field"),
    (changed("body.code", "a" * 101), "entry_field"),
    (changed("body.code", "a..b"), "entry_field"),
    (changed("body.who.role", None), "entry_field"),
    (changed("body.who.role", "r" * 101), "entry_field"),
    (changed("body.who.account", ""), "entry_field"),
    (changed("body.reason", "x" * 501), "entry_field"),
    (changed("body.occurred_at", "2026-02-30T00:00:00.000000Z"), "entry_field"),
    (changed("recorded_at", "2026-02-03T24:00:00.000000Z"), "entry_field"),
    (changed("recorded_at", "2026-02-03T23:60:00.000000Z"), "entry_field"),
    (changed("recorded_at", "2026-02-03T23:00:00Z"), "entry_field"),
    (changed("recorded_at", "0000-02-03T23:00:00.000000Z"), "entry_field"),
    (changed("body.commitments", {"p": "AB" * 32}), "entry_field"),
    (changed("body.commitments", None), "entry_field"),
    (changed("body.request_id", ONE.replace("-", "")), "entry_field"),
    (changed("body.request_id", None), "entry_place"),
    (changed("request_seq", None), "entry_place"),
    (changed("request_seq", 1), "entry_place"),
    (changed("request_seq", 0), "entry_field"),
    (changed("request_seq", True), "entry_field"),
    (changed("previous", None), "entry_place"),
    (changed("previous", "AB" * 32), "entry_field"),
    (changed("event_id", 0), "entry_field"),
    (changed("event_id", "1"), "entry_field"),
    (changed("event_id", 2**53), "entry_field"),
    (changed("installation", ""), "entry_field"),
    (changed("installation", "i" * 101), "entry_field"),
    (changed("login", "l" * 64), "entry_field"),
    (changed("login", None), "entry_field"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "code"), BAD)
def test_another_form_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(BadEntry) as caught:
        read_entry(data)
    assert caught.value.code == code
    assert pattern.match(data) is None
    with pytest.raises((NotCanonical, Malformed)):
        parse(data)


def test_an_outcome_that_is_a_list_is_refused() -> None:
    with pytest.raises(BadEntry, match="entry_field"):
        read_entry(changed("body.outcome", ["success"]))


@pytest.mark.parametrize(
    "data",
    [
        GOOD,
        entry_of(1),
        entry_of(1, facts={}),
        entry_of(1, facts={"a": {"b": [1, "x"]}, "c": [{"d": None}, True], "e": "\u2028 \x7f \x1f\n"}),
        changed("body.reason", "x" * 500),
        changed("body.facts", {"n": 2**53 - 1, "z": -(2**53) + 1}),
        changed("body.who.account", 'a"b\\c'),
        changed("body.code", "a" * 100),
    ],
)  # fmt: skip
def test_what_the_wire_takes_is_taken(data: bytes) -> None:
    entry = read_entry(data)
    theirs = parse(data)
    assert pattern.match(data) in (None, entry)
    assert entry.event_id == theirs.event_id
    assert entry.seq == (theirs.request_seq or 0)
    assert entry.previous.hex() == (theirs.previous or "00" * 32)


def test_plain_entries_need_no_json_reader() -> None:
    assert all(pattern.match(each) == read_entry(each) for each in entries_for(50))


def test_the_pattern_takes_nothing_that_the_reader_refuses() -> None:
    """Bytes changed by chance: where the pattern matches, the reader and the wire agree."""
    chance = random.Random(53)
    pieces = [
        b'"',
        b"\\",
        b",",
        b"0",
        b"-",
        b"{",
        b"}",
        b"[",
        b":",
        b"1",
        b"null",
        b"\x00",
        b"z",
        b"\xc3",
    ]
    matched = 0
    for _ in range(5_000):
        data = bytearray(chance.choice([GOOD, entry_of(1, facts={"a": ["x", 0], "b": -5})]))
        for _change in range(chance.choice([1, 1, 2])):
            at = chance.randrange(len(data))
            piece = chance.choice([*pieces, bytes([chance.randrange(32, 127)])])
            data[at : at + chance.randrange(3)] = piece
        found = pattern.match(bytes(data))
        if found is not None:
            matched += 1
            assert found == read_entry(bytes(data))
            parse(bytes(data))
    assert matched > 100


class TestAcross:
    def chain(self, *changes: tuple[int, dict[str, Any]]) -> list[bytes]:
        """Five events of one request, some of them made otherwise."""
        made: list[bytes] = []
        for index in range(5):
            given: dict[str, Any] = {
                "request_id": ONE,
                "seq": index + 1,
                "previous": leaf_hash(made[-1]).hex() if made else None,
                **dict(changes).get(index, {}),
            }
            made.append(entry_of(index, **given))
        return made

    def run(self, folder: Path, entries: list[bytes]) -> list[dict[str, Any]]:
        status, report = verify(write_folder(folder / "x", Log(entries).files()))
        assert status == (1 if report["findings"] else 0)
        found: list[dict[str, Any]] = report["findings"]
        return found

    def test_a_whole_chain_holds(self, tmp_path: Path) -> None:
        assert self.run(tmp_path, self.chain()) == []

    def test_an_event_that_is_missing(self, tmp_path: Path) -> None:
        entries = self.chain()
        del entries[2]
        (told,) = self.run(tmp_path, entries)
        assert (told["code"], told["index"]) == ("chain_counter", 2)
        assert told["facts"] == {"request": ONE, "found": 4, "wanted": 3, "neighbour": 1}

    def test_the_first_event_that_is_missing(self, tmp_path: Path) -> None:
        told = self.run(tmp_path, self.chain()[1:])[0]
        assert (told["code"], told["index"], told["facts"]["found"]) == ("chain_begins", 0, 2)

    def test_an_event_that_stands_twice(self, tmp_path: Path) -> None:
        entries = self.chain()
        found = self.run(tmp_path, [*entries, entries[4]])
        assert [(f["code"], f["index"]) for f in found] == [("id_twice", 5), ("chain_counter", 5)]
        assert found[0]["facts"] == {"id": 13, "other": 4}

    def test_an_event_that_was_replaced(self, tmp_path: Path) -> None:
        entries = self.chain()
        entries[1] = entry_of(
            1, request_id=ONE, seq=2, previous=leaf_hash(entries[0]).hex(), reason="another"
        )
        (told,) = self.run(tmp_path, entries)
        assert (told["code"], told["index"]) == ("chain_previous", 2)
        assert told["facts"]["neighbour"] == 1

    def test_an_entry_of_another_installation(self, tmp_path: Path) -> None:
        (told,) = self.run(tmp_path, self.chain((3, {"installation": "agency-2"})))
        assert (told["code"], told["index"]) == ("installation", 3)

    def test_another_installation_far_below(self, tmp_path: Path) -> None:
        entries = [entry_of(i) for i in range(4_200)]
        entries[4_150] = entry_of(4_150, installation="agency-2")
        (told,) = self.run(tmp_path, entries)
        assert (told["code"], told["index"]) == ("installation", 4_150)

    def test_only_the_first_of_many_is_told_and_the_others_counted(self, tmp_path: Path) -> None:
        entries = [entry_of(i, event_id=1) for i in range(30)]
        found = self.run(tmp_path, entries)
        assert [(f["index"], f["more"]) for f in found] == [(1, 0), (2, 0), (3, 26)]

    def test_an_entry_that_is_no_json(self, tmp_path: Path) -> None:
        status, report = verify(
            write_folder(tmp_path / "x", Log([entry_of(0), b"{", entry_of(2)]).files())
        )
        assert (status, codes(report), first(report)["index"]) == (1, ["entry_json"], 1)


def test_records_come_back_in_order_from_memory_and_from_files(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for in_memory in (10**9, 100):
        monkeypatch.setattr("requests_app.outside.verify.buckets.IN_MEMORY", in_memory)
        buckets = Buckets()
        for number in range(1_000):
            buckets.add(number % 64, number.to_bytes(2, "big"))
        found = list(buckets.each())
        assert found[5] == b"".join(n.to_bytes(2, "big") for n in range(1_000) if n % 64 == 5)
        buckets.close()
