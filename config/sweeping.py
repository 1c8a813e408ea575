"""Sweeps that need neither beat nor broker: a process whose messages stay out does them by itself.

Beat calls for each sweep through Redis. Where that call is late, a thread in each process of Celery's pool
calls for it instead, and every other part is the same: the sweep asks the rows, under their locks, so that two
at once do no harm. The thread begins after the fork, and no process is forked from one that has it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from celery import Celery
from django.conf import settings
from django.db import close_old_connections, connections

from requests_app.common.errors import class_and_place
from requests_app.ops import heartbeats
from requests_app.registry.time_zone import agency_time

log = logging.getLogger(__name__)

NAMES: Mapping[str, str] = {
    "requests_app.tasks.dispatch.sweep": "outbox",
    "requests_app.tasks.worker.expire_lapsed": "expiry",
    "requests_app.tasks.exports.sweep": "exports",
    "requests_app.tasks.log_checks.sweep": "log_check",
    "requests_app.tasks.worker.send_mail": "mail",
}
"""Each sweep and how its rows in the table of heartbeats are named."""
LOOK_EVERY_SECONDS = 5.0
PAUSE_AFTER_FAILURE_SECONDS = 15.0


@dataclass
class OwnSweeps:
    """The thread of one process, and what that process knows of the sweeps that came to it."""

    process: str
    sweeps: Mapping[str, Callable[[], None]]
    every: Mapping[str, int]
    late: int
    ended: threading.Event = field(default_factory=threading.Event)
    running: set[str] = field(default_factory=set)
    last: dict[str, float] = field(default_factory=dict)
    by_itself: bool = False
    thread: threading.Thread | None = None

    def start(self) -> None:
        """Look out for sweeps that do not come, from now on."""
        self.last = dict.fromkeys(self.sweeps, time.monotonic())
        self.thread = threading.Thread(target=self._watch, name="own sweeps", daemon=True)
        self.thread.start()

    def stop(self) -> None:
        """Begin no more; wait for a search that is at the matcher, as Celery waits for a task."""
        self.ended.set()
        if self.thread is not None:
            self.thread.join()

    def begins(self, task: str) -> None:
        """Note that a message called for a sweep: it is in good time, even where it takes long."""
        if task in self.sweeps:
            self.running.add(task)
            heartbeats.came_from_beat(NAMES[task])
            if self.by_itself:
                self.by_itself = False
                log.warning("sweeps_come_again", extra={"queue": self.process})

    def ends(self, task: str) -> None:
        """Note that a sweep has ended that a message called for."""
        if task in self.sweeps:
            self.running.discard(task)
            self.last[task] = time.monotonic()

    def _watch(self) -> None:
        pause = min(LOOK_EVERY_SECONDS, self.late / 2)
        while not self.ended.wait(pause):
            pause = min(LOOK_EVERY_SECONDS, self.late / 2)
            try:
                close_old_connections()
                with agency_time():
                    self.look()
            except Exception as problem:  # noqa: BLE001  whatever it is, the next look comes
                pause = PAUSE_AFTER_FAILURE_SECONDS
                log.error(
                    "own_sweep_failed",
                    extra={
                        **class_and_place(problem),
                        "still_works": "what messages call for; this is tried again in a moment",
                        "what_now": "if it comes again, report the class and the place",
                    },
                )
        connections.close_all()

    def look(self) -> None:
        """Do each sweep that is overdue, unless this or another process is at it."""
        for task, sweep in self.sweeps.items():
            every = self.every[task]
            in_time = time.monotonic() - self.last[task] < every + self.late
            if self.ended.is_set() or task in self.running or in_time:
                continue
            if not heartbeats.take_turn(NAMES[task], every=every, late=self.late):
                continue
            heartbeats.beat(self.process)
            if not self.by_itself:
                self.by_itself = True
                log.warning(
                    "sweeps_by_itself",
                    extra={
                        "queue": self.process,
                        "still_works": "everything, some seconds later: this process looks by itself",
                        "what_now": "start beat and Redis, or mend what lies between them and this",
                    },
                )
            sweep()


def of_this_process(app: Celery) -> OwnSweeps:
    """Return the own sweeps of this process, which knows the tasks of its queue only."""
    every = {each["task"]: int(each["schedule"]) for each in settings.CELERY_BEAT_SCHEDULE.values()}
    sweeps = {name: app.tasks[name].run for name in NAMES if name in app.tasks}
    return OwnSweeps(
        process=settings.COUNTERSIGN_PROCESS,
        sweeps=sweeps,
        every=every,
        late=settings.COUNTERSIGN_SWEEP_LATE_SECONDS,
    )
