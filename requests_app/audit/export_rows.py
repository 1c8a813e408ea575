"""The rows of an export: formed by PostgreSQL a piece at a time, with the names that are put between.

A piece whose texts are plain comes out of the database as it is written. Every other row is formed cell by cell in
Python, where no cell can become a formula or leave its quotes. The plain form must never let such a cell through.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.utils import translation

from requests_app.audit import selectors
from requests_app.audit.events import EVENTS
from requests_app.audit.models import Event

PIECE = 2000
"""So many rows are in memory at a time, in each of the threads that write them."""

COLUMNS = (
    "event_id", "recorded_at", "occurred_at", "code", "label_en", "label_fr", "outcome", "reason",
    "person_id", "person_name", "account_id", "user_name", "role", "request_id", "reference",
    "request_seq", "status_after", "object_type", "object_id", "login", "schema_version",
    "leaf_hash", "leaf_index",
)  # fmt: skip
# What a spreadsheet takes for a formula, full-width forms included; looked for behind blanks too.
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠﹢﹣﹦﹫−")

_ENDS = "SELECT count(*), min(id), max(id) FROM ({events}) AS e"
_MARKS = """
SELECT id, n FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM ({events}) AS e) AS counted
WHERE n %% {piece} = 0 ORDER BY id
"""
"""Every so many-th event that fits. A window function more would take several times as long as both statements."""
_TIME = 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'
# The range is said of both tables: the plan for a piece is then two short walks along an index, and no hash of all leaves.
_EVENTS = """
(SELECT e.*, place.leaf_index
 FROM ({events}) AS e
   LEFT JOIN audit.leaf AS place ON place.event_id = e.id AND place.leaf_index < {size}
     AND place.event_id > {after} AND place.event_id <= {upto}
 WHERE e.id > {after} AND e.id <= {upto} ORDER BY e.id) AS e
"""
_LINES = """
SELECT string_agg('{{"entry":'::bytea || e.entry || convert_to(concat(',"leaf_hash":"', encode(e.leaf_hash, 'hex'),
  '","leaf_index":', coalesce(e.leaf_index::text, 'null'), E'}}\\n'), 'UTF8'), ''::bytea ORDER BY e.id)
FROM {fitting}
"""
_ASKED = """
SELECT person_id::text, account_id::text, request_id::text
FROM (SELECT DISTINCT e.person_id, e.account_id, e.request_id FROM {fitting}) AS asked
"""
_ROWS = "SELECT e.id, e.request_id::text, e.request_seq, e.leaf_index, e.entry FROM {fitting}"
# Names are looked up in a JSON text of the statement. A join of four such lists would cost more than all of the cells,
# since it loses the order of the events.
# Each is said to be empty where it is NULL, since a NULL among them would move the cells behind it.
_CELLS = f"""
'"' || concat_ws('","', e.id, coalesce(to_char(e.recorded_at AT TIME ZONE 'UTC', '{_TIME}'), ''),
  coalesce(to_char(e.occurred_at AT TIME ZONE 'UTC', '{_TIME}'), ''), coalesce(e.code, ''),
  coalesce(%s::jsonb ->> e.code, '","'), coalesce(e.outcome, ''), coalesce(e.reason, ''),
  coalesce(e.person_id::text, ''), coalesce(%s::jsonb ->> e.person_id::text, ''),
  coalesce(e.account_id::text, ''), coalesce(%s::jsonb ->> e.account_id::text, ''), coalesce(e.role, ''),
  coalesce(e.request_id::text, ''), coalesce(%s::jsonb ->> e.request_id::text, ''), coalesce(e.request_seq::text, ''),
  coalesce(e.status_after, ''), coalesce(e.object_type, ''), coalesce(e.object_id, ''), coalesce(e.login, ''),
  coalesce(e.schema_version::text, ''), coalesce(encode(e.leaf_hash, 'hex'), ''), coalesce(e.leaf_index::text, '')
) || E'"\\r\\n'
"""
_TEXTS = "concat_ws(' ', e.code, e.outcome, e.reason, e.role, e.status_after, e.object_type, e.object_id, e.login)"
# None begins as a formula or holds a quotation mark. What is joined by blanks fits if and only if each text does.
_PLAIN = "~ '^[A-Za-z0-9_][A-Za-z0-9_.:-]*( [A-Za-z0-9_][A-Za-z0-9_.:-]*)*$'"
_NO_MINUS = "least(e.id, e.request_seq, e.schema_version) >= 0"
_WHOLE = """
SELECT convert_to(string_agg({cells}, '' ORDER BY e.id), 'UTF8'), string_agg({texts}, ' ') {plain} AND bool_and({no_minus})
FROM {fitting}
"""
_BETWEEN = """
SELECT min(id) FILTER (WHERE NOT is_plain),
  convert_to(coalesce(string_agg(cells, '' ORDER BY id) FILTER (WHERE is_plain), ''), 'UTF8')
