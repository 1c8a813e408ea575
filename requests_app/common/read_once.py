"""What a page asks for several times is read once, and only while one page is read.

A change must never decide on what was read before it: `reading_afresh` keeps nothing, and a use case opens it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

Given = ParamSpec("Given")
Read = TypeVar("Read")

_kept: ContextVar[dict[Hashable, Any] | None] = ContextVar("read once", default=None)


@contextmanager
def reading_once() -> Iterator[None]:
    """Until this ends, each function marked with `read_once` reads once for the same arguments.

    One that is opened inside another begins anew: what was read before it is read again.
    """
    before = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(before)


@contextmanager
def reading_afresh() -> Iterator[None]:
    """Until this ends, everything is read each time, as it is outside any `reading_once`."""
    before = _kept.set(None)
    try:
        yield
    finally:
        _kept.reset(before)


def read_once(read: Callable[Given, Read]) -> Callable[Given, Read]:
    """Mark a function that may answer from what it read before, within one `reading_once`.

    Its arguments must be hashable (a model's row is its key), and nobody may change what it returns. What it raises
    is not kept.
    """

    @wraps(read)
    def once(*args: Given.args, **kwargs: Given.kwargs) -> Read:
        kept = _kept.get()
        if kept is None:
            return read(*args, **kwargs)
        asked = (read, args, tuple(sorted(kwargs.items())))
        if asked not in kept:
            kept[asked] = read(*args, **kwargs)
        answer: Read = kept[asked]
        return answer

    return once
