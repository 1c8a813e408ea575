"""The one JSON form that is ever hashed or signed: a narrow profile of RFC 8785.

Must not accept on reading what it would not have written, to the byte.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NoReturn

import rfc8785

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]

_KEY = re.compile(r"[a-z_0-9]+", re.ASCII)
_LARGEST_INTEGER = 2**53 - 1
_DEEPEST = 12


class NotCanonical(ValueError):
    """A value that this profile has no form for, or bytes that are not in the form."""


def encode(value: Any) -> bytes:
    """The canonical bytes of a value.

    Raises:
        NotCanonical for floats, large integers, other keys than [a-z_0-9]+, lone surrogates,
            NUL characters (PostgreSQL cannot hold them), deep nesting and any other type.
    """
    return rfc8785.dumps(_plain(value, 0))


def decode(data: bytes) -> Any:
    """The value of canonical bytes; raises NotCanonical unless `encode` would give them back."""
    try:
        value = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_without_duplicates,
            parse_float=_refuse_number,
            parse_constant=_refuse_number,
        )
    except NotCanonical:
        raise
    except (ValueError, RecursionError) as error:
        raise NotCanonical("This is not JSON in UTF-8.") from error
    if _written_quickly(value) != data:
        raise NotCanonical("These bytes are JSON, but not in canonical form.")
    return value


def _written_quickly(value: Any) -> bytes:
    """What `encode` gives, by the encoder of Python that is written in C.

    It agrees with RFC 8785 on all that this profile lets through: keys of ASCII, whole numbers, and texts, in which
    both escape the same characters the same way. Where they ever differed, bytes would be refused and none let in.
    """
    return _QUICK.encode(_plain(value, 0)).encode()


_QUICK = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: Any, depth: int) -> Any:
    if depth > _DEEPEST:
        raise NotCanonical("The value is nested too deeply.")
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int):
        if abs(value) > _LARGEST_INTEGER:
            raise NotCanonical("An integer is too large to be written alike everywhere.")
        return int(value)
    if isinstance(value, Mapping):
        return {_key(key): _plain(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item, depth + 1) for item in value]
    raise NotCanonical(f"A {type(value).__name__} has no canonical form here.")


def _text(value: str) -> str:
    # Choices of Django are strings of a sub-class; what is written is their plain text.
    plain = str.__str__(value)
    if "\x00" in plain:
        raise NotCanonical("A text holds a NUL character.")
    try:
        plain.encode("utf-8")
    except UnicodeEncodeError as error:
        raise NotCanonical("A text holds half of a character.") from error
    return plain


@lru_cache(maxsize=1024)  # an entry of the log has some thirty keys, and there are few in all
def _key(key: Any) -> str:
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise NotCanonical("A key may hold only a-z, 0-9 and the underscore.")
    return str.__str__(key)


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotCanonical("A key appears twice.")
    return found


def _refuse_number(text: str) -> NoReturn:
    raise NotCanonical("Only integers are written as numbers; scores travel as text.")
