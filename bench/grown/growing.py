"""A database grown from the demonstration: its requests over and over, in time order, over three years.

It must not change what a row says but for what makes each copy a request of its own.
"""

from __future__ import annotations

import hashlib
import heapq
import itertools
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import psycopg
from grown import guards, outside, people, templates
from grown.cluster import Cluster
from grown.copies import Copier, written
from grown.outside import Outside
from grown.people import Crowd, Someone
from grown.templates import EVENT_ID, PREVIOUS, Template
from grown.writing import Writer
from psycopg import sql

from requests_app.audit.sequencer import Sequencer
from requests_app.common import clock
from requests_app.ops import logins
from tests import support

DAY = 86_400_000_000
YEARS = 3 * 365 * DAY
SEED = 20_261_128
CHUNK = 400
"""Requests whose rows are written in one COPY a table."""


@dataclass(frozen=True)
class Size:
    """How much there is to be in the end.

    Attributes:
        requests, events: in all; outside: of the events, those without a request.
        units, officers: of the agency; waiting: requests in one unit's queue, and results before its examiners.
    """

    requests: int
    events: int
    outside: int
    units: int
    officers: int
    waiting: int


SIZES = {
    "small": Size(10_000, 300_000, 50_000, 8, 500, 500),
    "full": Size(100_000, 3_000_000, 500_000, 40, 5_000, 5_000),
}
SHARES = {
    "RESULT_RECEIVED": 0.63, "REFUSED": 0.12, "WITHDRAWN": 0.08, "EXPIRED": 0.06, "RETURNED": 0.03,
    "DRAFT": 0.02, "SEARCH_FAILED": 0.001, "FORWARDING": 0.001, "APPROVED": 0.005,
}  # fmt: skip
"""Of all requests but those that wait for a decision; what is missing of 1 is results."""
UNDER_WAY = {"AWAITING_DECISION": 12, "RETURNED": 30, "DRAFT": 30, "FORWARDING": 3, "APPROVED": 3}
"""Statuses that do not last: within how many days before now such a request began."""
LARGE_INDEXES = "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid JOIN pg_am AS m ON m.oid = c.relam WHERE m.amname = 'gin' AND c.relnamespace = 'public'::regnamespace"


@dataclass
class _Running:
    """A copy whose events are not all written yet."""

    template: Template
    values: list[Any]
    begin: int
    next: int = 0
    last_leaf: bytes = b""
    status: str = ""


@dataclass
class Pace:
    """How many rows were written, and when that began."""

    begun: float = field(default_factory=time.perf_counter)
    requests: int = 0
    events: int = 0

    def say(self) -> None:
        """Print the rate so far."""
        took = time.perf_counter() - self.begun
        print(
            f"  {self.requests:,} requests and {self.events:,} events in {took:.0f} s"
            f" ({self.events / took:,.0f} events/s)",
            flush=True,
        )


def grow(cluster: Cluster, database: str, size: Size) -> None:
    """Fill a copy of the demonstration's database, give every event its place in the tree, and analyse."""
    random.seed(SEED)
    begun = time.perf_counter()
    with (
        psycopg.connect(cluster.server.url(database), autocommit=True) as connection,
        psycopg.connect(cluster.server.url(database), autocommit=True) as rows,
        psycopg.connect(cluster.server.url(database), autocommit=True) as log,
    ):
        connection.execute("ALTER SYSTEM SET max_wal_size = '16GB'")  # fewer checkpoints on the way
        connection.execute("SELECT pg_reload_conf()")
        connection.execute("SET maintenance_work_mem = '1GB'")
        with guards.off(connection):
            for each in (rows, log):
                each.execute("SET session_replication_role = replica")
            crowd = people.gather(connection, units=size.units, officers=size.officers)
            later = _without_large_indexes(connection)
            _Growing(connection, rows, log, crowd, size).run()
            for definition in later:
                connection.execute(definition.encode())
        _sequence(database)
        connection.execute("VACUUM (ANALYZE, PARALLEL 0)")
    print(f"grown to {database} in {time.perf_counter() - begun:.0f} s", flush=True)


