"""The openings of an export: each proved by its commitment, and each that is missing by an erasure in the log."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.verify.disclosing_exports import (
    committed_events,
    key_of,
    line,
    opened,
    value_of,
)
from tests.verify.exports import entry_of, write_folder
from tests.verify.outer_exports import EXPORT, REQUESTS, Outer
from tests.verify.support import codes, said, verify

COUNT, SIZE = 330, 310
ERASED = {100: REQUESTS[1], 200: REQUESTS[2], 260: REQUESTS[1]}
EVENTS = committed_events(COUNT, ERASED)
# Events take their places in the log when their transactions have ended, not in the order of their numbers.
ORDER = [*range(151), 152, 151, *range(153, SIZE)]
GOOD = opened(EVENTS, SIZE, order=ORDER)
NOTES = {"asked_later", "closed_later", "rows_later", "columns_unproved"}


def found(tmp_path: Path, files: dict[str, bytes], *options: str) -> dict[str, dict[str, Any]]:
    """The first finding of each code, and that the end fits them."""
    status, report = verify(write_folder(tmp_path / "x", files), *options)
    first: dict[str, dict[str, Any]] = {}
    for finding in report["findings"]:
        assert finding["text"]
        first.setdefault(finding["code"], finding)
    bad = {code: each for code, each in first.items() if code not in NOTES}
    kinds = {each["kind"] for each in bad.values()}
    assert status == (1 if "broken" in kinds else 2 if "unchecked" in kinds else 0), bad
    return bad


def with_lines(change: Callable[[list[bytes]], object]) -> dict[str, bytes]:
    """The good export with its lines changed and all digests made anew."""
    assert GOOD.openings is not None
    lines = list(GOOD.openings)
    change(lines)
    return GOOD.files(more={"disclosures.jsonl": b"".join(lines)})


def members(**changed: Any) -> Callable[[list[bytes]], object]:
    """Change members of the twentieth line."""

    def change(lines: list[bytes]) -> None:
        lines[20] = line(json.loads(lines[20]) | changed)

    return change


TWENTIETH = json.loads((GOOD.openings or [])[20])


@pytest.mark.parametrize(
    "filters",
    [
        {}, {"codes": ["search.viewed"]}, {"requests": [REQUESTS[1]]}, {"codes": ["data.erased"]}, {"people": []},
        {"codes": ["session.opened"]},
    ],
)  # fmt: skip
def test_what_is_opened_and_what_was_erased_hold(tmp_path: Path, filters: dict[str, Any]) -> None:
    export = opened(EVENTS, SIZE, filters, ORDER)
    status, report = verify(write_folder(tmp_path / "x", export.files()))
    assert (status, set(codes(report)) - NOTES) == (0, set())
    assert report["opened"] == len(export.openings or [])


def test_how_many_were_opened_is_said(tmp_path: Path) -> None:
    assert GOOD.openings is not None
    some_erased = sum(len(json.loads(each)["body"]["commitments"]) for each in EVENTS)
    assert 100 < len(GOOD.openings) < some_erased - 50
    status, text = said(write_folder(tmp_path / "x", GOOD.files()))
    assert status == 0
    assert f"Commitments opened, and to what was committed: {len(GOOD.openings)}\n" in text


def test_several_processes_find_the_same(tmp_path: Path) -> None:
    erased = {1_000: REQUESTS[1], 4_200: REQUESTS[3]}
    many = opened(committed_events(4_400, erased), 4_300)
    assert many.openings is not None
    del many.openings[-1_000], many.openings[700]
    export = write_folder(tmp_path / "x", many.files())
    one = verify(export)
    assert one == verify(export, "--processes", "2")
    assert set(codes(one[1])) - NOTES == {"not_opened"}


def test_a_line_that_was_dropped_is_named_by_its_event_and_field(tmp_path: Path) -> None:
    told = found(tmp_path, with_lines(lambda lines: lines.pop(20)))
    assert set(told) == {"not_opened"}
    assert told["not_opened"]["index"] == TWENTIETH["leaf_index"]
    facts = told["not_opened"]["facts"]
    assert (facts["count"], facts["id"], facts["field"]) == (
        1, TWENTIETH["event_id"], TWENTIETH["field"],
    )  # fmt: skip


@pytest.mark.parametrize("kept", [0, 30])
def test_all_that_is_missing_is_counted_from_the_first_place_on(tmp_path: Path, kept: int) -> None:
    lines = GOOD.openings or []
    told = found(tmp_path, with_lines(lambda given: given.__delitem__(slice(kept, None))))
    assert set(told) == {"not_opened"}
    missing = [json.loads(each) for each in lines[kept:]]
    assert told["not_opened"]["facts"]["count"] == len(missing)
    assert told["not_opened"]["index"] == min(
        each["leaf_index"] for each in missing if each["leaf_index"] is not None
    )
    assert f"neither opened nor erased: {len(missing)}" in told["not_opened"]["text"]


def test_what_is_missing_beyond_the_checkpoint_is_named_without_a_place(tmp_path: Path) -> None:
    told = found(tmp_path, with_lines(lambda lines: lines.pop()))
    assert set(told) == {"not_opened"}
    assert told["not_opened"]["index"] is None
    assert "leaf index –" in told["not_opened"]["text"]


@pytest.mark.parametrize(
    ("change", "codes_told"),
    [
        (members(value="other"), {"opening_differs"}),
        (members(value=TWENTIETH["value"] + " "), {"opening_differs"}),
        (members(key="0f" * 32), {"opening_differs"}),
        (members(field="source"), {"opening_twice", "opening_differs", "not_opened"}),
        (members(field="rz"), {"opening_field", "not_opened"}),
        (members(event_id=TWENTIETH["event_id"] - 1), {"opening_unknown", "not_opened"}),
        (members(event_id=2**53 - 1), {"opening_order", "opening_unknown"}),
        (members(leaf_index=TWENTIETH["leaf_index"] + 1), {"opening_place"}),
        (members(leaf_index=None), {"opening_place"}),
        (lambda lines: lines.insert(20, lines[20]), {"opening_twice"}),
        (lambda lines: lines.insert(30, lines[20]), {"opening_order"}),
        (lambda lines: lines.append(line({**TWENTIETH, "event_id": 5_000_000})), {"opening_unknown"}),
        (lambda lines: lines.insert(0, lines.pop(1)), {"opening_order"}),
        (lambda lines: lines.insert(20, lines.pop(40)), {"opening_order"}),
        (lambda lines: lines.reverse(), {"opening_order"}),
    ],
    ids=range(15),
)  # fmt: skip
def test_a_changed_line_is_found_with_all_digests_made_anew(
    tmp_path: Path, change: Callable[[list[bytes]], object], codes_told: set[str]
) -> None:
    files = with_lines(change)
    assert files["disclosures.jsonl"] != GOOD.files()["disclosures.jsonl"]
    assert set(found(tmp_path, files)) == codes_told


def test_what_a_line_opens_is_named_by_event_and_field(tmp_path: Path) -> None:
    told = found(tmp_path, with_lines(members(value="Quelque chose")))["opening_differs"]
    assert told["index"] == TWENTIETH["leaf_index"]
    assert (told["facts"]["id"], told["facts"]["field"], told["facts"]["row"]) == (
        TWENTIETH["event_id"], TWENTIETH["field"], 21,
    )  # fmt: skip
    assert "Quelque chose" not in json.dumps(told)


class TestErased:
    def test_what_is_still_opened_although_it_was_erased(self, tmp_path: Path) -> None:
        """Erasing did not happen: the openings from before the last erasure are all there."""
        export = opened(EVENTS, SIZE, order=ORDER, known=230)
        told = found(tmp_path, export.files())
        assert set(told) == {"opening_erased"}
        first = told["opening_erased"]
        entry = json.loads(EVENTS[(first["facts"]["id"] - 1) // 3])
        assert entry["body"]["request_id"] == REQUESTS[1]
        assert 100 < first["index"] < 260
        assert "was erased according to the log, and is still opened" in first["text"]
        # One finding for each event of the request between its two erasures.
        between = [
            each for each in map(json.loads, EVENTS[101:260])
            if each["body"]["request_id"] == REQUESTS[1] and each["body"]["commitments"]
        ]  # fmt: skip
        _status, text = said(tmp_path / "x")
        assert f"… and {len(between) - 3} more of this kind" in text

    def test_an_erasure_after_the_checkpoint_does_not_count_against_an_older_export(
        self, tmp_path: Path
    ) -> None:
        assert found(tmp_path, opened(EVENTS[:231], 230).files()) == {}
        older = opened(EVENTS[:255], 250)
        assert found(tmp_path, older.files()) == {}

    def test_an_erasure_among_the_rows_after_the_checkpoint_is_a_later_exports_to_prove(
        self, tmp_path: Path
    ) -> None:
        assert set(found(tmp_path, opened(EVENTS, 255).files())) == {"erased_later"}

    def test_an_erasure_that_neither_the_log_nor_a_row_holds_explains_nothing(
        self, tmp_path: Path
    ) -> None:
        export = opened(EVENTS, 255, {"codes": ["search.viewed"]})
        told = found(tmp_path, export.files())
        assert set(told) == {"not_opened"}
        assert "went without a record" in told["not_opened"]["text"]

    @pytest.mark.parametrize("request_of", [REQUESTS[3], REQUESTS[4]])
    def test_the_erasure_of_another_request_or_an_earlier_one_explains_nothing(
        self, tmp_path: Path, request_of: str
    ) -> None:
        events = committed_events(60, {20: REQUESTS[3], 50: REQUESTS[2]})
        export = opened(events, 60)
        assert export.openings is not None
        gone = [
            each
            for each in export.openings
            if json.loads(events[(json.loads(each)["event_id"] - 1) // 3])["body"]["request_id"]
            == request_of
        ]
        assert gone
        export.openings = [each for each in export.openings if each not in gone]
        told = found(tmp_path, export.files())
        assert set(told) == {"not_opened"}
        assert told["not_opened"]["facts"]["count"] == len(gone)

    def test_what_belongs_to_no_request_is_never_erased(self, tmp_path: Path) -> None:
        lines = GOOD.openings or []
        alone = [
            each for each in lines
            if json.loads(EVENTS[(json.loads(each)["event_id"] - 1) // 3])["body"]["request_id"] is None
        ]  # fmt: skip
        assert alone
        export = Outer(
            EVENTS, SIZE, {}, ORDER, openings=[each for each in lines if each not in alone]
        )
        told = found(tmp_path, export.files())
        assert set(told) == {"not_opened"}
        assert told["not_opened"]["facts"]["count"] == len(alone)


class TestLinesThatAreNone:
    @pytest.mark.parametrize(
        "damaged",
        [
            b"\n", b"null\n", b"[]\n", b"{}\n", b"\xff\xfe\n", b"\0\n", b"1" * 9_000 + b"\n", b"1e999999\n", b"NaN\n",
            b"[" * 100_000 + b"\n", b'{"a":' * 100_000 + b"\n",
            line(TWENTIETH).replace(b",", b", "),
            line(TWENTIETH).replace(b"\n", b"\r\n"),
            line({**TWENTIETH, "more": 1}),
            line({each: value for each, value in TWENTIETH.items() if each != "leaf_index"}),
            line({**TWENTIETH, "value": None}),
            line({**TWENTIETH, "value": 7}),
            line({**TWENTIETH, "key": TWENTIETH["key"].upper()}),
            line({**TWENTIETH, "key": TWENTIETH["key"] + "00"}),
            line({**TWENTIETH, "field": "A"}),
            line({**TWENTIETH, "field": ""}),
            line({**TWENTIETH, "event_id": True}),
            line({**TWENTIETH, "event_id": 0}),
            line({**TWENTIETH, "event_id": 2**53}),
            line({**TWENTIETH, "event_id": 1.5}),
            line({**TWENTIETH, "event_id": str(TWENTIETH["event_id"])}),
            line({**TWENTIETH, "leaf_index": -1}),
            line({**TWENTIETH, "leaf_index": 10**400}),
            json.dumps({**TWENTIETH, "value": "\ud800"}, sort_keys=True, separators=(",", ":")).encode() + b"\n",
            line(TWENTIETH).replace(b'"field"', b'"field":"x","field"', 1),
        ],
        ids=range(30),
    )  # fmt: skip
    def test_a_line_of_another_form(self, tmp_path: Path, damaged: bytes) -> None:
        told = found(tmp_path, with_lines(lambda lines: lines.__setitem__(20, damaged)))
        assert set(told) == {"opening_bad", "not_opened"}
        assert told["opening_bad"]["facts"]["row"] == 21
        assert told["not_opened"]["facts"]["count"] == 1

    def test_a_last_line_without_its_end(self, tmp_path: Path) -> None:
        told = found(
            tmp_path, with_lines(lambda lines: lines.__setitem__(-1, lines[-1].rstrip(b"\n")))
        )
        assert set(told) == {"opening_bad", "not_opened"}

    def test_a_line_without_end_is_not_read(self, tmp_path: Path) -> None:
        for at in (0, 20):
            told = found(
                tmp_path, with_lines(lambda lines, at=at: lines.insert(at, b"x" * 3_000_000))
            )
            assert set(told) == {"opening_bad"}

    def test_the_rows_are_damaged(self, tmp_path: Path) -> None:
        rows = b"".join(row.line() for row in GOOD.rows()).splitlines(keepends=True)
        for damaged in (
            b"x\n",
            b"[" * 60_000 + b"\n",
            rows[40].replace(b'"schema":1', b'"schema":2'),
        ):
            changed = [*rows[:40], damaged, *rows[41:]]
            told = found(tmp_path, GOOD.files(more={"events.jsonl": b"".join(changed)}))
            assert set(told) <= {"line_bad", "line_entry", "row_omitted"}
        told = found(
            tmp_path, GOOD.files(more={"events.jsonl": b"".join(rows[:40]) + b"x" * 99_999})
        )
        assert set(told) == {"line_bad", "csv_rows"}

    def test_a_row_that_was_left_out(self, tmp_path: Path) -> None:
        rows = GOOD.rows()
        gone = rows.pop(40)
        told = found(tmp_path, GOOD.files(rows=rows))
        assert set(told) == {"row_omitted", "opening_unknown"}
        assert told["opening_unknown"]["facts"]["id"] == json.loads(gone.entry)["event_id"]

    def test_a_row_that_is_repeated(self, tmp_path: Path) -> None:
        rows = GOOD.rows()
        rows.insert(40, rows[40])
        assert set(found(tmp_path, GOOD.files(rows=rows))) == {"row_twice"}


class TestManifest:
    def test_an_export_that_opens_nothing_says_so(self, tmp_path: Path) -> None:
        told = found(tmp_path, Outer(EVENTS, SIZE).files())
        assert set(told) == {"disclosures_none"}
        assert told["disclosures_none"]["kind"] == "note"
        assert "Commitments were not opened in this export" in told["disclosures_none"]["text"]

    def test_openings_in_an_export_that_says_that_it_opens_nothing(self, tmp_path: Path) -> None:
        plain = Outer(EVENTS, SIZE, order=ORDER)
        lines = b"".join((GOOD.openings or [])[:9])
        listed = plain.files(more={"disclosures.jsonl": lines})
        assert set(found(tmp_path, listed)) == {"disclosures_surplus"}
        told = found(tmp_path, plain.files() | {"disclosures.jsonl": lines})
        assert set(told) == {"disclosures_surplus", "file_unlisted"}

    def test_openings_that_are_said_to_be_there_and_are_not(self, tmp_path: Path) -> None:
        files = GOOD.files()
        del files["disclosures.jsonl"]
        assert set(found(tmp_path, files)) == {"file_gone"}
        plain = Outer(EVENTS, SIZE, order=ORDER)
        files = plain.files(manifest=lambda each: each.update(disclosures=True))
        assert set(found(tmp_path, files)) == {"file_left_out"}

    @pytest.mark.parametrize("value", [None, 1, "true", []])
    def test_a_manifest_that_says_it_in_another_form(self, tmp_path: Path, value: object) -> None:
        files = GOOD.files(manifest=lambda each: each.update(disclosures=value))
        assert "manifest_bad" in set(verify_codes(tmp_path, files))

    def test_a_manifest_that_does_not_say_it(self, tmp_path: Path) -> None:
        files = GOOD.files(manifest=lambda each: each.pop("disclosures"))
        assert "manifest_bad" in set(verify_codes(tmp_path, files))

    def test_an_export_of_format_3_is_still_checked(self, tmp_path: Path) -> None:
        def before(each: dict[str, Any]) -> None:
            each["format"] = "countersign-log-export/3"

        assert found(tmp_path, GOOD.files(manifest=before)) == {}

    def test_an_export_of_format_2_is_still_checked(self, tmp_path: Path) -> None:
        def before(each: dict[str, Any]) -> None:
            each["format"] = "countersign-log-export/2"
            del each["disclosures"]

        assert set(found(tmp_path, Outer(EVENTS, SIZE).files(manifest=before))) == {
            "disclosures_none"
        }
        assert "disclosures_surplus" in found(tmp_path, GOOD.files(manifest=before))

    @pytest.mark.parametrize(
        ("asked", "discloses", "holds"),
        [({"disclosures": True}, True, True), ({}, True, False), ({}, False, True),
         ({"disclosures": True}, False, False), ({"disclosures": 1}, True, False)],
    )  # fmt: skip
    def test_the_event_that_asked_for_it_says_the_same(
        self, tmp_path: Path, asked: dict[str, Any], discloses: bool, holds: bool
    ) -> None:
        wanted = {"requests": [REQUESTS[4]]}
        told = entry_of(
            COUNT, code="log.exported", facts={"export": EXPORT, "filters": wanted, **asked},
            commitments={},
        )  # fmt: skip
        export = opened([*EVENTS, told], COUNT + 1, wanted)
        if not discloses:
            export.openings = None
        assert ("asked_disclosures" in found(tmp_path, export.files())) == (not holds)


def verify_codes(tmp_path: Path, files: dict[str, bytes]) -> list[str]:
    return codes(verify(write_folder(tmp_path / "x", files))[1])


def test_a_french_report_of_openings_has_no_english(tmp_path: Path) -> None:
    def change(lines: list[bytes]) -> None:
        lines[3] = b"x\n"
        lines[5] = line(json.loads(lines[5]) | {"value": "v"})
        lines.insert(9, lines[8])
        lines.append(lines[2])
        lines.append(line({**TWENTIETH, "event_id": 5_000_000}))

    export = write_folder(tmp_path / "x", with_lines(change))
    english, french = said(export)[1], said(export, "--language", "fr")[1]
    assert len(english.splitlines()) == len(french.splitlines())
    assert "n’ouvre pas l’engagement «\u00a0" in french
    assert not {" the ", " row ", " opens ", " event "} & set(french.split("»"))


def test_the_made_up_values_are_what_the_tests_take_them_for() -> None:
    assert key_of(3, "reason") != key_of(4, "reason")
    assert value_of(0, "reason") in [json.loads(each)["value"] for each in GOOD.openings or []]
