"""What is copied: each request of the demonstration with all that hangs on it, opened once, and each person.

It must not leave a table out: one that refers to a request and is not named here is refused.
"""

from __future__ import annotations

import bisect
import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import psycopg
from grown.forms import Form, Slots, line_of, moment, rows_of

from requests_app.searches import content

TABLES = {
    "searches_searchrequest": "t.id = {0}",
    "searches_contentkey": "t.search_request_id = {0}",
    "searches_draft": "t.search_request_id = {0}",
    "searches_storedfile": "t.search_request_id = {0}",
    "searches_probe": "t.search_request_id = {0}",
    "searches_probefingerprint": "t.probe_id IN (SELECT id FROM searches_probe WHERE search_request_id = {0})",
    "searches_justification": "t.search_request_id = {0}",
    "searches_checkrun": "t.search_request_id = {0}",
    "searches_finding": "t.check_run_id IN (SELECT id FROM searches_checkrun WHERE search_request_id = {0})",
    "searches_textsignature": "t.search_request_id = {0}",
    "searches_aliketext": "t.id IN (SELECT id FROM searches_aliketext WHERE search_request_id = {0} LIMIT 3)",
    "searches_claim": "t.search_request_id = {0}",
    "searches_reading": "t.search_request_id = {0}",
    "searches_decision": "t.search_request_id = {0}",
    "searches_authorisation": "t.search_request_id = {0}",
    "searches_notice": "t.search_request_id = {0}",
    "searches_kepttyping": "t.search_request_id = {0}",
    "searches_legalhold": "t.search_request_id = {0}",
    "searches_examination": "t.search_request_id = {0}",
    "searches_examinationdraft": (
        "t.examination_id IN (SELECT id FROM searches_examination WHERE search_request_id = {0})"
    ),
    "searches_conclusion": "t.search_request_id = {0}",
    "searches_leaddecision": "t.search_request_id = {0}",
    "searches_leadrecall": "t.search_request_id = {0}",
    "searches_endedunexamined": "t.search_request_id = {0}",
    "searches_holdreview": "t.search_request_id = {0}",
    "searches_followup": "t.search_request_id = {0}",
    "searches_incident": "t.search_request_id = {0}",
    "searches_incidentowner": "t.search_request_id = {0}",
    "searches_disclosurepack": "t.search_request_id = {0}",
    "searches_disclosurepart": "t.search_request_id = {0}",
    "searches_candidatepicture": "t.search_request_id = {0}",
    "dispatch_dispatch": "t.search_request_id = {0}",
    "dispatch_attempt": "t.dispatch_id IN (SELECT search_id FROM dispatch_dispatch WHERE search_request_id = {0})",
    "dispatch_searchresult": "t.search_request_id = {0}",
}
"""The tables of a request, and which of their rows are its own."""
ALIKE_TEXTS = 3
"""Of a request: the demonstration repeats six stories, so that each of its texts is like many."""
REFER = """
SELECT DISTINCT conrelid::regclass::text FROM pg_constraint
  WHERE contype = 'f' AND confrelid = ANY(%s::regclass[])
"""
EVENT_ID, PREVIOUS = 0, 1
"""The first two slots of every request: they change with each of its events."""
UUID_AT_END = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
AS_IN_ANOTHER = {"case_lookup", "digest_lookup", "words", "perceptual_hash", "order_seed"}
"""Columns of hashes and seeds: what is looked for by them must not be found in every copy."""


@dataclass(frozen=True)
class EventForm:
    """One event of a request.

    Attributes:
        after: microseconds after the request's beginning; seq: its place in the request.
        entry: its bytes; row: the columns before the entry, as COPY reads them; openings: of its commitments.
    """

    after: int
    seq: int
    entry: Form
    row: Form
    openings: tuple[Form, ...]
    status: str


