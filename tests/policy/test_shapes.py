"""What a pack and the files beside it are refused for by their shape alone, each at its place.

Places are found by searching the source text, not by asking the loader.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from requests_app.policy import document
from requests_app.policy.errors import PackError
from requests_app.policy.fixtures import load_fixtures
from requests_app.policy.packs import load_pack
from requests_app.policy.shapes import LastDay, shaped
from tests.policy.test_pack_errors import GOOD, at, place

FIXTURES = """\
today: 2026-11-23
base:
  req: {purpose: identify_suspect, bystanders: 0}
  alt: [{means: dna, done_on: 2026-11-03}]
rules:
  TR-01:
    fires: [{req.purpose: personal, stage: approve}]
    passes: [{}, {today: 2026-12-01, req.urgency_deadline: "2026-11-24T12:00:00+00:00"}]
"""


@dataclass(frozen=True)
class Days:
    day: LastDay | None


def refused(load: Callable[..., Any], source: str) -> PackError:
    with pytest.raises(PackError) as caught:
        load(source.encode(), file="mine.yaml")
    return caught.value


@pytest.mark.parametrize(
    ("old", "new", "marker", "reason"),
    [
        ("pack: trial-pack", "pack: 7", "7\n", "expected a text"),
        ("pack: trial-pack", "pack: true", "true", "expected a text"),
        ("pack: trial-pack", "pack: Trial", "Trial\n",
         "expected a pack's name: small letters, digits, hyphens"),
        ('{en: "Trial", fr: "Essai"}', "Trial", "Trial", "expected a map of keys to values"),
        ('fr: "Essai"', "fr: 2026-11-01", "2026-11-01}", "expected a text"),
        ('fr: "Essai"', 'fr: "Essai", de: "Probe"', '"Probe"', "unknown key 'de'; known here: en, fr"),
        ("effective_from: 2026-11-01", 'effective_from: "2026-11-01"', '"2026-11-01"',
         "expected a date, as 2026-11-23"),
        ("effective_from: 2026-11-01", "effective_from: null", "null",
         "expected a date, as 2026-11-23"),
        ("  - id: TR-01", "  - id: tr-01", "tr-01", "expected a rule's id, as CORE-01"),
        ("    verb: BLOCK", "    verb: [BLOCK]", "[BLOCK]", "expected one of: BLOCK, "),
        ("    verb: BLOCK", "    verb: BLOCK\n    role: null", "null", "'None' is not one of: "),
        ("    verb: BLOCK", "    verb: BLOCK\n    unless: null", "null", "expected a text"),
        ("stages: [submit]", "stages: submit", "submit\n", "expected a list"),
        ("checked: 2026-11-22", "checked: 20261122", "20261122", "expected a date, as 2026-11-23"),
        ("implements: []", "implements: [3]", "3]", "expected a text"),
        ("needs: [req.purpose, alt]", "needs: [req.purpose, req.purpose]", "req.purpose]",
         "'req.purpose' is given twice"),
    ],
)  # fmt: skip
def test_a_shape_that_does_not_fit_is_refused_at_its_place(
    old: str, new: str, marker: str, reason: str
) -> None:
    assert old in GOOD
    source = GOOD.replace(old, new)
    error = refused(load_pack, source)
    assert error.reason.startswith(reason)
    assert at(error) == place(source, marker)
    in_rule = error.line > place(source, "- id")[0]
    assert error.rule == ("TR-01" if in_rule else "")


def test_a_rule_without_a_last_day_has_none_though_its_pack_has_one() -> None:
    ending = GOOD.replace("unanswered:", "effective_to: 2026-12-31\nunanswered:")
    rule = load_pack(ending.encode(), file="mine.yaml").rules["TR-01"]
    assert rule.effective_to == date(2026, 12, 31)
    endless = ending.replace("    verb:", "    effective_to: null\n    verb:")
    assert load_pack(endless.encode(), file="mine.yaml").rules["TR-01"].effective_to is None


def test_the_good_fixtures_load() -> None:
    held = load_fixtures(FIXTURES.encode(), file="mine.yaml")
    assert [str(case) for case in held.cases] == [
        "TR-01-fires-1",
        "TR-01-passes-1",
        "TR-01-passes-2",
    ]
    assert [case.stage for case in held.cases] == ["approve", "submit", "submit"]
    assert [case.now.date() for case in held.cases] == [
        date(2026, 11, 23), date(2026, 11, 23), date(2026, 12, 1)
    ]  # fmt: skip
    assert held.cases[0].facts.req.purpose == "personal"
    assert held.cases[1].facts == held.base
    assert held.cases[2].facts.req.urgency_deadline is not None


@pytest.mark.parametrize(
    ("old", "new", "marker", "rule", "reason"),
    [
        ("bystanders: 0", 'bystanders: "0"', "req:", "", "req.bystanders: expected a whole number"),
        ("bystanders: 0", "bystanders: true", "req:", "", "req.bystanders: expected a whole number"),
        ("bystanders: 0", "bystander: 0", "req:", "", "req: unknown key 'bystander'; "),
        ("means: dna", "means: DNA", "req:", "", "alt[0].means: 'DNA' is not one of: "),
        ("2026-11-24T12:00:00+00:00", "noon", "{today", "TR-01",
         "req.urgency_deadline: expected a date with a time"),
        ("2026-11-24T12:00:00+00:00", "2026-11-24T12:00:00", "{today", "TR-01",
         "req.urgency_deadline: a time needs its zone"),
        ("req.purpose: personal", "req.purpos: personal", "{req.purpos", "TR-01",
         "there is no fact 'req.purpos'"),
        ("stage: approve", "stage: later", "later", "TR-01", "'later' is not one of: "),
        ("today: 2026-12-01", "today: soon", "soon", "TR-01", "expected a date, as 2026-11-23"),
        ("passes: [{}, ", "passes: [7, ", "7", "TR-01", "expected a map of keys to values"),
        ("    passes:", "    misses:", "[{}, ", "TR-01", "unknown key 'misses'; "),
        ("    fires: [{req.purpose: personal, stage: approve}]\n", "", "passes:", "TR-01",
         "'fires' is missing"),
    ],
)  # fmt: skip
def test_fixtures_that_do_not_fit_are_refused(
    old: str, new: str, marker: str, rule: str, reason: str
) -> None:
    assert old in FIXTURES
    source = FIXTURES.replace(old, new)
    error = refused(load_fixtures, source)
    assert error.reason.startswith(reason)
    assert at(error) == place(source, marker)
    assert error.rule == rule


@pytest.mark.parametrize(
    ("fires", "passes"),
    [("[]", "[{}]"), ("[{req.purpose: personal}]", "[]"), ("[]", "[]")],
)
def test_a_rule_has_a_case_that_fires_and_one_that_passes(fires: str, passes: str) -> None:
    source = f"today: 2026-11-26\nbase: {{}}\nrules:\n  TR-01:\n    fires: {fires}\n    passes: {passes}\n"
    error = refused(load_fixtures, source)
    assert error.reason == "needs at least one case that fires and one that passes"
    assert error.rule == "TR-01"


def test_fixtures_without_rules_are_told_as_such() -> None:
    for rules in ("rules: []", "rules: text", ""):
        error = refused(load_fixtures, f"today: 2026-11-26\nbase: {{}}\n{rules}\n")
        assert "rules" in error.reason or "a map" in error.reason


def test_the_first_of_several_faults_of_a_request_is_told() -> None:
    first = FIXTURES.replace("bystanders: 0", 'bystanders: "0"')
    both = first.replace("means: dna", "means: DNA")
    assert refused(load_fixtures, both).reason == refused(load_fixtures, first).reason


def test_a_case_that_changes_nothing_may_be_left_empty() -> None:
    held = load_fixtures(
        FIXTURES.replace("passes: [{}, ", "passes: [null, ").encode(), file="mine.yaml"
    )
    assert held.cases[1].facts == held.base


def test_a_key_that_a_shape_does_not_know_is_refused_unless_more_are_expected() -> None:
    known, more = (
        document.read(text, file="mine.yaml") for text in (b"day: null", b"day: null\nelse: 1")
    )
    assert shaped(known, Days) == shaped(more, Days, more_keys=True) == Days(day=None)
    with pytest.raises(PackError, match="unknown key 'else'; known here: day"):
        shaped(more, Days)
    for text in (b"[1]", b"words", b"7"):
        node = document.read(text, file="mine.yaml")
        with pytest.raises(PackError, match="expected a map of keys to values"):
            shaped(node, Days, more_keys=True)


def test_a_last_day_is_the_date_that_is_written() -> None:
    node = document.read(b"day: 2026-12-31", file="mine.yaml")
    assert shaped(node, Days) == Days(day=LastDay(date(2026, 12, 31)))
