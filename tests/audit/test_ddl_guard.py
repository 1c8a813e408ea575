"""The event triggers for a superuser to run: with them on, not even the owner alters the log."""

from __future__ import annotations

import io

import psycopg
import pytest
from django.core.management import call_command

from tests.audit.bodies import append, body, written
from tests.support import raw_connection, sql

BY_THE_OWNER = [
    "ALTER TABLE audit.event DISABLE TRIGGER keep_rows",
    "ALTER TABLE audit.event DISABLE TRIGGER ALL",
    "ALTER TABLE audit.event ENABLE REPLICA TRIGGER keep_rows",
    "ALTER TABLE audit.event SET SCHEMA public",
    "ALTER TABLE audit.event RENAME TO other",
    "ALTER TABLE audit.event DROP COLUMN reason",
    "ALTER TABLE audit.event ALTER COLUMN entry TYPE text USING encode(entry, 'hex')",
    "ALTER TABLE audit.opening DISABLE TRIGGER ALL",
    "ALTER SCHEMA audit RENAME TO other",
    "ALTER FUNCTION audit.append(text, jsonb) SECURITY INVOKER",
    "ALTER TRIGGER keep_rows ON audit.event RENAME TO other",
    "ALTER SEQUENCE audit.event_id_seq RESTART WITH 1",
    "DROP TABLE audit.event",
    "DROP TRIGGER keep_rows ON audit.event",
    "DROP FUNCTION audit.refuse_change() CASCADE",
    "DROP FUNCTION audit.append(text, jsonb)",
    "DROP SCHEMA audit CASCADE",
    "DROP OWNED BY CURRENT_USER CASCADE",
    "CREATE OR REPLACE FUNCTION audit.refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "CREATE RULE mine AS ON INSERT TO audit.event DO INSTEAD NOTHING",
    "CREATE TRIGGER a BEFORE INSERT ON audit.event FOR EACH ROW EXECUTE FUNCTION audit.refuse_change()",
    "DROP EVENT TRIGGER countersign_audit_drop",
    "ALTER EVENT TRIGGER countersign_audit_alter DISABLE",
    "DROP FUNCTION countersign_guard.refuse_ddl() CASCADE",
    "DROP SCHEMA countersign_guard CASCADE",
]


def _printed(*flags: str) -> tuple[str, str]:
    out, state = io.StringIO(), io.StringIO()
    call_command("audit_guards", *flags, stdout=out, stderr=state)
    return out.getvalue(), state.getvalue()


def _run(statements: str) -> None:
    with raw_connection("superuser", autocommit=True) as superuser:
        superuser.execute(statements)


def test_the_printed_guard_stops_the_owner(database):
    text, state = _printed()
    assert "is off" in state
    _run(text)
    _run(text)  # again, as an upgrade would
    assert "is on" in _printed()[1]
    for statement in BY_THE_OWNER:
        with raw_connection("owner") as owner, pytest.raises(psycopg.Error) as refusal:
            owner.execute(statement)
        assert refusal.value.sqlstate == "42501", (statement, refusal.value)
    assert append("web", written(body("session.ended", facts={"cause": "x"})))
    with pytest.raises(psycopg.errors.RestrictViolation):
        sql("owner", "DELETE FROM audit.event")


def test_it_holds_under_replica_role_and_leaves_the_rest_of_the_database_alone(database):
    _run(_printed()[0])
    with raw_connection("superuser") as superuser:
        superuser.execute("SET session_replication_role = replica")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            superuser.execute("ALTER TABLE audit.event DISABLE TRIGGER ALL")
    with raw_connection("owner") as owner:
        owner.execute("CREATE TABLE other (x int)")
        owner.execute("ALTER TABLE other ADD COLUMN y int")
        owner.execute("DROP TABLE other")


def test_without_it_the_owner_could(database):
    sql("owner", "ALTER TABLE audit.event DISABLE TRIGGER keep_rows")


def test_it_can_be_taken_off_for_a_migration(database):
    _run(_printed()[0])
    _run(_printed("--off")[0])
    with pytest.raises(SystemExit) as end:
        _printed("--check")
    assert end.value.code == 1
    sql("owner", "ALTER TABLE audit.event ADD COLUMN x int")
