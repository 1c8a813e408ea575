"""One picture of a person is decoded at a time, and so many of all; nobody else waits for a greedy one.

Threads and processes are real ones, each with its own database connection.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from requests_app.common.errors import PreconditionFailed
from requests_app.searches import intake
from requests_app.searches.models import SearchRequest, StoredFile
from requests_app.workflow import decoding, draft_files
from requests_app.workflow.reading import pictures
from tests import builders
from tests.builders import InventedAgency
from tests.concurrency.at_once import at_once
from tests.support import place, sql

ROOT = Path(__file__).parents[2]
IN_TIME = 15
"""Seconds, far above what anything here takes."""


@pytest.fixture
def prepare() -> Any:
    return lambda agency: {
        name: builders.drafted(agency, by=name) for name in ("officer", "sergeant", "officer3")
    }


class Decoder:
    """Stands where pictures are drawn: takes some time, and counts how many are drawn together."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds = seconds
        self.now = self.most = self.times = 0
        self._lock = threading.Lock()

    def __call__(self, *_given: Any, **_named: Any) -> bytes:
        with self._lock:
            self.now += 1
            self.times += 1
            self.most = max(self.most, self.now)
        time.sleep(self.seconds)
        with self._lock:
            self.now -= 1
        return b"a drawing"


def opening(agency: InventedAgency, name: str) -> Callable[[], bytes]:
    actor, row = agency.actor(name, "officer"), agency.prepared[name]
    return lambda: pictures.open_probe(actor=actor, search_request_id=row.pk)


def reasons(answers: list[Any]) -> set[str]:
    return {each.reason for each in answers if isinstance(each, PreconditionFailed)}


def locks() -> list[int]:
    """The sessions that hold a lock of this kind in this database."""
    held = sql(
        "superuser",
        "SELECT pid FROM pg_locks WHERE locktype = 'advisory'"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
    )
    return [pid for (pid,) in held]