FROM (SELECT id, cells, is_plain, count(*) FILTER (WHERE NOT is_plain) OVER (ORDER BY id) AS run
      FROM (SELECT e.id, {cells} AS cells, {texts} {plain} AND {no_minus} AS is_plain FROM {fitting}) AS each) AS runs
GROUP BY run ORDER BY run
"""
"""The cells of a piece in runs: an event whose texts may hold anything, and the plain ones up to the next of these."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the ids in a piece of the log, by their texts: names, user names, reference numbers."""

    people: Mapping[str, str] = field(default_factory=dict)
    accounts: Mapping[str, str] = field(default_factory=dict)
    references: Mapping[str, str] = field(default_factory=dict)


class Asked(NamedTuple):
    """The ids whose names are wanted, as texts."""

    people: frozenset[str]
    accounts: frozenset[str]
    requests: frozenset[str]


LookUp = Callable[[str, Asked], Known]
"""Gives names, read through the alias that it is handed."""


class Row(NamedTuple):
    """What an event's openings are put beside.

    Attributes:
        request_id: as a text; entry: its bytes; leaf_index: its place in the tree as far as the export's checkpoint
            covers it.
    """

    id: int
    request_id: str | None
    request_seq: int | None
    leaf_index: int | None
    entry: bytes


class Piece(NamedTuple):
    """Some events that follow each other: those behind `after` up to and with `upto` that fit; `done`: how many until then."""

    after: int
    upto: int
    done: int


@dataclass(frozen=True, slots=True)
class Fitting:
    """The events of an export.

    Attributes:
        first: the number of the oldest, None where nothing fits; pieces: where to cut, oldest first.
        statement, given: the statement that reads all of them; size: how many events the export's checkpoint covers.
    """

    first: int | None
    pieces: Sequence[Piece]
    statement: str
    given: Sequence[Any]
    size: int

    @property
    def total(self) -> int:
        """How many they are."""
        return self.pieces[-1].done if self.pieces else 0

    @property
    def last(self) -> int | None:
        """The number of the newest, None where nothing fits."""
        return self.pieces[-1].upto if self.pieces else None


def fitting(wanted: selectors.EventFilter, size: int, alias: str) -> Fitting:
    """Find every event that fits, and where to cut.

    Args:
        wanted: the filter; size: how many events the export's checkpoint covers; alias: of a connection in a
            transaction that sees one state.

    Raises:
        django.db.Error: the log could not be read.
    """
    query = selectors.events(wanted, using=alias).order_by().query
    try:
        statement, given = query.get_compiler(connection=connections[alias]).as_sql()
    except EmptyResultSet:
        return Fitting(None, (), "", (), size)
    with connections[alias].cursor() as cursor:
        cursor.execute(_ENDS.format(events=statement), given)
        total, first, last = cursor.fetchone()
        if not total:
            return Fitting(None, (), "", (), size)
        cursor.execute(_MARKS.format(events=statement, piece=PIECE), given)
        marks = cursor.fetchall()
    if not marks or marks[-1][0] != last:
        marks.append((last, total))
    before = [first - 1, *(upto for upto, _n in marks)]
    pieces = [Piece(after, upto, n) for after, (upto, n) in zip(before, marks, strict=False)]
    return Fitting(first, pieces, statement, given, size)


def lines(of: Fitting, piece: Piece, alias: str) -> bytes:
    """The rows for machines, each canonical JSON: the entry byte for byte, its leaf hash, and its place in the tree.

    The place is null for an event that the export's checkpoint does not cover.

    Args:
        of: the export's events; piece: those that are wanted; alias: of a connection that sees the same state.

    Raises:
        django.db.Error: the log could not be read.
    """
    ((found,),) = _read(_LINES, of, piece, alias)
    return bytes(found)


def rows(of: Fitting, piece: Piece, alias: str) -> list[Row]:
    """The events of a piece one by one, for what is said beside each.

    Args:
        of: the export's events; piece: those that are wanted; alias: of a connection that sees the same state.

    Raises:
        django.db.Error: the log could not be read.
    """
    return [Row._make(each) for each in _read(_ROWS, of, piece, alias)]


def _read(
    statement: str, of: Fitting, piece: Piece, alias: str, texts: Sequence[str] = ()
) -> list[tuple[Any, ...]]:
    """The rows of a statement about a piece. `texts`: what stands in it before the events."""
    events = _EVENTS.format(
        events=of.statement, size=int(of.size), after=int(piece.after), upto=int(piece.upto)
    )
    filled = statement.format(
        fitting=events, cells=_CELLS, texts=_TEXTS, plain=_PLAIN, no_minus=_NO_MINUS
    )
    connection = connections[alias]
    with connection.chunked_cursor() as cursor, connection.wrap_database_errors:
        # In binary form: bytes are then sent and read as they are, and not as twice as many hexadecimal digits.
        cursor.cursor.execute(filled, [*texts, *of.given], binary=True)
        return list(cursor.fetchall())


