"""No login makes large objects once a superuser has run what the command prints."""

from __future__ import annotations

import io

import psycopg
import pytest
from django.core.management import call_command

from tests.support import sql

ATTEMPTS = (
    "SELECT lo_create(0)", "SELECT lo_creat(-1)", "SELECT lo_from_bytea(0, 'x')",
    "SELECT lo_open(1, 131072)", "SELECT lo_put(1, 0, 'x')", "SELECT lowrite(0, 'x')",
    "SELECT lo_import('/etc/hostname')", "SELECT lo_get(1)", "SELECT lo_unlink(1)",
)  # fmt: skip


def ended_with() -> int:
    with pytest.raises(SystemExit) as ended:
        call_command("large_objects", "--check", stderr=io.StringIO())
    return int(ended.value.code or 0)


@pytest.mark.parametrize("login", ["web", "worker", "dispatcher", "auditor", "owner"])
def test_no_login_makes_large_objects(database: str, login: str) -> None:
    sql("worker", "SELECT lo_create(0)")  # what it is against
    assert ended_with() == 1
    printed = io.StringIO()
    call_command("large_objects", stdout=printed, stderr=io.StringIO())
    sql("superuser", printed.getvalue())
    for attempt in ATTEMPTS:
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="for function"):
            sql(login, attempt)
    assert ended_with() == 0


def test_one_function_that_is_open_again_is_noticed(database: str) -> None:
    printed = io.StringIO()
    call_command("large_objects", stdout=printed, stderr=io.StringIO())
    sql("superuser", printed.getvalue())
    sql("superuser", "GRANT EXECUTE ON FUNCTION lo_put(oid, bigint, bytea) TO PUBLIC")
    assert ended_with() == 1
