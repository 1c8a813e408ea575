"""Letters with their accents as one sign, in a time that grows with the text and no faster.

Must not be used on a password: what is left out there would open an account.
"""

from __future__ import annotations

import re
import unicodedata

_MAY_BE_A_MARK = re.compile("[^\x00-\u02ff\u2000-\u20cf]")
"""Everything but Latin letters and general punctuation, among which no sign stands on another."""

MOST_MARKS = 30
"""Marks that may stand on one letter (Unicode Standard Annex 15, section 13: no language needs more)."""


def composed(text: str) -> str:
    """Return a text in NFC, without the marks on one letter beyond thirty.

    Putting a run of marks in order takes a time that grows with its square: a field full of accents
    would keep a process busy for minutes.
    """
    if text.isascii():
        return text
    if not _MAY_BE_A_MARK.search(text):
        return unicodedata.normalize("NFC", text)
    kept, run = [], 0
    for sign in text:
        run = run + 1 if unicodedata.combining(sign) else 0
        if run <= MOST_MARKS:
            kept.append(sign)
    return unicodedata.normalize("NFC", "".join(kept))
