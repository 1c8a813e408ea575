"""Somebody who owns the database, or holds the worker's password, wants a difference to count as lifted by an auditor."""

from __future__ import annotations

import json
from typing import Any

import pytest

from requests_app.dispatch.models import LogCheck
from requests_app.tasks import log_checks
from requests_app.workflow import log_alarm
from tests.audit.bodies import PROCESS, append, body, written
from tests.audit.signing import sign_what_is_there
from tests.support import connected_as, raw_connection, sql
from tests.workflow.test_log_check import past_the_guards
from tests.workflow.test_log_nights import Night, facts_of, lifted, night, some_requests, version

__all__ = ["night"]


@pytest.fixture
def prepare() -> Any:
    return some_requests


def now() -> str:
    ((text,),) = sql(
        "owner", "SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
    )
    return str(text)


def digests() -> list[str]:
    """By what the check knows what differs now, as an attacker can compute it."""
    with connected_as("worker"):
        return [each.digest for each in log_alarm.log_check.check().differences.new]


def say_again(check: LogCheck, named: list[str]) -> None:
    """As the worker: one more event about a check, which names other differences."""
    facts = {"size": check.size, "requests": check.requests, "count": 1, "differences": named}
    said = body(
        "log.checked", facts=facts, who=PROCESS, occurred_at=now(),
        object={"id": str(check.pk), "type": "log_check"},
    )  # fmt: skip
    append("worker", written(said))


def copied_with(named: str, column: str, value: str) -> None:
    """As the owner: copies of a check's event and of its lifting, about another check that names other differences."""
    for code in ("log.checked", "forwarding.resumed"):
        ((entry, object_id),) = sql(
            "auditor", "SELECT entry, object_id FROM audit.event WHERE code = %s", [code]
        )
        ((number,),) = sql("owner", "SELECT nextval('audit.event_id_seq')")
        said = json.loads(bytes(entry))
        said["event_id"] = number
        other = "00000000-0000-4000-8000-000000000000"
        said["body"]["object"]["id"] = other
        if code == "log.checked":
            said["body"]["facts"]["differences"] = [named]
        past_the_guards(
            "INSERT INTO audit.event (id, xid, recorded_at, login, code, occurred_at, outcome, reason, role,"
            " account_id, person_id, object_type, object_id, schema_version, entry, leaf_hash)"
            " OVERRIDING SYSTEM VALUE SELECT %s, xid, recorded_at, login, code, occurred_at, outcome, reason, role,"
            " account_id, person_id, object_type, %s, 1, now.entry, sha256('\\x00'::bytea || now.entry)"
            " FROM audit.event, (SELECT convert_to(%s, 'UTF8') AS entry) AS now"
            " WHERE code = %s AND object_id = %s",
            number, other, written(said), code, object_id,
        )  # fmt: skip
        if column == "xid":
            past_the_guards(
                "UPDATE audit.event SET xid = %s::text::xid8 WHERE id = %s", value, number
            )
        else:
            past_the_guards(
                "INSERT INTO audit.leaf VALUES (%s::bigint + %s, %s)", value, number, number
            )


@pytest.mark.parametrize(("column", "value"), [("xid", "999999999999"), ("leaf", "1000000")])
def test_what_never_gets_a_place_in_the_tree_lifts_nothing_and_is_found(
    agency: Any, night: Night, column: str, value: str
) -> None:
    """Of a transaction that there never was, or placed beyond the end: no signed root and no export would show it."""
    row = agency.prepared[0]
    version(row, 7)
    lifted(agency, night(1))
    version(row, 8)
    (wanted,) = digests()
    copied_with(wanted, column, value)
    second = night(2)
    codes = [each["code"] for each in second.differences if "lifted" not in each]
    assert sorted(codes) == ["leaf_lacking", "leaf_lacking", "state_differs"]


def test_a_lifting_is_of_what_the_check_said_before_it(agency: Any, night: Night) -> None:
    """The worker's password alone lifts nothing, however often an auditor has lifted some check before."""
    row = agency.prepared[0]
    version(row, 7)
    first = night(1)
    lifted(agency, first)
    version(row, 8)
    say_again(first, digests())
    sign_what_is_there()
    second = night(2)
    assert (second.count, second.known) == (1, 0)


def test_a_check_that_is_told_of_twice_is_lifted_as_it_was_told_first(
    agency: Any, night: Night
) -> None:
    """What the auditors read is what the first event says; a second one may name what they never saw."""
    row, other, _sent = agency.prepared
    version(row, 7)
    first = night(1)
    named = facts_of(first)["differences"]
    version(other, 7)
    say_again(first, digests())
    sign_what_is_there()
    lifted(agency, first)
    second = night(2)
    assert (second.count, second.known) == (1, 1)
    assert named[0] in {each["sha256"] for each in second.differences if "lifted" in each}


def test_a_check_of_the_future_does_not_stop_the_next_one(agency: Any, night: Night) -> None:
    """With its event, as whoever holds the worker's password can write it."""
    number = "00000000-0000-4000-8000-00000000000a"
    said = body(
        "log.checked", facts={"size": 1, "requests": 1, "count": 0}, who=PROCESS, occurred_at=now(),
        object={"id": number, "type": "log_check"},
    )  # fmt: skip
    with raw_connection("worker") as connection:
        connection.execute("SELECT audit.append(%s)", [written(said)])
        connection.execute(
            "INSERT INTO dispatch_logcheck (id, began_at, ended_at, size, requests, count, differences)"
            " VALUES (%s, '2200-01-01', '2200-01-01', 1, 1, 0, '[]')",
            [number],
        )
    version(agency.prepared[0], 7)
    with connected_as("worker"):
        log_checks.sweep()
    assert log_alarm.why_nothing_is_sent() == "log_differs"
