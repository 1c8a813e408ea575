"""Refuses a condition that a missing answer could satisfy: by has() in the wrong place, or by none at all.

Looks at the form of a condition only. What it cannot follow it refuses, so that a rule is written plainly.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from enum import IntEnum
from typing import Any

from requests_app.policy import schema
from requests_app.policy.conditions import Condition
from requests_app.policy.document import Node
from requests_app.policy.syntax import element_of, operands, path_of, syntax_of


class _Way(IntEnum):
    """What more of an expression (true for false, a longer list, a greater number) does to the whole."""

    MORE = 1
    LESS = -1
    UNKNOWN = 0

    def turned(self) -> _Way:
        return _Way(-self)


_COMPARED = {"_<_": -1, "_<=_": -1, "_>_": 1, "_>=_": 1}
_Scope = dict[str, str | None]


def refuse_absent_answers(
    condition: Condition, node: Node, *, needs: Collection[str], missing_makes_true: bool
) -> None:
    """Refuse a condition in which the absence of a fact could speak for the request.

    Args:
        condition: the compiled condition.
        node: where it is written, for the place of a mistake.
        needs: the facts without which it is not evaluated at all.
        missing_makes_true: what a missing fact may do to it: make it true (`when`, which then
            fires), or make it false (`unless`, which then does not exempt).

    Raises:
        PackError: has() stands where a missing fact would do the other, or a fact is read that may
            be missing at that place.
    """
    checked = syntax_of(condition.program)
    way = _Way.LESS if missing_makes_true else _Way.MORE
    _Absence(condition.text, node, checked.source_info.positions, frozenset(needs), way).walk(
        checked.expr, {}, _Way.MORE, frozenset()
    )


class _Absence:
    """Walks a condition once, knowing which way each part of it goes and what is known to be there."""

    def __init__(
        self, text: str, node: Node, positions: Any, needs: frozenset[str], allowed: _Way
    ) -> None:
        self.text, self.node, self.positions = text, node, positions
        self.needs, self.allowed = needs, allowed

    def walk(self, expr: Any, scope: _Scope, way: _Way, there: frozenset[str]) -> None:
        """Look at one part.

        Args:
            expr: the part.
            scope: loop variable -> the path of what it goes through.
            way: what more of this part does to the whole.
            there: facts that are known to be there wherever this part counts.
        """
        kind = expr.WhichOneof("kind")
        if kind == "select":
            self._select(expr, scope, way, there)
        elif kind == "ident":
            self._read(expr, path_of(expr, scope), there)
        elif kind == "call":
            self._call(expr, scope, way, there)
        elif kind == "list":
            for item in expr.list.elements:
                self.walk(item, scope, _Way.UNKNOWN, there)
        elif kind == "loop":
            self._loop(expr.loop, scope, way, there)

    def _select(self, expr: Any, scope: _Scope, way: _Way, there: frozenset[str]) -> None:
        path = path_of(expr, scope)
        if not expr.select.test_only:
            if path is None:
                self.walk(expr.select.operand, scope, _Way.UNKNOWN, there)
            self._read(expr, path, there)
        elif way is not self.allowed:
            good = "fire" if self.allowed is _Way.LESS else "exempt nobody"
            raise self._fail(
                expr,
                f"a missing '{path}' would satisfy this: write the condition so that its absence "
                f"makes the rule {good}",
            )

    def _read(self, expr: Any, path: str | None, there: frozenset[str]) -> None:
        fact = schema.paths().get(path) if path else None
        if fact is None or path is None or path.endswith(schema.ELEMENT):
            return
        if fact.is_group and not fact.many:
            return
        if path not in self.needs and path not in there:
            raise self._fail(
                expr,
                f"'{path}' may be missing here: name it in needs, or write has({path}) && before it",
            )

    def _call(self, expr: Any, scope: _Scope, way: _Way, there: frozenset[str]) -> None:
        name = expr.call.function
        args = operands(expr)
        if name == "!_":
            self.walk(args[0], scope, way.turned(), there)
        elif name in ("_&&_", "_||_"):
            # What one side tests holds wherever the other side counts.
            tested = [frozenset(_tested(arg, scope, joined=name)) for arg in args]
            for place, arg in enumerate(args):
                others = frozenset().union(*(each for at, each in enumerate(tested) if at != place))
                self.walk(arg, scope, way, there | others)
        elif name == "_?_:_":
            # The condition tells the branches of no fact that is there: no has() passes in it.
            self.walk(args[0], scope, _Way.UNKNOWN, there)
            self.walk(args[1], scope, way, there)
            self.walk(args[2], scope, way, there)
        elif name in _COMPARED:
            left = _Way(way * _COMPARED[name])
            self.walk(args[0], scope, left, there)
            self.walk(args[1], scope, left.turned(), there)
        elif name == "size":
            self.walk(args[0], scope, way, there)
        else:
            for arg in args:
                self.walk(arg, scope, _Way.UNKNOWN, there)

    def _loop(self, loop: Any, scope: _Scope, way: _Way, there: frozenset[str]) -> None:
        """exists(), all(), filter() and map(), as CEL writes them out."""
        through = element_of(loop.iter_range, scope)
        inner = {**scope, loop.iter_var: through, loop.accu_var: None}
        step = loop.loop_step
        joined = step.call.function if step.WhichOneof("kind") == "call" else ""
        is_plain = loop.result.WhichOneof("kind") == "ident"
        if joined == "_||_" and is_plain:  # exists
            self.walk(loop.iter_range, scope, way, there)
            self.walk(step, inner, way, there)
        elif joined == "_&&_" and is_plain:  # all: of nothing it is true
            self.walk(loop.iter_range, scope, way.turned(), there)
            self.walk(step, inner, way, there)
        elif joined == "_?_:_" and is_plain:  # filter
            self.walk(loop.iter_range, scope, way, there)
            self.walk(step.call.args[0], inner, way, there)
            known = there | set(_tested(step.call.args[0], inner, joined="_&&_"))
            self.walk(step.call.args[1], inner, _Way.UNKNOWN, known)
        else:
            self.walk(loop.iter_range, scope, _Way.UNKNOWN, there)
            for part in (step, loop.result):
                self.walk(part, inner, _Way.UNKNOWN, there)

    def _fail(self, expr: Any, reason: str) -> Exception:
        before = self.text[: self.positions.get(expr.id, 0)]
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        return self.node.fail_inside(line, column, reason)


def _tested(expr: Any, scope: _Scope, *, joined: str) -> Iterator[str]:
    """The facts that are there where an && of this counts, or where an || with this does.

    `has(a) && has(b)` tells of both beside an &&; `!has(a) || !has(b)` tells of both beside an ||.
    """
    if expr.WhichOneof("kind") == "call" and expr.call.function == joined:
        for arg in expr.call.args:
            yield from _tested(arg, scope, joined=joined)
        return
    if joined == "_||_":
        if expr.WhichOneof("kind") != "call" or expr.call.function != "!_":
            return
        expr = expr.call.args[0]
    if expr.WhichOneof("kind") == "select" and expr.select.test_only:
        path = path_of(expr, scope)
        if path is not None:
            yield path
