"""Starts the worker and the dispatcher as the processes they are, on the test's own database and Redis."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from requests_app.trial.embedded import environments, processes, secrets
from tests import support

QUEUES = {"worker": "default", "dispatcher": "dispatch"}
PATIENCE = 60


@dataclass
class Running:
    """A process that takes messages, and where it writes."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def text(self) -> str:
        """Everything that it and its children have written so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def lines(self, event: str) -> list[dict[str, Any]]:
        """What it has logged under this name."""
        found = [json.loads(each) for each in self.text().splitlines() if each.startswith("{")]
        return [each for each in found if each["event"] == event]

    def wait_for(self, what: Callable[[], Any]) -> Any:
        """Wait until something is so, as long as the process lives."""
        end = time.monotonic() + PATIENCE
        while not (found := what()):
            if self.process.poll() is not None or time.monotonic() > end:
                ended = self.process.poll()
                raise AssertionError(f"{self.name}: ended {ended}.\n{self.text()[-6000:]}")
            processes.pause()
        return found


@contextmanager
def running(
    name: str,
    broker: str,
    folder: Path,
    kept: secrets.Secrets,
    *,
    ready: str = "ready.",
    **chosen: str,
) -> Iterator[Running]:
    """Start worker or dispatcher, and end it as systemd would.

    Args:
        ready: what it has written when it is as far as the test wants it.
        chosen: more of its environment.
    """
    trial = environments.Trial(
        var=folder, secrets=kept, web_port=1, postgres_port=support.place.port, matcher_port=1,
        broker_url=broker, administrator_url="",
    )  # fmt: skip
    user, password = support.credentials(name)
    auditor, auditors = support.credentials("auditor")
    place = f"127.0.0.1:{support.place.port}/{support.place.database}"
    environment = trial.of_process(name) | {
        "COUNTERSIGN_DATABASE_URL": f"postgresql://{user}:{password}@{place}",
        "COUNTERSIGN_AUDITOR_DATABASE_URL": f"postgresql://{auditor}:{auditors}@{place}",
        "COUNTERSIGN_GRANT_ISSUER": settings.COUNTERSIGN_GRANT_ISSUER,
        "COUNTERSIGN_LOOKUP_KEY": settings.COUNTERSIGN_LOOKUP_KEY,
        **chosen,
    }
    log = folder / f"{name}-{time.monotonic_ns()}.log"
    process = processes.start(
        [
            sys.executable, "-m", "celery", "--app", "config.celery", "worker",
            "--queues", QUEUES[name], "--concurrency", "1", "--hostname", f"{name}@localhost",
            "--loglevel", "INFO", "--without-gossip", "--without-mingle",
        ],
        log=log, env=environment, cwd=settings.BASE_DIR,
    )  # fmt: skip
    started = Running(name, process, log)
    try:
        started.wait_for(lambda: ready in started.text())
        yield started
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
