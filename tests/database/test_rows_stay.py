"""Every table either keeps its rows, by the triggers that the list names, or says why it does not.

Each kept table is attacked with SQL as each login; a table that is new fails here until it is named.
"""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import psycopg
import pytest
from django.conf import settings
from psycopg import errors

from requests_app.ops import row_guards
from requests_app.trial.demo.people import say_where
from requests_app.workflow import end_unexamined, recall
from tests import builders, disclosures, follow_ups, incidents, leads, matchers
from tests.audit.signing import sign_what_is_there
from tests.builders import InventedAgency
from tests.database import (
    catalogue,
    examinations_attacked,
    holds_attacked,
    log_checks_attacked,
    sign_off_attacked,
)
from tests.database.promised import COLUMNS
from tests.support import raw_connection, sql

RUN_TIME = ("web", "worker", "dispatcher", "auditor")
BY_NAME = {kept.table: kept for kept in row_guards.KEPT}
FUNCTIONS = ("countersign_refuse_change", "audit.refuse_change", "accounts_stays",
             "accounts_filled_in_once")  # fmt: skip
"""What the triggers of the list call. A table's own guards call functions of their own."""
OTHER_VALUES = {
    "uuid": "gen_random_uuid()",
    "boolean": "NOT coalesce({0}, false)",
    "timestamp with time zone": "'1999-12-31'",
    "date": "'1999-12-31'",
    "jsonb": "'[7]'",
    "ARRAY": "array_append({0}, NULL)",
}
"""SQL of another value than a column holds, by its type; a number or a text by the two below."""
NUMBERS = {"smallint", "integer", "bigint"}


def another(column: str, kind: str) -> str:
    """SQL of another value than this column holds in any row."""
    found = OTHER_VALUES.get(kind, f"coalesce({column}, 0) + 1" if kind in NUMBERS else "'~'")
    return found.format(column)


def by_the_list(trigger: str) -> bool:
    """Whether a trigger of the listing calls one of the shared functions."""
    return any(f"EXECUTE FUNCTION {name}(" in trigger for name in FUNCTIONS)


def every_kind_of_row(agency: InventedAgency) -> None:
    """A search that a rule has something to say about, one that was sent, and its result."""
    # Before a matcher that is away has been tried, and before a check of the log stops every search.
    examinations_attacked.begun(agency)
    released = matchers.one_result(agency)
    leads.agreed(agency, released)
    leads.decided(agency, released)
    recall.recall_lead(
        actor=agency.actor("privacy"),
        search_request_id=released.pk,
        ground="error_found",
        reason="A hat was taken for hair by both examiners.",
    )
    for said in (follow_ups.passing(), follow_ups.plan(), follow_ups.report()):
        follow_ups.recorded(agency, released, said)
    incidents.taken(agency, incidents.of_a_report(agency, released))
    holds_attacked.reviewed(agency)
    end_unexamined.end_unexamined(
        actor=agency.actor("supervisor3"),
        search_request_id=matchers.one_result_of_fraud(agency).pk,
        reason="The unit has one examiner, and nobody is to be trained this year.",
    )
    disclosures.one_step(agency, disclosures.asked(agency, released))
    builders.submitted(agency, document=builders.of_a_minor(30))
    builders.forwarded(builders.approved(agency))
    say_where("ca-on")
    sign_off_attacked.proposed(agency)
    holds_attacked.held(agency)
    log_checks_attacked.found()


@pytest.fixture
def prepare() -> Any:
    return every_kind_of_row


def is_refused(login: str, statement: str, *before: str) -> psycopg.Error:
    """Run it and return the refusal, as each of the logins sees it; nothing is kept."""
    connection = raw_connection(login)
    try:
        for each in before:
            connection.execute(each)  # type: ignore[arg-type]
        with pytest.raises(psycopg.Error) as caught:
            connection.execute(statement)  # type: ignore[arg-type]
    finally:
        connection.rollback()
        connection.close()
    return caught.value


def attacks(kept: row_guards.Kept) -> list[str]:
    first = sql("owner", f"SELECT attname FROM pg_attribute WHERE attrelid = '{kept.table}'::regclass"
                " AND attnum > 0 AND attidentity = '' ORDER BY attnum LIMIT 1")[0][0]  # fmt: skip
    found = [
        f"DELETE FROM {kept.table}",
        f"TRUNCATE {kept.table} CASCADE",
    ]
    return found if kept.changes else [*found, f"UPDATE {kept.table} SET {first} = {first}"]


def test_every_table_keeps_its_rows_or_says_why_not(database: str) -> None:
    tables = {name.split(" ")[0] for name in catalogue.committed()["columns"]}
    without = set(row_guards.WITHOUT)
    assert set(BY_NAME) | without == tables, "name the table in requests_app/ops/row_guards.py"
    assert not set(BY_NAME) & without
    assert all(row_guards.WITHOUT.values())
    assert len(BY_NAME) == len(row_guards.KEPT)


def test_what_the_list_writes_is_what_the_migrations_made(database: str) -> None:
    """All triggers of these kinds are removed and written anew: the listing is as before."""
    listed = catalogue.committed()["triggers"]
    removed = [name.split(" ") for name, text in listed.items() if by_the_list(text)]
    # What WITHOUT says of it: its rows go, but only together with an event.
    assert {table for table, _ in removed} - set(BY_NAME) == {"audit.opening"}
    removed = [(table, trigger) for table, trigger in removed if table in BY_NAME]
    assert len(removed) > 2 * len(BY_NAME)
    for table, trigger in removed:
        sql("owner", f"DROP TRIGGER {trigger} ON {table}")
    for kept in row_guards.KEPT:
        sql("owner", row_guards.text_for(kept))
    with raw_connection("superuser") as connection:
        assert catalogue.differences(catalogue.committed(), catalogue.read(connection)) == []


