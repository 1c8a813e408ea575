"""What of a text a reader sees: the base of every count of its characters and of every comparison.

Must not change a text that is kept: it only says what is there.
"""

from __future__ import annotations

import unicodedata

from requests_app.common.composing import composed

_NOTHING_TO_SEE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me"})
"""Controls, formats, halves of characters, what has no meaning, and marks without a letter of their own."""

_UNSEEN_ALONE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Controls, formats, halves of characters, separators of lines and paragraphs."""

_BLANK = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and signs that are drawn as nothing (Unicode, Default_Ignorable_Code_Point; the blank of Braille)."""

_IGNORED_MARKS = frozenset(
    "\u034f\u180b\u180c\u180d\u180f"
    + "".join(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
)
"""Marks that are never drawn: joiner of graphemes, and selectors of variations (Default_Ignorable_Code_Point)."""


_COMMON = 0x2100
"""Up to here stands what English and French are written with: looked up once, and kept."""


def _seen(character: str) -> str | None:
    """What is seen of one character of a composed text; None for nothing."""
    if character.isspace():
        return " "
    unseen = character in _BLANK or unicodedata.category(character) in _NOTHING_TO_SEE
    return None if unseen else character


class _Seen(dict[int, str | None]):
    """What is seen of each character, for `str.translate`; of a rare one it is asked each time and not kept."""

    def __missing__(self, point: int) -> str | None:
        return _seen(chr(point))


_SEEN = _Seen((point, _seen(chr(point))) for point in range(_COMMON))


def visible(text: str) -> str:
    """Return the text as it is seen: letters with their accents, runs of blank as one.

    An accent that goes with a letter is part of it (Unicode Standard Annex 15, NFC); one that stands
    alone, or was laid on many times, says nothing.
    """
    return " ".join(composed(text).translate(_SEEN).split())


def is_unseen(character: str) -> bool:
    """Return whether a character says nothing by itself: a control, a format, or what is drawn as nothing.

    A blank is none, and neither is an accent, though neither has a picture of its own. The log asks the same of a
    fact that is a text (`audit` 0016).
    """
    return (
        unicodedata.category(character) in _UNSEEN_ALONE
        or character in _BLANK
        or character in _IGNORED_MARKS
    )


def length(text: str) -> int:
    """Return how many characters of a text a reader sees."""
    return len(visible(text))


def says_something(text: str, *, least: int) -> bool:
    """Return whether a reader sees at least this many characters, of which at least half are letters.

    A text without letters gives no reason, however long it is: dots, dashes, figures.
    """
    seen = visible(text)
    letters = sum(1 for character in seen if unicodedata.category(character).startswith("L"))
    return len(seen) >= least and 2 * letters >= least
