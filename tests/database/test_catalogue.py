"""The database that the migrations make is the one that the code of today means, and so is an upgraded one.

Whoever changes a guard, a table or a right without its migration is told here which file to write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connections

from requests_app.ops import bootstrap, logins
from requests_app.searches import status_trigger
from requests_app.trial.embedded.postgres import Postgres
from tests import support
from tests.database import catalogue

ROOT = Path(__file__).parents[2]
DUMPS = sorted((Path(__file__).parent / "installed").glob("*.sql"))
BY_BOOTSTRAP = {"rights", "event_codes"}
"""What no migration makes: `bootstrap_database` writes it anew each time."""


def next_migration(app: str) -> str:
    """The path of the migration that somebody has to write."""
    folder = Path(settings.BASE_DIR) / "requests_app" / app / "migrations"
    numbers = [int(path.name[:4]) for path in folder.glob("[0-9]*.py")]
    return f"requests_app/{app}/migrations/{max(numbers) + 1:04d}_….py"


def app_of(name: str) -> str:
    """The app whose migrations make a thing, by the first table or function in its name."""
    if "audit." in name:
        return "audit"
    found = re.search(r"\b(accounts|audit|dispatch|ops|registry|searches)_", name)
    return found[1] if found else "searches"


def advice(wrong: list[tuple[str, str, str]]) -> str:
    """What differs, and what to do about each."""
    lines = []
    for section, name, what in wrong:
        to_do = (
            "bootstrap_database writes these"
            if section in BY_BOOTSTRAP
            else f"write {next_migration(app_of(name))}"
        )
        lines.append(f"{section}: {name} {what}\n  {to_do}; then run `make catalogue`.")
    return "\n".join(lines)


def listing_of(name: str) -> dict[str, dict[str, str]]:
    with support.raw_connection("superuser", dbname=name) as connection:
        return catalogue.read(connection)


def test_the_migrations_make_what_is_listed(database: str) -> None:
    wrong = catalogue.differences(catalogue.committed(), listing_of(database))
    assert not wrong, advice(wrong)


def test_every_guard_fires_under_the_replica_role_too(database: str) -> None:
    assert {text.rsplit(" ", 1)[1] for text in catalogue.committed()["triggers"].values()} == {"A"}


def test_the_moves_in_the_database_are_those_of_the_transition_table(database: str) -> None:
    before = listing_of(database)
    support.sql("owner", status_trigger.status_function())
    wrong = catalogue.differences(before, listing_of(database))
    assert not wrong, (
        f"The transition table has moved on: write {next_migration('searches')} with the text of "
        f"status_trigger.status_function(), then run `make catalogue`.\n{advice(wrong)}"
    )


def test_the_rights_in_the_database_are_those_of_the_tables(database: str) -> None:
    before = listing_of(database)
    with support.connected_as("owner"):
        bootstrap.apply_rights()
    assert advice(catalogue.differences(before, listing_of(database))) == ""


def test_a_difference_is_found_and_names_the_migration(database: str) -> None:
    support.sql("superuser", "ALTER TABLE searches_decision DISABLE TRIGGER guard_decision")
    support.sql("superuser", "GRANT DELETE ON audit.event TO countersign_web")
    support.sql(
        "superuser",
        "CREATE OR REPLACE FUNCTION audit.refuse_change() RETURNS trigger LANGUAGE plpgsql"
        " AS $$ BEGIN RETURN OLD; END $$",
    )
    wrong = catalogue.differences(catalogue.committed(), listing_of(database))
    assert {(section, name) for section, name, _ in wrong} == {
        ("functions", "audit.refuse_change()"),
        ("rights", "relation audit.event countersign_web"),
        ("triggers", "searches_decision guard_decision"),
    }
    said = advice(wrong)
    for app in ("audit", "searches"):
        made = len(list((ROOT / "requests_app" / app / "migrations").glob("0*.py")))
        assert f"requests_app/{app}/migrations/{made + 1:04d}_" in said


@pytest.fixture
def empty_database(postgres_server: Postgres, migrated_template: str) -> Iterator[str]:
    """A database without a table, in the cluster whose roles the template's bootstrap made."""
    name = "test_upgraded"
    with psycopg.connect(postgres_server.url(), autocommit=True) as administrator:
        administrator.execute(f"CREATE DATABASE {name} OWNER {logins.OWNER} TEMPLATE template0")
        yield name
        connections.close_all()
        administrator.execute(f"DROP DATABASE {name} WITH (FORCE)")


