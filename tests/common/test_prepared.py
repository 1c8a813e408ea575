"""What modules prepare is shared by the tests that mean the same, and by no others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.prepared import Prepared


def by_value(value: Any) -> Callable[[Any], Any]:
    return lambda _agency: value


def by_default(value: Any) -> Callable[[Any], Any]:
    def prepare(_agency: Any, given: Any = value) -> Any:
        return given

    return prepare


def by_name(value: Any) -> Callable[[Any], Any]:
    def prepare(_agency: Any, *, given: Any = value) -> Any:
        return given

    return prepare


def test_the_same_lines_with_the_same_values_are_one() -> None:
    for made in (by_value, by_default, by_name):
        assert made(1) is not made(1)
        assert Prepared(made(1)) == Prepared(made(1))
        assert hash(Prepared(made(1))) == hash(Prepared(made(1)))


def test_the_same_lines_with_other_values_are_not() -> None:
    for made in (by_value, by_default, by_name):
        assert Prepared(made(1)) != Prepared(made(2)), made


def test_other_lines_are_not() -> None:
    first, second = (lambda agency: agency), (lambda agency: (agency,))
    assert len({Prepared(each) for each in (first, second, by_value(1), by_default(1))}) == 4


def test_of_a_value_without_a_hash_nothing_is_known() -> None:
    prepare = by_value([1])
    assert Prepared(prepare) == Prepared(prepare)
    assert Prepared(prepare) != Prepared(by_value([1]))
