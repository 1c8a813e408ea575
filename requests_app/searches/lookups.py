"""Keyed hashes by which a case, a picture or a text is found again without being kept in the clear.

Without the installation's lookup key they confirm nothing; they are erased with the content.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from itertools import combinations, pairwise

from django.conf import settings

from requests_app.common.dashes import DASHES, with_hyphens

_MOST_HYPHENS = 3
_LONGEST_WITHOUT = 24
"""Bounds on how many spellings are tried: some two thousand at most."""


def keyed(purpose: str, value: bytes) -> bytes:
    """Return the keyed hash of a value; the same value for another purpose has another one."""
    key = settings.COUNTERSIGN_LOOKUP_KEY.encode()
    return hmac.digest(key, purpose.encode() + b"\0" + value, hashlib.sha256)


def _keyed(purpose: str, value: bytes) -> str:
    return keyed(purpose, value).hex()


def normalise_case_number(case_number: str) -> str:
    """Return a case number as it is compared: upper case, no spaces, every dash a hyphen."""
    return re.sub(r"\s+", "", with_hyphens(case_number)).upper()


def case_lookup(case_number: str) -> str:
    """Return the keyed hash of a case number, or an empty string where there is none."""
    plain = normalise_case_number(case_number)
    return _keyed("case", plain.encode()) if plain else ""


def same_case_lookups(case_number: str) -> frozenset[str]:
    """Return the keyed hashes under which this very case may be kept: an earlier release kept any dash."""
    plain = normalise_case_number(case_number)
    if not plain:
        return frozenset()
    forms = {plain, *(plain.replace("-", dash) for dash in DASHES)}
    return frozenset(_keyed("case", form.encode()) for form in forms)


def case_lookups(typed: str, *, pattern: str, example: str) -> frozenset[str]:
    """Return the keyed hashes under which a case that somebody looks for may be kept.

    A number typed without its dashes is looked for with them wherever they fit the agency's pattern. It
    is not kept without them: 2026-1-23 and 2026-12-3 are two cases. Rows of earlier releases keep the
    dash that was typed, where the pattern let it pass.

    Args:
        typed: the number as it was typed, perhaps with other dashes, with blanks, or without either.
        pattern: the agency's pattern of case numbers.
        example: the agency's example, which says how many hyphens a number has at most.
    """
    plain = normalise_case_number(typed)
    if not plain:
        return frozenset()
    forms = {plain, re.sub(r"\s+", "-", with_hyphens(typed).strip()).upper()}
    bare = plain.replace("-", "")
    for number in range(min(example.count("-"), _MOST_HYPHENS) + 1):
        if len(bare) > _LONGEST_WITHOUT:
            break
        for places in combinations(range(1, len(bare)), number):
            parts = [bare[a:b] for a, b in pairwise((0, *places, len(bare)))]
            if re.fullmatch(pattern, form := "-".join(parts)):
                forms.add(form)
    forms |= {form.replace("-", dash) for form in tuple(forms) for dash in DASHES}
    return frozenset(_keyed("case", form.encode()) for form in forms)


def image_lookup(sha256: str) -> str:
    """Return the keyed hash of an image's digest (hex)."""
    return _keyed("image", sha256.encode())
