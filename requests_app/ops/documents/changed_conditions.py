"""Changes the conditions of a pack's rules in one place at a time, and counts which changes its fixtures notice.

For `docs/policy/coverage.md` and its test; nothing that judges a request uses it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from requests_app.policy import engine, schema
from requests_app.policy.conditions import Condition
from requests_app.policy.fixtures import Fixture, Fixtures
from requests_app.policy.rules import Pack, PackSet, Rule

_TOKEN = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|&&|\|\||[=!<>]=|[<>!]|(?<![\w.])\d+(?![\w.])")
_LISTED = re.compile(r"(?<=[\[ ])'[^'\n]*'(?=[,\]])")
_INSTEAD = {
    "&&": "||", "||": "&&", "==": "!=", "!=": "==", "<": "<=", "<=": "<", ">": ">=", ">=": ">", "!": "",
}  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One condition with one thing changed.

    Attributes:
        rule: the id of the rule; part: `when` or `unless`; at: the place in its text, -1 for the whole of it.
        text: the condition as it is after the change.
    """

    rule: str
    part: str
    at: int
    text: str

    def __str__(self) -> str:
        return f"{self.rule} {self.part} {self.at}: {' '.join(self.text.split())}"


def changes_of(rule: Rule) -> Iterator[Change]:
    """Return each change of a rule's conditions.

    The whole negated, one operator another, one `!` left out, one number one more, one code of a list another.
    """
    for part in ("when", "unless"):
        condition: Condition | None = getattr(rule, part)
        if condition is None:
            continue
        text = condition.text
        yield Change(rule.id, part, -1, f"!({text})")
        for found in _TOKEN.finditer(text):
            token = found[0]
            other = str(int(token) + 1) if token.isdigit() else _INSTEAD.get(token)
            if other is not None:
                yield Change(
                    rule.id,
                    part,
                    found.start(),
                    text[: found.start()] + other + text[found.end() :],
                )

        for found in _LISTED.finditer(text):
            yield Change(
                rule.id,
                part,
                found.start(),
                text[: found.start()] + "'another'" + text[found.end() :],
            )


def unnoticed(pack: Pack, fixtures: Fixtures) -> tuple[int, list[Change]]:
    """Return how many changes of a pack's conditions were tried, and those that break none of its fixtures.

    Args:
        pack: as loaded; fixtures: those that stand beside it.
    """
    tried, left = 0, []
    for rule in pack.rules.values():
        cases = [case for case in fixtures.cases if case.rule == rule.id]
        for change in changes_of(rule):
            tried += 1
            if not _is_noticed(pack, rule, change, cases):
                left.append(change)
    return tried, left


def _is_noticed(pack: Pack, rule: Rule, change: Change, cases: list[Fixture]) -> bool:
    try:
        program = schema.environment().compile(change.text)
    except RuntimeError:
        return True  # it is refused when the pack is loaded
    condition: Condition = replace(getattr(rule, change.part), text=change.text, program=program)
    changed = (
        replace(rule, when=condition) if change.part == "when" else replace(rule, unless=condition)
    )
    packs = PackSet((replace(pack, rules={rule.id: changed}),))
    return any(
        bool(engine.evaluate(packs, case.stage, case.facts, now=case.now).findings)
        is not case.fires
        for case in cases
    )