def header() -> bytes:
    """The names of the columns, behind the mark by which spreadsheets know UTF-8."""
    return b"\xef\xbb\xbf" + _as_csv([COLUMNS])


class Cells:
    """The rows for people: quoted (RFC 4180), and no cell that a spreadsheet takes for a formula.

    Keeps the names of people and accounts, who are as many as an agency has; those of requests go with their piece.
    """

    def __init__(self, of: Fitting, look_up: LookUp, alias: str) -> None:
        self._of, self._look_up, self._alias = of, look_up, alias
        self._people: dict[str, str] = {}
        self._accounts: dict[str, str] = {}

    def of(self, piece: Piece) -> bytes:
        """The rows of a piece.

        Raises:
            django.db.Error: the log or the names could not be read.
        """
        known = self._names(piece)
        ready = [
            json.dumps(_ready(names), ensure_ascii=False)
            for names in (known.people, known.accounts, known.references)
        ]
        texts = [json.dumps(_labels(), ensure_ascii=False), *ready]
        ((whole, is_plain),) = _read(_WHOLE, self._of, piece, self._alias, texts)
        if is_plain:
            return bytes(whole)
        runs = _read(_BETWEEN, self._of, piece, self._alias, texts)
        places = {row.id: row.leaf_index for row in rows(self._of, piece, self._alias)}
        odd = {number: places[number] for number, _plain in runs if number is not None}
        others = _formed_singly(odd, known, self._alias)
        return b"".join(others.get(number, b"") + plain for number, plain in runs)

    def _names(self, piece: Piece) -> Known:
        found = _read(_ASKED, self._of, piece, self._alias)
        people, accounts, requests = (
            frozenset(row[at] for row in found if row[at]) for at in range(3)
        )
        new = Asked(people - self._people.keys(), accounts - self._accounts.keys(), requests)
        known = self._look_up(self._alias, new)
        self._people.update(dict.fromkeys(new.people, "") | dict(known.people))
        self._accounts.update(dict.fromkeys(new.accounts, "") | dict(known.accounts))
        return Known(
            {each: self._people[each] for each in people},
            {each: self._accounts[each] for each in accounts},
            known.references,
        )


def _ready(names: Mapping[str, str]) -> dict[str, str]:
    """Names as they stand between quotation marks."""
    return {key: safe_cell(name).replace('"', '""') for key, name in names.items()}


@cache
def _labels() -> dict[str, str]:
    """Between the quotation marks of two cells: what each code means, in English and in French."""
    return {
        code: '","'.join(safe_cell(label).replace('"', '""') for label in _both(code))
        for code in EVENTS
    }


def _both(code: str) -> tuple[str, str]:
    if code not in EVENTS:
        return "", ""
    with translation.override("en"):
        english = str(EVENTS[code].label)
    with translation.override("fr"):
        return english, str(EVENTS[code].label)


def safe_cell(value: object) -> str:
    """Return a value as a cell that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    behind = text.lstrip(" \u00a0\u200b\ufeff\x0b\x0c'\"")
    return f"'{text}" if behind[:1] in _FORMULA and text else text


def _formed_singly(places: Mapping[int, int | None], known: Known, alias: str) -> dict[int, bytes]:
    """The cells of events whose texts may hold anything, by the event's number. `places`: of each in the tree."""
    found = Event.objects.using(alias).in_bulk(list(places))
    return {
        number: _as_csv([_cells(found[number], known, place)]) for number, place in places.items()
    }


def _cells(event: Event, known: Known, leaf_index: int | None) -> list[str]:
    english, french = _both(event.code)
    row: dict[str, object] = {
        "event_id": event.id,
        "recorded_at": _time(event.recorded_at),
        "occurred_at": _time(event.occurred_at),
        "code": event.code,
        "label_en": english,
        "label_fr": french,
        "outcome": event.outcome,
        "reason": event.reason,
        "person_id": event.person_id,
        "person_name": known.people.get(str(event.person_id), ""),
        "account_id": event.account_id,
        "user_name": known.accounts.get(str(event.account_id), ""),
        "role": event.role,
        "request_id": event.request_id,
        "reference": known.references.get(str(event.request_id), ""),
        "request_seq": event.request_seq,
        "status_after": event.status_after,
        "object_type": event.object_type,
        "object_id": event.object_id,
        "login": event.login,
        "schema_version": event.schema_version,
        "leaf_hash": bytes(event.leaf_hash).hex(),
        "leaf_index": leaf_index,
    }
    return [safe_cell(row[name]) for name in COLUMNS]


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _as_csv(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()