def _without_large_indexes(connection: psycopg.Connection[Any]) -> list[str]:
    """Drop the indexes that take hundreds of entries a request; they are made at once afterwards."""
    found = connection.execute(LARGE_INDEXES).fetchall()
    for name, _ in found:
        connection.execute(sql.SQL("DROP INDEX {}").format(sql.SQL(name)))
    return [definition for _, definition in found]


def _sequence(database: str) -> None:
    """Let the sequencer itself take in every event."""
    begun, leaves, more = time.perf_counter(), 0, True
    password = support.PASSWORDS[logins.SEQUENCER]
    with logins.connected(NAME=database, USER=logins.SEQUENCER, PASSWORD=password):
        sequencer = Sequencer()
        while more:
            step = sequencer.step()
            leaves, more = leaves + step.leaves, step.more
    print(f"  {leaves:,} events in the tree after {time.perf_counter() - begun:.0f} s", flush=True)


class _Growing:
    """The growing of one database."""

    def __init__(
        self,
        connection: psycopg.Connection[Any],
        rows: psycopg.Connection[Any],
        log: psycopg.Connection[Any],
        crowd: Crowd,
        size: Size,
    ) -> None:
        self._connection, self._crowd, self._size = connection, crowd, size
        self._to_rows = Writer(rows, {})
        self._to_log = Writer(log, {"audit.event": "xid"})
        self._templates: dict[str, list[Template]] = {}
        for template in templates.all_of(connection):
            self._templates.setdefault(template.status, []).append(template)
        self._now = round(clock.now().timestamp() * 1e6)
        self._pace = Pace()
        self._rows: dict[str, list[str]] = {}
        self._openings: list[str] = []
        self._chains: list[str] = []
        (self._event_id,) = self._one("SELECT last_value FROM audit.event_id_seq")
        (self._installation,) = self._one("SELECT id FROM audit.installation")
        (number,) = self._one("SELECT last_value FROM searches_reference_number")
        self._copier = Copier(crowd, after_number=number)

    def _one(self, query: str) -> tuple[Any, ...]:
        row = self._connection.execute(query.encode()).fetchone()
        assert row is not None
        return tuple(row)

    def run(self) -> None:
        """Write everything, in the order of time."""
        lines = self._lines()
        while chunk := list(itertools.islice(lines, 10_000)):
            self._to_log.write("audit.event", chunk)
            self._write_openings()
            if self._event_id % 100_000 < 10_000:
                self._pace.say()
        self._write_rows()
        self._write_openings()
        self._to_rows.finish()
        self._to_log.finish()
        self._connection.execute("SELECT setval('audit.event_id_seq', %s)", [self._event_id])
        self._connection.execute(
            "SELECT setval('searches_reference_number', %s)", [self._copier.number]
        )
        self._pace.say()

    # --- what there is to be ---------------------------------------------------------------------

    def _plan(self) -> list[tuple[int, Template, int]]:
        """When each copy begins, of what it is one, and in which unit; oldest first."""
        size, planned = self._size, []
        ended = size.requests - size.waiting - sum(map(len, self._templates.values()))
        counts = {status: round(ended * share) for status, share in SHARES.items()}
        counts["RESULT_RECEIVED"] += ended - sum(counts.values())
        counts["AWAITING_DECISION"] = size.waiting
        for status, count in counts.items():
            for number in range(count):
                template = self._templates[status][number % len(self._templates[status])]
                span = UNDER_WAY[status] * DAY if status in UNDER_WAY else YEARS
                latest = self._now - template.length - DAY // 24  # nothing happens after now
                begin = random.randint(min(self._now - span, latest), latest)
                planned.append((begin, template, self._unit_of(status, number)))
        planned.sort(key=lambda each: each[0])
        return planned

    def _unit_of(self, status: str, number: int) -> int:
        """The first unit has all that wait for a decision, and as many results; the others share the rest."""
        if status == "AWAITING_DECISION" or (
            status == "RESULT_RECEIVED" and number < self._size.waiting
        ):
            return 0
        first = 0 if status != "RESULT_RECEIVED" else 1
        return random.randrange(first, len(self._crowd.units))

    # --- events ----------------------------------------------------------------------------------

    def _lines(self) -> Iterator[str]:
        """Every event as COPY reads it, in the order of time; the rows of the requests go their own way."""
        running: list[tuple[int, int, _Running]] = []
        count = itertools.count()
        few = self._few()
        begin = self._now - YEARS
        events = outside.all_of(
            self._crowd, few, self._size.outside, begin=begin, end=self._now - DAY // 24
        )
        plan = ((at, template, unit) for at, template, unit in self._plan())
        ahead: list[Any] = [next(events, None), next(plan, None)]
        while running or ahead[0] or ahead[1]:
            times = (
                ahead[0].at if ahead[0] else None,
                ahead[1][0] if ahead[1] else None,
                running[0][0] if running else None,
            )
            first = min(at for at in times if at is not None)
            if first == times[2]:
                _, _, one = heapq.heappop(running)
                yield self._event_of(one)
                if one.next < len(one.template.events):
                    heapq.heappush(running, (self._time_of(one), next(count), one))
            elif first == times[0]:
                yield self._event_outside(ahead[0])
                ahead[0] = next(events, None)
            else:
                at, template, unit = ahead[1]
                one = self._begun(template, unit, at)
                heapq.heappush(running, (self._time_of(one), next(count), one))
                ahead[1] = next(plan, None)

    def _few(self) -> dict[str, Someone]:
        found = self._connection.execute(
            "SELECT DISTINCT ON (r.role) r.role, a.id, a.person_id FROM accounts_roleassignment AS r"
            " JOIN accounts_account AS a ON a.id = r.account_id ORDER BY r.role, a.username"
        )
        return {role: Someone(str(account), str(person), role) for role, account, person in found}

    @staticmethod
    def _time_of(one: _Running) -> int:
        return one.begin + one.template.events[one.next].after

    def _begun(self, template: Template, unit: int, at: int) -> _Running:
        values = self._copier.values(template, unit, at)
        for table, form in template.rows.items():
            self._rows.setdefault(table, []).append(form.filled(values))
        self._pace.requests += 1
        if self._pace.requests % CHUNK == 0:
            self._write_rows()
        return _Running(template, values, at)

    def _event_of(self, one: _Running) -> str:
        said = one.template.events[one.next]
        one.next += 1
        self._event_id += 1
        self._pace.events += 1
        values = one.values
        values[EVENT_ID], values[PREVIOUS] = self._event_id, one.last_leaf.hex()
        entry = said.entry.filled(values).encode()
        one.last_leaf = leaf = hashlib.sha256(b"\x00" + entry).digest()
        one.status = said.status or one.status
        for opening in said.openings:
            self._openings.append(opening.filled(values))
        if one.next == len(one.template.events):
            request_id = values[one.template.kinds.index(("own", one.template.id))]
            self._chains.append(f"{request_id}\t{said.seq}\t\\\\x{leaf.hex()}\t{one.status}\n")
        return f"{said.row.filled(values)}\t\\\\x{entry.hex()}\t\\\\x{leaf.hex()}\n"

    def _event_outside(self, said: Outside) -> str:
        self._event_id += 1
        self._pace.events += 1
        at = written(said.at)
        entry = (
            f'{{"body":{said.body % at},"event_id":{self._event_id},"installation":"{self._installation}"'
            f',"login":"countersign_web","previous":null,"recorded_at":"{at}","request_seq":null,"schema":1}}'
        ).encode()
        if said.opening:
            self._openings.append("\t".join([str(self._event_id), *said.opening]) + "\n")
        leaf = hashlib.sha256(b"\x00" + entry).hexdigest()
        columns = [
            str(self._event_id), at, "countersign_web", said.code, at, r"\N", r"\N", r"\N",
            said.outcome, said.reason, said.role, said.account, said.person, said.object_type,
            said.object_id, "1", r"\\x" + entry.hex(), r"\\x" + leaf,
        ]  # fmt: skip
        return "\t".join(columns) + "\n"

    # --- writing ---------------------------------------------------------------------------------

    def _write_rows(self) -> None:
        for table, lines in self._rows.items():
            self._to_rows.write(table, lines)
        self._rows = {}

    def _write_openings(self) -> None:
        self._to_log.write("audit.opening", self._openings)
        self._to_log.write("audit.request_chain", self._chains)
        self._openings, self._chains = [], []
