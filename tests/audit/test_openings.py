"""What a commitment stands for: taken in only if it opens it, and erased only with an event that says so."""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid

import psycopg
import pytest

from requests_app.audit import recorder
from tests.audit.bodies import a_request, append, body, is_refused, written
from tests.support import raw_connection, sql

KEY = "0f" * 32
COUNT = "SELECT count(*) FROM audit.opening o JOIN audit.event e ON e.id = o.event_id WHERE request_id = %s"


def _committed(value: str, key: str = KEY) -> str:
    return hmac.new(bytes.fromhex(key), value.encode(), hashlib.sha256).hexdigest()


def _viewed(request: str) -> str:
    """An event of a request with two commitments."""
    return written(
        body(
            "probe.viewed",
            facts={"version": 1},
            request_id=request,
            commitments={"case": _committed("PC-1"), "source": _committed("203.0.113.9")},
        )
    )


OPENINGS = {"case": {"key": KEY, "value": "PC-1"}, "source": {"key": KEY, "value": "203.0.113.9"}}


@pytest.mark.parametrize("value", ["", "a", "é" * 200, "x" * 64, "x" * 1000, "\u2028"])
def test_the_database_computes_the_same_hmac_as_the_standard_library(database, value):
    key = hashlib.sha256(value.encode()).hexdigest()
    assert sql("owner", "SELECT audit.commitment(%s, %s)", [key, value]) == [
        (_committed(value, key),)
    ]
    assert recorder.commitment(key, value) == _committed(value, key)


def test_an_opening_that_does_not_open_is_refused(database):
    text = _viewed(a_request())
    assert not is_refused("web", text, OPENINGS)
    for wrong in (
        {"key": KEY, "value": "PC-2"},
        {"key": KEY, "value": ""},
        {"key": "0e" * 32, "value": "PC-1"},
        {"key": KEY.upper(), "value": "PC-1"},
        {"key": KEY, "value": None},
        None,
    ):
        assert is_refused("web", text, OPENINGS | {"case": wrong}), wrong


def test_erasing_is_an_event_and_leaves_every_leaf_as_it_was(database):
    erased, kept = a_request(), a_request()
    for request in (erased, erased, kept):
        append("web", _viewed(request), OPENINGS)
    leaves = sql("auditor", "SELECT id, entry, leaf_hash FROM audit.event ORDER BY id")
    assert sql("owner", "SELECT audit.erase_openings(%s, 'retention_over')", [erased]) == [(4,)]
    assert sql("owner", COUNT, [erased]) == [(0,)]
    assert sql("owner", COUNT, [kept]) == [(2,)]
    after = sql("auditor", "SELECT id, entry, leaf_hash FROM audit.event ORDER BY id")
    assert after[: len(leaves)] == leaves
    assert len(after) == len(leaves) + 1
    said = json.loads(bytes(after[-1][1]))
    assert said["login"] == "countersign_owner"
    assert said["request_seq"] == 3
    assert said["body"]["code"] == "data.erased"
    assert said["body"]["request_id"] == erased
    assert said["body"]["facts"] == {"count": 4, "ground": "retention_over"}


@pytest.mark.parametrize("login", ["owner", "superuser"])
def test_no_opening_goes_without_its_event(database, login):
    one, other = a_request(), a_request()
    for request in (one, other):
        append("web", _viewed(request), OPENINGS)
    with pytest.raises(psycopg.errors.RestrictViolation):
        sql(login, "DELETE FROM audit.opening")
    sql("owner", "SELECT audit.erase_openings(%s, 'x')", [one])
    append("web", _viewed(one), OPENINGS)
    with pytest.raises(psycopg.errors.RestrictViolation):  # an earlier erasure does not count
        sql(login, "DELETE FROM audit.opening")
    with raw_connection("owner") as connection:  # nor that of another request
        connection.execute("SELECT audit.erase_openings(%s, 'x')", [one])
        with pytest.raises(psycopg.errors.RestrictViolation):
            connection.execute("DELETE FROM audit.opening")
        connection.rollback()
    assert sql("owner", COUNT, [other]) == [(2,)]


@pytest.mark.parametrize("login", ["web", "worker", "dispatcher", "auditor"])
def test_no_process_erases(database, login):
    request = a_request()
    append("web", _viewed(request), OPENINGS)
    for statement in (
        "SELECT audit.erase_openings(%s, 'x')",
        "DELETE FROM audit.opening WHERE %s <> ''",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            sql(login, statement, [request])
    assert sql("owner", COUNT, [request]) == [(2,)]


def test_a_request_that_the_log_never_saw_cannot_be_erased(database):
    with pytest.raises(psycopg.Error):
        sql("owner", "SELECT audit.erase_openings(%s, 'x')", [str(uuid.uuid4())])
    assert sql("owner", "SELECT count(*) FROM audit.event WHERE code = 'data.erased'") == [(0,)]
