"""Data of others is taken exactly as declared, or refused with every fault at its path.

Shapes are made here for the purpose; no shape of the product is looked at.
"""

from __future__ import annotations

import traceback
from dataclasses import dataclass, field, make_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal, NewType

import pytest

from requests_app.common import foreign_data
from requests_app.common.foreign_data import (
    Fault,
    JsonFault,
    Malformed,
    NotStrictJson,
    Problem,
    StrictConverter,
    Unfit,
)


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


Even = NewType("Even", int)


@dataclass(frozen=True)
class Part:
    name: str
    weight: Decimal = Decimal(1)


@dataclass(frozen=True)
class Thing:
    long_name: str
    count: int = 0
    on: bool = False
    seen_on: date | None = None
    seen_at: datetime | None = None
    colour: Colour = Colour.RED
    kind: Literal["FACE"] = "FACE"
    parts: tuple[Part, ...] = ()
    by_name: dict[str, Part] = field(default_factory=dict)
    even: Even = Even(0)
    anything: Any = None


def even(value: Any, _kind: Any) -> Any:
    if type(value) is not int or value % 2:
        raise Unfit("an even number")
    return value


def converter(**options: Any) -> StrictConverter:
    made = StrictConverter(**options)
    made.register_structure_hook(Even, even)
    return made


def problems(data: Any, *, shape: type = Thing, **options: Any) -> list[str]:
    with pytest.raises(Malformed) as caught:
        converter(**options).read(data, shape)
    return [str(each) for each in caught.value.problems]


# --- JSON


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", JsonFault.NOT_JSON),
        (b"{", JsonFault.NOT_JSON),
        (b'"\xff"', JsonFault.NOT_JSON),
        (b"\xef\xbb\xbf1", JsonFault.NOT_JSON),
        (b"[" * 200_000, JsonFault.NOT_JSON),
        (b"1e99999999999999999999", JsonFault.NOT_JSON),
        (b'{"a": 1, "b": {"c": 1, "c": 1}}', JsonFault.KEY_TWICE),
        (b'{"a": 1, "\\u0061": 1}', JsonFault.KEY_TWICE),
        (b"[NaN", JsonFault.NOT_A_NUMBER),
        (b"[Infinity]", JsonFault.NOT_A_NUMBER),
        (b"[-Infinity]", JsonFault.NOT_A_NUMBER),
    ],
)
def test_what_is_not_strict_json_is_refused(data: bytes, fault: JsonFault) -> None:
    with pytest.raises(NotStrictJson) as caught:
        foreign_data.load_json(data)
    assert caught.value.fault is fault
    assert caught.value.__context__ is None


def test_numbers_are_read_without_rounding() -> None:
    read = foreign_data.load_json(b'{"a": 0.10000000000000000001, "b": 7}')
    assert read == {"a": Decimal("0.10000000000000000001"), "b": 7}
    assert [type(each) for each in read.values()] == [Decimal, int]


# --- shapes


def test_what_fits_is_built() -> None:
    data = {
        "longName": "x",
        "count": 3,
        "on": True,
        "seenOn": "2026-03-01",
        "seenAt": "2026-03-01T09:30:00+00:00",
        "colour": "blue",
        "parts": [{"name": "a", "weight": 2}, {"name": "b", "weight": Decimal("0.5")}],
        "byName": {"z": {"name": "c"}},
        "even": 4,
        "anything": [{"free": None}],
    }
    assert converter(key_of=foreign_data.camel_case, dates_as_text=True).read(data, Thing) == Thing(
        long_name="x",
        count=3,
        on=True,
        seen_on=date(2026, 3, 1),
        seen_at=datetime(2026, 3, 1, 9, 30, tzinfo=UTC),
        colour=Colour.BLUE,
        parts=(Part("a", Decimal(2)), Part("b", Decimal("0.5"))),
        by_name={"z": Part("c")},
        even=Even(4),
        anything=[{"free": None}],
    )


@pytest.mark.parametrize(
    ("key", "value", "wanted"),
    [
        ("long_name", 3, "a text"),
        ("long_name", None, "a text"),
        ("long_name", ["x"], "a text"),
        ("count", True, "a whole number"),
        ("count", "3", "a whole number"),
        ("count", 3.0, "a whole number"),
        ("count", Decimal(3), "a whole number"),
        ("on", 1, "true or false"),
        ("on", "true", "true or false"),
        ("on", None, "true or false"),
        ("seen_on", "2026-03-01", "a date"),
        ("seen_on", datetime(2026, 3, 1, tzinfo=UTC), "a date"),
        ("seen_at", date(2026, 3, 1), "a date with a time"),
        ("colour", "green", "one of: red, blue"),
        ("colour", 1, "one of: red, blue"),
        ("colour", ["red"], "one of: red, blue"),
        ("kind", "IRIS", "one of: FACE"),
        ("parts", "ab", "a list"),
        ("parts", {"name": "a"}, "a list"),
        ("parts", None, "a list"),
        ("by_name", [], "a map of keys to values"),
        ("even", 3, "an even number"),
    ],
)
def test_nothing_is_coerced(key: str, value: Any, wanted: str) -> None:
    assert problems({"long_name": "x"} | {key: value}) == [f"{key}: expected {wanted}"]


