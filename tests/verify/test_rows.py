"""The rows of an export against its log: whoever leaves out, adds or changes one makes all digests anew."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

import pytest

from tests.verify.exports import BEGAN, entry_of, write_folder
from tests.verify.outer_exports import (
    HEADER,
    PEOPLE,
    REQUESTS,
    Outer,
    Row,
    events,
    leaf,
)  # fmt: skip
from tests.verify.support import codes, said, verify

COUNT, SIZE = 330, 300
EVENTS = events(COUNT)
# The log's order is not that of the numbers: events take their places when their transactions have ended.
ORDER = [*range(151), 152, 151, *range(153, SIZE)]
FILTER = {"codes": ["search.viewed"], "people": [PEOPLE[1]]}
EXPORTED = Outer(EVENTS, SIZE, FILTER, ORDER)
NOTES = {"asked_later", "closed_later", "rows_later", "columns_unproved", "disclosures_none"}


def told(tmp_path: Path, files: dict[str, bytes], *options: str) -> dict[str, dict[str, Any]]:
    """The first finding of each code, and that the end fits them."""
    status, report = verify(write_folder(tmp_path / "x", files), *options)
    first: dict[str, dict[str, Any]] = {}
    for finding in report["findings"]:
        assert finding["text"]
        first.setdefault(finding["code"], finding)
    bad = {code: each for code, each in first.items() if code not in NOTES}
    kinds = {each["kind"] for each in bad.values()}
    assert status == (1 if "broken" in kinds else 2 if kinds else 0), report["findings"]
    return bad


FILTERS: list[dict[str, Any]] = [
    {},
    FILTER,
    {"people": [PEOPLE[2]]},
    {"people": []},
    {"requests": []},
    {"requests": REQUESTS[:2]},
    {"role": "officer", "outcome": "refused"},
    {"since": "2026-03-01T08:01:40+00:00", "until": "2026-03-01T09:04:10+01:00"},
    {"since": "2026-03-01T08:03:00.000001Z"},
    {"since": "2026-03-02T00:00:00+00:00", "until": "2026-02-02T00:00:00+00:00"},
    {"codes": ["no.such", "session.opened"]},
    {"requests": [str(uuid.UUID(int=9))]},
]


@pytest.mark.parametrize("filters", FILTERS, ids=lambda each: ",".join(each) or "none")
def test_a_good_export_by_any_filter_holds(tmp_path: Path, filters: dict[str, Any]) -> None:
    export = Outer(EVENTS, SIZE, filters)
    status, report = verify(write_folder(tmp_path / "x", export.files()))
    assert (status, set(codes(report)) <= NOTES) == (0, True)
    assert report["rows"] == len(export.rows())


def test_several_processes_find_the_same(tmp_path: Path) -> None:
    many = Outer(events(4_400), 4_300, FILTER)
    rows = many.rows()
    del rows[700]
    export = write_folder(tmp_path / "x", many.files(rows=rows))
    one = verify(export)
    assert one == verify(export, "--processes", "2")
    assert set(codes(one[1])) - NOTES == {"row_omitted"}


def test_what_the_log_does_not_prove_is_said_and_ends_with_0(tmp_path: Path) -> None:
    status, text = said(write_folder(tmp_path / "x", EXPORTED.files()))
    later = sum(row.leaf_index is None for row in EXPORTED.rows())
    assert status == 0
    assert later > 3
    assert f"{later} rows came after the checkpoint and are only proved by a later export" in text
    assert "Not proved by the log: names and reference numbers" in text
    assert "a later export holds it" in text
    assert f"{len(EXPORTED.rows())} rows compared with the log" in text


@pytest.mark.parametrize("at", [0, 40, 90])
def test_a_row_that_was_left_out_is_named(tmp_path: Path, at: int) -> None:
    rows = EXPORTED.rows()
    gone = rows.pop(at)
    found = told(tmp_path, EXPORTED.files(rows=rows))
    assert set(found) == {"row_omitted"}
    entry = json.loads(gone.entry)
    assert found["row_omitted"]["index"] == gone.leaf_index
    assert found["row_omitted"]["facts"]["id"] == entry["event_id"]
    assert found["row_omitted"]["facts"]["event"] == "search.viewed"


def test_all_rows_left_out_are_counted(tmp_path: Path) -> None:
    _status, text = said(write_folder(tmp_path / "x", EXPORTED.files(rows=[])))
    count = sum(row.leaf_index is not None for row in EXPORTED.rows())
    assert f"… and {count - 3} more of this kind" in text


def test_a_row_after_the_checkpoint_can_be_left_out_unseen(tmp_path: Path) -> None:
    """Only a later export, or the event that closed this one, tells."""
    assert told(tmp_path, EXPORTED.files(rows=EXPORTED.rows()[:-1])) == {}


def test_a_row_that_does_not_fit_is_named(tmp_path: Path) -> None:
    for number in (3, 326):  # in the log, and after the checkpoint
        place = ORDER.index(number) if number < SIZE else None
        added = Row(EVENTS[number], leaf(EVENTS[number]), place)
        rows = sorted([*EXPORTED.rows(), added], key=lambda row: json.loads(row.entry)["event_id"])
        found = told(tmp_path, EXPORTED.files(rows=rows))
        assert set(found) == {"row_unfit"}, number
        assert found["row_unfit"]["facts"]["id"] == number * 3 + 1
        assert found["row_unfit"]["facts"]["row"] == rows.index(added) + 1


def test_a_row_that_is_not_in_the_log_is_named(tmp_path: Path) -> None:
    rows = EXPORTED.rows()
    data = rows[50].entry.replace(b'"event_id":', b'"event_id":9')
    rows.append(Row(data, leaf(data), 50))
    found = told(tmp_path, EXPORTED.files(rows=rows))
    assert set(found) == {"row_unknown"}
    assert found["row_unknown"]["facts"]["row"] == len(rows)


def test_a_row_that_was_changed_is_named(tmp_path: Path) -> None:
    rows = EXPORTED.rows()
    place = rows[20].leaf_index
    for old, new, code in (
        (b'"count":', b'"count":1', "row_changed"),
        (b'"outcome":"success"', b'"outcome":"refused"', "row_changed"),
        (b'"role":"officer"', b'"role":"chief"', "row_changed"),
    ):
        data = rows[20].entry.replace(old, new)
        assert data != rows[20].entry
        changed = [*rows[:20], Row(data, leaf(data), place), *rows[21:]]
        found = told(tmp_path, EXPORTED.files(rows=changed))
        assert set(found) == {code}
        assert found[code]["facts"]["row"] == 21
        assert found[code]["index"] == place
        kept = [*rows[:20], Row(data, rows[20].leaf_hash, place), *rows[21:]]
        assert set(told(tmp_path, EXPORTED.files(rows=kept))) == {code, "row_leaf"}


def test_a_row_whose_entry_does_not_fit_any_more_is_found_twice_over(tmp_path: Path) -> None:
    """Changed into one that does not fit, and one that did not fit changed into one that does."""
    rows = EXPORTED.rows()
    data = rows[20].entry.replace(PEOPLE[1].encode(), PEOPLE[0].encode())
    changed = [*rows[:20], Row(data, leaf(data), rows[20].leaf_index), *rows[21:]]
    assert set(told(tmp_path, EXPORTED.files(rows=changed))) == {"row_unfit", "row_changed"}
    data = EVENTS[3].replace(b"session.opened", b"search.viewed")
    changed = [Row(data, leaf(data), 3), *rows]
    changed.sort(key=lambda row: json.loads(row.entry)["event_id"])
    found = told(tmp_path, EXPORTED.files(rows=changed))
    assert "row_changed" in found
    assert found["row_changed"]["index"] == 3


def test_a_row_that_stands_twice_is_named(tmp_path: Path) -> None:
    rows = EXPORTED.rows()
    found = told(tmp_path, EXPORTED.files(rows=[*rows[:30], rows[29], *rows[30:]]))
    assert set(found) == {"row_twice"}
    assert found["row_twice"]["facts"] == {
        "row": 31,
        "other": 30,
        "id": found["row_twice"]["facts"]["id"],
    }
    assert "row_twice" in told(tmp_path, EXPORTED.files(rows=[*rows, rows[0]]))


def test_rows_that_were_swapped_are_named(tmp_path: Path) -> None:
    rows = EXPORTED.rows()
    rows[40], rows[41] = rows[41], rows[40]
    found = told(tmp_path, EXPORTED.files(rows=rows))
    assert set(found) == {"row_order"}
    assert found["row_order"]["facts"]["row"] == 42


@pytest.mark.parametrize("place", [None, 0, 300, 10**14])
def test_a_wrong_place_in_the_tree_is_named(tmp_path: Path, place: int | None) -> None:
    rows = EXPORTED.rows()
    true = rows[60].leaf_index
    rows[60] = Row(rows[60].entry, rows[60].leaf_hash, place)
    found = told(tmp_path, EXPORTED.files(rows=rows))
    assert set(found) == {"row_place"}
    assert found["row_place"]["index"] == true


@pytest.mark.parametrize(
    ("filters", "code"),
    [
        ({}, "row_omitted"),
        ({"codes": ["search.viewed"]}, "row_omitted"),
        (FILTER | {"role": "supervisor"}, "row_unfit"),
        (FILTER | {"since": "2026-03-01T08:02:00+00:00"}, "row_unfit"),
        ({"people": []}, "row_unfit"),
    ],
)
def test_a_filter_that_was_widened_or_narrowed(
    tmp_path: Path, filters: dict[str, Any], code: str
) -> None:
    files = EXPORTED.files(manifest=lambda said: said.update(filters=filters))
    assert set(told(tmp_path, files)) == {code}


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"rows": 7}, "rows_count"),
        ({"first_event": 1}, "rows_ends"),
        ({"last_event": None}, "rows_ends"),
    ],
)
def test_what_the_manifest_says_of_the_rows(
    tmp_path: Path, members: dict[str, Any], code: str
) -> None:
    files = EXPORTED.files(manifest=lambda said: said.update(members))
    assert set(told(tmp_path, files)) == {code}


LINE = EXPORTED.rows()[0].line()


@pytest.mark.parametrize(
    "line",
    [
        b"\n", b"{}\n", b"\0\n", b"\xff\xfe\n", LINE[:-1], LINE[:-2] + b',"x":1}\n', b" " + LINE,
        LINE.replace(b'"leaf_index":', b'"leaf_index":0'), LINE.replace(b'"leaf_index":', b'"leaf_index":-'),
        LINE.replace(b'"leaf_index":', b'"leaf_index":' + b"9" * 400), LINE.replace(b'"entry":', b'"entry": '),
        LINE.replace(b"search", b"se\xffrch"), LINE.replace(b"search", b"se\0rch"),
        LINE.replace(b'"count":', b'"count":' + b"9" * 5000), LINE.replace(b'"count":', b'"count":1.'),
        LINE.replace(b'["a"]', b"[" * 30_000), LINE.replace(b'["a"]', b'["' + b"a" * 200_000 + b'"]'),
        b"x" * 3_000_000,
    ],
)  # fmt: skip
def test_a_line_that_is_no_row(tmp_path: Path, line: bytes) -> None:
    data = EXPORTED.files()["events.jsonl"] + line
    found = told(tmp_path, EXPORTED.files(more={"events.jsonl": data}))
    assert {"line_bad", "line_entry"} & set(found)
    bad = found.get("line_bad") or found["line_entry"]
    assert bad["facts"]["row"] == len(EXPORTED.rows()) + 1


def test_where_the_log_lacks_entries_rows_are_not_called_added(tmp_path: Path) -> None:
    log = EXPORTED.log.files()
    del log["tile/entries/001.p/44"]
    found = told(tmp_path, EXPORTED.files(log=log))
    assert {"bundle_missing", "rows_unknown"} <= set(found)
    assert not {"row_unknown", "row_omitted", "row_changed"} & set(found)


def test_only_hashes_leaves_the_rows_out(tmp_path: Path) -> None:
    assert set(told(tmp_path, EXPORTED.files(rows=[]), "--only-hashes")) == {"entries_unread"}


class TestTableForPeople:
    def cells(self) -> list[list[str]]:
        return [row.cells() for row in EXPORTED.rows()]

    @pytest.mark.parametrize("column", sorted(set(HEADER) - {"event_id"}))
    def test_a_changed_cell_is_named_where_an_entry_proves_it(
        self, tmp_path: Path, column: str
    ) -> None:
        rows = self.cells()
        rows[12][HEADER.index(column)] += "7"
        found = told(tmp_path, EXPORTED.files(csv_rows=rows))
        if column in {"label_en", "label_fr", "person_name", "user_name", "reference"}:
            assert found == {}
            return
        assert set(found) == {"csv_cell"}
        assert found["csv_cell"]["facts"]["row"] == 14  # the header is row 1
        assert found["csv_cell"]["facts"]["column"] == column

    def test_rows_left_out_added_or_swapped(self, tmp_path: Path) -> None:
        rows = self.cells()
        assert set(told(tmp_path, EXPORTED.files(csv_rows=rows[:-1]))) == {"csv_rows"}
        assert set(told(tmp_path, EXPORTED.files(csv_rows=[*rows, rows[0]]))) == {"csv_rows"}
        assert set(told(tmp_path, EXPORTED.files(csv_rows=[]))) == {"csv_rows"}
        swapped = [rows[1], rows[0], *rows[2:]]
        assert set(told(tmp_path, EXPORTED.files(csv_rows=swapped))) == {"csv_other"}
        short = [rows[0][:-1], *rows[1:]]
        assert set(told(tmp_path, EXPORTED.files(csv_rows=short))) == {"csv_row"}

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            (lambda data: data[3:], "csv_bad"),
            (lambda _data: b"", "csv_header"),
            (lambda data: data.replace(b"event_id", b"event-id", 1), "csv_header"),
            (lambda data: data.replace(b"user", b"us\xffr"), "csv_bad"),
            (lambda data: data + b'"', "csv_bad"),
            (lambda data: data + b'"' + b"\n" * 5000, "csv_bad"),
            (lambda data: data + b'"\n",' * 5000, "csv_bad"),
            (lambda data: data + b"x" * 2_000_000, "csv_bad"),
            (lambda data: data + b'"' + b"x" * 200_000 + b'"\r\n', "csv_bad"),
            (lambda data: data + b"\r\n", "csv_rows"),
            (lambda data: data.replace(b'"user"', b'"us"er"', 1), "csv_bad"),
            (lambda data: data.replace(b"search.viewed", b"search\0viewed", 1), "csv_cell"),
        ],
    )
    def test_a_table_that_is_none(self, tmp_path: Path, change: Any, code: str) -> None:
        data = change(EXPORTED.files()["events.csv"])
        found = told(tmp_path, EXPORTED.files(more={"events.csv": data}))
        assert set(found) == {code}


class TestSchema:
    def found(self, tmp_path: Path, export: Outer) -> dict[str, dict[str, Any]]:
        return told(tmp_path, export.files())

    def changed(self, *whats: str, after: int = 60) -> Outer:
        made = EVENTS[:60]
        made += [
            entry_of(60 + number, code="schema.changed", facts={"what": what})
            for number, what in enumerate(whats)
        ]
        made += [
            entry_of(len(made) + number, code="session.opened", facts={}, at=BEGAN.replace(hour=9))
            for number in range(3)
        ]
        return Outer(made, len(made))

    def without(self, export: Outer, code: str, fact: str) -> Outer:
        for kind in ("required", "optional"):
            facts = dict(export.schema["events"][code][kind])
            facts.pop(fact, None)
            export.schema["events"][code] = export.schema["events"][code] | {kind: facts}
        return export

    def test_a_fact_that_was_taken_out_quietly(self, tmp_path: Path) -> None:
        for fact in ("count", "list"):
            found = self.found(tmp_path, self.without(self.changed(), "search.viewed", fact))
            assert set(found) == {"schema_unlisted"}
            assert found["schema_unlisted"]["index"] == 1
            assert found["schema_unlisted"]["facts"] == {
                "event": "search.viewed", "fact": fact, "count": 40,
            }  # fmt: skip
            told_before = self.changed("session.opened", "search.viewed")
            assert self.found(tmp_path, self.without(told_before, "search.viewed", fact)) == {}
            other = self.changed("session.opened")
            assert self.found(tmp_path, self.without(other, "search.viewed", fact))

    def test_an_entry_after_the_change_is_judged_by_the_schema(self, tmp_path: Path) -> None:
        export = self.changed("session.opened")
        export.schema["events"]["session.opened"] = {
            "required": {"factors": "codes"},
            "optional": {},
        }
        found = self.found(tmp_path, export)
        assert set(found) == {"schema_missing"}
        assert found["schema_missing"]["index"] == 63
        assert found["schema_missing"]["facts"]["fact"] == "factors"

    def test_a_code_that_is_not_listed(self, tmp_path: Path) -> None:
        export = self.changed()
        del export.schema["events"]["session.opened"]
        found = self.found(tmp_path, export)
        assert set(found) == {"schema_code"}
        assert found["schema_code"]["index"] == 0

    def test_a_fact_that_an_entry_lacks_or_has_besides(self, tmp_path: Path) -> None:
        made = [*EVENTS[:40], entry_of(40, facts={"list": [], "x": 1})]
        found = self.found(tmp_path, Outer(made, 41))
        assert set(found) == {"schema_missing", "schema_unlisted"}
        assert {each["index"] for each in found.values()} == {40}

    @pytest.mark.parametrize(
        "change",
        [
            {"format": "countersign-event-schema/2"}, {"entry_schema": 2}, {"entry_schema": True}, {"envelope": {}},
            {"events": []}, {"events": {"x": {}}}, {"more": 1},
            {"events": {"x": {"required": {"a": "id"}, "optional": {"a": "id"}}}},
            {"events": {"x": {"required": {"a": 1}, "optional": {}}}},
            {"events": {"x": {"required": [], "optional": {}}}},
        ],
    )  # fmt: skip
    def test_a_schema_that_is_none(self, tmp_path: Path, change: dict[str, Any]) -> None:
        export = self.changed()
        export.schema |= change
        assert set(self.found(tmp_path, export)) == {"schema_bad"}

    @pytest.mark.parametrize("data", [b"", b"\xff", b"[" * 100_000, b"9" * 9000, b"null"])
    def test_a_schema_that_is_no_json(self, tmp_path: Path, data: bytes) -> None:
        files = self.changed().files(more={"schema.json": data})
        assert set(told(tmp_path, files)) == {"schema_bad"}

    def test_endless_differences_are_bounded(self, tmp_path: Path) -> None:
        made = [entry_of(n, code=f"x.c{n}", facts={}) for n in range(1_200)]
        found = self.found(tmp_path, Outer(made, 1_200))
        assert set(found) == {"schema_code"}
