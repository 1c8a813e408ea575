"""The sequencer as a process: one at a time, a step at each tick, and words for the operator when it lags.

Must not order events itself (`audit/sequencer.py` does), nor end because the database is away for a while.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from django.db import Error, InterfaceError, OperationalError, connection

from requests_app.audit import selectors
from requests_app.audit.health import SEQUENCED_WITHIN
from requests_app.audit.sequencer import Sequencer, events_without_leaf, gone_through
from requests_app.common.errors import class_and_place
from requests_app.ops import heartbeats
from requests_app.ops.log_socket import Growing, Server, serving

log = logging.getLogger(__name__)

PROCESS = "sequencer"
ONE_AT_A_TIME = 7_305_419_968_251_001
"""The advisory lock of PostgreSQL that the sequencer at work holds. It keeps a second one waiting, and no more: what
keeps two from doing the same is the lock on the row of the tree."""
LOOK_EVERY_SECONDS = 5.0
COUNT_EVERY_SECONDS = 600.0
PAUSE_AFTER_FAILURE_SECONDS = 2.0
REPEAT_WORDS_SECONDS = 60.0

_NO_ROOM = "53100"  # disk_full (PostgreSQL, Appendix A)


@dataclass
class Running:
    """One sequencer until it is told to stop.

    Args:
        every: seconds between two looks for new events.
        stop: set by whoever ends the process.
        socket: where the log is served to the signer, by the one that is at work.
    """

    every: float
    stop: threading.Event
    socket: Path
    sequencer: Sequencer = field(default_factory=Sequencer)
    growing: Growing = field(default_factory=Growing)
    _server: Server | None = None
    _held_by: object | None = None
    _behind: int = 0
    _caught_up: bool = False  # until then, what waits is the log that was there before this process
    _next_look: float = 0.0
    _next_count: float = 0.0
    _counted_upto: int = 0
    _left_out: int = 0
    _said: dict[str, float] = field(default_factory=dict)

    def until_stopped(self) -> None:
        """Take in events as they come.

        Raises:
            OtherCluster, Altered: nothing can go on before somebody has looked.
            OSError: the socket cannot be made.
        """
        try:
            self._until_stopped()
        finally:
            self._serve_no_more()

    def _until_stopped(self) -> None:
        while not self.stop.is_set():
            try:
                if self._is_the_one():
                    self._step()
                else:
                    self._say(
                        "sequencer_waits",
                        problem="another sequencer is at work in this database",
                        still_works="that one takes in the events; this one takes over when it ends",
                        what_now="nothing, where two were meant; otherwise end one of them",
                    )
                    self.stop.wait(1.0)
            except Error as error:
                # Everything was rolled back, so nothing is lost by another try: of a database that is away, has no
                # room, or refuses.
                connection.close()
                self._say(**_words_of(error))
                self.stop.wait(PAUSE_AFTER_FAILURE_SECONDS)

    def _step(self) -> None:
        started = time.monotonic()
        if started >= self._next_look:
            self._next_look = started + LOOK_EVERY_SECONDS
            self._look(started)
        done = self.sequencer.step()
        self.growing.to(done.size)
        if done.more:
            self._behind += done.leaves
        else:
            self._caught_up = True
            self.stop.wait(max(0.0, self.every - (time.monotonic() - started)))

    def _is_the_one(self) -> bool:
        """Hold the lock as long as this connection lasts; a dropped one is asked for again."""
        if connection.connection is None or self._held_by is not connection.connection:
            with connection.cursor() as cursor:
                # The first window of an old log is long.
                cursor.execute("SET statement_timeout = '10min'")
                cursor.execute("SELECT pg_try_advisory_lock(%s)", [ONE_AT_A_TIME])
                (is_ours,) = cursor.fetchone()
            self._held_by = connection.connection if is_ours else None
            if is_ours:
                self._serve()
        return self._held_by is not None

    def _serve(self) -> None:
        """Make the socket, anew where another sequencer may have made it its own meanwhile."""
        self._serve_no_more()
        self._server = serving(self.socket, self.growing)

    def _serve_no_more(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def _look(self, now: float) -> None:
        """Show life, and tell of what waits for long or was left out."""
        heartbeats.beat(PROCESS)
        if self._behind:
            log.info("audit_log_catches_up", extra={"count": self._behind})
            self._behind = 0
        waiting = selectors.seconds_without_leaf()
        if self._caught_up and waiting > SEQUENCED_WITHIN:
            self._say(
                "audit_log_lags",
                problem=f"an event has been waiting for its place in the log for {waiting:.0f} s",
                still_works="everything; the event is recorded, and takes its place later",
                what_now=(
                    "look for a transaction that stays open (pg_stat_activity, the oldest xact_start "
                    "with a backend_xid), in any database of this cluster"
                ),
            )
        if now >= self._next_count:
            self._next_count = now + COUNT_EVERY_SECONDS
            # The whole log once, and then what is new: in a large one that is seconds in which nothing else is done.
            upto = gone_through()
            self._left_out += events_without_leaf(self._counted_upto)
            self._counted_upto = upto
            if self._left_out:
                self._say(
                    "events_left_out",
                    problem=f"{self._left_out} events of ended transactions have no place in the log",
                    still_works="everything; the events are recorded",
                    what_now="keep the database as it is, and report this as a fault of the sequencer",
                )

    def _say(self, what: str, **words: str) -> None:
        """Log a state once a minute at most, as long as it lasts."""
        now = time.monotonic()
        if now >= self._said.get(what, 0.0):
            self._said[what] = now + REPEAT_WORDS_SECONDS
            log.warning(what, extra=words)


def _words_of(error: Error) -> dict[str, str]:
    """What to tell the operator of a step that failed, by the name of the state."""
    code = getattr(error.__cause__, "sqlstate", None)
    problem = class_and_place(error)["problem"]
    if isinstance(error, (OperationalError, InterfaceError)) and code != _NO_ROOM:
        return {
            "what": "sequencer_without_database",
            "problem": f"the database does not answer: {problem}",
            "still_works": "nothing in this process; it goes on by itself when the database does",
            "what_now": "see to the database if it does not come back",
        }
    return {
        "what": "sequencer_cannot_write",
        "problem": f"the database did not take in the next events: {problem}, SQLSTATE {code}",
        "still_works": "what was taken in stays whole; while the database takes any, events are still recorded",
        "what_now": (
            "read PostgreSQL's own log of this moment: give its disk room where it is full, and run "
            "bootstrap_database where a right is missing; this process goes on by itself"
        ),
    }
