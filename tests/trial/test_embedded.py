"""The embedded services: real ones, start and stop, survive a killed owner, refuse strangers."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psycopg
import pytest
import redis as redis_client

from requests_app.ops import trial_marks
from requests_app.trial.embedded import processes, redis, secrets
from requests_app.trial.embedded.postgres import Postgres
from requests_app.trial.embedded.supervisor import AlreadyRunning, Supervisor, sole_launcher


def test_postgres_keeps_its_data_over_a_restart(services_folder: Path) -> None:
    first = Postgres(services_folder / "kept", processes.free_port(), "secret", durable=False)
    first.start()
    with psycopg.connect(first.url()) as connection:
        connection.execute("CREATE TABLE kept (n int)")
    first.stop()
    second = Postgres(services_folder / "kept", processes.free_port(), "secret", durable=False)
    second.start()
    try:
        with psycopg.connect(second.url()) as connection:
            assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
    finally:
        second.stop()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(second.url())


def test_postgres_trusts_nobody_without_the_password(postgres_server: Postgres) -> None:
    for password in ("", "wrong"):
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(
                host="127.0.0.1", port=postgres_server.port, user="postgres", password=password
            )
    with psycopg.connect(postgres_server.url()) as connection:
        rules = connection.execute("SELECT DISTINCT auth_method FROM pg_hba_file_rules").fetchall()
    assert rules == [("scram-sha-256",)]


def test_postgres_log_does_not_quote_what_people_wrote(postgres_server: Postgres) -> None:
    with psycopg.connect(postgres_server.url()) as connection:
        connection.execute("CREATE TEMP TABLE words (w text UNIQUE)")
        for _ in range(2):
            try:
                connection.execute("INSERT INTO words VALUES ('CANARY-IN-A-ROW')")
            except psycopg.errors.UniqueViolation:
                break
    assert "CANARY-IN-A-ROW" not in postgres_server.log.read_text()


def test_redis_answers_with_its_password_only(redis_server: redis.Redis) -> None:
    with (
        redis_client.Redis(port=redis_server.port) as stranger,
        pytest.raises(redis_client.AuthenticationError),
    ):
        stranger.ping()
    with redis_client.Redis.from_url(redis_server.url) as known:
        assert known.ping()


def test_a_service_dies_with_its_launcher_even_when_that_is_killed(services_folder: Path) -> None:
    log = services_folder / "orphan.log"
    program = f"""
        import time
        from pathlib import Path
        from requests_app.trial.embedded import processes
        print(processes.start(["sleep", "60"], log=Path({str(log)!r})).pid, flush=True)
        time.sleep(60)
    """
    launcher = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert launcher.stdout
    child = int(launcher.stdout.readline())
    assert processes.is_running(child)
    launcher.send_signal(signal.SIGKILL)
    launcher.wait()
    end = time.monotonic() + 5
    while processes.is_running(child) and time.monotonic() < end:
        time.sleep(0.05)
    assert not processes.is_running(child)


def test_supervisor_names_the_crashed_process_and_ends_the_others(tmp_path: Path) -> None:
    with Supervisor(tmp_path) as supervisor:
        supervisor.start("steady", ["sleep", "60"], dict(os.environ), tmp_path)
        supervisor.start("hasty", ["sh", "-c", "echo oops; exit 7"], dict(os.environ), tmp_path)
        said: list[str] = []
        assert supervisor.wait_for_crash(said.append) == ("hasty", 7)
        steady = supervisor._running["steady"]
        assert steady.poll() is None
    assert steady.poll() is not None
    assert supervisor.log_of("hasty").read_text() == "oops\n" * 4
    assert len(said) == 3
    assert all("hasty ended by itself (code 7) and was started again" in line for line in said)


def test_supervisor_starts_a_killed_process_again_and_leaves_the_others_alone(
    tmp_path: Path,
) -> None:
    pids: list[int] = []

    def kill(_line: str = "") -> None:
        worker = supervisor._running["worker"]
        assert worker.poll() is None
        pids.append(worker.pid)
        worker.kill()

    with Supervisor(tmp_path) as supervisor:
        supervisor.start("worker", ["sleep", "60"], dict(os.environ), tmp_path)
        supervisor.start("beat", ["sleep", "60"], dict(os.environ), tmp_path)
        kill()
        assert supervisor.wait_for_crash(kill) == ("worker", -signal.SIGKILL)
        assert supervisor._running["beat"].poll() is None
    assert len(set(pids)) == 4


def test_a_service_that_ended_is_not_started_again(tmp_path: Path) -> None:
    with Supervisor(tmp_path) as supervisor:
        service = processes.start(["sh", "-c", "exit 3"], log=tmp_path / "log")
        supervisor.watch("postgres", service, service.wait)
        assert supervisor.wait_for_crash(pytest.fail) == ("postgres", 3)


def test_second_launcher_learns_who_holds_the_folder(tmp_path: Path) -> None:
    with (
        sole_launcher(tmp_path / "run", "process 1, http://127.0.0.1:8000"),
        pytest.raises(AlreadyRunning, match=r"process 1, http://127\.0\.0\.1:8000"),
        sole_launcher(tmp_path / "run", "another"),
    ):
        pass
    with sole_launcher(tmp_path / "run", "free again"):
        pass


def test_trial_on_a_taken_port_says_the_way_out(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        tried = subprocess.run(
            [sys.executable, "manage.py", "trial", "--port", str(port)],
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "config.settings.trial",
                "COUNTERSIGN_VAR_DIR": str(tmp_path),
            },
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=False,
        )
    assert tried.returncode == 1
    assert f"Port {port} is taken" in tried.stderr
    assert f"PORT={port + 10}" in tried.stderr


def test_trial_secrets_are_random_private_and_marked(tmp_path: Path) -> None:
    one, other = secrets.make(tmp_path / "one"), secrets.make(tmp_path / "other")
    assert one.content_key.read_text() != other.content_key.read_text()
    assert one.text("lookup") != other.text("lookup")
    assert one.text("lookup") == secrets.make(tmp_path / "one").text("lookup")
    assert {p.stat().st_mode & 0o077 for p in one.folder.iterdir()} == {0}
    assert trial_marks.is_trial_text(one.text("lookup"))
    assert trial_marks.is_trial_key(trial_marks.new_key())
    assert not trial_marks.is_trial_key(os.urandom(32))
