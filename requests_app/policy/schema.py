"""Turns the fact dataclasses into protobuf types for CEL, and facts into messages of those types.

Holds no list of facts of its own: everything is read from the dataclasses, so that no second list can drift.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import types
import typing
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

from cel_expr_python import cel
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory, timestamp_pb2

from requests_app.policy.facts import Facts

PACKAGE = "countersign.facts"
ELEMENT = "[]"

_FieldProto = descriptor_pb2.FieldDescriptorProto
_SCALARS = {bool: _FieldProto.TYPE_BOOL, int: _FieldProto.TYPE_INT64, str: _FieldProto.TYPE_STRING}


class FactError(Exception):
    """A fact holds a value that its type does not allow. Raised before any rule runs."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


@dataclasses.dataclass(frozen=True)
class FactType:
    """What one fact path holds: a scalar, a code of an enumeration, a group or a list of one of them."""

    python: type
    many: bool = False

    @property
    def is_group(self) -> bool:
        """Whether its fields, not itself, are facts."""
        return dataclasses.is_dataclass(self.python)

    @property
    def codes(self) -> frozenset[str] | None:
        """The codes allowed, when this is a closed list."""
        if issubclass(self.python, StrEnum):
            return frozenset(member.value for member in self.python)
        return None


@cache
def fields_of(group: type) -> Mapping[str, FactType]:
    """Name and type of each field of a fact dataclass, in order."""
    hints = typing.get_type_hints(group)
    return {field.name: _fact_type(hints[field.name]) for field in dataclasses.fields(group)}


def _fact_type(hint: Any) -> FactType:
    """Read `X`, `X | None` or `tuple[X, ...] | None`; anything else is a mistake in facts.py."""
    if isinstance(hint, types.UnionType):
        (hint,) = (part for part in typing.get_args(hint) if part is not type(None))
    if typing.get_origin(hint) is tuple:
        element, dots = typing.get_args(hint)
        if dots is not Ellipsis:
            raise TypeError(f"a list of facts must be tuple[X, ...], not {hint}")
        return FactType(element, many=True)
    return FactType(hint)


def paths() -> Mapping[str, FactType]:
    """Every fact path, `alt[].means` for what lies inside a list, with its type."""
    return _PATHS


def _walk(group: type, prefix: str) -> dict[str, FactType]:
    found: dict[str, FactType] = {}
    for name, kind in fields_of(group).items():
        path = f"{prefix}{name}"
        found[path] = kind
        if kind.many:
            found[path + ELEMENT] = FactType(kind.python)
        if kind.is_group:
            found |= _walk(kind.python, f"{path}{ELEMENT if kind.many else ''}.")
    return found


def _groups(group: type) -> list[type]:
    """The dataclasses below this one, each once, leaves first."""
    below: list[type] = []
    for kind in fields_of(group).values():
        if kind.is_group:
            below += [inner for inner in [*_groups(kind.python), kind.python] if inner not in below]
    return below


def _build_pool() -> descriptor_pool.DescriptorPool:
    file = descriptor_pb2.FileDescriptorProto(
        name="countersign/facts.proto",
        package=PACKAGE,
        syntax="proto2",  # only proto2 keeps "not known" apart from zero and the empty string
        dependency=[timestamp_pb2.DESCRIPTOR.name],
    )
    for group in [*_groups(Facts), Facts]:
        message = file.message_type.add(name=group.__name__)
        for number, (name, kind) in enumerate(fields_of(group).items(), start=1):
            field = message.field.add(name=name, number=number)
            field.label = _FieldProto.LABEL_REPEATED if kind.many else _FieldProto.LABEL_OPTIONAL
            if kind.is_group:
                field.type = _FieldProto.TYPE_MESSAGE
                field.type_name = f".{PACKAGE}.{kind.python.__name__}"
            elif issubclass(kind.python, date):
                field.type = _FieldProto.TYPE_MESSAGE
                field.type_name = ".google.protobuf.Timestamp"
            else:
                field.type = _SCALARS[str if issubclass(kind.python, str) else kind.python]
    pool = descriptor_pool.DescriptorPool()
    pool.AddSerializedFile(timestamp_pb2.DESCRIPTOR.serialized_pb)
    pool.AddSerializedFile(file.SerializeToString())
    return pool


_PATHS = _walk(Facts, "")
_POOL = _build_pool()