def test_ten_pictures_of_one_person_are_decoded_one_by_one(
    agency: InventedAgency, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoder = Decoder(0.2)
    monkeypatch.setattr(intake, "preview", decoder)
    answers = at_once(*[opening(agency, "officer")] * 10)
    assert decoder.most == 1
    assert answers.count(b"a drawing") >= 3
    refused = 10 - answers.count(b"a drawing")
    assert reasons(answers) <= {"busy"}
    recorded = sql(
        "auditor",
        "SELECT count(*) FROM audit.event WHERE code = 'action.refused' AND reason = 'busy'",
    )
    counted = sql("web", "SELECT coalesce(sum(repeated), 0) FROM audit_refusalcount")
    assert recorded[0][0] + counted[0][0] == refused  # the first is an event, the rest are counted
    assert locks() == []


def test_who_comes_when_three_are_there_is_refused_at_once(
    agency: InventedAgency, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "preview", Decoder(1.5))
    begun = time.monotonic()
    took: list[float] = []

    def act() -> bytes:
        try:
            return opening(agency, "officer")()
        except PreconditionFailed:
            took.append(time.monotonic() - begun)
            raise

    at_once(*[act] * 10)
    assert len(took) == 7
    assert max(took) < 1.5, "it held a thread although there was no place to wait"


def test_two_persons_do_not_wait_for_each_other(
    agency: InventedAgency, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = threading.Barrier(2)

    def both(*_given: Any, **_named: Any) -> bytes:
        together.wait(IN_TIME)
        return b"a drawing"

    monkeypatch.setattr(intake, "preview", both)
    answers = at_once(opening(agency, "officer"), opening(agency, "officer3"))
    assert answers == [b"a drawing"] * 2


def test_the_whole_installation_decodes_so_many_at_a_time(
    agency: InventedAgency, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.COUNTERSIGN_DECODES_AT_ONCE = 2
    decoder = Decoder(0.4)
    monkeypatch.setattr(intake, "preview", decoder)
    names = ("officer", "sergeant", "officer3")
    answers = at_once(*[opening(agency, name) for name in names])
    assert answers == [b"a drawing"] * 3
    assert decoder.most == 2
    settings.COUNTERSIGN_DECODE_WAIT_SECONDS = 0
    answers = at_once(*[opening(agency, name) for name in names])
    assert reasons(answers) == {"all_busy"}
    assert answers.count(b"a drawing") == 2
    assert locks() == []


OTHER_PROCESS = """
import sys, time
import django
django.setup()
from django.db import connections
from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account
from requests_app.workflow import decoding
from tests.support import PASSWORDS
port, name, username = sys.argv[1:]
connections.settings["default"] |= {
    "HOST": "127.0.0.1", "PORT": port, "NAME": name, "PASSWORD": PASSWORDS["countersign_web"]}
with decoding.turn(Actor(account=Account.objects.get(username=username), role="officer")):
    print("held", flush=True)
    time.sleep(120)
"""


@contextmanager
def another_process(username: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", OTHER_PROCESS, str(place.port), place.database, username],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test"},
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
    finally:
        process.kill()
        process.wait()


def test_a_turn_counts_in_another_process_and_ends_when_that_is_killed(
    agency: InventedAgency, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setattr(intake, "preview", Decoder())
    settings.COUNTERSIGN_DECODE_WAIT_SECONDS = 0.3
    with another_process("officer") as process:
        assert len(locks()) == 3
        with pytest.raises(PreconditionFailed) as refused:
            opening(agency, "officer")()
        assert refused.value.reason == "busy"
        assert opening(agency, "officer3")() == b"a drawing"
        settings.COUNTERSIGN_DECODES_AT_ONCE = 1
        with pytest.raises(PreconditionFailed) as refused:
            opening(agency, "officer3")()
        assert refused.value.reason == "all_busy"
        settings.COUNTERSIGN_DECODE_WAIT_SECONDS = IN_TIME
        process.kill()
        assert opening(agency, "officer")() == b"a drawing"
    assert locks() == []


def test_a_refusal_and_a_fault_give_the_turn_back(
    agency: InventedAgency, monkeypatch: pytest.MonkeyPatch
) -> None:
    for problem in (intake.ProbeRefused("damaged"), MemoryError()):

        def fail(*_given: Any, problem: Exception = problem, **_named: Any) -> bytes:
            assert len(locks()) == 3, "each of the three kinds is held once"
            raise problem

        monkeypatch.setattr(intake, "preview", fail)
        with pytest.raises(type(problem)):
            opening(agency, "officer")()
        assert locks() == []


def test_a_connection_that_is_lost_in_the_middle_loses_no_upload(
    agency: InventedAgency, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = intake.take_in

    def cut(data: bytes, **named: Any) -> Any:
        for pid in set(locks()):
            sql("superuser", "SELECT pg_terminate_backend(%s, 5000)", [pid])
        return real(data, **named)

    monkeypatch.setattr(intake, "take_in", cut)
    row = agency.prepared["officer"]
    draft_files.add_probe(
        actor=agency.actor("officer"),
        search_request_id=row.pk,
        data=builders.probe_bytes(9),
        name="frame.jpg",
    )
    assert row.probes.count() == 2
    assert locks() == []


def test_no_turn_is_taken_inside_a_transaction(agency: InventedAgency) -> None:
    with (
        pytest.raises(RuntimeError, match="outside every transaction"),
        transaction.atomic(),
        decoding.turn(agency.actor("officer")),
    ):
        pass


def test_no_transaction_is_open_while_somebody_waits(
    agency: InventedAgency, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.COUNTERSIGN_DECODE_WAIT_SECONDS = 1
    states: set[str] = set()
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(0.02):
            found = sql(
                "superuser",
                "SELECT state FROM pg_stat_activity WHERE datname = current_database()"
                " AND usename = 'countersign_web' AND xact_start < now() - interval '300 ms'",
            )
            states.update(str(state) for (state,) in found)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        with another_process("officer"), pytest.raises(PreconditionFailed):
            opening(agency, "officer")()
    finally:
        ended.set()
        watcher.join()
    assert states == set()


def test_nothing_is_stored_of_an_upload_that_was_refused_its_turn(
    agency: InventedAgency, settings: Any
) -> None:
    settings.COUNTERSIGN_DECODE_WAIT_SECONDS = 0
    row: SearchRequest = agency.prepared["officer"]
    before = StoredFile.objects.count()
    with another_process("officer"), pytest.raises(PreconditionFailed):
        draft_files.add_probe(
            actor=agency.actor("officer"),
            search_request_id=row.pk,
            data=builders.probe_bytes(9),
            name="frame.jpg",
        )
    assert StoredFile.objects.count() == before
    assert not connection.in_atomic_block


DECODES = {"intake.take_in", "intake.preview", "documents.receive"}


def calls_outside_a_turn(tree: ast.AST, inside: bool = False) -> Iterator[int]:
    for node in ast.iter_child_nodes(tree):
        within = inside
        if isinstance(node, ast.With):
            within = inside or any(
                ast.unparse(item.context_expr).startswith("decoding.turn(") for item in node.items
            )
        if isinstance(node, ast.Call) and ast.unparse(node.func) in DECODES and not inside:
            yield node.lineno
        yield from calls_outside_a_turn(node, within)


def test_whatever_decodes_does_it_in_its_turn() -> None:
    found = []
    for path in (ROOT / "requests_app").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "searches" in path.parts or not any(name.split(".")[1] in text for name in DECODES):
            continue
        found += [f"{path}:{line}" for line in calls_outside_a_turn(ast.parse(text))]
    assert found == []
    assert list(calls_outside_a_turn(ast.parse("with a:\n    intake.preview(b'')"))) == [2]
