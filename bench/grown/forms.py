"""Rows of the demonstration as forms: what is different in each copy is a slot, all else stays as it was.

It must not know what a table means, but for the few columns that have to differ for a reason of their own.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import sql

MARK = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    r"|\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?(?:\+00|Z)(?![:\d])"
    r"|\x00\d+\x00"
)
"""An identifier, a moment as PostgreSQL or an entry writes it, or a slot that was set by hand."""


@dataclass(frozen=True)
class Form:
    """A text with slots: the text for `%`, and which values go into it.

    Attributes:
        text: with `%s` for each slot; slots: the place of each one's value among a copy's values.
    """

    text: str
    slots: tuple[int, ...]

    def filled(self, values: Sequence[Any]) -> str:
        """The text of one copy."""
        return self.text % tuple([values[slot] for slot in self.slots])


@dataclass
class Slots:
    """The slots of everything that is copied together; equal things share one.

    Attributes:
        kinds: of each slot, what it is and of what it is made.
        literal: identifiers that no copy changes; known: those that mean somebody or something, by kind.
        place_of: the moment that a moment stands for, in microseconds after the beginning; without it times stay.
    """

    literal: frozenset[str]
    known: dict[str, tuple[str, Any]]
    place_of: Callable[[dt.datetime], int] | None
    kinds: list[tuple[str, Any]] = field(default_factory=list)
    _found: dict[tuple[str, Any], int] = field(default_factory=dict)

    def slot(self, kind: str, of: Any = None) -> int:
        """The place of such a slot, made when it is first asked for."""
        key = (kind, of)
        if key not in self._found:
            self._found[key] = len(self.kinds)
            self.kinds.append(key)
        return self._found[key]

    def mark(self, kind: str, of: Any = None) -> str:
        """What to write into a text where this slot is wanted."""
        return f"\x00{self.slot(kind, of)}\x00"

    def form(self, text: str) -> Form:
        """Cut a text at its slots."""
        parts, slots, last = [], [], 0
        for found in MARK.finditer(text):
            slot = self._slot_of(found.group())
            if slot is not None:
                parts.append(text[last : found.start()].replace("%", "%%") + "%s")
                slots.append(slot)
                last = found.end()
        parts.append(text[last:].replace("%", "%%"))
        return Form("".join(parts), tuple(slots))

    def after(self, at: dt.datetime) -> int:
        """How long after the beginning a moment is, in microseconds."""
        if self.place_of is None:
            raise RuntimeError("These rows are copied with their times as they are.")
        return self.place_of(at)

    def _slot_of(self, found: str) -> int | None:
        if found[0] == "\x00":
            return int(found[1:-1])
        if found[10] in " T":
            return self.slot("time", self.after(moment(found))) if self.place_of else None
        if found in self.literal:
            return None
        return self.slot(*self.known.get(found, ("own", found)))


def moment(text: str) -> dt.datetime:
    """Read a moment of UTC as PostgreSQL's text or an entry has it."""
    return dt.datetime.fromisoformat(text.removesuffix("Z").removesuffix("+00") + "+00:00")


def columns_of(connection: psycopg.Connection[Any], table: str) -> list[str]:
    """The columns of a table that a COPY can fill: the database makes the generated ones itself."""
    return [
        name
        for (name,) in connection.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
            " AND NOT attisdropped AND attgenerated = '' ORDER BY attnum",
            [table],
        )
    ]


def rows_of(
    connection: psycopg.Connection[Any], table: str, condition: str, given: Sequence[Any]
) -> list[dict[str, str]]:
    """Rows as COPY writes them, by column."""
    columns = columns_of(connection, table)
    query = sql.SQL("COPY (SELECT {} FROM {} AS t WHERE {}) TO STDOUT").format(
        sql.SQL(", ").join(map(sql.Identifier, columns)),
        sql.SQL(table),
        sql.SQL(condition).format(*map(sql.Literal, given)),
    )
    with connection.cursor().copy(query) as copy:
        lines = b"".join(bytes(part) for part in copy).decode().splitlines()
    return [dict(zip(columns, line.split("\t"), strict=True)) for line in lines]


def line_of(row: dict[str, str]) -> str:
    """A row as COPY reads it."""
    return "\t".join(row.values()) + "\n"
