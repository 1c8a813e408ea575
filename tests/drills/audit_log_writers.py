"""Writers of the audit log for a drill: transactions of every kind, and what each of them was told by the database.

Must not read the log: what a writer committed and what it rolled back is known from its own transactions alone.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import psycopg

from tests.audit.bodies import ACCOUNT, PROCESS, body, written
from tests.support import raw_connection

LONGEST_PAUSE = 0.05
"""Seconds between two transactions of a writer, at most."""
OPEN_FOR_LONG = 0.45
"""So many of a hundred transactions stay open for long, if long is a second; fewer, where it is longer. No window
moves on meanwhile, so that there must be times without one."""
_VIEWED = {"version": 1, "what": "record"}
_NOTICE = {"notice": ACCOUNT, "kind": "x"}
_LETTER = {"letter": ACCOUNT, "kind": "x"}


def event(login: str, request: str | None) -> str:
    """An event of now that this login may append, about a request or outside any."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    said: dict[str, Any] = {"occurred_at": now, "request_id": request}
    if login == "worker":
        said |= {"who": PROCESS}
        code, facts = ("notice.sent", _NOTICE) if request else ("letter.sent", _LETTER)
    else:
        code, facts = ("record.viewed", _VIEWED) if request else ("session.ended", {"cause": "x"})
    return written(body(code, facts=facts, **said))


class Writer(threading.Thread):
    """One writer with its own connection, until it is told to stop.

    Attributes:
        committed: the leaf hash that `audit.append` gave for each event, by the event's id.
        dropped: the ids of events that were appended and rolled back.
        deadlocks: how many transactions the database ended because two waited for each other.
        failed: what ended this writer before its time.
    """

    def __init__(
        self,
        number: int,
        *,
        seed: int,
        requests: Sequence[str],
        longest: float,
        stop: threading.Event,
    ) -> None:
        """Take what to do from the seed.

        Args:
            number: of this writer; seed: of the drill; requests: about which all writers write.
            longest: seconds that a transaction stays open at most; stop: set by whoever ends the writing.
        """
        super().__init__(name=f"writer {number}", daemon=True)
        self.committed: dict[int, bytes] = {}
        self.dropped: set[int] = set()
        self.deadlocks = 0
        self.failed: Exception | None = None
        self._login = "worker" if number % 3 == 2 else "web"
        self._random = random.Random(f"{seed} writer {number}")
        self._requests, self._longest, self._stop_writing = requests, longest, stop
        self._open: list[tuple[int, bytes]] = []
        self._connection = raw_connection(self._login, autocommit=True)

    def run(self) -> None:
        """Write one transaction after another."""
        acts: dict[Callable[[], None], float] = {
            self._one: 40, self._several: 25, self._rolled_back: 12, self._to_a_savepoint: 10,
            self._held: 6, self._crossing: 2, self._cut: 2, self._number_first: OPEN_FOR_LONG / self._longest,
        }  # fmt: skip
        try:
            while not self._stop_writing.is_set():
                (act,) = self._random.choices(list(acts), list(acts.values()))
                self._transaction(act)
                time.sleep(self._random.uniform(0, LONGEST_PAUSE))
        except Exception as error:  # noqa: BLE001  told by the drill's own thread
            self.failed = error
        finally:
            self._connection.close()

    def _transaction(self, act: Callable[[], None]) -> None:
        self._do("BEGIN")
        try:
            act()
        except psycopg.errors.DeadlockDetected:
            self.deadlocks += 1
            self._roll_back()

    def _one(self) -> None:
        self._append(self._some_request())
        self._commit()

    def _several(self) -> None:
        # In one order of the requests, as locks are best taken; events outside any request come in between.
        about = [self._some_request() for _ in range(self._random.randint(2, 5))]
        for request in sorted(about, key=lambda each: each or ""):
            self._append(request)
        self._commit()

    def _rolled_back(self) -> None:
        for _ in range(self._random.randint(1, 2)):
            self._append(None)
        self._append(self._some_request())
        self._roll_back()

    def _to_a_savepoint(self) -> None:
        request = self._random.choice(self._requests)
        self._append(request)
        kept = len(self._open)
        self._do("SAVEPOINT here")
        self._append(request)
        self._append(None)
        if self._random.random() < 0.7:
            self._do("ROLLBACK TO SAVEPOINT here")
            self.dropped.update(event_id for event_id, _leaf in self._open[kept:])
            del self._open[kept:]
        else:
            self._do("RELEASE SAVEPOINT here")
        self._append(request)
        self._commit()

    def _held(self) -> None:
        """Let others wait on a request's chain for a while."""
        request = self._random.choice(self._requests)
        self._append(request)
        time.sleep(self._random.uniform(0.01, 0.15))
        self._append(request)
        self._commit()

    def _crossing(self) -> None:
        """Take two requests in any order: two such transactions can wait for each other."""
        for request in self._random.sample(self._requests, 2):
            self._append(request)
            time.sleep(0.01)
        self._commit()

    def _cut(self) -> None:
        """Break the connection off before the commit."""
        self._append(self._some_request())
        self._connection.close()
        self._drop()
        self._connection = raw_connection(self._login, autocommit=True)

    def _number_first(self) -> None:
        """Have a transaction's number long before its first event, which then follows on those of later numbers."""
        self._do("SELECT pg_current_xact_id()")
        self._stop_writing.wait(self._random.uniform(self._longest / 10, self._longest))
        self._append(self._random.choice(self._requests))
        self._append(None)
        self._commit()

    def _some_request(self) -> str | None:
        return self._random.choice([None, *self._requests])

    def _append(self, request: str | None) -> None:
        row = self._connection.execute(
            "SELECT event_id, leaf_hash FROM audit.append(%s)", [event(self._login, request)]
        ).fetchone()
        assert row is not None
        self._open.append((int(row[0]), bytes(row[1])))

    def _commit(self) -> None:
        self._do("COMMIT")
        self.committed.update(self._open)
        self._open.clear()

    def _roll_back(self) -> None:
        self._do("ROLLBACK")
        self._drop()

    def _drop(self) -> None:
        self.dropped.update(event_id for event_id, _leaf in self._open)
        self._open.clear()

    def _do(self, statement: str) -> None:
        self._connection.execute(statement.encode())
