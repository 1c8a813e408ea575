"""The log under load: twelve writers, two sequencers and a signer, which are killed and started again while it grows.

Must not judge the log (`audit_log_findings.py` does), nor choose a moment by anything but the seed.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.audit.bodies import a_request
from tests.drills.audit_log_processes import Program, Watch, at_work, sequencers, signer
from tests.drills.audit_log_writers import Writer
from tests.support import sql

WRITERS = 12
REQUESTS = 5
DRAINED_WITHIN = 120
"""Seconds after the last commit within which every event is signed."""
STARTED_WITHIN = 60
SIGNER, AT_WORK, WAITING = "signer", "sequencer at work", "waiting sequencer"


@dataclass(frozen=True)
class Kill:
    """A process is killed: at which second, which one, for how long it stays away.

    `at_a_checkpoint`: not at once, but when the signer's next checkpoint is seen.
    """

    at: float
    whom: str
    away: float
    at_a_checkpoint: bool = False


def plan(seed: int, seconds: float) -> list[Kill]:
    """The kills of a drill of some length, in their order: of each kind at least one, if it lasts for 5 seconds."""
    drawn = random.Random(f"{seed} kills")
    kills = []
    at = drawn.uniform(1.5, 3)
    while at < seconds - 1:
        whom = WAITING if kills and drawn.random() < 0.2 else AT_WORK
        kills.append(Kill(at, whom, drawn.uniform(0.5, 4)))
        at += drawn.uniform(3, 9)
    at = drawn.uniform(1.5, 4)
    while at < seconds - 1:
        kills.append(Kill(at, SIGNER, drawn.uniform(0, 1.5), drawn.random() < 0.5))
        at += drawn.uniform(2, 7)
    return sorted(kills, key=lambda kill: kill.at)


@dataclass(frozen=True)
class Seen:
    """What was seen of the log from outside while it was written.

    Attributes:
        before: the ids of the events that were there first.
        committed: the leaf hash of each event that a writer committed, by its id; dropped: ids that were rolled back.
        published: each checkpoint that was seen; remembered: size and root of each line of the signer's memory.
        wrong: what was wrong already while it ran.
        kills: how many there were of each kind; takeovers: how often the second sequencer went on for a killed one.
        deadlocks: transactions of writers that waited for each other.
        drained: seconds after the last commit and the last kill until everything was signed.
    """

    before: frozenset[int]
    committed: Mapping[int, bytes]
    dropped: frozenset[int]
    published: Sequence[bytes]
    remembered: Sequence[tuple[int, bytes]]
    wrong: Sequence[str]
    kills: Mapping[str, int]
    takeovers: int
    deadlocks: int
    drained: float


@dataclass
class Soak:
    """One drill.

    Args:
        environment: of a sequencer; origin: the log's name; folder: for processes, with a short path.
        seed: from which each moment is drawn; seconds: of writing; longest: seconds that a transaction stays open.
        report: takes a line of figures, each `every` seconds.
    """

    environment: dict[str, str]
    origin: str
    folder: Path
    seed: int
    seconds: float
    longest: float
    report: Callable[[str], None]
    every: float = 30.0
    kills: dict[str, int] = field(default_factory=lambda: dict.fromkeys((SIGNER, AT_WORK, WAITING), 0))  # fmt: skip
    takeovers: int = 0
    drained: float = 0.0
    wrong: list[str] = field(default_factory=list)
    _away: list[tuple[float, Program]] = field(default_factory=list)
    _took_over: str | None = None

    def run(self) -> Seen:
        """Write and kill, let everything drain, and end the processes.

        Raises:
            AssertionError: it could not be begun.
        """
        requests = [a_request() for _ in range(REQUESTS)]
        before = frozenset(row[0] for row in sql("auditor", "SELECT id FROM audit.event"))
        self._sequencers = sequencers(self.environment, self.folder)
        self._signer = signer(self.origin, self.folder)
        self._watch = Watch(self.folder / "state")
        stop = threading.Event()
        self._writers = [
            Writer(number, seed=self.seed, requests=requests, longest=self.longest, stop=stop)
            for number in range(WRITERS)
        ]
        try:
            for program in self._programs:
                program.start()
            self._watch.start()
            self._until_begun()
            for writer in self._writers:
                writer.start()
            self._kill_as_planned()
            stop.set()
            for writer in self._writers:
                writer.join()
            self._start_those_away(at_once=True)
            self._drain()
            self.wrong += [words for each in self._programs if (words := each.end())]
        finally:
            stop.set()
            self._watch.over.set()
            for program in self._programs:
                program.kill()
        self._watch.join()
        self._look_for_faults()
        return self._seen(before)

    @property
    def _programs(self) -> list[Program]:
        return [*self._sequencers, self._signer]

    def _until_begun(self) -> None:
        """Wait until the signer signs and the second sequencer waits, so that the first kill finds all at work."""
        end = time.monotonic() + STARTED_WITHIN
        while not (self._watch.signed and any(each.waits() for each in self._sequencers)):
            self._look_for_faults()
            assert not self.wrong, self.wrong
            assert time.monotonic() < end, "nothing was signed, or no sequencer waits"
            time.sleep(0.05)

    def _kill_as_planned(self) -> None:
        begun = time.monotonic()
        kills, next_report = plan(self.seed, self.seconds), self.every
        while (now := time.monotonic() - begun) < self.seconds:
            if kills and kills[0].at <= now:
                self._carry_out(kills.pop(0))
            self._start_those_away()
            self._notice_takeover()
            if now >= next_report:
                next_report += self.every
                self.report(self._figures(now))
                self._look_for_faults()
            time.sleep(0.02)
        self.report(self._figures(self.seconds))

    def _carry_out(self, kill: Kill) -> None:
        if kill.at_a_checkpoint:
            self._watch.until_the_next_checkpoint(2)
        program, whom = self._signer, kill.whom
        if whom != SIGNER:
            program, whom = self._chosen(at_work(), whom)
        if program.child is None:
            return  # it is away from an earlier kill
        self._look_for_faults()
        program.kill()
        self.kills[whom] += 1
        self._away.append((time.monotonic() + kill.away, program))
        if whom == AT_WORK:
            self._took_over = program.name

    def _chosen(self, leads: str | None, whom: str) -> tuple[Program, str]:
        """The sequencer to be killed; where none is at work, one that may wait."""
        for each in self._sequencers:
            if (each.name == leads) == (whom == AT_WORK):
                return each, whom
        return self._sequencers[0], WAITING

    def _notice_takeover(self) -> None:
        """Count it where the other one goes on for the one that was killed."""
        if self._took_over and at_work() not in {None, self._took_over}:
            self.takeovers += 1
            self._took_over = None

    def _start_those_away(self, *, at_once: bool = False) -> None:
        now = time.monotonic()
        for back, program in list(self._away):
            if at_once or back <= now:
                program.start()
                self._away.remove((back, program))

    def _drain(self) -> None:
        """Wait until every event has its leaf and is signed; what does not come is told by whoever judges the log."""
        begun = time.monotonic()
        while self.drained < DRAINED_WITHIN:
            ((events, leaves, signed),) = sql(
                "auditor",
                "SELECT (SELECT count(*) FROM audit.event), (SELECT size FROM audit.tree),"
                " (SELECT size FROM audit.latest_checkpoint)",
            )
            self.drained = time.monotonic() - begun
            if leaves == signed >= events:
                return
            time.sleep(0.1)
        self.wrong.append(
            f"After {DRAINED_WITHIN} s, {events} events have {leaves} leaves, of which {signed} are signed."
        )

    def _look_for_faults(self) -> None:
        for each in self._programs:
            words = each.fault()
            if words and words not in self.wrong:
                self.wrong.append(words)

    def _figures(self, now: float) -> str:
        committed = sum(len(writer.committed) for writer in self._writers)
        watch, killed = self._watch, self.kills
        return (
            f"{now:5.0f} s: {committed:,} events committed, {watch.sequenced:,} sequenced, {watch.signed:,} signed;"
            f" kills of the sequencer {killed[AT_WORK]} + {killed[WAITING]}, of the signer {killed[SIGNER]},"
            f" takeovers {self.takeovers}; longest lag {watch.to_a_place:.1f} s to a place,"
            f" {watch.to_a_signature:.1f} s more to a signature"
        )

    def _seen(self, before: frozenset[int]) -> Seen:
        self._watch.remembered.read_on()
        failed = [each for each in (*self._writers, self._watch) if each.failed]
        return Seen(
            before=before,
            committed={key: leaf for each in self._writers for key, leaf in each.committed.items()},
            dropped=frozenset().union(*(each.dropped for each in self._writers)),
            published=self._watch.published,
            remembered=self._watch.remembered.lines,
            wrong=[
                *self.wrong,
                *self._watch.wrong,
                *(f"The {each.name} ended: {each.failed!r}" for each in failed),
            ],
            kills=self.kills,
            takeovers=self.takeovers,
            deadlocks=sum(each.deadlocks for each in self._writers),
            drained=self.drained,
        )
