"""Exports of made-up logs that open commitments, with requests some of whose openings were erased.

Commitments, and which of them are left to open, are computed here anew, without the program's own code.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

from tests.verify.exports import entry_of
from tests.verify.outer_exports import REQUESTS, Outer, fits, leaf

FIELDS = ("reason", "source")
VALUES = ('Enquête «é» \u2028 \x1f\x7f "a\\b"\n\t', "203.0.113.9", "", "x" * 3000, "\U0001f600")


def key_of(number: int, field: str) -> str:
    return hashlib.sha256(f"key {number} {field}".encode()).hexdigest()


def value_of(number: int, field: str) -> str:
    return VALUES[number % 5] if field == "reason" else f"198.51.100.{number % 256}"


def commitment(number: int, field: str) -> str:
    key, value = bytes.fromhex(key_of(number, field)), value_of(number, field).encode()
    return hmac.new(key, value, hashlib.sha256).hexdigest()


def committed_events(count: int, erased: dict[int, str]) -> list[bytes]:
    """Events in the order of their ids: each third of no request, each fourth without commitments.

    Args:
        count: how many; erased: number of an event -> the request whose openings went with it.
    """
    made: list[bytes] = []
    last: dict[str, tuple[int, str]] = {}
    for number in range(count):
        request = erased.get(number) or (REQUESTS[number % 5] if number % 3 else None)
        seq, previous = last.get(request, (0, None)) if request else (None, None)
        is_erasure = number in erased
        data = entry_of(
            number,
            code="data.erased" if is_erasure else "search.viewed" if request else "session.opened",
            facts={"count": 2, "ground": "retention_over"} if is_erasure
            else {"count": number} if request else {},
            request_id=request,
            seq=None if seq is None else seq + 1,
            previous=previous,
            commitments={} if is_erasure or number % 4 == 3
            else {field: commitment(number, field) for field in FIELDS},
        )  # fmt: skip
        if request:
            last[request] = (seq + 1, leaf(data))
        made.append(data)
    return made


def line(said: dict[str, Any]) -> bytes:
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"


def opened(
    events: list[bytes],
    size: int,
    filters: dict[str, Any] | None = None,
    order: list[int] | None = None,
    *,
    known: int | None = None,
) -> Outer:
    """An export that opens what is left to open.

    Args:
        events, size, filters, order: as of `Outer`; known: how many events there were when it was made: what they
            erased is not opened. All, where nothing is said.
    """
    places = {number: index for index, number in enumerate(order or range(size))}
    said = [json.loads(each) for each in events]
    gone: set[int] = set()
    for number, each in enumerate(said[:known]):
        if each["body"]["code"] == "data.erased":
            gone |= {
                earlier for earlier in range(number)
                if said[earlier]["body"]["request_id"] == each["body"]["request_id"]
            }  # fmt: skip
    lines = [
        line({
            "event_id": each["event_id"], "field": field, "key": key_of(number, field),
            "leaf_index": places.get(number), "value": value_of(number, field),
        })
        for number, each in enumerate(said)
        if fits(each, filters or {}) and number not in gone
        for field in sorted(each["body"]["commitments"])
    ]  # fmt: skip
    return Outer(events, size, filters or {}, order, openings=lines)
