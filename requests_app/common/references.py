"""Reference numbers that people read aloud and type: CS-2026-000042-X.

Must not be used as keys: rows are found by their ids, a reference is only how people name them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from requests_app.common.dashes import with_hyphens

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


_SHAPE = re.compile(rf"{_PREFIX}[0-9]{{4}}[0-9]{{6}}[0-9A-Z]")
_MOST_READ = 5_000


@dataclass(frozen=True, slots=True)
class ReadReferences:
    """What somebody typed as reference numbers.

    Attributes:
        right: reference numbers as they are kept.
        wrong: those whose last letter or digit does not fit the rest: something was misread or mistyped.
        other: words that do not have the shape of a reference number, as typed.
    """

    right: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    other: tuple[str, ...] = ()


def read_references(typed: str) -> ReadReferences:
    """Read reference numbers parted by commas, semicolons or blanks, however their dashes are typed.

    CS-2026-000042-X may be typed with any dash, with blanks in place of dashes, with neither, and in
    small letters.
    """
    right: list[str] = []
    wrong: list[str] = []
    other: list[str] = []
    for piece in re.split(r"[,;\n]", with_hyphens(typed[:_MOST_READ])):
        _read_piece(piece, right, wrong, other)
    return ReadReferences(*(tuple(dict.fromkeys(found)) for found in (right, wrong, other)))


def _read_piece(piece: str, right: list[str], wrong: list[str], other: list[str]) -> None:
    """Read what stands between two commas: blanks may part numbers there, or stand inside one."""
    words = piece.split()
    while words:
        for taken in range(1, len(words) + 1):
            bare = "".join(words[:taken]).replace("-", "").upper()
            if _SHAPE.fullmatch(bare):
                payload, last = bare[:-1], bare[-1]
                spelt = f"{bare[:2]}-{bare[2:6]}-{bare[6:12]}-{last}"
                (right if check_character(payload) == last else wrong).append(spelt)
                words = words[taken:]
                break
            if len(bare) > len(_PREFIX) + 11:
                other.append(words.pop(0))
                break
        else:
            other.append(words.pop(0))
