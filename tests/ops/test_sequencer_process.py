"""The sequencer as a process: killed again and again while others write, two at once, and without a database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from requests_app.ops import logins
from tests.audit.bodies import append, body, make_somebody, written
from tests.audit.sequencing import check_whole, order
from tests.ops.test_production import ROOT, url
from tests.support import raw_connection, sql


def ended() -> str:
    """An event of now: production records none of another time."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return written(body("session.ended", facts={"cause": "x"}, occurred_at=now))


@pytest.fixture
def environment(database: str, tmp_path: Path) -> dict[str, str]:
    """That of a sequencer of production, with nothing but its login."""
    make_somebody()
    sql("owner", "UPDATE ops_installation SET kind = 'production'")
    append("web", ended())  # so that there is something to wait for
    return {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "COUNTERSIGN_PROCESS": "sequencer",
        "COUNTERSIGN_DATABASE_URL": url(logins.SEQUENCER),
        "COUNTERSIGN_VAR_DIR": str(tmp_path),
        "COUNTERSIGN_SEQUENCER_POLL_MS": "20",
    }


def start(environment: dict[str, str], *more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "manage.py", "sequence_audit_log", *more],
        env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def said(environment: dict[str, str], *more: str) -> tuple[int, str]:
    """What it prints, when it ends by itself."""
    process = start(environment, *more)
    out, error = process.communicate(timeout=60)
    return process.returncode, out + error


@pytest.fixture
def writing(database: str) -> Iterator[threading.Event]:
    """Three writers, until the event is set; one in five transactions is rolled back."""
    over = threading.Event()

    def write(number: int) -> None:
        with raw_connection("web", autocommit=True) as writer:
            turn = number
            while not over.is_set():
                turn += 1
                writer.execute("BEGIN")
                writer.execute("SELECT audit.append(%s), audit.append(%s)", [ended(), ended()])
                time.sleep(0.005)
                writer.execute("COMMIT" if turn % 5 else "ROLLBACK")

    threads = [threading.Thread(target=write, args=[number]) for number in range(3)]
    for thread in threads:
        thread.start()
    yield over
    over.set()
    for thread in threads:
        thread.join()


def told(process: subprocess.Popen[str]) -> str:
    """The next line that the process itself writes; its library may say before that a batch was given up."""
    assert process.stderr is not None
    for line in process.stderr:
        if '"logger": "psycopg"' not in line:
            return line
    raise AssertionError("the process ended and said nothing")


def until(size: int) -> None:
    """Wait until the tree has so many leaves."""
    end = time.monotonic() + 60
    while sql("auditor", "SELECT size FROM audit.tree")[0][0] < size:
        assert time.monotonic() < end
        time.sleep(0.05)


def events() -> int:
    return int(sql("auditor", "SELECT count(*) FROM audit.event")[0][0])


def test_killed_at_any_moment_it_misses_nothing(
    environment: dict[str, str], writing: threading.Event
) -> None:
    size = 0
    for _ in range(4):
        process = start(environment)
        until(size + 50)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        size = len(order())
    writing.set()
    time.sleep(0.2)
    process = start(environment)
    until(events())
    process.terminate()
    assert process.communicate(timeout=30) == ("", "")
    assert process.returncode == 0
    check_whole()


def test_a_second_one_waits_and_takes_over(environment: dict[str, str]) -> None:
    first = start(environment)
    until(events())
    second = start(environment)
    assert "sequencer_waits" in told(second)
    first.send_signal(signal.SIGKILL)
    first.communicate()
    append("web", ended())
    until(events())
    second.terminate()
    second.communicate(timeout=30)
    check_whole()


def test_it_waits_for_a_database_that_goes_away_and_comes_back(
    environment: dict[str, str], request: pytest.FixtureRequest
) -> None:
    process = start(environment)
    until(events())
    sql("superuser", "ALTER ROLE countersign_sequencer NOLOGIN")
    request.addfinalizer(  # a role is that of every database of the cluster
        lambda: sql("superuser", "ALTER ROLE countersign_sequencer LOGIN")
    )
    disconnect = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'countersign_sequencer'"
    sql("superuser", disconnect)
    assert "sequencer_without_database" in told(process)
    append("web", ended())
    sql("superuser", "ALTER ROLE countersign_sequencer LOGIN")
    until(events())
    process.terminate()
    process.communicate(timeout=30)
    check_whole()


def test_an_open_transaction_is_told_of(environment: dict[str, str]) -> None:
    with raw_connection("web") as writer:
        writer.execute("SELECT audit.append(%s)", [ended()])
        with raw_connection("web") as other:
            other.execute("SELECT audit.append(%s)", [ended()])
            other.commit()
        process = start(environment)
        line = told(process)
        assert "audit_log_lags" in line
        assert "pg_stat_activity" in line
    process.terminate()
    process.communicate(timeout=30)


def test_it_refuses_another_process_and_another_login(environment: dict[str, str]) -> None:
    code, words = said(environment | {"COUNTERSIGN_PROCESS": "web"})
    assert code == 1
    assert "missing" in words  # what the web needs and this one does not
    code, words = said(environment | {"COUNTERSIGN_DATABASE_URL": url(logins.WEB)})
    assert code == 1
    assert "works there as 'countersign_sequencer'" in words


def test_an_altered_event_ends_it_with_what_to_do(environment: dict[str, str]) -> None:
    with raw_connection("superuser") as superuser:
        superuser.execute("ALTER TABLE audit.event DISABLE TRIGGER ALL")
        superuser.execute("UPDATE audit.event SET leaf_hash = sha256('other')")
        superuser.execute("ALTER TABLE audit.event ENABLE ALWAYS TRIGGER keep_rows")
    code, words = said(environment)
    assert code == 1
    assert "does not give the hash stored beside it" in words
    assert "tell the privacy auditor" in words
    assert "Traceback" not in words


def test_taking_over_where_nothing_was_restored_is_refused(environment: dict[str, str]) -> None:
    code, words = said(environment, "--restored")
    assert code == 1
    assert "Nothing was changed" in words
    assert "in the cluster that it knows" in words
