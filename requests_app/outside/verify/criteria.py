"""The filter of an export, as its manifest and the event that asked for it state it, applied to an entry.

Must not know more criteria than the product has: one that it does not know is refused, never passed over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from .entry import Entry

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_CODE = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*", re.ASCII)
_NAMES = {"people", "codes", "since", "until", "requests", "outcome", "role"}


class BadFilter(ValueError):
    """A filter in another form. `field`: where."""

    def __init__(self, field: str) -> None:
        """Keep what the text needs."""
        super().__init__(field)
        self.field = field


@dataclass(frozen=True)
class Filter:
    """Which events are wanted; what is None or empty does not narrow.

    Attributes:
        people: persons or accounts who acted, an empty set fits nothing; requests: likewise, 16 bytes each.
        since, until: recorded at or after, and before, in the form in which entries hold times.
    """

    people: frozenset[str] | None = None
    codes: frozenset[str] | None = None
    since: str = ""
    until: str = ""
    requests: frozenset[bytes] | None = None
    outcome: str = ""
    role: str = ""

    def fits(self, entry: Entry) -> bool:
        """Whether an event is wanted. Times are compared as text: they have one form."""
        return (
            (self.codes is None or entry.code in self.codes)
            and (
                self.people is None
                or (entry.person or "").lower() in self.people
                or (entry.account or "").lower() in self.people
            )
            and (self.requests is None or entry.request in self.requests)
            and (not self.since or entry.recorded_at >= self.since)
            and (not self.until or entry.recorded_at < self.until)
            and (not self.outcome or entry.outcome == self.outcome)
            and (not self.role or entry.role == self.role)
        )


def read_filter(said: Any) -> Filter:
    """The filter of a manifest.

    Raises:
        BadFilter: with the member that has another form.
    """
    if not isinstance(said, dict) or not said.keys() <= _NAMES:
        raise BadFilter("filters")
    codes = _texts(said, "codes", _CODE)
    if codes is not None and not codes:
        raise BadFilter("filters.codes")
    requests = _texts(said, "requests", _UUID)
    return Filter(
        people=_texts(said, "people", _UUID),
        codes=codes,
        since=_time(said, "since"),
        until=_time(said, "until"),
        requests=None
        if requests is None
        else frozenset(bytes.fromhex(each.replace("-", "")) for each in requests),
        outcome=_code(said, "outcome"),
        role=_code(said, "role"),
    )


def _texts(said: dict[str, Any], name: str, form: re.Pattern[str]) -> frozenset[str] | None:
    if name not in said:
        return None
    value = said[name]
    if not isinstance(value, list) or not all(
        isinstance(each, str) and form.fullmatch(each) for each in value
    ):
        raise BadFilter(f"filters.{name}")
    return frozenset(value)


def _code(said: dict[str, Any], name: str) -> str:
    if name not in said:
        return ""
    value = said[name]
    if not isinstance(value, str) or not _CODE.fullmatch(value):
        raise BadFilter(f"filters.{name}")
    return value


def _time(said: dict[str, Any], name: str) -> str:
    if name not in said:
        return ""
    try:
        moment = datetime.fromisoformat(said[name])
        if moment.tzinfo is None:
            raise BadFilter(f"filters.{name}")
        written = moment.astimezone(UTC).isoformat(timespec="microseconds")
    except (TypeError, ValueError, OverflowError):
        raise BadFilter(f"filters.{name}") from None
    return written.replace("+00:00", "Z")
