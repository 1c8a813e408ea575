"""Runs the demonstration matcher as the process it is, for tests that need an answer.

Must not stand in for it: what answers is the real thing, on loopback.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from requests_app.registry.models import Matcher
from requests_app.searches.models import SearchRequest
from requests_app.searches.states import Status
from requests_app.trial.embedded import processes, secrets
from tests import builders, support


@dataclass
class RunningMatcher:
    """A matcher that listens. `kill` takes it away in mid-air."""

    url: str
    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        self.process.kill()
        self.process.wait(10)


@contextmanager
def running(grant_keys: Path, folder: Path, *arguments: str) -> Iterator[RunningMatcher]:
    """Start the matcher on a free port and wait until it answers."""
    port = processes.free_port()
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "requests_app.outside.refmatcher",
            "--i-understand-this-is-not-a-face-recogniser",
            "--port",
            str(port),
            "--grant-keys",
            str(grant_keys),
            "--audience",
            f"http://127.0.0.1:{port}",
            "--issuer",
            settings.COUNTERSIGN_GRANT_ISSUER,
            "--state",
            str(folder / "matcher.sqlite"),
            *arguments,
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, process)
        yield RunningMatcher(url=f"http://127.0.0.1:{port}", process=process)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def point_to(running_matcher: RunningMatcher) -> None:
    """Let the invented agency's gallery be searched at this matcher."""
    with support.connected_as("owner"):
        Matcher.objects.update(base_url=running_matcher.url, audience=running_matcher.url)


@contextmanager
def for_a_while(agency: builders.InventedAgency) -> Iterator[RunningMatcher]:
    """A matcher that answers the invented agency inside, and forgets everything afterwards."""
    keys = secrets.Secrets(Path(settings.COUNTERSIGN_GRANT_KEY_FILE).parent).grant_public_keys
    with tempfile.TemporaryDirectory() as folder, running(keys, Path(folder)) as answering:
        point_to(answering)
        yield answering


def one_result(agency: builders.InventedAgency) -> SearchRequest:
    """Return a request whose search has come back from a matcher that has gone again."""
    with for_a_while(agency):
        return builders.search_request_at(agency, Status.RESULT_RECEIVED)


def one_result_of_fraud(agency: builders.InventedAgency) -> SearchRequest:
    """Return a request with a result of a unit that has one examiner."""
    with for_a_while(agency):
        return builders.answered_for_fraud(agency)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 20
    while not processes.port_is_taken(port):
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError("the demonstration matcher did not start")
        processes.pause()
