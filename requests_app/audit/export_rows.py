"""The rows of an export: what PostgreSQL forms of an event, and the names that are put between.

A row whose texts are plain is joined from pieces that the database has quoted. Every other row is formed cell by cell in
Python, where no cell can become a formula or leave its quotes. The plain form must never let such a cell through.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.utils import translation

from requests_app.audit import selectors
from requests_app.audit.events import EVENTS
from requests_app.audit.models import Event

PIECE = 1000
"""So many rows are in memory at a time."""

COLUMNS = (
    "event_id", "recorded_at", "occurred_at", "code", "label_en", "label_fr", "outcome", "reason",
    "person_id", "person_name", "account_id", "user_name", "role", "request_id", "reference",
    "request_seq", "status_after", "object_type", "object_id", "login", "schema_version",
    "leaf_hash", "leaf_index",
)  # fmt: skip
# What a spreadsheet takes for a formula, full-width forms included; looked for behind blanks too.
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠﹢﹣﹦﹫−")

_FORMED = """
SELECT e.id, e.code, e.request_id::text, e.request_seq, e.person_id::text, e.account_id::text, e.entry,
  place.leaf_index,
  concat(',"leaf_hash":"', encode(e.leaf_hash, 'hex'), '","leaf_index":', coalesce(place.leaf_index::text, 'null'), E'}}\\n'),
  concat('"', e.id, '","', to_char(e.recorded_at AT TIME ZONE 'UTC', '{time}'), '","',
    to_char(e.occurred_at AT TIME ZONE 'UTC', '{time}'), '","', e.code, '","'),
  concat('","', e.outcome, '","', e.reason, '","', e.person_id, '","'),
  concat('","', e.account_id, '","'),
  concat('","', e.role, '","', e.request_id, '","'),
  concat('","', e.request_seq, '","', e.status_after, '","', e.object_type, '","', e.object_id, '","', e.login,
    '","', e.schema_version, '","', encode(e.leaf_hash, 'hex'), '","', place.leaf_index, E'"\\r\\n'),
  concat_ws(' ', e.code, e.outcome, e.reason, e.role, e.status_after, e.object_type, e.object_id, e.login)
    ~ '^[A-Za-z0-9_][A-Za-z0-9_.:-]*( [A-Za-z0-9_][A-Za-z0-9_.:-]*)*$' 
    AND least(e.id, e.request_seq, e.schema_version) >= 0
FROM ({events}) AS e
  LEFT JOIN audit.leaf AS place ON place.event_id = e.id AND place.leaf_index < {size}
ORDER BY e.id
"""
"""Each event with its cells in five pieces: a label, a name, a user name and a reference
stand between. The last column says whether its texts are plain: none begins as a formula or holds a quotation mark."""
_TIME = 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the ids in a piece of the log, by their texts: names, user names, reference numbers."""

    people: Mapping[str, str] = field(default_factory=dict)
    accounts: Mapping[str, str] = field(default_factory=dict)
    references: Mapping[str, str] = field(default_factory=dict)


class Row(NamedTuple):
    """One event as the database formed it.

    Attributes:
        request_id, person_id, account_id: as texts, since there are many and each is only looked up.
        entry: its bytes; leaf_index: its place in the tree as far as the export's checkpoint covers it.
        behind_entry: what follows the entry in its line for machines: leaf hash and place.
        to_label, to_person, to_account, to_reference, to_end: its cells, up to where a text from elsewhere is put in.
        is_plain: whether these pieces are safe as they are.
    """

    id: int
    code: str
    request_id: str | None
    request_seq: int | None
    person_id: str | None
    account_id: str | None
    entry: bytes
    leaf_index: int | None
    behind_entry: str
    to_label: str
    to_person: str
    to_account: str
    to_reference: str
    to_end: str
    is_plain: bool


def pieces(wanted: selectors.EventFilter, size: int, alias: str) -> Iterator[list[Row]]:
    """Every event that fits, oldest first, some at a time.

    Args:
        wanted: the filter; size: how many events the export's checkpoint covers; alias: of a connection in a
            transaction, since the database keeps its place there.

    Raises:
        django.db.Error: the log could not be read.
    """
    connection = connections[alias]
    fitting = selectors.events(wanted, using=alias).order_by().query
    try:
        events, given = fitting.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return
    with connection.chunked_cursor() as cursor:
        # In binary form: an entry is then sent and read as it is, and not as twice as many hexadecimal digits.
        cursor.cursor.execute(
            _FORMED.format(events=events, time=_TIME, size=int(size)), given, binary=True
        )
        while found := cursor.fetchmany(PIECE):
            yield [Row._make(each) for each in found]


def lines(piece: Sequence[Row]) -> bytes:
    """The rows for machines, each canonical JSON: the entry byte for byte, its leaf hash, and its place in the tree.

    The place is null for an event that the export's checkpoint does not cover.
    """
    return b"".join([b'{"entry":' + row.entry + row.behind_entry.encode() for row in piece])


def header() -> bytes:
    """The names of the columns, behind the mark by which spreadsheets know UTF-8."""
    return b"\xef\xbb\xbf" + _as_csv([COLUMNS])


def cells(piece: Sequence[Row], known: Known, alias: str) -> bytes:
    """The rows for people: quoted (RFC 4180), and no cell that a spreadsheet takes for a formula.

    Args:
        piece: the events; known: the names of who and what is in them; alias: of the connection that read them.
    """
    labels = _labels()
    people, accounts, references = map(_ready, (known.people, known.accounts, known.references))
    others = _formed_singly([row for row in piece if not row.is_plain], known, alias)
    texts = [
        "".join([
            row.to_label, labels.get(row.code, '","'),
            row.to_person, people.get(row.person_id, ""),
            row.to_account, accounts.get(row.account_id, ""),
            row.to_reference, references.get(row.request_id, ""), row.to_end,
        ]) if row.is_plain else others[row.id]
        for row in piece
    ]  # fmt: skip
    return "".join(texts).encode()


def _ready(names: Mapping[str, str]) -> dict[str | None, str]:
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


def _formed_singly(rows: Sequence[Row], known: Known, alias: str) -> dict[int, str]:
    """The cells of events whose texts may hold anything, by the event's number."""
    if not rows:
        return {}
    found = Event.objects.using(alias).in_bulk([row.id for row in rows])
    return {
        row.id: _as_csv([_cells(found[row.id], known, row.leaf_index)]).decode() for row in rows
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
