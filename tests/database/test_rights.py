"""Every login's privileges on every table, counted in the database against a list written by hand.

What was promised stands in `promised.py`; that no more is promised than the suite uses, in `writes.py`.
"""

from __future__ import annotations

import pytest

from tests.database.promised import COLUMNS, HELD, RUN_TIME
from tests.support import sql

PRIVILEGES = {"S": "SELECT", "I": "INSERT", "U": "UPDATE", "D": "DELETE"}


def _login(name: str) -> str:
    return f"countersign_{name}"


def test_every_login_holds_exactly_what_was_promised(database):
    found = sql(
        "superuser",
        """
        SELECT l.name, t.tablename, p.privilege,
          has_table_privilege(l.name, t.schemaname || '.' || t.tablename, p.privilege)
          OR (p.privilege <> 'DELETE' AND has_any_column_privilege(
            l.name, t.schemaname || '.' || t.tablename, p.privilege))
        FROM pg_tables t, unnest(%s::text[]) AS l(name), unnest(%s::text[]) AS p(privilege)
        WHERE t.schemaname = 'public'
        """,
        [[_login(name) for name in RUN_TIME], list(PRIVILEGES.values())],
    )
    held: dict[str, dict[str, set[str]]] = {}
    for login, table, privilege, has in found:
        of_table = held.setdefault(table, {_login(name): set() for name in RUN_TIME})
        if has:
            of_table[login].add(privilege)
    promised = {
        table: {
            _login(name): {PRIVILEGES[letter] for letter in letters}
            for name, letters in zip(RUN_TIME, each, strict=True)
        }
        for table, each in HELD.items()
    }
    assert set(held) == set(promised)
    assert {t: held[t] for t in held if held[t] != promised[t]} == {}


def test_every_login_changes_the_promised_columns_and_no_others(database):
    found = sql(
        "superuser",
        """
        SELECT l.name, c.table_name, c.column_name
        FROM information_schema.columns c, unnest(%s::text[]) AS l(name)
        WHERE c.table_schema = 'public'
          AND has_column_privilege(l.name, 'public.' || c.table_name, c.column_name, 'UPDATE')
        """,
        [[_login(name) for name in RUN_TIME]],
    )
    held: dict[tuple[str, str], set[str]] = {}
    for login, table, column in found:
        held.setdefault((login.removeprefix("countersign_"), table), set()).add(column)
    assert held == COLUMNS


@pytest.mark.parametrize("privilege", ["TRUNCATE", "REFERENCES", "TRIGGER"])
def test_no_login_empties_a_table_or_hangs_anything_on_it(database, privilege):
    assert (
        sql(
            "superuser",
            """
            SELECT l.name, t.schemaname, t.tablename
            FROM pg_tables t, unnest(%s::text[]) AS l(name)
            WHERE t.schemaname IN ('public', 'audit')
              AND has_table_privilege(l.name, t.schemaname || '.' || t.tablename, %s)
            """,
            [[_login(name) for name in RUN_TIME], privilege],
        )
        == []
    )


def test_the_log_is_read_and_never_written_directly(database):
    found = sql(
        "superuser",
        """
        SELECT l.name, t.tablename, p.privilege
        FROM pg_tables t, unnest(%s::text[]) AS l(name), unnest(%s::text[]) AS p(privilege)
        WHERE t.schemaname = 'audit'
          AND (has_table_privilege(l.name, 'audit.' || t.tablename, p.privilege)
            OR (p.privilege <> 'DELETE'
              AND has_any_column_privilege(l.name, 'audit.' || t.tablename, p.privilege)))
        """,
        [[_login(name) for name in RUN_TIME], list(PRIVILEGES.values())],
    )
    readers = {
        (_login(name), table, "SELECT")
        for name in RUN_TIME
        for table in (
            "event",
            "installation",
            "id_range",
            "leaf",
            "tile",
            "tree",
            "log_key",
            "checkpoint",
            "latest_checkpoint",
        )
    }
    readers.add((_login("auditor"), "opening", "SELECT"))
    grows = {
        ("leaf", "INSERT"), ("tile", "INSERT"), ("tile", "UPDATE"), ("tree", "UPDATE"),
        ("checkpoint", "INSERT"), ("latest_checkpoint", "UPDATE"),
    }  # fmt: skip
    assert set(found) == readers | {(_login("sequencer"), *each) for each in grows}


def test_the_sequencer_changes_no_more_of_the_tree_than_lets_it_grow(database):
    found = sql(
        "superuser",
        # By numbers, not by names: whichever condition is asked first, no table of another schema is looked for.
        "SELECT c.relname, a.attname FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid"
        " WHERE c.relnamespace = 'audit'::regnamespace AND c.relkind = 'r' AND a.attnum > 0"
        " AND NOT a.attisdropped AND has_column_privilege(%s, c.oid, a.attnum, 'UPDATE')",
        [_login("sequencer")],
    )
    windows = {"window_from", "window_upto", "after_id", "last_id"}
    latest = {("latest_checkpoint", column) for column in ("size", "note", "signed_at")}
    assert set(found) == latest | {("tile", "hashes")} | {
        ("tree", column) for column in windows | {"size", "root", "grown_at"}
    }


def test_the_owner_alone_owns(database):
    owners = sql(
        "superuser",
        """
        SELECT DISTINCT r.rolname FROM pg_class c
          JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_roles r ON r.oid = c.relowner
          WHERE n.nspname IN ('public', 'audit')
        UNION SELECT r.rolname FROM pg_proc p
          JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_roles r ON r.oid = p.proowner
          WHERE n.nspname IN ('public', 'audit')
        UNION SELECT r.rolname FROM pg_namespace n JOIN pg_roles r ON r.oid = n.nspowner
          WHERE n.nspname = 'audit'
        """,
    )
    assert owners == [("countersign_owner",)]


def test_no_login_is_or_becomes_anything_more(database):
    assert (
        sql(
            "superuser",
            """
            SELECT rolname FROM pg_roles WHERE rolname LIKE 'countersign\\_%%'
              AND (rolsuper OR rolcreaterole OR rolreplication OR rolbypassrls)
            """,
            [],
        )
        == []
    )
    logins = [_login(name) for name in RUN_TIME]
    members = sql(
        "superuser",
        """
        SELECT m.rolname, g.rolname FROM pg_auth_members a
          JOIN pg_roles m ON m.oid = a.member JOIN pg_roles g ON g.oid = a.roleid
          WHERE m.rolname = ANY (%s)
        """,
        [logins],
    )
    assert members == []
    creators = sql(
        "superuser",
        """
        SELECT l.name FROM unnest(%s::text[]) AS l(name)
        WHERE has_schema_privilege(l.name, 'public', 'CREATE')
          OR has_schema_privilege(l.name, 'audit', 'CREATE')
          OR has_database_privilege(l.name, current_database(), 'CREATE')
        """,
        [logins],
    )
    assert creators == []


def test_numbers_of_requests_are_drawn_by_the_web_alone(database):
    drawn = sql(
        "superuser",
        """
        SELECT l.name, s.schemaname, s.sequencename
        FROM pg_sequences s, unnest(%s::text[]) AS l(name)
        WHERE has_sequence_privilege(
          l.name, s.schemaname || '.' || s.sequencename, 'USAGE, SELECT, UPDATE')
        """,
        [[_login(name) for name in RUN_TIME]],
    )
    public = {(login, name) for login, schema, name in drawn if schema == "public"}
    assert ("countersign_web", "searches_reference_number") in public
    assert not [each for each in drawn if each[1] == "audit"]
    assert {login for login, _ in public if login != "countersign_web"} == set()
