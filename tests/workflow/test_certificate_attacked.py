"""The certificate of destroyed content, written by hand with the worker's password: it says what is so, or nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from requests_app.common import clock
from requests_app.wire.shapes import write_time
from requests_app.workflow import destroy
from tests.audit.bodies import PROCESS, body, written
from tests.builders import InventedAgency
from tests.support import raw_connection, sql
from tests.workflow.test_destroying_content import ended_before, periods, refused, sweep

OTHER_TIMES = ("2026-11-01T00:00:00.000000Z", "2026-02-28T00:00:00.000000Z")


def _false(right: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What each fact could say besides what is so."""
    for name, value in right.items():
        if isinstance(value, int):
            others: list[Any] = [value + 1, value + 10**6, 0 if value else 7]
        elif name == "until":
            moved = (
                value[:-2] + ("1" if value[-2] == "0" else "0") + "Z"
            )  # by a millionth of a second
            others = [*OTHER_TIMES, moved]
        else:
            others = ["withdrawn", "person_at_risk", "", "Refused"]
        for other in others:
            yield name, right | {name: other}


def _refusal(connection: psycopg.Connection[Any], text: str) -> str:
    """Why the log does not take an event, or nothing. What was done is undone."""
    connection.execute("SAVEPOINT before")
    try:
        connection.execute("SELECT audit.append(%s)", [text])
        connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        return ""
    except psycopg.errors.CheckViolation as error:
        return str(error)
    finally:
        connection.execute("ROLLBACK TO SAVEPOINT before")


def test_no_fact_of_a_certificate_can_be_other_than_it_is(agency: InventedAgency) -> None:
    """In the very transaction in which the content goes, and of no request but this one."""
    periods(refused=1)
    row, still_there = refused(agency), refused(agency)
    ended_before(row, 3)
    due = destroy.due_of(row.pk)
    assert due is not None
    right: dict[str, Any] = {
        "ground": "refused", "days": 1, "until": write_time(due.at), "versions": 1, "pictures": 2,
        "documents": 0, "lists": 0,
    }  # fmt: skip

    def said(facts: dict[str, Any], request: object, code: str = "content.destroyed") -> str:
        now = write_time(clock.real_now())
        return written(
            body(code, facts=facts, request_id=str(request), who=PROCESS, occurred_at=now)
        )

    with raw_connection("worker") as connection:
        early = _refusal(connection, said(right, row.pk))
        assert "says what is not so" in early, "the content is there yet"
        connection.execute("SELECT searches_destroy_content(%s)", [row.pk])
        tried = 0
        for name, facts in _false(right):
            assert "says what is not so" in _refusal(connection, said(facts, row.pk)), (name, facts)
            tried += 1
        assert tried > 20
        with pytest.raises(psycopg.errors.CheckViolation):  # content goes with its certificate
            connection.commit()
        connection.execute("SELECT searches_destroy_content(%s)", [row.pk])
        assert not _refusal(connection, said(right, row.pk))
        connection.execute("SELECT audit.append(%s)", [said(right, row.pk)])
        for code, facts in (
            ("content.destroyed", right),
            ("data.erased", {"ground": "refused", "count": 1}),
        ):
            told = _refusal(connection, said(facts, still_there.pk, code))
            assert "says what is not so" in told, "that of another request is there yet"
        connection.commit()


def test_what_is_said_of_destroyed_content_is_said_once(agency: InventedAgency) -> None:
    """By the worker's password: neither beside the true erasure, in its transaction, nor at any later time."""
    periods(refused=1)
    row = refused(agency)
    ended_before(row, 3)
    before = {"ground": "refused", "count": 1_000}
    with raw_connection("worker") as connection:

        def append(code: str, facts: dict[str, Any]) -> str:
            now = write_time(clock.real_now())
            return _refusal(
                connection,
                written(
                    body(code, facts=facts, request_id=str(row.pk), who=PROCESS, occurred_at=now)
                ),
            )

        now = write_time(clock.real_now())
        first = body(
            "data.erased", facts=before, request_id=str(row.pk), who=PROCESS, occurred_at=now
        )
        connection.execute("SELECT audit.append(%s)", [written(first)])
        connection.execute("SELECT searches_destroy_content(%s)", [row.pk])
        with pytest.raises(
            psycopg.errors.CheckViolation, match=r"data\.erased says what is not so"
        ):
            connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        connection.rollback()
        connection.execute("SELECT searches_destroy_content(%s)", [row.pk])
        for ground, count in (("refused", 0), ("refused", 4), ("withdrawn", 4), ("a_court", 4)):
            told = append("data.erased", {"ground": ground, "count": count})
            assert "data.erased says what is not so" in told, (ground, count)
        connection.rollback()
    sweep()
    entries = sql(
        "owner",
        "SELECT convert_from(entry, 'UTF8') FROM audit.event WHERE request_id = %s"
        " AND code IN ('content.destroyed', 'data.erased')",
        [row.pk],
    )
    assert len(entries) == 2
    with raw_connection("worker") as connection:
        for (text,) in entries:
            told_before = json.loads(text)["body"]
            now = write_time(clock.real_now())
            again = _refusal(connection, written(told_before | {"occurred_at": now}))
            assert "says what is not so" in again, told_before["code"]
            connection.rollback()
