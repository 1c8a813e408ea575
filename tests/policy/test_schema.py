"""Facts on their way to the rules: which are missing, which numbers fit, and that a moment is the same in any zone."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from typing import Any

import pytest

from requests_app.policy import schema
from requests_app.policy.facts import Facts
from tests.policy.cases import FIXTURES, with_fact

NOW = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)


def bound(facts: Facts) -> Any:
    return schema.activation(facts, now=NOW, today=NOW.date())


def test_a_fact_of_rows_is_missing_where_any_row_lacks_it() -> None:
    rows = FIXTURES.base.alt
    assert rows is not None
    assert len(rows) > 1
    assert not schema.is_missing(FIXTURES.base, "alt[].means")
    for place in range(len(rows)):
        lacking = tuple(
            dataclasses.replace(row, means=None) if at == place else row
            for at, row in enumerate(rows)
        )
        assert schema.is_missing(dataclasses.replace(FIXTURES.base, alt=lacking), "alt[].means")
    assert not schema.is_missing(dataclasses.replace(FIXTURES.base, alt=()), "alt[].means")
    assert schema.is_missing(dataclasses.replace(FIXTURES.base, alt=None), "alt[].means")
    assert schema.is_missing(with_fact("req.purpose", None), "req.purpose")


@pytest.mark.parametrize(
    ("number", "fits"),
    [(2**63 - 1, True), (2**63, False), (-(2**63), True), (-(2**63) - 1, False), (0, True)],
)
def test_a_number_has_64_bits(number: int, fits: bool) -> None:
    facts = with_fact("req.bystanders", number)
    if fits:
        assert bound(facts)
        return
    with pytest.raises(schema.FactError, match="the number is too large"):
        bound(facts)


def test_a_moment_is_the_same_in_any_zone() -> None:
    here = dt.datetime(2026, 11, 24, 7, 0, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
    digests = {
        schema.digest(with_fact("req.urgency_deadline", moment), stage="submit", today=NOW.date())
        for moment in (here, here.astimezone(dt.UTC))
    }
    assert len(digests) == 1
    assert bound(with_fact("req.urgency_deadline", here))
    with pytest.raises(schema.FactError, match="a time needs its zone"):
        bound(with_fact("req.urgency_deadline", here.replace(tzinfo=None)))


def test_each_list_of_facts_has_a_path_for_its_elements_and_nothing_else_has() -> None:
    known = schema.paths()
    lists = {path for path, kind in known.items() if kind.many}
    assert {"alt", "req.predicate_facts"} <= lists
    elements = {path for path in known if path.endswith("[]")}
    assert elements == {f"{path}[]" for path in lists}
    for path in lists:
        assert known[f"{path}[]"].python is known[path].python
        assert not known[f"{path}[]"].many


def test_a_list_of_facts_of_two_kinds_is_a_mistake_of_who_wrote_it() -> None:
    with pytest.raises(TypeError, match="a list of facts must be"):
        schema._fact_type(tuple[str, int])


def test_the_digest_is_that_of_one_text_whoever_works_it_out() -> None:
    """Facts, stage and day as JSON with sorted keys and no blanks: what a verifier rebuilds."""

    def plain(value: Any) -> str:
        return str(
            value.astimezone(dt.UTC).isoformat() if isinstance(value, dt.datetime) else value
        )

    facts = FIXTURES.base
    written = json.dumps(
        dataclasses.asdict(facts), sort_keys=True, separators=(",", ":"), default=plain
    )
    text = f'{{"facts":{written},"stage":"submit","today":"2026-11-26"}}'
    expected = hashlib.sha256(text.encode()).hexdigest()
    assert schema.digest(facts, stage="submit", today=NOW.date()) == expected


def test_what_is_no_fact_has_no_digest() -> None:
    odd = with_fact("req.purpose", object())
    with pytest.raises(schema.FactError, match="object cannot be a fact"):
        schema.digest(odd, stage="submit", today=NOW.date())
