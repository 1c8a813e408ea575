"""Readers of the small parts that every wire format is made of: times, ids, digests, codes.

Must not be forgiving: one meaning has one spelling, or two parties would hash different bytes.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_CODE = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*", re.ASCII)
_DECIMAL = re.compile(r"(0|-?[1-9][0-9]{0,11}|-?0(?=\.))(\.[0-9]{1,8})?", re.ASCII)


class Malformed(ValueError):
    """A wire value that is not in the shape its format fixes."""


def write_time(moment: datetime) -> str:
    """UTC with microseconds and Z, as PostgreSQL's to_char(…, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')."""
    if moment.tzinfo is None:
        raise Malformed("A time on the wire needs its time zone.")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f").rjust(26, "0") + "Z"


def read_time(value: Any, name: str = "time") -> datetime:
    """The moment of a text that `write_time` wrote; raises Malformed for any other spelling."""
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        raise Malformed(f"{name} is not a UTC time with microseconds.")
    try:
        if value[11:13] == "24":  # later releases of Python read it as the midnight after
            raise ValueError("hour must be in 0..23")
        return datetime.fromisoformat(value)
    except ValueError as error:
        raise Malformed(f"{name} is no moment of the calendar.") from error


def read_fields(value: Any, names: frozenset[str] | set[str], what: str) -> Mapping[str, Any]:
    """An object with exactly these keys; raises Malformed naming what is missing or too much."""
    if not isinstance(value, Mapping):
        raise Malformed(f"{what} is not an object.")
    if set(value) != names:
        odd = ", ".join(sorted(str(key) for key in set(value) ^ names))
        raise Malformed(f"{what} has not exactly the fields it should: {odd}.")
    return value


def read_text(value: Any, name: str, *, longest: int = 500) -> str:
    """A text that is not empty and not longer than it should be."""
    if not isinstance(value, str) or not 0 < len(value) <= longest:
        raise Malformed(f"{name} is not a text of 1 to {longest} characters.")
    return value


def read_code(value: Any, name: str) -> str:
    """A stable code such as `search.approved`."""
    if not isinstance(value, str) or len(value) > 100 or not _CODE.fullmatch(value):
        raise Malformed(f"{name} is not a code.")
    return value


def read_digest(value: Any, name: str) -> str:
    """A SHA-256 or HMAC-SHA-256 value as 64 lower-case hexadecimal digits."""
    if not isinstance(value, str) or not _DIGEST.fullmatch(value):
        raise Malformed(f"{name} is not a digest of 64 hexadecimal digits.")
    return value


def read_uuid(value: Any, name: str) -> str:
    """A UUID in its usual lower-case spelling."""
    try:
        if isinstance(value, str) and str(uuid.UUID(value)) == value:
            return value
    except ValueError:
        pass
    raise Malformed(f"{name} is not an identifier.")


def read_integer(value: Any, name: str, *, least: int = 0, most: int = 2**53 - 1) -> int:
    """A whole number within bounds; true and false are none."""
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise Malformed(f"{name} is not a whole number from {least} to {most}.")
    return value


def read_decimal(value: Any, name: str) -> str:
    """A decimal number as plain text, such as 0.75 or 3500: no exponent, no NaN, no infinity."""
    if not isinstance(value, str) or not _DECIMAL.fullmatch(value):
        raise Malformed(f"{name} is not a decimal number written out.")
    return value
