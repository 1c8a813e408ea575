"""Pages of the log: each filter finds exactly what fits it, whatever the clock did, and reads no more than a page.

What fits is decided here by Python, event by event, from all of the log.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import uuid
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connections

from requests_app.audit import log_pages
from requests_app.audit.log_pages import LogPage
from requests_app.audit.models import Event
from requests_app.audit.selectors import EventFilter, about_objects
from tests.audit.sequencing import an_event, as_sequencer, drain
from tests.support import connected_as, raw_connection, sql

CODES = ("page.viewed", "session.started", "session.ended", "log.viewed", "search.held")
ROLES = ("officer", "supervisor", "system", "privacy_auditor")
PEOPLE = [uuid.UUID(int=number) for number in range(11, 19)]
"""Accounts, of which two each are one person's, whose id is that of the first one."""
REQUESTS = [uuid.UUID(int=number) for number in range(101, 106)]
BEGUN = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
RANGE = 4096

ROWS = """
INSERT INTO audit.event (recorded_at, login, code, occurred_at, outcome, role, account_id, person_id, object_type,
    object_id, request_id, request_seq, schema_version, entry, leaf_hash)
  VALUES (%s, 'countersign_web', %s, now(), %s, %s, %s, %s, %s, %s, %s, %s, 1, %s, sha256(%s))
"""
ACCOUNT = """
INSERT INTO accounts_account
  SELECT (jsonb_populate_record(known, jsonb_build_object('id', %(id)s, 'person_id', %(person)s, 'username', %(id)s))).*
  FROM (SELECT a AS known FROM accounts_account AS a LIMIT 1) AS one
"""
MANY = """
INSERT INTO audit.event (recorded_at, login, code, occurred_at, outcome, role, account_id, person_id, object_type,
    object_id, schema_version, entry, leaf_hash)
  SELECT %s::timestamptz + n * interval '1 minute', 'countersign_web', 'page.viewed', now(), 'success', 'officer',
    md5((n %% 50)::text)::uuid, md5((n %% 50)::text || 'p')::uuid, 'account', (n %% 50)::text, 1, '\\x00',
    sha256(int8send(n))
  FROM generate_series(1, %s) AS n
"""


def _md5(text: str) -> uuid.UUID:
    return uuid.UUID(hashlib.md5(text.encode(), usedforsecurity=False).hexdigest())


@pytest.fixture
def unguarded(database: None) -> Iterator[psycopg.Connection[Any]]:
    """A connection that may write rows of the log by hand, as no login can."""
    always = sql(
        "superuser",
        "SELECT tgname FROM pg_trigger WHERE tgrelid = 'audit.event'::regclass AND tgenabled = 'A'"
        " AND NOT tgisinternal",
    )
    with raw_connection("superuser") as connection:
        connection.execute("SET session_replication_role = replica")
        for (name,) in always:
            connection.execute(f"ALTER TABLE audit.event DISABLE TRIGGER {name}".encode())
        for place, account in enumerate(PEOPLE):
            connection.execute(ACCOUNT, {"id": account, "person": PEOPLE[place - place % 2]})
        for number in range(50):
            ids = {"id": _md5(f"{number}"), "person": _md5(f"{number}p")}
            connection.execute(ACCOUNT, ids)
        connection.commit()
        yield connection
        connection.rollback()
        for (name,) in always:
            connection.execute(f"ALTER TABLE audit.event ENABLE ALWAYS TRIGGER {name}".encode())
        connection.commit()


def _fill(
    connection: psycopg.Connection[Any], chance: random.Random, *, first: int = 1, day: int = 0
) -> None:
    """200 events: the clock goes on by minutes, and now and then it was set back by days.

    Args: the number of the first one, and the day on which it was recorded.
    """
    now = BEGUN + dt.timedelta(days=day)
    for number in range(first, first + 200):
        now += dt.timedelta(minutes=chance.randint(1, 90))
        if chance.random() < 0.03:
            now -= dt.timedelta(days=chance.randint(1, 9))
        place = chance.randrange(len(PEOPLE))
        nobody = chance.random() < 0.2
        request = chance.choice([None, None, *REQUESTS])
        entry = uuid.uuid4().bytes
        connection.execute(
            ROWS,
            [
                now, chance.choice(CODES), chance.choice(["success", "success", "refused", "error"]),
                chance.choice(ROLES), None if nobody else PEOPLE[place],
                None if nobody else PEOPLE[place - place % 2], "account", str(place), request,
                number if request else None, entry, entry,
            ],
        )  # fmt: skip
    connection.commit()