@dataclass
class Template:
    """One request of the demonstration as it is copied.

    Attributes:
        status: its status; officer: the account that asked; deciders: the accounts that may decide on it.
        kinds: of the slots, see `Slots`; rows: the rows of each table; events: oldest first.
        length: microseconds from its first to its last event.
    """

    id: str
    status: str
    officer: str
    kinds: list[tuple[str, Any]] = field(default_factory=list)
    rows: dict[str, Form] = field(default_factory=dict)
    events: list[EventForm] = field(default_factory=list)

    @property
    def length(self) -> int:
        return self.events[-1].after


@dataclass(frozen=True)
class Known:
    """Who and what the demonstration's rows name.

    Attributes:
        literal: identifiers that no copy changes; people: account or person -> its account.
        units: identifiers of units; requests: identifiers of the requests.
    """

    literal: frozenset[str]
    people: dict[str, tuple[str, str]]
    units: frozenset[str]
    requests: frozenset[str]


def read_known(connection: psycopg.Connection[Any]) -> Known:
    """Read who and what there is."""

    def ids(query: str) -> frozenset[str]:
        return frozenset(str(row[0]) for row in connection.execute(query.encode()))

    people: dict[str, tuple[str, str]] = {}
    for account, person in connection.execute("SELECT id, person_id FROM accounts_account"):
        people[str(account)] = ("account", str(account))
        people[str(person)] = ("person", str(account))
    return Known(
        ids(
            "SELECT id::text FROM registry_gallery UNION SELECT id::text FROM registry_matcher"
            " UNION SELECT id::text FROM audit.installation UNION SELECT id::text FROM registry_paper"
        ),
        people,
        ids("SELECT id FROM accounts_unit"),
        ids("SELECT id FROM searches_searchrequest"),
    )


def all_of(connection: psycopg.Connection[Any]) -> Iterator[Template]:
    """Every request of the demonstration, made into a template."""
    parents = ["searches_searchrequest", "searches_probe", "dispatch_dispatch", "searches_checkrun"]
    refer = {name for (name,) in connection.execute(REFER, [parents])}
    if refer - TABLES.keys():
        raise SystemExit(f"How are rows of {sorted(refer - TABLES.keys())} copied? Name them here.")
    known = read_known(connection)
    for request_id in sorted(known.requests):
        yield _one(connection, known, request_id)


def _one(connection: psycopg.Connection[Any], known: Known, request_id: str) -> Template:
    said = connection.execute(
        "SELECT id, recorded_at, occurred_at, entry FROM audit.event WHERE request_id = %s ORDER BY id",
        [request_id],
    ).fetchall()
    named: dict[str, tuple[str, Any]] = {
        other: ("another", other) for other in known.requests - {request_id}
    }
    named |= known.people | dict.fromkeys(known.units, ("unit", None))
    slots = Slots(known.literal, named, _as_it_happened([row[1:3] for row in said]))
    slots.slot("event_id")
    slots.slot("previous")
    (row,) = rows_of(
        connection, "searches_searchrequest", TABLES["searches_searchrequest"], [request_id]
    )
    template = Template(request_id, row["status"], row["requested_by_id"])
    for table, condition in TABLES.items():
        rows = rows_of(connection, table, condition, [request_id])
        for own in rows:
            _set_slots(slots, table, own)
        if rows:
            template.rows[table] = slots.form("".join(map(line_of, rows)))
    template.events = _events(connection, slots, said)
    template.kinds = [*slots.kinds]
    return template


def _as_it_happened(times: list[tuple[dt.datetime, dt.datetime]]) -> Any:
    """Say when something happened in the invented past, in microseconds after the request began.

    The demonstration holds the application's clock, and the database's own times are those of its making: such
    a time stands for as long after the last event before it.
    """
    recorded = [row[0] for row in times]
    occurred, latest = [], times[0][1]
    for _, at in times:
        latest = max(latest, at)
        occurred.append(latest)
    begun, made = occurred[0], recorded[0] - dt.timedelta(seconds=2)

    def place_of(at: dt.datetime) -> int:
        if at >= made and at > occurred[-1]:
            place = max(bisect.bisect_right(recorded, at) - 1, 0)
            at = occurred[place] + (at - recorded[place])
        return round((at - begun) / dt.timedelta(microseconds=1))

    return place_of


