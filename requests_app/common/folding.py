"""A name as it is looked for and put in order: no accents, no capitals, one apostrophe, one hyphen.

Must not be shown or kept in place of the name. The database folds by the same steps
(`accounts/migrations/0009`): a change of one is a change of both, and a test compares them.
"""

from __future__ import annotations

import re
import unicodedata

_LONE_ACCENTS = "`\u00b4\u1fbd\u1fbf\u1fef\u1ffd\u1ffe\uff40"
"""Signs that people type for an apostrophe, and that would fall apart into a blank and an accent."""

_MARKS = re.compile(
    r"[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    r"\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"
    r"\u00ad\u200b-\u200f\u2060\ufeff]+"
)
"""Accents and points that stand on letters, and what is not seen at all."""

_BLANKS = re.compile(r"[\u0009-\u000d\u0020\u0085\u1680\u2028\u2029]+")

_APOSTROPHES = "\u2018\u2019\u201b\u2032\u2035\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u02ca\u02cb\u055a\u05f3\ua78c"
_HYPHENS = "\u058a\u05be\u2010\u2012\u2013\u2014\u2015\u2043\u2212"
_PLAIN = {
    "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n", "ĸ": "k",
    "ƀ": "b", "ɓ": "b", "ƈ": "c", "ɖ": "d", "ɗ": "d", "ǝ": "e", "ə": "e", "ɛ": "e", "ƒ": "f",
    "ɠ": "g", "ɨ": "i", "ƙ": "k", "ƚ": "l", "ɲ": "n", "ɔ": "o", "ƥ": "p", "ƭ": "t", "ʋ": "v",
    "ƴ": "y", "ƶ": "z", "ς": "σ",
}  # fmt: skip
_AS_TWO = {"œ": "oe", "æ": "ae", "ß": "ss", "þ": "th"}

# Scripts with capitals that names here are written in: Latin, Greek, Cyrillic, Armenian.
_WITH_CAPITALS = (*range(0x41, 0x250), *range(0x370, 0x530), *range(0x531, 0x557), 0x1E9E)


def _one_for_one() -> dict[int, str]:
    table = {ord(sign): "'" for sign in _APOSTROPHES} | {ord(sign): "-" for sign in _HYPHENS}
    for code in _WITH_CAPITALS:
        letter = chr(code)
        small = letter.lower()
        if not unicodedata.decomposition(letter) and len(small) == 1:
            plain = _PLAIN.get(small, small)
            if plain != letter:
                table[code] = plain
    return table | {ord(letter): plain for letter, plain in _PLAIN.items()}


ONE_FOR_ONE = _one_for_one()
"""What stands for a single sign, by its code."""


def folded(text: str) -> str:
    """Return a text as it is compared: «Éloïse  O’Brien» is «eloise o'brien», «Straße» is «strasse».

    What is written in a script without capitals stays as it is, without its points.
    """
    apart = unicodedata.normalize(
        "NFKD", text.translate(dict.fromkeys(map(ord, _LONE_ACCENTS), "'"))
    )
    plain = _MARKS.sub("", apart).translate(ONE_FOR_ONE)
    for letter, two in _AS_TWO.items():
        plain = plain.replace(letter, two)
    return _BLANKS.sub(" ", plain).strip(" ")
