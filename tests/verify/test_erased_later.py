"""Commitments that an export states to be erased after its checkpoint: left open, never a fault, and no way to hide one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.verify.disclosing_exports import committed_events, line, opened
from tests.verify.exports import write_folder
from tests.verify.outer_exports import REQUESTS, Outer, fits
from tests.verify.support import said, verify

SIZE, ERASING = 255, 260
VIEWED = {"codes": ["search.viewed"]}
EVENTS = committed_events(330, {100: REQUESTS[1], ERASING: REQUESTS[1]})
SAID = [json.loads(each) for each in EVENTS]
ERASED_BY = SAID[ERASING]["event_id"]
NOTES = {"asked_later", "closed_later", "rows_later", "columns_unproved"}


def statement(number: int, field: str, by: int = ERASED_BY) -> dict[str, Any]:
    place = number if number < SIZE else None
    return {
        "erased_by": by, "event_id": SAID[number]["event_id"], "field": field, "leaf_index": place,
    }  # fmt: skip


BETWEEN = [
    (number, field)
    for number, each in enumerate(SAID[:ERASING])
    if number > 100 and each["body"]["request_id"] == REQUESTS[1] and fits(each, VIEWED)
    for field in sorted(each["body"]["commitments"])
]
"""What the second erasure took and the first had not."""


def export(stated: list[dict[str, Any]], filters: dict[str, Any] = VIEWED) -> Outer:
    """An export made after both erasures, of which its log shows the first."""
    made = opened(EVENTS, SIZE, filters)
    lines = [*(made.openings or []), *map(line, stated)]
    keys = {(json.loads(each)["event_id"], json.loads(each)["field"]): each for each in lines}
    made.openings = [keys[key] for key in sorted(keys)]
    return made


def told(tmp_path: Path, made: Outer) -> tuple[int, dict[str, dict[str, Any]]]:
    status, report = verify(write_folder(tmp_path / "x", made.files()))
    found = {each["code"]: each for each in report["findings"] if each["code"] not in NOTES}
    return status, found


ALL = [statement(number, field) for number, field in BETWEEN]


def test_what_is_stated_is_left_open_and_its_event_named(tmp_path: Path) -> None:
    assert len(ALL) > 10
    status, found = told(tmp_path, export(ALL))
    assert (status, set(found)) == (2, {"erased_later"})
    facts, number = found["erased_later"]["facts"], BETWEEN[0][0]
    assert (facts["count"], facts["id"], facts["field"], facts["by"]) == (
        len(ALL), SAID[number]["event_id"], BETWEEN[0][1], ERASED_BY,
    )  # fmt: skip
    assert found["erased_later"]["index"] == number
    english = said(tmp_path / "x")[1].splitlines()
    french = said(tmp_path / "x", "--language", "fr")[1].splitlines()
    assert english[0].startswith("NOT anchored, and COULD NOT BE CHECKED in full")
    assert len(english) == len(french)
    (line_fr,) = [each for each in french if "n’ont pas encore pu être vérifiés" in each]
    assert f"vérifiés\u00a0: {len(ALL)}. Selon la seule exportation" in line_fr


def test_what_is_not_stated_is_still_a_fault(tmp_path: Path) -> None:
    status, found = told(tmp_path, export(ALL[1:]))
    assert (status, set(found)) == (1, {"erased_later", "not_opened"})
    assert found["not_opened"]["facts"]["count"] == 1
    assert found["erased_later"]["facts"]["count"] == len(ALL) - 1


@pytest.mark.parametrize("stated", [[], ALL])
def test_a_row_after_the_checkpoint_that_erased_it_is_a_statement_too(
    tmp_path: Path, stated: list[dict[str, Any]]
) -> None:
    """The log does not hold the row either, so that whoever made the export could have made it up."""
    status, found = told(tmp_path, export(stated, {}))
    assert (status, set(found)) == (2, {"erased_later"})
    facts = found["erased_later"]["facts"]
    assert (facts["count"], facts["by"]) == (len(ALL), ERASED_BY)


def test_what_a_row_after_the_checkpoint_erased_cannot_be_opened(tmp_path: Path) -> None:
    made = export([], {})
    before = opened(EVENTS, SIZE, {}, known=ERASING).openings or []
    number, field = BETWEEN[0]
    wanted = (SAID[number]["event_id"], field)
    more = [
        each
        for each in before
        if (json.loads(each)["event_id"], json.loads(each)["field"]) == wanted
    ]
    made.openings = sorted(
        [*(made.openings or []), *more],
        key=lambda each: (json.loads(each)["event_id"], json.loads(each)["field"]),
    )
    status, found = told(tmp_path, made)
    assert (status, set(found)) == (1, {"opening_erased", "erased_later"})


def test_what_the_log_shows_to_be_erased_is_not_left_open(tmp_path: Path) -> None:
    earlier = next(
        number for number, each in enumerate(SAID[:100])
        if each["body"]["request_id"] == REQUESTS[1] and each["body"]["commitments"]
    )  # fmt: skip
    status, found = told(tmp_path, export([*ALL, statement(earlier, "reason")]))
    assert (status, set(found)) == (2, {"erased_later"})
    assert found["erased_later"]["facts"]["count"] == len(ALL)


@pytest.mark.parametrize("by", [100, 3, 254, 301])
def test_an_event_that_the_log_or_a_row_holds_cannot_be_the_one(tmp_path: Path, by: int) -> None:
    """The earlier erasure, other events of the log, and a row after the checkpoint."""
    assert by == 100 or by < SIZE or fits(SAID[by], VIEWED)
    number, field = BETWEEN[4]
    wrong = statement(number, field, SAID[by]["event_id"])
    status, found = told(tmp_path, export([*ALL[:4], wrong, *ALL[5:]]))
    assert (status, set(found)) == (1, {"erased_later", "erased_by_another"})
    assert found["erased_by_another"]["facts"]["by"] == SAID[by]["event_id"]
    assert found["erased_by_another"]["index"] == number
    assert "ce n’est pas lui" in said(tmp_path / "x", "--language", "fr")[1]


def test_an_event_of_no_request_is_never_erased(tmp_path: Path) -> None:
    number = next(
        number for number, each in enumerate(SAID[:SIZE])
        if each["body"]["request_id"] is None and each["body"]["commitments"]
    )  # fmt: skip
    stated = statement(number, "reason")
    made = export([stated], {"codes": ["session.opened"]})
    status, found = told(tmp_path, made)
    assert (status, set(found)) == (1, {"not_opened"})


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"field": "the_other"}, "opening_field"),
        ({"leaf_index": 7}, "opening_place"),
        ({"leaf_index": None}, "opening_place"),
        ({"erased_by": 0}, "opening_bad"),
        ({"erased_by": "1"}, "opening_bad"),
        ({"erased_by": True}, "opening_bad"),
        ({"erased_by": 2**53}, "opening_bad"),
        ({"erased_by": None}, "opening_bad"),
        ({"value": "x"}, "opening_bad"),
        ({"value": "x", "key": "00" * 32}, "opening_bad"),
        ({"field": "A"}, "opening_bad"),
    ],
)
def test_a_statement_of_another_form_or_about_another_commitment(
    tmp_path: Path, changed: dict[str, Any], code: str
) -> None:
    made = export(ALL)
    assert made.openings is not None
    at = made.openings.index(line(ALL[3]))
    made.openings[at] = line(ALL[3] | changed)
    status, found = told(tmp_path, made)
    assert status == 1
    assert code in found


class TestFormatsMixed:
    """The manifest of one format with the files of another, and all digests made anew to fit."""

    def written(
        self, tmp_path: Path, made: Outer, number: object, **more: object
    ) -> tuple[int, set[str]]:
        def name(each: dict[str, Any]) -> None:
            each.update({"format": f"countersign-log-export/{number}", **more})
            if number == 2 and "disclosures" not in more:
                del each["disclosures"]

        status, report = verify(write_folder(tmp_path / "x", made.files(manifest=name)))
        for each in report["findings"]:
            assert each["text"].isprintable()
        return status, {each["code"] for each in report["findings"]} - NOTES

    def test_format_3_states_nothing_that_format_4_does(self, tmp_path: Path) -> None:
        status, found = self.written(tmp_path, export(ALL), 3)
        assert (status, found) == (1, {"erased_later", "erased_format"})

    def test_not_even_what_the_log_shows_to_be_erased(self, tmp_path: Path) -> None:
        shown = next(
            statement(number, field, SAID[100]["event_id"])
            for number, each in enumerate(SAID[:100])
            if each["body"]["request_id"] == REQUESTS[1] and fits(each, VIEWED)
            for field in sorted(each["body"]["commitments"])
        )
        assert self.written(tmp_path, export([*ALL, shown]), 4) == (2, {"erased_later"})
        only_shown = opened(EVENTS[:ERASING], SIZE, VIEWED)
        lines = {
            (json.loads(each)["event_id"], json.loads(each)["field"]): each
            for each in [*(only_shown.openings or []), line(shown)]
        }
        only_shown.openings = [lines[key] for key in sorted(lines)]
        assert self.written(tmp_path, only_shown, 4) == (0, set())
        assert self.written(tmp_path, only_shown, 3) == (1, {"erased_format"})

    def test_format_4_leaves_no_erasure_out_as_format_3_does(self, tmp_path: Path) -> None:
        without = export([])
        for number in (3, 4):
            assert self.written(tmp_path, without, number) == (1, {"not_opened"})

    def test_format_2_has_no_openings(self, tmp_path: Path) -> None:
        status, found = self.written(tmp_path, export(ALL), 2)
        assert status == 1
        assert "disclosures_surplus" in found

    @pytest.mark.parametrize("value", [True, False, None])
    def test_format_2_says_nothing_of_openings(self, tmp_path: Path, value: object) -> None:
        status, found = self.written(tmp_path, export(ALL), 2, disclosures=value)
        assert (status, found & {"manifest_bad", "manifest_unknown"}) == (1, {"manifest_bad"})

    @pytest.mark.parametrize("number", [0, 1, 5, 33, "4 ", "04", "\u0664"])
    def test_a_format_of_no_release(self, tmp_path: Path, number: object) -> None:
        status, found = self.written(tmp_path, export(ALL), number)
        assert status in (1, 2)
        assert "manifest_unknown" in found