def _set_slots(slots: Slots, table: str, row: dict[str, str]) -> None:
    """Set the slots of what is sealed, keyed or numbered; identifiers and moments are found by their look."""
    for name in AS_IN_ANOTHER & row.keys():
        if row[name]:
            row[name] = slots.mark("hash", row[name])
    if table == "searches_searchrequest":
        row["reference"] = slots.mark("reference")
    if table == "searches_textsignature":
        row["bands"] = slots.mark("bands", row["bands"])
    if table == "searches_notice":
        row["emailed_at"], row["email_next_at"] = row["created_at"], r"\N"
    if table == "searches_contentkey" and row["wrapped"] != r"\N":
        row["wrapped"] = slots.mark("wrapped", row["search_request_id"])
    for name, part in _sealed_parts(table, row).items():
        if row[name] not in (r"\N", r"\\x"):
            data = bytes.fromhex(row[name].removeprefix(r"\\x"))
            plain = content.open_part(UUID(row["search_request_id"]), part, data)
            own = UUID_AT_END.search(part)
            slots.slot("own", own.group() if own else row["search_request_id"])
            prefix = UUID_AT_END.sub("", part)
            row[name] = slots.mark("sealed", (prefix, own.group() if own else None, plain))


def _sealed_parts(table: str, row: dict[str, str]) -> dict[str, str]:
    """The name under which each sealed column of a row was sealed (see `searches/content.py`)."""
    match table:
        case "searches_draft":
            return {"sealed": "draft"}
        case "searches_justification":
            return {"sealed": f"version-{row['version']}"}
        case "searches_storedfile":
            return {"sealed": f"file-{row['id']}", "sealed_name": f"name-{row['id']}"}
        case "searches_probe":
            return {"sealed_particulars": f"probe-{row['id']}"}
        case "searches_decision":
            return {"sealed_reasons": f"decision-{row['id']}"}
        case "searches_authorisation":
            return {"sealed_opening": f"opening-{row['search_id']}"}
        case _:
            return {}


def _events(
    connection: psycopg.Connection[Any], slots: Slots, said: list[tuple[Any, ...]]
) -> list[EventForm]:
    """The events, without every third saving of the draft, so that a request has 25 events on average."""
    made: list[EventForm] = []
    savings = 0
    for event_id, _, _, entry in said:
        facts = json.loads(bytes(entry))
        savings += facts["body"]["code"] == "search.draft_saved"
        if facts["body"]["code"] == "search.draft_saved" and savings % 3 == 0:
            continue
        (row,) = rows_of(connection, "audit.event", "t.id = {0}", [event_id])
        openings = rows_of(connection, "audit.opening", "t.event_id = {0}", [event_id])
        made.append(_event(slots, facts, row, openings, seq=len(made) + 1))
    return made


def _event(
    slots: Slots,
    facts: dict[str, Any],
    row: dict[str, str],
    openings: list[dict[str, str]],
    *,
    seq: int,
) -> EventForm:
    # No two at the same moment, so that their order is that of their times.
    after = slots.after(moment(row["recorded_at"])) + 30_000 + seq
    facts |= {"event_id": -1, "previous": "\x01" if seq > 1 else None, "request_seq": seq}
    facts["recorded_at"] = "\x02"
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    recorded = slots.mark("time", after)
    text = text.replace('"event_id":-1', f'"event_id":{slots.mark("event_id")}')
    text = text.replace(r"\u0001", slots.mark("previous")).replace(r"\u0002", recorded)
    row |= {"id": slots.mark("event_id"), "recorded_at": recorded, "request_seq": str(seq)}
    kept = [row[name] for name in row if name not in ("xid", "entry", "leaf_hash")]
    for opening in openings:
        opening["event_id"] = slots.mark("event_id")
    return EventForm(
        after,
        seq,
        slots.form(text),
        slots.form("\t".join(kept)),
        tuple(slots.form(line_of(opening)) for opening in openings),
        "" if row["status_after"] == r"\N" else row["status_after"],
    )