def test_a_kept_table_whose_migration_is_missing_is_found(database: str) -> None:
    for table in ("searches_notice", "ops_heartbeat"):
        sql("owner", row_guards.text_for(row_guards.Kept(table)))
    with raw_connection("superuser") as connection:
        wrong = catalogue.differences(catalogue.committed(), catalogue.read(connection))
    assert {(section, name) for section, name, _ in wrong} == {
        ("triggers", f"{table} {trigger}")
        for table in ("searches_notice", "ops_heartbeat")
        for trigger in ("keep_rows", "keep_table")
    }


@pytest.mark.parametrize("table", BY_NAME)
def test_nobody_removes_or_rewrites_a_kept_row(agency: InventedAgency, table: str) -> None:
    sign_what_is_there()
    held = sql("superuser", f"SELECT count(*) FROM {table}")
    assert held != [(0,)], (
        f"let the invented agency make a row of {table}: nothing is shown without"
    )
    name = table.rpartition(".")[2]
    for statement in attacks(BY_NAME[table]):
        for login in RUN_TIME:
            said = is_refused(login, statement)
            assert isinstance(said, errors.InsufficientPrivilege | errors.RestrictViolation), said
        for login, before in (
            ("owner", ()),
            ("superuser", ("SET session_replication_role = origin",)),
            ("superuser", ("SET session_replication_role = replica",)),
        ):
            said = is_refused(login, statement, *before)
            assert isinstance(said, errors.RestrictViolation), (login, statement, said)
            assert name in str(said), (login, statement, said)
    assert sql("superuser", f"SELECT count(*) FROM {table}") == held


def changed(table: str, columns: dict[str, str], constraint: str) -> None:
    """Change each column in turn as each login that could, and see the trigger refuse it."""
    for column, kind in columns.items():
        statement = f"UPDATE {table} SET {column} = {another(column, kind)}"
        for login, before in (
            ("web", ()),
            ("owner", ()),
            ("superuser", ("SET session_replication_role = replica",)),
        ):
            said = is_refused(login, statement, *before)
            if login == "web" and column not in COLUMNS.get(("web", table), set()):
                assert isinstance(said, errors.InsufficientPrivilege), (statement, said)
            else:
                assert said.diag.constraint_name == constraint, (login, statement, said)
        for login in ("worker", "dispatcher", "auditor"):
            assert isinstance(is_refused(login, statement), errors.InsufficientPrivilege)


def types_of(table: str) -> dict[str, str]:
    return dict(sql("owner", "SELECT column_name, data_type FROM information_schema.columns"
                    " WHERE table_name = %s ORDER BY ordinal_position", [table]))  # fmt: skip


@pytest.mark.parametrize("table", [kept.table for kept in row_guards.KEPT if kept.stays])
def test_nobody_changes_a_column_that_stays(agency: InventedAgency, table: str) -> None:
    types = types_of(table)
    columns = {column: types[column] for column in BY_NAME[table].stays}
    changed(table, columns, "accounts_stays")


@pytest.mark.parametrize("table", [kept.table for kept in row_guards.KEPT if kept.filled_in_once])
def test_nobody_changes_what_is_filled_in_once(agency: InventedAgency, table: str) -> None:
    """Columns that are never filled in later, and those that are and hold a value."""
    once = BY_NAME[table].filled_in_once
    columns = {}
    for column, kind in types_of(table).items():
        full = f"SELECT count(*) FROM {table} WHERE coalesce({column}::text, '') <> ''"
        if column not in once or sql("superuser", full) != [(0,)]:
            columns[column] = kind
    # Another trigger looks at who decides before this one does.
    columns.pop("decided_by_id", None)
    assert set(columns) - set(once)
    changed(table, columns, "accounts_filled_in_once")


def test_a_name_that_is_not_plain_is_refused() -> None:
    for name in ("accounts_person; DROP TABLE x", 'audit"."event', "Person", ""):
        with pytest.raises(ValueError, match="plain name"):
            row_guards.never_removed(name)
        with pytest.raises(ValueError, match="plain name"):
            row_guards.columns_stay("accounts_person", (name,))


def printed(table: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "requests_app.ops.row_guards", table],
        cwd=settings.BASE_DIR, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_text_to_paste_is_printed() -> None:
    assert printed("accounts_unit").stdout == (
        "CREATE OR REPLACE TRIGGER keep_rows BEFORE DELETE ON accounts_unit\n"
        "  FOR EACH ROW EXECUTE FUNCTION countersign_refuse_change();\n"
        "ALTER TABLE accounts_unit ENABLE ALWAYS TRIGGER keep_rows;\n"
        "CREATE OR REPLACE TRIGGER keep_table BEFORE TRUNCATE ON accounts_unit\n"
        "  FOR EACH STATEMENT EXECUTE FUNCTION countersign_refuse_change();\n"
        "ALTER TABLE accounts_unit ENABLE ALWAYS TRIGGER keep_table;\n"
        "CREATE OR REPLACE TRIGGER unit_stays BEFORE UPDATE ON accounts_unit\n"
        "  FOR EACH ROW EXECUTE FUNCTION accounts_stays('id', 'code', 'created_at');\n"
        "ALTER TABLE accounts_unit ENABLE ALWAYS TRIGGER unit_stays;\n"
    )
    for table, why in (("django_session", "its row goes"), ("elsewhere", "name it")):
        done = printed(table)
        assert done.returncode == 1
        assert why in done.stderr
