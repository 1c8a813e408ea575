"""What is read from a pack: values, places, days and texts at their limits."""

from __future__ import annotations

import dataclasses
import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from requests_app.policy import document, schema
from requests_app.policy.library import SHIPPED_FOLDER, files_in
from requests_app.policy.packs import load_pack
from requests_app.policy.rules import PackSet
from tests.policy.cases import FIXTURES, with_fact
from tests.policy.test_pack_errors import CONDITION, GOOD, at, place, refused

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("false", False),
        ("'true'", "true"),
        ('"false"', "false"),
        ("no", "no"),
        ("'12'", "12"),
        ("12", 12),
        ("2026-11-01", dt.date(2026, 11, 1)),
        ("'2026-11-01'", "2026-11-01"),
        ("2026-13-01", "2026-13-01"),
        ("", None),
        ("null", None),
        ("'null'", "null"),
        ("1.5", "1.5"),
        ("|-\n  true", "true"),
    ],
)
def test_what_is_quoted_is_a_text(written: str, value: object) -> None:
    node = document.read(f"key: {written}\n".encode(), file="mine.yaml").value["key"]
    assert node.value == value
    assert type(node.value) is type(value)


def test_levels_are_counted_again_after_each_end() -> None:
    shallow = "".join(f"a{number}: [[1], [2], [3]]\n" for number in range(30))
    deep = "deep: " + "[" * document.MAX_DEPTH + "]" * document.MAX_DEPTH + "\n"
    assert document.read(shallow.encode(), file="mine.yaml")
    assert "nested deeper" in refused(shallow + deep).reason


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"a: 1\nb: \xff", (2, 1)),
        (b"a: 1\nb: \x07", (2, 1)),
        ("a: éééé\nb: \x07\nc: 1".encode(), (2, 1)),
        (b"", (1, 1)),
        (b"a: 1\n  b: 2\n", (2, 4)),
        (b"%YAML 1." + b"9" * 5000 + b"\n---\na: 1", (1, 18)),
        (b"x" * (document.MAX_BYTES + 1), (1, 1)),
        (b"one: 1\nanchored: &here 1\n", (2, 11)),
    ],
    ids=[
        "not UTF-8",
        "control character",
        "control character after others of two bytes",
        "empty",
        "not YAML",
        "large number",
        "too large",
        "anchor",
    ],
)
def test_the_place_of_a_file_that_cannot_be_read_is_told(
    data: bytes, expected: tuple[int, int]
) -> None:
    assert at(refused(data)) == expected


def test_the_text_of_a_block_begins_at_its_first_line_that_is_not_blank() -> None:
    held = document.read(b"a: |\n\n\n   words\nb: |\n  x\n", file="mine.yaml").value
    assert (held["a"].text_line, held["a"].text_column) == (4, 4)
    assert (held["b"].text_line, held["b"].text_column) == (6, 3)
    assert (held["a"].line, held["a"].column) == (1, 4)
    source = GOOD.replace(CONDITION, "when: |\n\n\n      req.nothing == 'personal'")
    assert at(refused(source)) == place(source, ".nothing")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("characters", [600, 601])
def test_a_text_has_600_characters_at_most(language: str, characters: int) -> None:
    old = {"en": '"Not allowed."', "fr": '"Interdit."'}[language]
    source = GOOD.replace(old, f'"{"a" * characters}"')
    if characters == 600:
        assert load_pack(source.encode(), file="mine.yaml")
        return
    error = refused(source)
    assert error.reason == "longer than 600 characters"
    assert at(error) == place(source, f'"{"a" * characters}"')


def test_a_pack_needs_a_rule() -> None:
    source = GOOD.partition("rules:")[0] + "rules: []\n"
    assert refused(source).reason == "a pack needs at least one rule"