A_REQUEST_THAT_MOVED = """
ALTER TABLE searches_searchrequest DISABLE TRIGGER USER;
WITH moved AS (
  UPDATE searches_searchrequest SET status = 'WITHDRAWN'
    WHERE id = (SELECT id FROM searches_searchrequest ORDER BY id LIMIT 1) RETURNING id)
INSERT INTO audit.event (recorded_at, login, code, occurred_at, request_id, request_seq, status_after,
    outcome, role, schema_version, entry, leaf_hash)
  SELECT now(), 'countersign_web', said.code, now(), moved.id, 1000 + said.place, said.status,
         'success', 'officer', 1, convert_to(said.code, 'UTF8'), sha256(convert_to(said.code, 'UTF8'))
    FROM moved, (VALUES (1, 'search.withdrawn', 'WITHDRAWN'), (2, 'record.viewed', NULL))
      AS said(place, code, status);
ALTER TABLE searches_searchrequest ENABLE ALWAYS TRIGGER guard_status;
ALTER TABLE searches_searchrequest ENABLE ALWAYS TRIGGER status_needs_event;
ALTER TABLE searches_searchrequest ENABLE ALWAYS TRIGGER keep_rows;
ALTER TABLE searches_searchrequest ENABLE ALWAYS TRIGGER keep_table;
"""
"""A request of the release that was dumped, with two statuses and an event after the last of them."""

NOTICES = """
INSERT INTO searches_notice (id, account_id, search_request_id, kind, created_at, email_attempts, emailed_at)
  SELECT gen_random_uuid(), requested_by_id, id, 'approved', now(), tries, left_at
    FROM searches_searchrequest, (VALUES (0, NULL), (3, NULL), (5, NULL), (1, now())) AS mail(tries, left_at)
    WHERE id = (SELECT id FROM searches_searchrequest ORDER BY id LIMIT 1);
"""
"""Notices of the release that was dumped: not tried yet, tried, given up after five tries, and sent."""


@pytest.mark.parametrize("dump", DUMPS, ids=[dump.stem for dump in DUMPS])
def test_an_installed_database_becomes_the_same_as_a_fresh_one(
    postgres_server: Postgres, empty_database: str, django_db_blocker: Any, dump: Path
) -> None:
    with psycopg.connect(postgres_server.url(empty_database), autocommit=True) as administrator:
        administrator.execute(dump.read_text(encoding="utf-8"))  # type: ignore[call-overload]
    # The dump empties the search path of its own connection.
    with psycopg.connect(postgres_server.url(empty_database)) as administrator:
        administrator.execute(A_REQUEST_THAT_MOVED)
        administrator.execute(NOTICES)
        rows = "SELECT count(*), string_agg(encode(leaf_hash, 'hex'), ' ' ORDER BY id) FROM audit.event"
        events = administrator.execute(rows).fetchone()
        people = administrator.execute("SELECT count(*) FROM accounts_account").fetchone()
    assert events is not None
    assert events[0] > 0
    plan = bootstrap.Plan(postgres_server.url(), empty_database, support.PASSWORDS, kind="trial")
    with django_db_blocker.unblock():
        bootstrap.bootstrap(plan, verbosity=0)
    wrong = catalogue.differences(catalogue.committed(), listing_of(empty_database))
    assert not wrong, advice(wrong)
    with psycopg.connect(postgres_server.url(empty_database)) as administrator:
        assert administrator.execute(rows).fetchone() == events
        assert administrator.execute("SELECT count(*) FROM accounts_account").fetchone() == people
        # The log has learnt where each request stands, so that each can go on from there.
        stands = administrator.execute(
            "SELECT count(*), count(*) FILTER (WHERE r.status IS DISTINCT FROM c.status)"
            " FROM searches_searchrequest r FULL JOIN audit.request_chain c ON c.request_id = r.id"
        ).fetchone()
        due = administrator.execute(
            "SELECT email_attempts, email_next_at <= now() FROM searches_notice ORDER BY 1"
        ).fetchall()
    assert due == [(0, True), (1, None), (3, True), (5, True)], "no mail is sent a second time"
    assert stands is not None
    assert stands[0] > 0
    assert stands[1] == 0