def _a_filter(chance: random.Random) -> EventFilter:
    since = BEGUN + dt.timedelta(days=chance.randint(-3, 25))
    return EventFilter(
        people=chance.choice([None, None, (), *((each,) for each in PEOPLE), tuple(PEOPLE[2:6])]),
        codes=tuple(chance.sample(CODES, chance.choice([0, 0, 1, 2, 4]))),
        since=chance.choice([None, None, since]),
        until=chance.choice([None, None, since + dt.timedelta(days=chance.randint(0, 9))]),
        requests=chance.choice([None, None, None, (), *((each,) for each in REQUESTS), tuple(REQUESTS)]),
        outcome=chance.choice(["", "", "success", "refused", "error"]),
        role=chance.choice(["", "", *ROLES]),
    )  # fmt: skip


def _fits(event: Event, wanted: EventFilter) -> bool:
    return all([
        wanted.people is None or event.person_id in wanted.people or event.account_id in wanted.people,
        not wanted.codes or event.code in wanted.codes,
        wanted.since is None or event.recorded_at >= wanted.since,
        wanted.until is None or event.recorded_at < wanted.until,
        wanted.requests is None or event.request_id in wanted.requests,
        wanted.outcome in ("", event.outcome),
        wanted.role in ("", event.role),
    ])  # fmt: skip


def _forwards(wanted: EventFilter, size: int) -> list[LogPage]:
    """Every page of a filter, from the newest on."""
    pages = [log_pages.page(wanted, size=size)]
    while pages[-1].older is not None:
        pages.append(log_pages.page(wanted, before=pages[-1].older, size=size))
    return pages


@pytest.mark.parametrize("taken_in", ["nothing", "half", "everything"])
def test_the_pages_of_a_filter_are_what_fits_it_newest_first(
    unguarded: psycopg.Connection[Any], taken_in: str
) -> None:
    """Whichever events have their leaves: those alone stand in the ranges by which a period is found."""
    chance = random.Random(f"pages {taken_in}")
    _fill(unguarded, chance)
    if taken_in != "nothing":
        _take_in()
    # Another range of ids, so that a period has ranges to leave out.
    unguarded.execute("SELECT setval('audit.event_id_seq', %s)", [5 * RANGE])
    _fill(unguarded, chance, first=1000, day=6)
    unguarded.execute("SELECT setval('audit.event_id_seq', %s)", [9 * RANGE - 100])
    _fill(unguarded, chance, first=2000, day=12)
    if taken_in == "everything":
        _take_in()
    with connected_as("auditor"):
        everything = list(Event.objects.order_by("-id"))
        assert len(everything) >= 600
        found = 0
        for _ in range(150):
            wanted, size = _a_filter(chance), chance.choice([3, 7, 50])
            fitting = [event.id for event in everything if _fits(event, wanted)]
            pages = _forwards(wanted, size)
            assert [event.id for page in pages for event in page.rows] == fitting, wanted
            found += len(fitting)
            if len(pages) > 1:
                last = pages[-1]
                back = log_pages.page(wanted, after=last.newer, size=size)
                assert back.rows == pages[-2].rows, wanted
        assert found > 1000


def _take_in() -> None:
    """Let the events have their leaves. Their entries are no entries: the leaves are written as the sequencer would."""
    with raw_connection("sequencer") as connection:
        connection.execute(
            "INSERT INTO audit.leaf (leaf_index, event_id)"
            " SELECT (SELECT count(*) FROM audit.leaf) + row_number() OVER (ORDER BY id) - 1, id FROM audit.event"
            " WHERE NOT EXISTS (SELECT FROM audit.leaf WHERE event_id = id)"
        )
        connection.execute(
            "UPDATE audit.tree SET size = (SELECT count(*) FROM audit.leaf), root = sha256('x'),"
            " window_from = pg_snapshot_xmin(pg_current_snapshot()), window_upto = pg_snapshot_xmin(pg_current_snapshot())"
        )
        connection.commit()


