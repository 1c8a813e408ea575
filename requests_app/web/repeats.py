"""Lines of a timeline that repeat one another, as one: how often, and when first and last.

Nothing is left out: each of them stays to be opened. It must not group what differs in anything but its time.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

FEWEST = 3
"""From how many on: two lines are read as fast as one that must be opened."""
_OF_THE_LINE = frozenset({"at", "event"})
_OF_THE_EVENT = ("code", "role", "outcome", "reason", "status_after")


@dataclass(frozen=True, slots=True)
class Run:
    """Lines that stand one after another and say the same, in the order in which they were given."""

    rows: tuple[Mapping[str, Any], ...]

    @property
    def row(self) -> Mapping[str, Any]:
        """What all of them say."""
        return self.rows[0]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.rows)

    @property
    def at(self) -> Any:
        """When it was, where it is one line; several have two times, which stand beneath."""
        return _time(self.row) if self.count == 1 else None

    @property
    def first(self) -> Any:
        """When the earliest was."""
        return min(map(_time, self.rows))

    @property
    def last(self) -> Any:
        """When the latest was."""
        return max(map(_time, self.rows))


def runs(rows: Iterable[Mapping[str, Any]]) -> list[Run]:
    """Return the lines of a timeline, with what repeats at least FEWEST times in a row as one.

    Args:
        rows: with `at`, or with an `event` of the log, and whatever else is shown of each.
    """
    found: list[Run] = []
    for _key, same in itertools.groupby(rows, key=_what_it_says):
        members = tuple(same)
        found += [Run(members)] if len(members) >= FEWEST else [Run((one,)) for one in members]
    return found


def _what_it_says(row: Mapping[str, Any]) -> tuple[object, ...]:
    event = row.get("event")
    return (
        *((name, str(value)) for name, value in sorted(row.items()) if name not in _OF_THE_LINE),
        *(str(getattr(event, name, "")) for name in _OF_THE_EVENT),
    )


def _time(row: Mapping[str, Any]) -> Any:
    return row["event"].recorded_at if "event" in row else row["at"]
