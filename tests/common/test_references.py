"""Reference numbers as people type them: any dash, none, blanks, small letters; and misread ones."""

from __future__ import annotations

import pytest

from requests_app.common.references import format_reference, read_references

FIRST, SECOND = format_reference(2026, 1), format_reference(2026, 42)
DASHES = "\u058a\u05be\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d"


def test_the_example_is_one() -> None:
    assert (FIRST, SECOND) == ("CS-2026-000001-E", "CS-2026-000042-T")


@pytest.mark.parametrize(
    "typed",
    [
        "cs 2026–000001 e", "CS2026000001E", "cs-2026-000001-e", "CS – 2026 – 000001 – E", " CS 2026 000001 E ",
        "CS\u00a02026\u202f000001\u00a0E", "CS-2026-\u00ad000001-E",
        *(FIRST.replace("-", dash) for dash in DASHES),
    ],
)  # fmt: skip
def test_a_number_is_read_however_its_dashes_are_typed(typed: str) -> None:
    assert read_references(typed).right == (FIRST,)
    both = read_references(f"{typed}, {SECOND.lower()}")
    assert (both.right, both.wrong, both.other) == ((FIRST, SECOND), (), ())


@pytest.mark.parametrize("parting", [" ", ",", ";", "\n", " , ", "\n\n"])
def test_several_numbers_are_parted(parting: str) -> None:
    assert read_references(parting.join((FIRST, SECOND, FIRST))).right == (FIRST, SECOND)


@pytest.mark.parametrize(
    "typed", ["CS-2026-000001-F", "cs 2026–000010 e", "CS2026000001O", "CS-2062-000001-E"]
)
def test_a_wrong_last_letter_is_told_apart(typed: str) -> None:
    read = read_references(typed)
    assert (read.right, len(read.wrong), read.other) == ((), 1, ())


@pytest.mark.parametrize("typed", ["CS-2026-000001", "GO26-01234", "x", "CS", "É", "٢٠٢٦"])
def test_what_has_another_shape_is_told_apart(typed: str) -> None:
    read = read_references(f"{typed}, {FIRST}")
    assert (read.right, read.wrong, read.other) == ((FIRST,), (), (typed,))


def test_nothing_typed_and_very_much_typed() -> None:
    assert not read_references(" ,; ").right
    read_references("cs 2026 " * 100_000)