@pytest.mark.usefixtures("database")
def test_what_the_sequencer_takes_in_stands_in_a_range_with_its_time() -> None:
    for _ in range(3):
        an_event()
    with as_sequencer() as sequencer:
        drain(sequencer)
    ranges = sql("auditor", "SELECT number, first_at, last_at FROM audit.id_range ORDER BY number")
    events = sql("auditor", "SELECT id, recorded_at FROM audit.event")
    assert events
    expected: dict[int, list[dt.datetime]] = {}
    for event_id, recorded_at in events:
        expected.setdefault(event_id // RANGE, []).append(recorded_at)
    assert ranges == [(each, min(of), max(of)) for each, of in sorted(expected.items())]


@pytest.mark.parametrize("login", ["web", "worker", "dispatcher", "auditor", "sequencer", "owner"])
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO audit.id_range VALUES (77, '2026-01-01', '2026-01-02')",
        "UPDATE audit.id_range SET first_at = last_at + interval '1 second', last_at = last_at + interval '2 seconds'",
        "UPDATE audit.id_range SET number = number + 1",
        "DELETE FROM audit.id_range",
        "TRUNCATE audit.id_range",
        "SELECT audit.widen_id_ranges()",
    ],
)
@pytest.mark.usefixtures("database")
def test_no_login_can_hide_events_behind_a_narrower_range(login: str, statement: str) -> None:
    """The owner may add a range, which hides nothing: a range only ever lets more events be read."""
    an_event()
    with as_sequencer() as sequencer:
        drain(sequencer)
    with raw_connection(login) as connection:
        if login == "owner" and statement.startswith("INSERT"):
            connection.execute(statement.encode())
            return
        with pytest.raises(psycopg.Error):
            connection.execute(statement.encode())


FILTERS = {
    "everything": EventFilter(),
    "a rare code": EventFilter(codes=("search.held",)),
    "a code that nothing has": EventFilter(codes=("search.retried",)),
    "a rare code among common ones": EventFilter(codes=("page.viewed", "search.held")),
    "a person with one event": EventFilter(people=(PEOPLE[0],)),
    "a person with many": EventFilter(people=(_md5("0"),)),
    "a person with many, by their own id": EventFilter(people=(_md5("0p"),)),
    "somebody unknown": EventFilter(people=(uuid.UUID(int=7),)),
    "a common role": EventFilter(role="officer"),
    "refused": EventFilter(outcome="refused"),
    "a rare role": EventFilter(role="privacy_auditor"),
    "a request": EventFilter(requests=(REQUESTS[0],)),
    "several requests": EventFilter(requests=tuple(REQUESTS)),
    "a day long ago": EventFilter(since=BEGUN, until=BEGUN + dt.timedelta(days=1)),
    "a day long ago, of one code": EventFilter(
        codes=("page.viewed",), since=BEGUN + dt.timedelta(days=2), until=BEGUN + dt.timedelta(days=3)
    ),
    "a day before the log": EventFilter(until=BEGUN - dt.timedelta(days=9)),
}  # fmt: skip


def test_no_filter_reads_the_log_through(unguarded: psycopg.Connection[Any]) -> None:
    """In a log of 40,000 events a page comes from an index, and its plan passes by few other events."""
    _fill(unguarded, random.Random("old ones"))
    entry = uuid.uuid4().bytes
    unguarded.execute(
        ROWS,
        [BEGUN, "search.held", "refused", "privacy_auditor", PEOPLE[0], PEOPLE[0], "account", "rare",
         REQUESTS[0], 90, entry, entry],
    )  # fmt: skip
    unguarded.execute(MANY, [BEGUN, 40_000])
    unguarded.commit()
    _take_in()
    # In a log that is written there are always some newer events that have no leaf yet.
    unguarded.execute(MANY, [BEGUN + dt.timedelta(days=60), 300])
    unguarded.commit()
    sql("superuser", "ANALYZE audit.event")
    with connected_as("auditor"):
        for name, wanted in FILTERS.items():
            passed = _rows_passed(lambda wanted=wanted: log_pages.page(wanted))
            assert passed < 6000, (name, passed)
        assert (
            _rows_passed(lambda: about_objects([("account", "rare"), ("person", "x")], most=50))
            < 200
        )


def _rows_passed(read: Any) -> int:
    """How many rows of events all statements of a reading go through, as EXPLAIN ANALYZE counts them."""
    statements: list[tuple[str, Any]] = []

    def keep(execute: Any, statement: str, params: Any, many: bool, context: Any) -> Any:
        statements.append((statement, params))
        return execute(statement, params, many, context)

    wrapped = [connections[alias] for alias in connections]
    for each in wrapped:
        each.execute_wrappers.append(keep)
    try:
        read()
    finally:
        for each in wrapped:
            each.execute_wrappers.remove(keep)
    assert statements
    passed = 0
    for statement, params in statements:
        with connections["auditor"].cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", params)
            (((plan,),),) = cursor.fetchall()
        passed += sum(_passed_in(plan["Plan"]))
    return passed


def _passed_in(plan: dict[str, Any]) -> Iterator[int]:
    if plan.get("Relation Name") == "event":
        rows = plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)
        yield int((rows + plan.get("Rows Removed by Index Recheck", 0)) * plan["Actual Loops"])
    for part in plan.get("Plans", ()):
        yield from _passed_in(part)