@cache
def _message_class(group: type) -> Any:
    return message_factory.GetMessageClass(
        _POOL.FindMessageTypeByName(f"{PACKAGE}.{group.__name__}")
    )


@lru_cache(maxsize=1)
def environment() -> Any:
    """The one CEL environment: a variable for each group of facts, and `now` and `today`."""
    variables = {"now": cel.Type.TIMESTAMP, "today": cel.Type.TIMESTAMP}
    for name, kind in fields_of(Facts).items():
        declared = cel.Type(f"{PACKAGE}.{kind.python.__name__}")
        variables[name] = cel.Type.List(declared) if kind.many else declared
    return cel.NewEnv(_POOL, variables=variables)


def midnight(day: date) -> datetime:
    """How a day is written for CEL, which has no dates: its first instant, as if in UTC."""
    return datetime.combine(day, time(), tzinfo=UTC)


def activation(facts: Facts, *, now: datetime, today: date) -> Any:
    """Bind the facts for CEL.

    Raises:
        FactError: a value is of the wrong type, or a code is not of its list.
    """
    bound: dict[str, Any] = {"now": now.astimezone(UTC), "today": midnight(today)}
    for name, kind in fields_of(Facts).items():
        value = getattr(facts, name)
        if kind.many:
            bound[name] = [_message(kind.python, item, f"{name}[]") for item in value or ()]
        else:
            bound[name] = _message(kind.python, value, name)
    return environment().Activation(bound)


def _message(group: type, value: Any, path: str) -> Any:
    if not isinstance(value, group):
        raise FactError(path, f"expected {group.__name__}, got {type(value).__name__}")
    message = _message_class(group)()
    for name, kind in fields_of(group).items():
        fact = getattr(value, name)
        where = f"{path}.{name}"
        if fact is None:
            continue
        if kind.many:
            if not isinstance(fact, tuple):
                raise FactError(where, f"expected a tuple, got {type(fact).__name__}")
            target = getattr(message, name)
            for item in fact:
                if kind.is_group:
                    target.append(_message(kind.python, item, where))
                else:
                    target.append(_scalar(kind, item, where))
        elif kind.is_group:
            getattr(message, name).CopyFrom(_message(kind.python, fact, where))
        elif issubclass(kind.python, date):
            getattr(message, name).FromDatetime(_instant(kind, fact, where))
        else:
            setattr(message, name, _scalar(kind, fact, where))
    return message


def _instant(kind: FactType, fact: Any, path: str) -> datetime:
    # datetime is a subclass of date: neither may stand in for the other.
    if type(fact) is not kind.python or not isinstance(fact, date):
        raise FactError(path, f"expected {kind.python.__name__}, got {type(fact).__name__}")
    if isinstance(fact, datetime):
        if fact.tzinfo is None:
            raise FactError(path, "a time needs its zone")
        return fact.astimezone(UTC)
    return midnight(fact)


def _scalar(kind: FactType, fact: Any, path: str) -> Any:
    if kind.codes is not None:
        if not isinstance(fact, str) or fact not in kind.codes:
            raise FactError(path, f"{fact!r} is not a code of {kind.python.__name__}")
        return str(fact)
    # bool is a subclass of int: true is not a count.
    if type(fact) is not kind.python:
        raise FactError(path, f"expected {kind.python.__name__}, got {type(fact).__name__}")
    if isinstance(fact, int) and not -(2**63) <= fact < 2**63:
        raise FactError(path, "the number is too large")
    return fact


def is_missing(facts: Facts, path: str) -> bool:
    """Whether a needed fact is unknown; inside a list, whether any element lacks it."""
    return _missing(facts, path.split("."))


def _missing(value: Any, parts: list[str]) -> bool:
    if value is None:
        return True
    if not parts:
        return False
    head, rest = parts[0], parts[1:]
    if head.endswith(ELEMENT):
        items = getattr(value, head.removesuffix(ELEMENT))
        return items is None or any(_missing(item, rest) for item in items)
    return _missing(getattr(value, head), rest)


def digest(facts: Facts, *, stage: str, today: date) -> str:
    """SHA-256 (hex) of the facts, the stage and the day: the same inputs give the same digest."""
    inputs = {"facts": dataclasses.asdict(facts), "stage": stage, "today": today}
    plain = json.dumps(inputs, sort_keys=True, separators=(",", ":"), default=_plain)
    return hashlib.sha256(plain.encode()).hexdigest()


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise FactError("facts", f"{type(value).__name__} cannot be a fact")
