"""Compiles a rule's conditions, type-checks them, and tells which facts they read.

Evaluates nothing about a request by itself; an expression that could outwit the type check is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from cel_expr_python import cel

from requests_app.policy import schema
from requests_app.policy.document import Node
from requests_app.policy.syntax import element_of, operands, path_of, syntax_of

MAX_LENGTH = 2000
MAX_NESTED_LOOPS = 2

# dyn() would switch the type check off; type() compares what the check already settled; matches() hides
# its mistakes until it runs; the float and bytes conversions are of no use to rules.
_REFUSED_FUNCTIONS = frozenset({"dyn", "type", "matches", "double", "bytes"})
_PLACE = re.compile(r"<input>:(\d+):(\d+): ([^\n]*)")


@dataclass(frozen=True)
class Condition:
    """A compiled condition; `reads` are the facts whose absence would otherwise pass for a default."""

    text: str
    program: Any = field(compare=False, repr=False)
    reads: frozenset[str]
    tested: frozenset[str]

    def holds(self, activation: Any) -> bool | None:
        """True, false, or None when it cannot be told. CEL gives errors back as values."""
        value = self.program.eval(activation).value()
        return value if isinstance(value, bool) else None


def compile_condition(node: Node) -> Condition:
    """Compile the condition written at this node.

    Raises:
        PackError: at the exact line and column of what is wrong.
    """
    if isinstance(node.value, bool):
        raise node.fail("a condition must read a fact: it may not be constant")
    text = node.text()
    if node.style == ">" or (node.style != "|" and "\n" in str(node.value)):
        raise node.fail("write a condition on one line, or as a block that begins with '|'")
    if len(text) > MAX_LENGTH:
        raise node.fail(f"a condition may not be longer than {MAX_LENGTH} characters")
    try:
        program = schema.environment().compile(text)
    except RuntimeError as error:
        found = _PLACE.search(str(error))
        if found is None:
            raise node.fail(f"cannot be compiled: {str(error).splitlines()[0]}") from None
        line, column, reason = int(found[1]), int(found[2]), found[3]
        raise node.fail_inside(line, column, reason) from None
    if program.return_type() != cel.Type.BOOL:
        raise node.fail(f"must be true or false, but is {program.return_type().name()}")
    reading = _Reading(node, text, program)
    if not reading.reads and not reading.tested:
        raise node.fail("reads no fact, so it would always or never fire")
    return Condition(text, program, frozenset(reading.reads), frozenset(reading.tested))


class _Reading:
    """Walks the checked syntax tree once: which facts are read, and are compared codes real codes?"""

    def __init__(self, node: Node, text: str, program: Any) -> None:
        self.node = node
        self.text = text
        self.reads: set[str] = set()
        self.tested: set[str] = set()
        checked = syntax_of(program)
        self._positions = checked.source_info.positions
        self._walk(checked.expr, {}, 0)

    def _walk(self, expr: Any, scope: dict[str, str | None], loops: int) -> None:
        kind = expr.WhichOneof("kind")
        if kind == "select" or kind == "ident":
            self._read(expr, scope, loops)
        elif kind == "call":
            self._call(expr, scope, loops)
        elif kind == "list":
            for item in expr.list.elements:
                self._walk(item, scope, loops)
        elif kind == "struct":  # no field of a struct is read
            raise self._fail(expr, "building messages or maps is not allowed in a rule")
        elif kind == "loop":
            self._loop(expr, scope, loops)

    def _read(self, expr: Any, scope: dict[str, str | None], loops: int) -> None:
        path = path_of(expr, scope)
        if path is None:
            if expr.WhichOneof("kind") == "select":
                self._walk(expr.select.operand, scope, loops)
            return
        fact = schema.paths().get(path)
        if fact is None:
            return  # now, today, or a loop's own accumulator
        if fact.is_group and not fact.many and not path.endswith(schema.ELEMENT):
            raise self._fail(expr, f"'{path}' is a group: name one of its fields")
        if expr.WhichOneof("kind") == "select" and expr.select.test_only:
            self.tested.add(path)
        elif not path.endswith(schema.ELEMENT):
            self.reads.add(path)  # of an element, the list itself is walked as well

    def _call(self, expr: Any, scope: dict[str, str | None], loops: int) -> None:
        call = expr.call
        if call.function in _REFUSED_FUNCTIONS:
            raise self._fail(expr, f"{call.function}() is not allowed in a rule")
        parts = operands(expr)
        if call.function in ("_==_", "_!=_", "@in"):
            self._check_codes(parts, scope)
        for operand in parts:
            self._walk(operand, scope, loops)

    def _check_codes(self, parts: list[Any], scope: dict[str, str | None]) -> None:
        """A code that its enumeration does not have is a misspelling, though CEL sees only strings."""
        for fact_side, text_side in (parts, reversed(parts)):
            path = path_of(fact_side, scope)
            fact = schema.paths().get(path) if path else None
            codes = fact.codes if fact else None
            if codes is None:
                continue
            for constant in _texts(text_side):
                if constant.const.text not in codes:
                    raise self._fail(constant, f"'{constant.const.text}' is not a code of '{path}'")

    def _loop(self, expr: Any, scope: dict[str, str | None], loops: int) -> None:
        loop = expr.loop
        if loops >= MAX_NESTED_LOOPS:
            raise self._fail(expr, f"more than {MAX_NESTED_LOOPS} loops inside one another")
        self._walk(loop.iter_range, scope, loops)
        inner = {**scope, loop.iter_var: element_of(loop.iter_range, scope), loop.accu_var: None}
        for part in (loop.accu_init, loop.loop_condition, loop.loop_step, loop.result):
            self._walk(part, inner, loops + 1)

    def _fail(self, expr: Any, reason: str) -> Exception:
        before = self.text[: self._positions.get(expr.id, 0)]
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        return self.node.fail_inside(line, column, reason)


def _texts(expr: Any) -> Iterator[Any]:
    if expr.WhichOneof("kind") == "const" and expr.const.HasField("text"):
        yield expr
    elif expr.WhichOneof("kind") == "list":
        for item in expr.list.elements:
            yield from _texts(item)
