"""What a module's tests begin with: run once, though its fixture returns another function object for each test."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from types import FunctionType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.builders import InventedAgency


class Prepared:
    """What brings the agency to where a module's tests begin. Two are equal if the same lines do the same.

    A fixture that returns a lambda, or a function written inside it, returns another object for each test: by itself
    it would be run, and leave a database behind, each time. The same lines with other values are something else.
    """

    def __init__(self, prepare: Callable[[InventedAgency], Any]) -> None:
        self.prepare = prepare
        self._key: tuple[Any, ...] = (prepare,)
        if isinstance(prepare, FunctionType):
            with suppress(
                TypeError, ValueError
            ):  # a value without a hash, or not there yet: nothing is known of it
                key = _key_of(prepare)
                hash(key)
                self._key = key

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Prepared) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


def _key_of(function: FunctionType) -> tuple[Any, ...]:
    named = tuple(sorted((function.__kwdefaults__ or {}).items()))
    values = tuple(cell.cell_contents for cell in function.__closure__ or ())
    return (function.__module__, function.__code__, function.__defaults__, named, values)
