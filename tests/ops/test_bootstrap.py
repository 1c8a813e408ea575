"""The bootstrap: repeatable, by an administrator who is no superuser too, and it takes powers away."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.utils import timezone

from requests_app.accounts.roles import Role
from requests_app.common import clock
from requests_app.ops import logins
from requests_app.trial.embedded import processes
from requests_app.trial.embedded.postgres import Postgres
from requests_app.workflow import administration
from tests.accounts import agency as agencies

ROOT = Path(__file__).parents[2]
NAMES = {login: login.removeprefix("countersign_").upper() for login in logins.LOGINS}


@pytest.fixture(scope="module")
def server(services_folder: Path) -> Iterator[Postgres]:
    """A server of this module's own: roles belong to the whole cluster."""
    server = Postgres(services_folder / "agency", processes.free_port(), "admin", durable=False)
    server.start()
    with psycopg.connect(server.url(), autocommit=True) as administrator:
        administrator.execute(
            "CREATE ROLE agency_admin LOGIN CREATEDB CREATEROLE PASSWORD 'admin-of-the-agency'"
        )
    yield server
    server.stop()


def environment(server: Postgres, **changes: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "COUNTERSIGN_PROCESS": "owner",
        "COUNTERSIGN_ADMIN_DATABASE_URL": (
            f"postgresql://agency_admin:admin-of-the-agency@127.0.0.1:{server.port}/postgres"
        ),
        **{f"COUNTERSIGN_DATABASE_PASSWORD_{name}": f"word-{name}" for name in NAMES.values()},
        **changes,
    }


def run(environment_: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "manage.py", "bootstrap_database", "--verbosity", "0"],
        env=environment_,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def as_login(server: Postgres, login: str, password: str) -> "psycopg.Connection[Any]":
    return psycopg.connect(
        host="127.0.0.1", port=server.port, dbname="countersign", user=login, password=password
    )


def privileges(server: Postgres) -> list[Any]:
    with psycopg.connect(server.url("countersign")) as administrator:
        return administrator.execute(
            "SELECT grantee, table_name, privilege_type FROM information_schema.role_table_grants"
            " WHERE table_schema = 'public' ORDER BY 1, 2, 3"
        ).fetchall()


def test_bootstrap_by_an_ordinary_administrator_is_repeatable(server: Postgres) -> None:
    first = run(environment(server))
    assert first.returncode == 0, first.stderr
    granted = privileges(server)
    with as_login(server, logins.WEB, "word-WEB") as connection:
        made = connection.execute("SELECT id, kind FROM ops_installation").fetchall()
    assert [kind for _, kind in made] == ["production"]

    # Somebody widened what a login may do, and a password changed: a second run puts both right.
    with psycopg.connect(server.url("countersign"), autocommit=True) as administrator:
        administrator.execute("GRANT DELETE, TRUNCATE ON ops_installation TO countersign_web")
        administrator.execute("ALTER ROLE countersign_worker CREATEDB")
        administrator.execute("GRANT countersign_owner TO countersign_web")
    second = run(
        environment(
            server,
            COUNTERSIGN_ADMIN_DATABASE_URL=server.url(),
            COUNTERSIGN_DATABASE_PASSWORD_WEB="another-word",
        )
    )
    assert second.returncode == 0, second.stderr
    assert privileges(server) == granted
    with as_login(server, logins.WEB, "another-word") as connection:
        assert connection.execute("SELECT id, kind FROM ops_installation").fetchall() == made
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SET ROLE countersign_owner")
    with pytest.raises(psycopg.OperationalError):
        as_login(server, logins.WEB, "word-WEB")
    with psycopg.connect(server.url()) as administrator:
        assert administrator.execute(
            "SELECT rolname FROM pg_roles WHERE rolcreatedb AND rolname LIKE 'countersign%'"
        ).fetchall() == []  # fmt: skip


def test_bootstrap_names_each_missing_password_and_changes_nothing(server: Postgres) -> None:
    tried = run(
        environment(
            server,
            COUNTERSIGN_DATABASE_PASSWORD_WORKER="",
            COUNTERSIGN_DATABASE_NAME="never_made",
        )
    )
    assert tried.returncode == 1
    assert "COUNTERSIGN_DATABASE_PASSWORD_WORKER" in tried.stderr
    with psycopg.connect(server.url()) as administrator:
        assert not administrator.execute(
            "SELECT 1 FROM pg_database WHERE datname = 'never_made'"
        ).fetchall()


def test_a_certificate_that_nobody_confirmed_is_named_at_the_end(
    server: Postgres, database: str, settings: Any
) -> None:
    assert run(environment(server)).returncode == 0
    settings.COUNTERSIGN_INSTALLATION_KIND = "production"  # as who made that database
    settings.COUNTERSIGN_TRIAL = False
    owner = {"NAME": "countersign", "USER": logins.OWNER, "PASSWORD": "word-OWNER"}
    with logins.connected(HOST="127.0.0.1", PORT=str(server.port), **owner):
        agency = agencies.found()
        officer = agency.account(Role.OFFICER)
        today = timezone.localdate(clock.now())
        recorded = agency.record(officer, "requesting", today, today)
    again = run(environment(server))
    assert again.returncode == 0, again.stderr
    assert f"  {officer.username} (officer): course requesting" in again.stdout
    assert "recorded by ada" in again.stdout
    with logins.connected(HOST="127.0.0.1", PORT=str(server.port), **owner):
        administration.confirm_certificate(
            actor=agencies.acting(agency.second), certificate_id=recorded.pk
        )
    assert officer.username not in run(environment(server)).stdout


def test_production_cannot_take_over_a_database_of_a_trial(server: Postgres) -> None:
    run(environment(server))
    with psycopg.connect(server.url("countersign")) as administrator:
        administrator.execute("UPDATE ops_installation SET kind = 'trial'")
    try:
        tried = run(environment(server))
    finally:
        with psycopg.connect(server.url("countersign")) as administrator:
            administrator.execute("UPDATE ops_installation SET kind = 'production'")
    assert tried.returncode == 1
    assert "cannot become production" in tried.stderr


@pytest.mark.parametrize("name", ["countersign", "countersign_trial"])
def test_a_trial_does_not_touch_the_server_of_production(server: Postgres, name: str) -> None:
    """Its own database on that server would do harm too: the passwords of the logins are shared."""
    assert run(environment(server)).returncode == 0
    tried = run(
        environment(
            server,
            DJANGO_SETTINGS_MODULE="config.settings.trial",
            COUNTERSIGN_DATABASE_NAME=name,
            COUNTERSIGN_DATABASE_PASSWORD_WEB="a-word-of-the-trial",
        )
    )
    assert tried.returncode == 1
    assert "The database countersign was made by a production installation" in tried.stderr
    assert "Nothing was changed" in tried.stderr
    as_login(server, logins.WEB, "word-WEB").close()


def test_a_stranger_database_login_may_not_connect(server: Postgres) -> None:
    run(environment(server))
    with psycopg.connect(server.url(), autocommit=True) as administrator:
        administrator.execute("CREATE ROLE stranger LOGIN PASSWORD 'stranger'")
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        as_login(server, "stranger", "stranger")
