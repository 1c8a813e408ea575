"""The harness itself: real logins, committing, fresh for each test, threads included."""

import threading

import psycopg
import pytest
from django.db import connection, connections

from tests.support import connected_as, sql


def current_user() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0])


def test_database_fixture_connects_as_the_web_login(database: str) -> None:
    assert current_user() == "countersign_web"
    with connections["auditor"].cursor() as cursor:
        cursor.execute("SELECT current_user, current_database()")
        assert cursor.fetchone() == ("countersign_auditor", database)


@pytest.mark.parametrize("login", ["worker", "dispatcher", "auditor", "owner"])
def test_connected_as_switches_only_this_thread(database: str, login: str) -> None:
    seen: list[str] = []

    def look() -> None:
        seen.append(current_user())
        connections.close_all()

    with connected_as(login):
        assert current_user() == f"countersign_{login}"
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert seen == ["countersign_web"]
    assert current_user() == "countersign_web"


def test_what_one_test_commits_another_does_not_see(database: str) -> None:
    for _ in range(2):
        assert sql("owner", "SELECT to_regclass('left_behind')") == [(None,)]
    sql("owner", "CREATE TABLE left_behind (n int)")


def test_what_one_test_committed_is_gone(database: str) -> None:
    test_what_one_test_commits_another_does_not_see(database)


@pytest.mark.parametrize("login", ["web", "worker", "dispatcher", "auditor"])
def test_run_time_login_cannot_make_a_table(database: str, login: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        sql(login, "CREATE TABLE mine (n int)")
