"""Keyed hashes by which a case, a picture or a text is found again without being kept in the clear.

Without the installation's lookup key they confirm nothing; they are erased with the content.
"""

from __future__ import annotations

import hashlib
import hmac
import re

from django.conf import settings


def keyed(purpose: str, value: bytes) -> bytes:
    """Return the keyed hash of a value; the same value for another purpose has another one."""
    key = settings.COUNTERSIGN_LOOKUP_KEY.encode()
    return hmac.digest(key, purpose.encode() + b"\0" + value, hashlib.sha256)


def _keyed(purpose: str, value: bytes) -> str:
    return keyed(purpose, value).hex()


def normalise_case_number(case_number: str) -> str:
    """Return a case number as it is compared: upper case, no spaces."""
    return re.sub(r"\s+", "", case_number).upper()


def case_lookup(case_number: str) -> str:
    """Return the keyed hash of a case number, or an empty string where there is none."""
    plain = normalise_case_number(case_number)
    return _keyed("case", plain.encode()) if plain else ""


def image_lookup(sha256: str) -> str:
    """Return the keyed hash of an image's digest (hex)."""
    return _keyed("image", sha256.encode())
