"""What `support.sql` keeps between two statements: the connection, and nothing that was changed of its session."""

from __future__ import annotations

import threading

import psycopg
import pytest

from tests.support import sql

LOCKS = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
BACKEND = "SELECT pg_backend_pid()"


def test_the_main_thread_goes_on_with_the_same_connection_and_others_have_their_own(
    database: str,
) -> None:
    first = sql("superuser", BACKEND)
    elsewhere: list[object] = []
    other = threading.Thread(target=lambda: elsewhere.extend(sql("superuser", BACKEND)))
    other.start()
    other.join()
    assert sql("superuser", BACKEND) == first
    assert elsewhere
    assert elsewhere != first
    assert sql("web", BACKEND) != first


@pytest.mark.parametrize(
    ("change", "look"),
    [
        ("SET statement_timeout = 4321", "SELECT current_setting('statement_timeout')"),
        ("SET session_replication_role = replica", "SHOW session_replication_role"),
        ("SET ROLE countersign_web", "SELECT current_user, session_user"),
        ("SET SESSION AUTHORIZATION countersign_web", "SELECT current_user, session_user"),
        ("CREATE TEMP TABLE held (a int)", "SELECT to_regclass('pg_temp.held')"),
        ("SELECT pg_advisory_lock(4321)", LOCKS),
        ("LISTEN held", "SELECT pg_listening_channels()"),
    ],
)
def test_nothing_that_a_statement_changed_of_its_session_is_left(
    database: str, change: str, look: str
) -> None:
    before = sql("superuser", look)
    sql("superuser", change)
    assert sql("superuser", look) == before


def test_a_statement_that_failed_keeps_nothing_and_stands_in_nobodys_way(database: str) -> None:
    sql("owner", "CREATE TABLE held (a int PRIMARY KEY)")
    with pytest.raises(psycopg.errors.UniqueViolation):
        sql("owner", "INSERT INTO held VALUES (1), (1)")
    assert sql("owner", "SELECT a FROM held") == []


def test_a_connection_that_the_server_ended_is_replaced(database: str) -> None:
    ((gone,),) = sql("web", BACKEND)
    sql("superuser", "SELECT pg_terminate_backend(%s, 5000)", [gone])
    assert sql("web", BACKEND) != [(gone,)]
