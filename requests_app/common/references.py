"""Reference numbers that people read aloud and type: CS-2026-000042-X.

Must not be used as keys: rows are found by their ids, a reference is only how people name them.
"""

from __future__ import annotations

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PREFIX = "CS"
_LAST_NUMBER = 999_999


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
