"""Reads a pack's fixtures: for each rule, facts that must fire it and facts that must not.

For tests and for lint; nothing that judges a real request uses this.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from requests_app.policy import schema
from requests_app.policy.document import Node, read
from requests_app.policy.facts import Facts
from requests_app.policy.vocabulary import Stage


@dataclass(frozen=True)
class Fixture:
    """One set of facts, with the stage and the day to judge them at, and what is expected."""

    rule: str
    fires: bool
    number: int
    line: int
    stage: Stage
    now: datetime
    facts: Facts

    def __str__(self) -> str:
        return f"{self.rule}-{'fires' if self.fires else 'passes'}-{self.number}"


@dataclass(frozen=True)
class Fixtures:
    """All fixtures of a pack, and the blameless request that they vary."""

    base: Facts
    base_now: datetime
    cases: tuple[Fixture, ...]


def load_fixtures(data: bytes, *, file: str) -> Fixtures:
    """Load the fixtures beside a pack.

    Raises:
        PackError: unreadable, an unknown fact, or a value of the wrong type.
    """
    root = read(data, file=file)
    keys = root.mapping(required={"today", "base", "rules"})
    base, today = keys["base"].plain(), keys["today"].day()
    cases: list[Fixture] = []
    for rule, node in keys["rules"].value.items():
        lists = node.within(rule).mapping(required={"fires", "passes"})
        for outcome in ("fires", "passes"):
            for number, case in enumerate(lists[outcome].items(), start=1):
                cases.append(_case(case, base, today, rule, outcome == "fires", number))
        if not lists["fires"].items() or not lists["passes"].items():
            raise node.within(rule).fail("needs at least one case that fires and one that passes")
    return Fixtures(_facts(keys["base"], base), _noon(today), tuple(cases))


def _case(
    node: Node, base: Mapping[str, Any], today: date, rule: str, fires: bool, number: int
) -> Fixture:
    changes = dict(node.plain() or {})
    stage = Stage(changes.pop("stage", Stage.SUBMIT))
    day = changes.pop("today", today)
    plain = copy.deepcopy(dict(base))
    for path, value in changes.items():
        if path not in schema.paths():
            raise node.fail(f"there is no fact '{path}'")
        *groups, last = path.split(".")
        place = plain
        for group in groups:
            place = place.setdefault(group, {})
        place[last] = value
    return Fixture(rule, fires, number, node.line, stage, _noon(day), _facts(node, plain))


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def _facts(node: Node, plain: Mapping[str, Any]) -> Facts:
    try:
        facts: Facts = _group(Facts, plain)
        schema.activation(facts, now=_noon(date(2026, 1, 1)), today=date(2026, 1, 1))
    except (schema.FactError, KeyError, TypeError, ValueError) as error:
        raise node.fail(str(error)) from None
    return facts


def _group(group: type, plain: Mapping[str, Any]) -> Any:
    kinds = schema.fields_of(group)
    return group(**{name: _value(kinds[name], value) for name, value in plain.items()})


def _value(kind: schema.FactType, value: Any) -> Any:
    if value is None:
        return None
    if kind.many:
        single = schema.FactType(kind.python)
        return tuple(_value(single, item) for item in value)
    if kind.is_group:
        return _group(kind.python, value)
    if kind.python is datetime:
        return datetime.fromisoformat(value)
    return value
