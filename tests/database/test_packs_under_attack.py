"""What SQL under a process's own login cannot do to the packs that have judged: change, remove or misname them.

Every statement goes past Python; what must refuse is a constraint, a trigger or a right.
"""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from psycopg import errors

from tests.support import raw_connection, sql

RUN_TIME = ("web", "worker", "dispatcher", "auditor")
ADD = (
    "INSERT INTO registry_packversion (digest, pack, version, data, first_used_at)"
    " VALUES (%s, 'core', '2026.11.0', %s, now())"
)
DATA = b"pack: core"
DIGEST = hashlib.sha256(DATA).hexdigest()
ATTACKS = (
    "UPDATE registry_packversion SET data = 'other', digest = encode(sha256('other'), 'hex')",
    "UPDATE registry_packversion SET version = '2026.12.0'",
    "UPDATE registry_packversion SET first_used_at = now()",
    "DELETE FROM registry_packversion",
    "TRUNCATE registry_packversion",
)


@pytest.fixture(autouse=True)
def one_version(database: str) -> None:
    sql("owner", ADD, [DIGEST, DATA])


def refused(kind: Any, login: str, statement: str, *before: str) -> None:
    connection = raw_connection(login)
    try:
        for each in before:
            connection.execute(each)  # type: ignore[arg-type]
        with pytest.raises(kind):
            connection.execute(statement)  # type: ignore[arg-type]
    finally:
        connection.rollback()
        connection.close()
    assert sql("auditor", "SELECT digest, data FROM registry_packversion") == [(DIGEST, DATA)]


@pytest.mark.parametrize("statement", ATTACKS)
@pytest.mark.parametrize("login", RUN_TIME)
def test_no_process_changes_or_removes_one(login: str, statement: str) -> None:
    refused(errors.InsufficientPrivilege, login, statement)


@pytest.mark.parametrize("statement", ATTACKS)
def test_neither_does_the_owner_nor_whoever_replicates(statement: str) -> None:
    refused(errors.RestrictViolation, "owner", statement)
    refused(
        errors.RestrictViolation, "superuser", statement, "SET session_replication_role = replica"
    )


@pytest.mark.parametrize("login", RUN_TIME)
def test_those_that_check_may_add_one_and_nobody_else(login: str) -> None:
    data = f"pack: {login}".encode()
    row = [hashlib.sha256(data).hexdigest(), data]
    if login in {
        "web",
        "dispatcher",
    }:  # with the event of a check that it judged: see tests/workflow/test_remembered_packs.py
        with pytest.raises(errors.CheckViolation, match="when it judges"):
            sql(login, ADD, row)
        return
    with pytest.raises(errors.InsufficientPrivilege):
        sql(login, ADD, row)


def test_bytes_stand_under_their_own_digest_only_and_once() -> None:
    with pytest.raises(errors.CheckViolation):
        sql("web", ADD, [hashlib.sha256(b"other").hexdigest(), DATA + b" "])
    with pytest.raises(errors.CheckViolation):
        sql("web", ADD, [DIGEST.upper(), DATA])
    with pytest.raises(errors.UniqueViolation):
        sql("web", ADD, [DIGEST, DATA])
