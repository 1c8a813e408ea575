"""Trial and production never meet: whatever opens a connection, the database says who made it.

Processes and commands are really started, as somebody would by mistake; each must end in plain words.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from requests_app.ops import kinds, logins, readiness, startup
from requests_app.trial.embedded import processes
from tests.support import PASSWORDS, connected_as, credentials, place, sql

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
ADMINISTRATORS = (
    *("--administrator", "1", "Ada One", "one@example.org", "one", "en"),
    *("--administrator", "2", "Bo Two", "two@example.org", "two", "en"),
)
OTHER = {"trial": "production", "production": "trial"}


@pytest.fixture(params=["trial", "production"])
def ours(request: Any, database: str, settings: Any) -> Iterator[str]:
    """The kind of this process; the other one made the database."""
    settings.COUNTERSIGN_INSTALLATION_KIND = request.param
    settings.COUNTERSIGN_TRIAL = request.param == "trial"
    connections.close_all()
    sql("owner", "UPDATE ops_installation SET kind = %s", [OTHER[request.param]])
    yield request.param
    connections.close_all()


def refused(ours: str) -> None:
    """Ask the database twice: the second time must not find the connection of the first."""
    for _ in range(2):
        with pytest.raises(kinds.WrongKind) as said, connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        assert f"was made by a {OTHER[ours]} installation" in str(said.value)
        assert connection.connection is None


@pytest.mark.parametrize("login", ["web", "worker", "dispatcher", "auditor", "owner", "superuser"])
def test_no_login_of_one_kind_works_in_a_database_of_the_other(ours: str, login: str) -> None:
    with connected_as(login):
        refused(ours)


def test_the_auditors_connection_is_compared_too(ours: str) -> None:
    with pytest.raises(kinds.WrongKind), connections["auditor"].cursor() as cursor:
        cursor.execute("SELECT 1")


def test_the_words_say_what_happened_what_goes_on_and_what_to_do(ours: str) -> None:
    with pytest.raises(kinds.WrongKind) as said:
        connection.ensure_connection()
    words = str(said.value)
    assert repr(place.database) in words
    assert "nothing was read from that database or changed in it" in words
    assert "whatever else uses it goes on" in words
    assert f"config.settings.{OTHER[ours]}" in words
    assert not any(password in words for password in PASSWORDS.values())


@pytest.mark.parametrize(
    "command",
    [
        ["migrate"], ["showmigrations"], ["flush", "--no-input"], ["clearsessions"], ["dbshell"],
        ["dumpdata"], ["inspectdb"], ["sqlmigrate", "ops", "0001"], ["audit_guards", "--check"],
        ["create_first_administrators", *ADMINISTRATORS],
    ],
)  # fmt: skip
def test_a_command_that_connects_is_refused(ours: str, command: list[str], settings: Any) -> None:
    settings.COUNTERSIGN_PUBLIC_ORIGIN = "https://countersign.example.org"
    # dumpdata makes an error of its own from it.
    with pytest.raises((kinds.WrongKind, CommandError), match="was made by a"):
        call_command(*command)


def test_a_database_that_nobody_made_ready_is_open_to_both(ours: str) -> None:
    """The bootstrap and the migrations work there before there is a table."""
    user, password = credentials("superuser")
    with logins.connected(NAME="postgres", USER=user, PASSWORD=password):
        connection.ensure_connection()
    sql("owner", "DELETE FROM ops_installation")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def test_readiness_says_that_the_database_is_missing(ours: str) -> None:
    assert readiness.database() is False
    assert readiness.rules() is False


def test_a_login_that_may_not_ask_does_not_stay_connected(database: str) -> None:
    connections.close_all()
    sql("owner", f"REVOKE SELECT ON ops_installation FROM {logins.WEB}")
    for _ in range(2):
        with pytest.raises(Exception, match="permission denied"), connection.cursor() as cursor:
            cursor.execute("SELECT 1")


def test_a_trial_whose_database_does_not_answer_starts(database: str) -> None:
    with logins.connected(PASSWORD="a-wrong-password"):
        startup.refuse_if_unsafe()


# --- processes ------------------------------------------------------------------------------------


@pytest.fixture
def of_a_trial(database: str) -> dict[str, str]:
    """A shell in which somebody set production's database and nothing that names the settings."""
    connections.close_all()
    sql("owner", "UPDATE ops_installation SET kind = 'production'")
    login = f"{logins.WEB}:{PASSWORDS[logins.WEB]}"
    return {
        "PATH": os.environ["PATH"],
        "COUNTERSIGN_DATABASE_URL": f"postgresql://{login}@127.0.0.1:{place.port}/{place.database}",
    }


WITH_SETTINGS = {"DJANGO_SETTINGS_MODULE": "config.settings.trial"}
STARTS = {
    "wsgi": ([sys.executable, "-c", "import config.wsgi"], WITH_SETTINGS),
    "asgi": ([sys.executable, "-c", "import config.asgi"], WITH_SETTINGS),
    "gunicorn": (
        [
            BIN / "gunicorn", "--config", "config/gunicorn.py", "--bind",
            f"127.0.0.1:{processes.free_port()}", "config.wsgi",
        ],
        WITH_SETTINGS,
    ),
    "trial_server": (
        [sys.executable, "-m", "config.trial_server", str(processes.free_port())],
        WITH_SETTINGS,
    ),
    "worker": (
        [BIN / "celery", "--app", "config.celery", "worker", "--queues", "default"],
        {**WITH_SETTINGS, "COUNTERSIGN_PROCESS": "worker"},
    ),
    "dispatcher": (
        [BIN / "celery", "--app", "config.celery", "worker", "--queues", "dispatch"],
        {**WITH_SETTINGS, "COUNTERSIGN_PROCESS": "dispatcher"},
    ),
    "shell": (
        [
            sys.executable, "manage.py", "shell", "-c",
            "from requests_app.accounts.models import Account; print(Account.objects.count())",
        ],
        {},
    ),
    "seed_demo": ([sys.executable, "manage.py", "seed_demo"], {}),
    "migrate": ([sys.executable, "manage.py", "migrate"], {}),
}  # fmt: skip


@pytest.mark.parametrize("start", STARTS)
def test_nothing_of_a_trial_starts_on_productions_database(
    of_a_trial: dict[str, str], start: str
) -> None:
    before = sql("owner", "SELECT count(*) FROM accounts_account")
    command, more = STARTS[start]
    done = subprocess.run(
        command, env=of_a_trial | more, cwd=ROOT, capture_output=True, text=True, check=False,
        timeout=60,
    )  # fmt: skip
    assert done.returncode != 0
    assert f"The database {place.database!r} was made by a production installation" in done.stderr
    if start in {"shell", "seed_demo", "migrate", "gunicorn", "trial_server", "wsgi", "asgi"}:
        assert "Traceback" not in done.stderr
    assert sql("owner", "SELECT count(*) FROM accounts_account") == before
