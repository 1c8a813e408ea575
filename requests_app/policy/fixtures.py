"""Reads a pack's fixtures: for each rule, facts that must fire it and facts that must not.

For tests and for lint; nothing that judges a real request uses this.
"""

from __future__ import annotations

import copy
import functools
import operator
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any, NewType

from requests_app.common.foreign_data import Fault, Malformed, StrictConverter, Unfit, path_text
from requests_app.policy import schema
from requests_app.policy.document import Node, read
from requests_app.policy.facts import Facts
from requests_app.policy.shapes import pack_writers_words, register, shaped
from requests_app.policy.vocabulary import Stage

_Changes = NewType("_Changes", dict[str, Any])
"""A case: paths of facts with their values, `stage` and `today`; nothing, for the request as it is."""

_JUDGED = ("stage", "today")


@dataclass(frozen=True)
class _CasesFile:
    """The cases of one rule, as they are written."""

    fires: tuple[_Changes, ...]
    passes: tuple[_Changes, ...]


@dataclass(frozen=True)
class _FixturesFile:
    """A file of fixtures, as it is written."""

    today: date
    base: dict[str, Any]
    rules: dict[str, _CasesFile]


@dataclass(frozen=True)
class _Judged:
    """When a case is to be judged; the file's own day where it does not say."""

    stage: Stage = Stage.SUBMIT
    today: date | None = None


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
    root = _naming_rules(read(data, file=file))
    content = shaped(root, _FixturesFile)
    base = _facts(root.at(("base",)), content.base)
    cases: list[Fixture] = []
    for rule, written in content.rules.items():
        node = root.at(("rules", rule))
        for outcome, listed in (("fires", written.fires), ("passes", written.passes)):
            for number, changes in enumerate(listed):
                place = node.at((outcome, number))
                judged = shaped(place, _Judged, more_keys=True) if changes else _Judged()
                cases.append(
                    Fixture(
                        rule=rule,
                        fires=outcome == "fires",
                        number=number + 1,
                        line=place.line,
                        stage=judged.stage,
                        now=_noon(judged.today or content.today),
                        facts=_changed(place, content.base, changes),
                    )
                )
        if not written.fires or not written.passes:
            raise node.fail("needs at least one case that fires and one that passes")
    return Fixtures(base, _noon(content.today), tuple(cases))


def _naming_rules(root: Node) -> Node:
    """The same document, whose cases' nodes name the rule that they belong to."""
    rules = root.value.get("rules") if isinstance(root.value, dict) else None
    if rules is None or not isinstance(rules.value, dict):
        return root
    named = {rule: node.within(rule) for rule, node in rules.value.items()}
    return replace(root, value=root.value | {"rules": replace(rules, value=named)})


def _changed(node: Node, base: Mapping[str, Any], changes: Mapping[str, Any]) -> Facts:
    """The facts of the blameless request with what a case changes."""
    plain = copy.deepcopy(dict(base))
    for path, value in changes.items():
        if path in _JUDGED:
            continue
        if path not in schema.paths():
            raise node.fail(f"there is no fact '{path}'")
        *groups, last = path.split(".")
        place = plain
        for group in groups:
            place = place.setdefault(group, {})
        place[last] = value
    return _facts(node, plain)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def _facts(node: Node, plain: Mapping[str, Any]) -> Facts:
    try:
        facts = _converter.read(plain, Facts)
        schema.activation(facts, now=_noon(date(2026, 1, 1)), today=date(2026, 1, 1))
    except Malformed as malformed:
        problem = malformed.problems[0]
        value = functools.reduce(operator.getitem, problem.path, plain)  # type: ignore[arg-type]
        group = problem.path[:-1] if problem.fault is Fault.UNKNOWN else problem.path
        words = pack_writers_words(problem, value)
        raise node.fail(f"{path_text(group)}: {words}".removeprefix(": ")) from None
    except schema.FactError as error:
        raise node.fail(str(error)) from None
    return facts


def _time(value: Any, _kind: Any) -> datetime:
    try:
        return datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise Unfit("a date with a time, in quotes, as 2026-11-23T09:30:00+00:00") from None


def _changes(value: Any, _kind: Any) -> dict[str, Any]:
    return {} if value is None else _converter.structure(value, dict[str, Any])


_converter = StrictConverter()
_converter.register_structure_hook(datetime, _time)
register(_Changes, _changes)
