"""What a superuser of the database switches on is said where operators look: /readyz and the log at the start."""

from __future__ import annotations

import io
import logging

import pytest
from django.core.management import call_command
from django.test import Client

from requests_app.ops import logins, startup
from tests.ops.conftest import Here
from tests.support import sql

NAMES = {"audit_guards": "audit_guard", "large_objects": "large_objects_closed"}
"""The safeguard that each command prints."""


def switch_on(command: str) -> None:
    printed = io.StringIO()
    call_command(command, stdout=printed, stderr=io.StringIO())
    sql("superuser", printed.getvalue())


def said() -> tuple[list[str], dict[str, bool | None]]:
    """What /readyz misses, and what it says of the safeguards; its status hangs on the first alone."""
    answer = Client(raise_request_exception=False).get("/readyz")
    told = answer.json()
    missing = told.get("missing", [])
    assert answer.status_code == (503 if missing else 200)
    return missing, told["safeguards"]


@pytest.mark.parametrize("command", NAMES)
def test_readiness_says_whether_it_is_on_and_does_not_depend_on_it(
    database: str, command: str
) -> None:
    missing, safeguards = said()
    assert safeguards == dict.fromkeys(NAMES.values(), False)
    assert not set(missing) & set(NAMES.values())
    switch_on(command)
    after, safeguards = said()
    assert safeguards == dict.fromkeys(NAMES.values(), False) | {NAMES[command]: True}
    assert after == missing


def test_half_a_guard_is_not_on(database: str) -> None:
    switch_on("audit_guards")
    sql("superuser", "ALTER EVENT TRIGGER countersign_audit_drop DISABLE")
    switch_on("large_objects")
    sql("superuser", "GRANT EXECUTE ON FUNCTION lo_create(oid) TO PUBLIC")
    assert said()[1] == dict.fromkeys(NAMES.values(), False)


def test_nobody_can_say_without_the_database(database: str) -> None:
    with logins.connected(PASSWORD="a-wrong-password"):
        missing, safeguards = said()
    assert "database" in missing
    assert safeguards == dict.fromkeys(NAMES.values(), None)


@pytest.fixture
def production(here: Here, database: str) -> Here:
    sql("owner", "UPDATE ops_installation SET kind = 'production'")
    return here


def warned(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What production says at its start of what to do about its safeguards."""
    caplog.clear()
    with caplog.at_level(logging.WARNING):
        startup.refuse_if_unsafe()
    mine = [each for each in caplog.records if "safeguard" in each.getMessage()]
    assert all(each.levelname == "WARNING" and vars(each)["problem"] for each in mine)
    return [vars(each)["what_now"] for each in mine]


def test_production_starts_without_them_and_says_so(
    production: Here, caplog: pytest.LogCaptureFixture
) -> None:
    for left in (["audit_guards", "large_objects"], ["large_objects"], []):
        words = warned(caplog)
        assert len(words) == len(left)
        for said_, command in zip(words, left, strict=True):
            assert f"manage.py {command} prints" in said_
        if left:
            switch_on(left[0])
