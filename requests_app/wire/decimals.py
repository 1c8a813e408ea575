"""One spelling for a decimal number that a person typed: the one that leaf, grant and query carry.

Must not guess: what could be read in two ways, or not at all, is refused where it was typed.
"""

from __future__ import annotations

import re

from requests_app.wire.shapes import Malformed, read_decimal

LONGEST_TYPED = 60
"""Characters that are looked at; a number that fits a column of the wire is far shorter."""
LONGEST = 20
"""Characters that the columns keep of a number."""

_TYPED = re.compile(r"(?P<minus>-?)(?P<whole>[0-9]*)(?:[.,](?P<part>[0-9]+))?", re.ASCII)


def canonical_decimal(typed: str) -> str:
    """Return the one spelling of a number, such as 0.75 for `,750` and -3.5 for `-3,50`.

    A point and a decimal comma mean the same. A plus, exponents, spaces inside, separators of
    thousands and the digits of other scripts are refused, for what they mean differs by reader.

    Raises:
        Malformed: this is no such number, or one with more digits than the wire carries.
    """
    found = _TYPED.fullmatch(typed.strip()) if len(typed) <= LONGEST_TYPED else None
    if found is None or not (found["whole"] or found["part"]):
        raise Malformed("This is not a number written out with the digits 0 to 9.")
    whole = found["whole"].lstrip("0") or "0"
    part = (found["part"] or "").rstrip("0")
    minus = found["minus"] if (whole, part) != ("0", "") else ""
    number = read_decimal(minus + (f"{whole}.{part}" if part else whole), "The number")
    if len(number) > LONGEST:
        raise Malformed("This number has more digits than are kept.")
    return number
