"""No rule can be written that a missing answer satisfies: by where has() stands, and by reading without needing.

Beside the form, the meaning is tried: whatever a rule that loads does with a fact, it does not do the good
thing without it.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from requests_app.policy import engine, schema
from requests_app.policy.packs import load_pack
from requests_app.policy.rules import PackSet
from tests.policy.cases import FIXTURES, SHIPPED
from tests.policy.test_pack_errors import CONDITION, GOOD, at, place, refused

NEEDS = "needs: [req.purpose, alt]"


def with_condition(condition: str, *, unless: str = "") -> str:
    source = GOOD.replace(CONDITION, f'when: "{condition}"')
    if unless:
        source = source.replace("    message:", f'    unless: "{unless}"\n    message:', 1)
    return source


SATISFIED_BY_NOTHING = [
    "has(img.faces) && img.faces > 3",
    "req.purpose == 'personal' && has(img.cropped)",
    "!(!has(img.cropped))",
    "has(req.mode) || req.purpose == 'personal'",
    "req.purpose == 'personal' ? has(req.mode) : true",
    "has(req.mode) ? req.mode == 'real_time' : true",
    "has(req.mode) == true",
    "alt.exists(row, has(row.result))",
    "!alt.all(row, !has(row.result))",
    "size(alt.filter(row, has(row.result))) > 2",
    "2 < size(alt.filter(row, has(row.result)))",
    "size(alt.filter(row, !has(row.result))) < 2",
    "alt.filter(row, has(row.result)).exists(other, other.means == 'dna')",
    "alt.exists_one(row, !has(row.result))",
    "alt.map(row, has(row.result)).exists(given, given)",
    "req.purpose == 'personal' && (has(img.faces) || !has(img.faces))",
    "size(alt.filter(row, has(row.result))) >= 2",
    "2 <= size(alt.filter(row, has(row.result)))",
    "size(alt.filter(row, !has(row.result))) <= 2",
    "2 >= size(alt.filter(row, !has(row.result)))",
    "req.purpose == 'personal' ? true : has(req.mode)",
    "alt.exists_one(row, has(row.result))",
    "alt.map(row, !has(row.result)).exists(given, given)",
    "alt.filter(row, has(row.result)).exists_one(other, other.means == 'dna')",
    "alt.filter(row, !has(row.result)).exists_one(other, other.means == 'dna')",
    "alt.filter(row, !has(row.result)).all(other, other.means == 'dna')",
    "alt.filter(row, has(row.result))[0].means == 'dna'",
    "alt.filter(row, !has(row.result))[0].means == 'dna'",
    "has(req.mode) in [true]",
    "true in [has(req.mode)]",
    "true in [!has(req.mode)]",
    "size(alt.filter(row, has(row.result)).filter(other, other.means == 'dna')) > 2",
    "alt.map(row, row.means == 'dna', has(row.result)).exists(given, given)",
    "alt.map(row, row.means == 'dna', !has(row.result)).exists(given, given)",
]


@pytest.mark.parametrize("condition", SATISFIED_BY_NOTHING)
def test_a_condition_that_needs_an_answer_to_fire_is_refused(condition: str) -> None:
    error = refused(
        with_condition(condition).replace(NEEDS, "needs: [req.purpose, alt, 'alt[].means']")
    )
    assert error.rule == "TR-01"
    assert "a missing '" in error.reason
    assert "would satisfy this" in error.reason
    assert error.reason.endswith("so that its absence makes the rule fire")


READ_WHERE_IT_MAY_BE_MISSING = [
    ("!has(img.faces) || req.purpose == 'personal' && img.faces > 3 && !has(img.cropped)", None),
    ("!(has(img.faces) && req.purpose == 'other') || img.faces > 3", ".faces > 3"),
    ("!has(img.faces) && img.faces < 3", ".faces < 3"),
    ("img.faces > 3 && !has(img.faces)", ".faces > 3"),
    ("!(has(img.faces) || img.faces > 3)", ".faces > 3"),
    ("!has(img.faces) || (req.purpose == 'other' ? img.faces > 3 : true)", None),
    ("!has(img.faces) || (req.purpose == 'other' ? true : img.faces > 3)", None),
    (
        "img.cropped && img.cropped || req.purpose == 'other' && !has(img.cropped)",
        ".cropped && img",
    ),
    (
        "!alt.all(each, has(each.reason_length))"
        " || size(alt.map(row, has(row.reason_length), row.reason_length)) < 2",
        None,
    ),
    (
        "alt.filter(row, row.means == 'dna').exists(other, other.reason_length > 3)"
        " || alt.exists(each, !has(each.reason_length))",
        ".reason_length > 3",
    ),
    (
        "alt.exists(row, !has(row.reason_length)) || alt.exists(row, row.reason_length < 3)",
        ".reason_length < 3",
    ),
    *(
        (f"({reading}) && !has({path}) || {also}", marker)
        for reading, path, marker, also in (
            ("req.purpose == 'other' ? true : img.faces < 3", "img.faces", ".faces < 3", "false"),
            ("req.purpose == 'other' ? img.faces < 3 : true", "img.faces", ".faces < 3", "false"),
            ("img.faces < 3 ? true : req.purpose == 'other'", "img.faces", ".faces < 3", "false"),
            ("3 in [img.faces]", "img.faces", ".faces]", "false"),
            ("size(req.predicate_facts) > 2", "req.predicate_facts", ".predicate_facts)", "false"),
            *(
                (f"{rows}", "img.faces", marker, "alt.exists(each, !has(each.reason_length))")
                for rows, marker in (
                    ("size(alt.filter(row, row.reason_length > 3)) < 2", ".reason_length > 3"),
                    ("alt.all(row, row.reason_length > 3)", ".reason_length > 3"),
                    ("alt.exists_one(row, row.reason_length > 3)", ".reason_length > 3"),
                    ("alt.map(row, row.reason_length).exists(n, n > 3)", ".reason_length)"),
                )
            ),
        )
    ),
]


@pytest.mark.parametrize(("condition", "marker"), READ_WHERE_IT_MAY_BE_MISSING)
def test_a_fact_is_read_only_where_it_is_known_to_be_there(
    condition: str, marker: str | None
) -> None:
    source = with_condition(condition).replace(NEEDS, "needs: [req.purpose, alt, 'alt[].means']")
    if marker is None:
        load_pack(source.encode(), file="mine.yaml")
        return
    error = refused(source)
    assert "may be missing here" in error.reason
    assert at(error) == place(source, marker)


@pytest.mark.parametrize(
    ("condition", "marker"),
    [
        ("size(alt) < 2", "alt) < 2"),
        ("size(alt.filter(row, row.means == 'dna')) < 2", "alt.filter"),
        ("alt.exists(row, row.means == 'dna')", "alt.exists"),
    ],
)
def test_a_list_that_may_be_missing_is_named_in_needs(condition: str, marker: str) -> None:
    source = with_condition(condition).replace(NEEDS, "needs: [req.purpose, 'alt[].means']")
    error = refused(source)
    assert "alt" in error.reason
    assert at(error)[0] == place(source, marker)[0]


def test_the_place_of_a_has_is_right_on_a_second_line() -> None:
    block = "when: |\n      req.purpose == 'personal' &&\n      has(img.cropped)"
    source = GOOD.replace(CONDITION, block)
    line, column = at(refused(source))
    assert line == place(source, "has(img.cropped)")[0]
    assert place(source, "has(")[1] <= column <= place(source, "img.cropped)")[1] + len("img")


FINE = [
    "!has(img.faces)",
    "!has(img.faces) || img.faces > 3",
    "!(has(img.faces) && img.faces <= 3)",
    "req.purpose != 'personal' && !(has(img.cropped) && img.cropped)",
    "alt.exists(row, !(has(row.reason_length) && row.reason_length >= 40))",
    "!alt.all(row, has(row.reason_length) && row.reason_length >= 40)",
    "size(alt.filter(row, has(row.result) && row.result == 'failed')) < 2",
    "2 > size(alt.filter(row, has(row.result) && row.result == 'failed'))",
    "!alt.exists(row, has(row.result) && row.result == 'failed')",
    "size(alt.filter(row, has(row.result) && row.result == 'failed')) <= 2",
    "2 >= size(alt.filter(row, has(row.result) && row.result == 'failed'))",
    "req.purpose == 'other' ? !has(img.faces) : !has(img.faces)",
]


def without(facts: Any, path: str) -> Any:
    """The same facts without one of them, in every row where it lies in rows."""
    name, _dot, rest = path.partition(".")
    if name.endswith("[]"):
        rows = getattr(facts, name[:-2]) or ()
        return dataclasses.replace(facts, **{name[:-2]: tuple(without(row, rest) for row in rows)})
    if rest:
        return dataclasses.replace(facts, **{name: without(getattr(facts, name), rest)})
    return dataclasses.replace(facts, **{name: None})


@pytest.mark.parametrize("condition", FINE)
def test_what_loads_fires_or_cannot_be_judged_without_its_facts(condition: str) -> None:
    pack = load_pack(with_condition(condition).encode(), file="mine.yaml")
    (rule,) = pack.rules.values()
    for path in sorted(rule.when.reads | rule.when.tested):
        judged = engine.evaluate(
            PackSet((pack,)), "submit", without(FIXTURES.base, path), now=FIXTURES.base_now
        )
        assert judged.stops, path


@pytest.mark.parametrize(
    "unless",
    [
        "!has(img.cropped)",
        "req.mode == 'retrospective_video_frame' && !has(img.cropped)",
        "has(img.faces) && img.cropped || img.faces < 3",
        "alt.all(row, !has(row.result))",
    ],
)
def test_a_missing_answer_exempts_nobody(unless: str) -> None:
    error = refused(with_condition("req.purpose == 'personal'", unless=unless))
    assert error.reason.endswith("so that its absence makes the rule exempt nobody") or (
        "may be missing here" in error.reason and "has(img.faces) && img.cropped" in unless
    )


@pytest.mark.parametrize(
    "unless", ["has(img.cropped) && img.cropped", "img.cropped", "img.faces < 3"]
)
def test_an_exemption_by_an_answer_that_is_there_loads(unless: str) -> None:
    load_pack(with_condition("req.purpose == 'personal'", unless=unless).encode(), file="mine.yaml")


def test_no_core_rule_is_satisfied_by_an_answer_that_is_missing() -> None:
    """For each fact that a rule looks at: without it the rule stands, wherever it stood with it."""
    for pack in SHIPPED.packs:
        for case in FIXTURES.cases:
            rule = pack.rules[case.rule]
            if not case.fires:
                continue
            for path in sorted(rule.when.reads | rule.when.tested):
                if schema.is_missing(case.facts, path):
                    continue
                judged = engine.evaluate(
                    SHIPPED, case.stage, without(case.facts, path), now=case.now
                )
                found = {finding.rule for finding in judged.findings}
                assert case.rule in found, (str(case), path)
