"""Reference numbers that people read aloud and type: CS-2026-000042-X.

Must not be used as keys: rows are found by their ids, a reference is only how people name them.
"""

from __future__ import annotations

import re

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PREFIX = "CS"
_LAST_NUMBER = 999_999
_SHAPE = re.compile(r"CS([0-9]{4})([0-9]{6})([0-9A-Z])", re.ASCII)
# What people, word processors and fax machines put between the groups.
_SEPARATORS = re.compile("[\\s\\-\u00ad\u2010-\u2015\u2212_./]+")


def check_character(payload: str) -> str:
    """The ISO 7064 MOD 37,36 check character for digits and capital letters."""
    product = 36
    for character in payload:
        total = (product + _ALPHABET.index(character)) % 36 or 36
        product = total * 2 % 37
    return _ALPHABET[(37 - product) % 36]


def format_reference(year: int, number: int) -> str:
    """The reference of the number-th request of a year; raises ValueError outside its range."""
    if not 1000 <= year <= 9999:
        raise ValueError("The year of a reference has four digits.")
    if not 0 < number <= _LAST_NUMBER:
        raise ValueError("The number of a reference lies between 1 and 999999.")
    payload = f"{_PREFIX}{year:04d}{number:06d}"
    return f"{_PREFIX}-{year:04d}-{number:06d}-{check_character(payload)}"


def parse_reference(text: str) -> tuple[int, int]:
    """(year, number) of a typed reference, forgiving about case, spaces and dashes.

    Raises ValueError when it is no reference, or when its check character shows a mistyped one.
    """
    compact = _SEPARATORS.sub("", text[:100]).upper()
    found = _SHAPE.fullmatch(compact)
    if found is None:
        raise ValueError("This is not a reference number.")
    year, number = int(found[1]), int(found[2])
    if check_character(compact[:-1]) != found[3] or number == 0 or year < 1000:
        raise ValueError("The reference number was mistyped.")
    return year, number
