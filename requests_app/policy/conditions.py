"""Compiles a rule's conditions, type-checks them, and tells which facts they read.

Evaluates nothing about a request by itself; an expression that could outwit the type check is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from cel_expr_python import cel
from google.protobuf import any_pb2, descriptor_pb2, descriptor_pool, message_factory

from requests_app.policy import schema
from requests_app.policy.document import Node

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


def syntax_of(program: Any) -> Any:
    """Return the checked syntax tree of a compiled condition, as far as it is needed here."""
    return _syntax().FromString(any_pb2.Any.FromString(program.serialize()).value)


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
        path = self._path(expr, scope)
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
        operands = [*([call.target] if call.HasField("target") else []), *call.args]
        if call.function in ("_==_", "_!=_", "@in"):
            self._check_codes(operands, scope)
        for operand in operands:
            self._walk(operand, scope, loops)

    def _check_codes(self, operands: list[Any], scope: dict[str, str | None]) -> None:
        """A code that its enumeration does not have is a misspelling, though CEL sees only strings."""
        for fact_side, text_side in (operands, reversed(operands)):
            path = self._path(fact_side, scope)
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
        inner = {**scope, loop.iter_var: self._element(loop.iter_range, scope), loop.accu_var: None}
        for part in (loop.accu_init, loop.loop_condition, loop.loop_step, loop.result):
            self._walk(part, inner, loops + 1)

    def _element(self, expr: Any, scope: dict[str, str | None]) -> str | None:
        """The path of one element of a list: of a fact, of what filter() leaves of it, or of codes."""
        if expr.WhichOneof("kind") == "loop":
            return self._element(expr.loop.iter_range, scope)
        path = self._path(expr, scope)
        return path + schema.ELEMENT if path else None

    def _path(self, expr: Any, scope: dict[str, str | None]) -> str | None:
        kind = expr.WhichOneof("kind")
        if kind == "ident":
            return scope.get(expr.ident.name, expr.ident.name)
        if kind == "select":
            operand = self._path(expr.select.operand, scope)
            return f"{operand}.{expr.select.field}" if operand else None
        return None

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


# The numbers below are those of CEL's published syntax.proto; fields left out are skipped when reading.
_SYNTAX: dict[str, list[tuple[str, int, str]]] = {
    "Const": [("text", 6, "string")],
    "Ident": [("name", 1, "string")],
    "Select": [("operand", 1, "Expr"), ("field", 2, "string"), ("test_only", 3, "bool")],
    "Call": [("target", 1, "Expr"), ("function", 2, "string"), ("args", 3, "*Expr")],
    "List": [("elements", 1, "*Expr")],
    "Struct": [],  # refused, whatever it holds
    "Loop": [
        ("iter_var", 1, "string"),
        ("iter_range", 2, "Expr"),
        ("accu_var", 3, "string"),
        ("accu_init", 4, "Expr"),
        ("loop_condition", 5, "Expr"),
        ("loop_step", 6, "Expr"),
        ("result", 7, "Expr"),
    ],
    "Expr": [
        ("id", 2, "int64"),
        ("const", 3, "Const"),
        ("ident", 4, "Ident"),
        ("select", 5, "Select"),
        ("call", 6, "Call"),
        ("list", 7, "List"),
        ("struct", 8, "Struct"),
        ("loop", 9, "Loop"),
    ],
    "SourceInfo": [("positions", 4, "*SourceInfo.PositionsEntry")],
    "Checked": [("expr", 4, "Expr"), ("source_info", 5, "SourceInfo")],
}
_WIRE = {"string": 9, "bool": 8, "int64": 3}


@lru_cache(maxsize=1)
def _syntax() -> Any:
    """A reader for the part of CEL's checked syntax tree that is needed here."""
    file = descriptor_pb2.FileDescriptorProto(
        name="countersign/syntax.proto", package="countersign.syntax", syntax="proto2"
    )
    for name, fields in _SYNTAX.items():
        message = file.message_type.add(name=name)
        for field_name, number, kind in fields:
            made = message.field.add(name=field_name, number=number)
            made.label = 3 if kind.startswith("*") else 1
            if kind in _WIRE:
                made.type = _WIRE[kind]
                continue
            made.type = 11
            made.type_name = f".countersign.syntax.{kind.removeprefix('*')}"
        if name == "Expr":
            message.oneof_decl.add(name="kind")
            for made in message.field:
                if made.name != "id":
                    made.oneof_index = 0
        if name == "SourceInfo":
            # On the wire a map is a list of entries, whose type is named after the field.
            entry = message.nested_type.add(name="PositionsEntry")
            entry.options.map_entry = True
            entry.field.add(name="key", number=1, type=3, label=1)
            entry.field.add(name="value", number=2, type=5, label=1)
    pool = descriptor_pool.DescriptorPool()
    pool.AddSerializedFile(file.SerializeToString())
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("countersign.syntax.Checked"))
