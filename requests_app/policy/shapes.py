"""Gives a document of a pack the shape that its reader declares, and names the place of what does not fit.

Holds the kinds of value that packs are made of; what a rule may say is the work of packs.py.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NewType, TypeVar

from requests_app.common.foreign_data import (
    Fault,
    Malformed,
    Path,
    Problem,
    StrictConverter,
    Unfit,
    WritersKey,
)
from requests_app.policy.document import Node
from requests_app.policy.errors import PackError

Text = NewType("Text", str)
"""A text that is not blank, without the blanks around it."""

LastDay = NewType("LastDay", date)
"""A date, or null where a pack says that there is no last day: write `LastDay | None`."""

_T = TypeVar("_T")
_Hook = Callable[[Any, Any], Any]


def shaped(node: Node, shape: type[_T], *, more_keys: bool = False) -> _T:
    """Return what a node holds as a shape.

    Args:
        node: what was read; shape: a frozen dataclass of texts, dates, codes and other shapes.
        more_keys: the map itself may have keys that the shape does not know; they are passed over.

    Raises:
        PackError: the first thing that does not fit, at its place.
    """
    plain = node.plain()
    if more_keys and isinstance(plain, dict):
        known = _converter.keys_of(shape)
        plain = {key: value for key, value in plain.items() if key in known}
    try:
        return _converter.read(plain, shape)
    except Malformed as malformed:
        problem = malformed.problems[0]
    raise _refusal(node, problem)


def pack_writers_words(problem: Problem, value: Any) -> str:
    """Return what is wrong in words for who wrote the pack, who may read its values in them."""
    if problem.fault is Fault.MISSING:
        return f"'{problem.path[-1]}' is missing"
    if problem.fault is Fault.UNKNOWN:
        key = problem.path[-1]
        named = key.shown if isinstance(key, WritersKey) else key
        return f"unknown key '{named}'; known here: {problem.wanted}"
    if problem.fault is Fault.NOT_LISTED and not isinstance(value, (dict, list)):
        return f"'{value}' is not one of: {problem.wanted}"
    if problem.fault is Fault.NOT_LISTED:
        return f"expected one of: {problem.wanted}"
    example = ", as 2026-11-23" if problem.wanted == "a date" else ""
    return f"expected {problem.wanted}{example}"


def text_like(pattern: Callable[[str], object], wanted: str) -> _Hook:
    """Return a rule for texts that a pattern matches; `wanted`: what to say of others."""

    def read(value: Any, kind: Any) -> str:
        text = _text(value, kind)
        if not pattern(text):
            raise Unfit(wanted)
        return text

    return read


def number_like(least: int, most: int, wanted: str) -> _Hook:
    """Return a rule for whole numbers between two, both included; `wanted`: what to say of others."""

    def read(value: Any, _kind: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise Unfit(wanted)
        return value

    return read


def register(kind: Any, rule: _Hook) -> None:
    """Let shapes name a kind of value that a reader made for itself with NewType."""
    _converter.register_structure_hook(kind, rule)


def _refusal(node: Node, problem: Problem) -> PackError:
    """The error at the value, or for a missing key at the map that should have it."""
    path: Path = problem.path[:-1] if problem.fault is Fault.MISSING else problem.path
    place = node.at(path)
    return place.fail(pack_writers_words(problem, place.plain()))


def _text(value: Any, _kind: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Unfit("a text")
    return value.strip()


def _last_day(value: Any, _kind: Any) -> date | None:
    return None if value is None else _converter.structure(value, date)


_converter = StrictConverter(null_for_none=False)
register(Text, _text)
register(LastDay, _last_day)
