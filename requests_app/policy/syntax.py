"""Reads the syntax tree of a compiled condition: its parts, and which fact a part names.

Judges nothing; conditions.py, absence.py and judged.py each walk it for a question of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from google.protobuf import any_pb2, descriptor_pb2, descriptor_pool, message_factory

from requests_app.policy import schema

Scope = Mapping[str, str | None]
"""Loop variable -> the path of what it goes through; None for a loop's own accumulator."""


def syntax_of(program: Any) -> Any:
    """Return the checked syntax tree of a compiled condition, as far as it is needed here."""
    return _syntax().FromString(any_pb2.Any.FromString(program.serialize()).value)


def path_of(expr: Any, scope: Scope) -> str | None:
    """The path that a part names, of a fact or not; None for any other part."""
    kind = expr.WhichOneof("kind")
    if kind == "ident":
        return scope.get(expr.ident.name, expr.ident.name)
    if kind == "select":
        operand = path_of(expr.select.operand, scope)
        return f"{operand}.{expr.select.field}" if operand else None
    return None


def element_of(expr: Any, scope: Scope) -> str | None:
    """The path of one element of a list: of a fact, of what filter() leaves of it, or of codes."""
    if expr.WhichOneof("kind") == "loop":
        return element_of(expr.loop.iter_range, scope)
    path = path_of(expr, scope)
    return path + schema.ELEMENT if path else None


def operands(expr: Any) -> list[Any]:
    """The parts that a call works on: the one before the dot, if there is one, then its arguments."""
    return [*([expr.call.target] if expr.call.HasField("target") else []), *expr.call.args]


# The numbers below are those of CEL's published syntax.proto; fields left out are skipped when reading.
_SYNTAX: dict[str, list[tuple[str, int, str]]] = {
    "Const": [("number", 3, "int64"), ("text", 6, "string")],
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
