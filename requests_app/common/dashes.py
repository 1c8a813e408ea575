"""Dashes as programs type them in place of the hyphen of a number.

Must not be used on prose: there a dash is a dash.
"""

from __future__ import annotations

import re

DASHES = "\u058a\u05be\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d"
"""Hyphens that are not the one on a keyboard, dashes, and the minus sign. The soft hyphen is unseen: none."""

_PLAIN = str.maketrans(dict.fromkeys(DASHES, "-") | {"\u00ad": None})
_BLANKS_BESIDE = re.compile(r"[^\S\n]*-[^\S\n]*")


def with_hyphens(text: str) -> str:
    """The text with the hyphen of the keyboard in place of every dash, and no blanks beside it."""
    return _BLANKS_BESIDE.sub("-", text.translate(_PLAIN))