@pytest.mark.parametrize("weight", [True, "1", 1.0, float("nan"), None])
def test_a_number_is_a_whole_one_or_a_decimal(weight: object) -> None:
    assert problems({"name": "a", "weight": weight}, shape=Part) == ["weight: expected a number"]


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("seen_on", "20260301"),
        ("seen_on", "2026-W09-7"),
        ("seen_on", "2026-03-01T00:00:00"),
        ("seen_at", "2026-03-01"),
        ("seen_at", "2026-03-01 09:30:00+00:00"),
        ("seen_at", "2026-03-01T09:30:00Z"),
        ("seen_on", 20260301),
    ],
)
def test_a_date_in_text_has_one_spelling(key: str, text: object) -> None:
    (said,) = problems({"long_name": "x", key: text}, dates_as_text=True)
    assert said.startswith(f"{key}: expected a date")


def test_null_stands_for_nothing_only_where_it_may() -> None:
    assert converter().read({"long_name": "x", "seen_on": None}, Thing) == Thing("x")
    assert problems({"long_name": "x", "seen_on": None}, null_for_none=False) == [
        "seen_on: expected a date"
    ]


@pytest.mark.parametrize("data", [None, [], "longName", 3, [["long_name", "x"]]])
def test_a_shape_is_read_from_a_map_only(data: object) -> None:
    assert problems(data) == ["expected a map of keys to values"]


def test_all_problems_are_told_by_their_paths() -> None:
    data = {
        "count": "3",
        "parts": [{"name": "a"}, {"weight": 1, "wait": 2}, 7],
        "more": 1,
    }
    with pytest.raises(Malformed) as caught:
        converter(key_of=foreign_data.camel_case).read(data, Thing)
    assert caught.value.problems == (
        Problem(
            ("more",),
            Fault.UNKNOWN,
            "anything, byName, colour, count, even, kind, longName, on, parts, seenAt, seenOn",
        ),
        Problem(("longName",), Fault.MISSING),
        Problem(("count",), Fault.UNFIT, "a whole number"),
        Problem(("parts", 1, "wait"), Fault.UNKNOWN, "name, weight"),
        Problem(("parts", 1, "name"), Fault.MISSING),
        Problem(("parts", 2), Fault.UNFIT, "a map of keys to values"),
    )
    assert "parts[1].name: is missing" in str(caught.value)


def test_a_path_begins_with_a_number_in_a_list() -> None:
    assert foreign_data.path_text((2, "scores", 0, "galleries")) == "[2].scores[0].galleries"


def test_neither_values_nor_keys_of_the_writer_are_told() -> None:
    secret = "the-informer"
    data = {
        "long_name": [secret],
        "count": secret,
        "colour": secret,
        "seen_on": secret,
        "by_name": {secret: secret},
        secret: secret,
    }
    with pytest.raises(Malformed) as caught:
        converter(dates_as_text=True).read(data, Thing)
    error = caught.value
    assert error.__context__ is None
    for told in (str(error), repr(error.problems), "".join(traceback.format_exception(error))):
        assert secret not in told
    assert "by_name.?: expected a map of keys to values" in str(error)
    unknown = error.problems[0].path[-1]
    assert isinstance(unknown, foreign_data.WritersKey)
    assert unknown.shown == secret


@pytest.mark.parametrize(
    "kind", [list[str], set[str], frozenset[str], tuple[str, int], float, bytes]
)
def test_a_shape_that_would_be_read_loosely_is_a_fault_of_the_program(kind: Any) -> None:
    loose = make_dataclass("Loose", [("held", kind)], frozen=True)
    secret = "the-informer"
    with pytest.raises(TypeError) as caught:
        converter().read({"held": secret}, loose)
    assert secret not in "".join(traceback.format_exception(caught.value))


def test_no_more_than_the_first_faults_of_a_list_or_a_map_are_told() -> None:
    told = problems({"long_name": "x", "parts": [1] * 1000})
    assert told == [f"parts[{number}]: expected a map of keys to values" for number in range(20)]
    assert len(problems({"long_name": "x"} | {f"k{number}": 1 for number in range(1000)})) == 20


def test_a_number_of_any_length_is_a_number_and_no_shape_takes_it_for_an_int() -> None:
    read = foreign_data.load_json(b"[" + b"9" * 10_000 + b", 12]")
    assert read == [Decimal("9" * 10_000), 12]
    assert type(read[1]) is int