@pytest.mark.parametrize(
    ("days", "of_pack", "in_force"),
    [
        ("", "", {dt.date(2026, 11, 1), dt.date(2026, 12, 1), dt.date(2030, 1, 1)}),
        ("    effective_from: 2026-12-01\n", "", {dt.date(2026, 12, 1), dt.date(2030, 1, 1)}),
        ("    effective_to: 2026-11-01\n", "", {dt.date(2026, 11, 1)}),
        ("", "effective_to: 2026-12-01\n", {dt.date(2026, 11, 1), dt.date(2026, 12, 1)}),
        (
            "    effective_from: 2026-12-01\n    effective_to: 2026-12-01\n",
            "",
            {dt.date(2026, 12, 1)},
        ),
    ],
)
def test_a_rule_is_in_force_on_its_own_days_or_else_on_those_of_its_pack(
    days: str, of_pack: str, in_force: set[dt.date]
) -> None:
    source = GOOD.replace("    message:", f"{days}    message:").replace(
        "effective_from: 2026-11-01\n", f"effective_from: 2026-11-01\n{of_pack}"
    )
    rule = load_pack(source.encode(), file="mine.yaml").rules["TR-01"]
    asked = {dt.date(2026, 10, 31), dt.date(2026, 11, 1), dt.date(2026, 12, 1), dt.date(2030, 1, 1)}
    assert {day for day in asked if rule.in_force(day)} == in_force


def test_a_rule_that_ends_before_it_begins_is_refused() -> None:
    source = GOOD.replace("    message:", "    effective_to: 2026-10-31\n    message:")
    error = refused(source)
    assert error.reason == "ends before it begins, so it can never fire"
    assert at(error) == place(source, "2026-10-31")


def test_a_condition_may_compare_with_now() -> None:
    source = GOOD.replace(CONDITION, "when: req.urgency_deadline < now").replace(
        "needs: [req.purpose, alt]", "needs: [req.urgency_deadline]"
    )
    (rule,) = load_pack(source.encode(), file="mine.yaml").rules.values()
    late = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
    for deadline, fires in ((late - dt.timedelta(minutes=1), True), (late, False)):
        facts = with_fact("req.urgency_deadline", deadline)
        bound = schema.activation(facts, now=late, today=late.date())
        assert rule.when.holds(bound) is fires


def test_versions_that_judge_together_are_found_by_their_pack() -> None:
    pack = load_pack(GOOD.encode(), file="mine.yaml")
    judging = PackSet((pack,))
    assert judging.version_of("trial-pack") == "2026.11.0"
    with pytest.raises(KeyError):
        judging.version_of("core")
    with pytest.raises(ValueError, match="given twice"):
        PackSet((pack, pack))


def test_a_fact_of_another_shape_is_refused() -> None:
    wrong = dataclasses.replace(FIXTURES.base, req=FIXTURES.base.img)  # type: ignore[arg-type]
    now = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
    with pytest.raises(schema.FactError, match="expected RequestFacts, got ProbeFacts"):
        schema.activation(wrong, now=now, today=now.date())


def test_a_rule_whose_id_is_no_text_or_missing_is_told_at_its_place() -> None:
    numbered = GOOD.replace("- id: TR-01", "- id: 12")
    assert refused(numbered).reason == "expected a text"
    assert at(refused(numbered)) == place(numbered, "12\n    stages")
    unnamed = GOOD.replace("  - id: TR-01\n    stages", "  - stages")
    assert refused(unnamed).reason == "'id' is missing"
    assert refused(unnamed).rule == ""


def test_a_block_that_holds_nothing_is_no_text() -> None:
    for block in ("|", ">", "|\n", "|\n     \n"):
        empty = GOOD.replace(CONDITION, f"when: {block}")
        assert refused(empty).reason == "expected a text"
        assert at(refused(empty)) == place(empty, block)


def test_every_shipped_pack_reads_the_same_with_the_parser_written_in_python(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Values and places: a fault of libyaml would have to be one of the other parser as well."""
    files = files_in(SHIPPED_FOLDER)
    assert len(files) > 10
    nodes = [document.read(file.data, file=file.place) for file in files]
    monkeypatch.setattr(document, "_LOADER", yaml.SafeLoader)
    assert [document.read(file.data, file=file.place) for file in files] == nodes


def test_without_libyaml_nothing_starts_and_says_what_to_do() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import yaml; del yaml.CSafeLoader; import requests_app.policy.document"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "ImportError: PyYAML was built without libyaml" in done.stderr
    assert "Install its wheel" in done.stderr
