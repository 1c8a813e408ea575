"""One line of `disclosures.jsonl`: what a commitment of one event stands for, and the key that proves it.

Or, of what was erased after the export's checkpoint, the number of the event that erased it.

Must not be forgiving: a line in another spelling than the canonical one is refused, and so is a member that is not known.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from typing import Any, NamedTuple, NoReturn

LONGEST = 1024 * 1024
"""Bytes of a line."""
_LARGEST = 2**53 - 1
_MEMBERS = {"event_id", "field", "key", "leaf_index", "value"}
_OF_ERASED = {"erased_by", "event_id", "field", "leaf_index"}
_FIELD = re.compile(r"[a-z_0-9]+", re.ASCII)
_KEY = re.compile(r"[0-9a-f]{64}", re.ASCII)


class BadOpening(ValueError):
    """A line in another form."""


class Opening(NamedTuple):
    """One line.

    Attributes:
        leaf_index: where the line says that its event lies in the log, or None.
        erased_by: number of the event that erased it, as the line says; 0 where it is opened.
    """

    event_id: int
    field: str
    key: bytes
    leaf_index: int | None
    value: str
    erased_by: int = 0

    def opens(self, committed: str) -> bool:
        """Whether the value under the key gives a commitment (HMAC-SHA-256, RFC 2104), in hexadecimal digits."""
        found = hmac.new(self.key, self.value.encode(), hashlib.sha256).hexdigest()
        return found == committed


def _refuse_number(_text: str) -> NoReturn:
    raise BadOpening


_READ = json.JSONDecoder(parse_float=_refuse_number, parse_constant=_refuse_number).decode
_WRITE = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":")
).encode


def read_opening(line: bytes) -> Opening:
    """The opening of a line with its line feed.

    Raises:
        BadOpening: it has another form.
    """
    try:
        said = _READ(line.decode("utf-8").removesuffix("\n"))
        same = _WRITE(said).encode("utf-8") + b"\n" == line
    except (ValueError, RecursionError):
        raise BadOpening from None
    if not same or not isinstance(said, dict) or said.keys() not in (_MEMBERS, _OF_ERASED):
        raise BadOpening
    place, is_opened = said["leaf_index"], "key" in said
    return Opening(
        event_id=_number(said["event_id"], 1),
        field=_match(said["field"], _FIELD),
        key=bytes.fromhex(_match(said["key"], _KEY)) if is_opened else b"",
        leaf_index=None if place is None else _number(place, 0),
        value=_match(said["value"], None) if is_opened else "",
        erased_by=0 if is_opened else _number(said["erased_by"], 1),
    )


def _match(value: Any, form: re.Pattern[str] | None) -> str:
    if not isinstance(value, str) or (form is not None and not form.fullmatch(value)):
        raise BadOpening
    return value


def _number(value: Any, least: int) -> int:
    if type(value) is not int or not least <= value <= _LARGEST:
        raise BadOpening
    return value
