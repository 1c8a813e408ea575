"""The same difference night after night: it stops once, and again only where it changed or something else differs."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from requests_app.audit.differences import MOST
from requests_app.common import clock
from requests_app.dispatch.models import LogCheck
from requests_app.searches.states import Status
from requests_app.tasks import log_checks
from requests_app.workflow import log_alarm
from tests import builders
from tests.audit.signing import sign_what_is_there
from tests.support import connected_as, raw_connection, sql
from tests.workflow.test_log_alarm import WHY
from tests.workflow.test_log_check import past_the_guards

FIRST_NIGHT = datetime(2027, 3, 1, 3, 0, tzinfo=ZoneInfo("America/Toronto"))


def some_requests(agency: Any) -> Any:
    rows = [
        builders.search_request_at(agency, status)
        for status in (Status.WITHDRAWN, Status.WITHDRAWN, Status.RESULT_RECEIVED)
    ]
    sign_what_is_there()
    return rows


@pytest.fixture
def prepare() -> Any:
    return some_requests


Night = Callable[[int], LogCheck]


@pytest.fixture
def night(agency: Any, monkeypatch: pytest.MonkeyPatch) -> Night:
    """Lets the worker's task run in one night after another."""
    builders.post()  # what the preparation left

    def run(number: int) -> LogCheck:
        now = FIRST_NIGHT + timedelta(days=number)
        before = LogCheck.objects.count()
        with monkeypatch.context() as patched, timezone.override("America/Toronto"):
            patched.setattr(clock, "real_now", partial(_just, now))
            with connected_as("worker"):
                log_checks.sweep()
                log_checks.sweep()
        assert LogCheck.objects.count() == before + 1
        return LogCheck.objects.order_by("began_at").last()  # type: ignore[return-value]

    return run


def _just(now: datetime) -> datetime:
    return now


def lifted(agency: Any, check: LogCheck) -> None:
    assert log_alarm.why_nothing_is_sent() == "log_differs"
    log_alarm.resume(actor=agency.actor("auditor"), check_id=check.pk, **WHY)
    assert log_alarm.why_nothing_is_sent() == ""
    sign_what_is_there()


def letters() -> int:
    return len([each for each in builders.post() if "/audit/log/health/" in each.body])


def version(row: Any, number: int) -> None:
    past_the_guards("UPDATE searches_searchrequest SET version = %s WHERE id = %s", number, row.pk)


def facts_of(check: LogCheck) -> dict[str, Any]:
    ((entry,),) = sql(
        "auditor",
        "SELECT entry FROM audit.event WHERE code = 'log.checked' AND object_id = %s",
        [str(check.pk)],
    )
    facts: dict[str, Any] = json.loads(bytes(entry))["body"]["facts"]
    return facts


def test_what_was_lifted_does_not_stop_again_while_it_is_the_same(
    agency: Any, night: Night
) -> None:
    row, other, _sent = agency.prepared
    version(row, 7)
    first = night(1)
    assert (first.count, first.known) == (1, 0)
    assert letters() > 1
    lifted(agency, first)
    for number in (2, 3):
        builders.drafted(agency)  # the log grows
        sign_what_is_there()
        again = night(number)
        assert (again.count, again.known) == (0, 1)
        assert [each["lifted"] for each in again.differences] == [True]
        assert facts_of(again)["known"] == 1
        assert letters() == 0
        assert log_alarm.why_nothing_is_sent() == ""
    # A new one stops, and says nothing of the known one but that it is there.
    version(other, 7)
    fourth = night(4)
    assert (fourth.count, fourth.known) == (1, 1)
    assert letters() > 1
    lifted(agency, fourth)
    # The first one changed: what differs there now, nobody has seen.
    version(row, 8)
    fifth = night(5)
    assert (fifth.count, fifth.known) == (1, 1)
    assert [each["request"] for each in fifth.differences if "lifted" not in each] == [str(row.pk)]
    lifted(agency, fifth)
    # Put right, and again as it was when it was lifted first.
    version(row, 1)
    assert (night(6).count, LogCheck.objects.order_by("began_at").last().known) == (0, 1)
    version(row, 7)
    assert (night(7).count, LogCheck.objects.order_by("began_at").last().known) == (0, 2)


CHANGES = {
    "an entry's bytes": (
        "UPDATE audit.event SET entry = convert_to(replace(convert_from(entry, 'UTF8'), 'officer', 'examin'), 'UTF8')"
        " WHERE id = (SELECT min(id) FROM audit.event WHERE code = 'search.drafted')"
    ),
    "an entry and its hash": (
        "UPDATE audit.event SET entry = e2, leaf_hash = sha256('\\x00'::bytea || e2) FROM (SELECT id AS it,"
        " convert_to(replace(convert_from(entry, 'UTF8'), '\"role\":\"officer\"', '\"role\":\"auditor\"'), 'UTF8') AS e2"
        " FROM audit.event WHERE code = 'search.drafted' LIMIT 1) AS changed WHERE id = it"
    ),
    "a column": "UPDATE audit.event SET outcome = 'refused' WHERE id = (SELECT min(id) FROM audit.event)",
    "an event that is gone": "DELETE FROM audit.event WHERE id = (SELECT min(id) FROM audit.event)",
    "an event within a request": (
        "DELETE FROM audit.event WHERE id = (SELECT max(id) FROM audit.event WHERE code = 'search.claimed')"
    ),
    "a place": "DELETE FROM audit.leaf WHERE leaf_index = 5",
}


@pytest.mark.parametrize("what", CHANGES)
def test_every_kind_of_change_is_known_again_when_the_log_has_grown(
    agency: Any, night: Night, what: str
) -> None:
    """One changed event makes no root differ anew each night, and hides nothing that changes after it."""
    past_the_guards(CHANGES[what])
    first = night(1)
    assert first.count > 0
    lifted(agency, first)
    builders.drafted(agency)
    sign_what_is_there()
    again = night(2)
    assert (again.count, again.known) == (0, first.count)
    version(agency.prepared[2], 9)
    past_the_guards(
        "UPDATE audit.event SET outcome = 'error' WHERE id = (SELECT max(id) FROM audit.event)"
    )
    third = night(3)
    assert third.known == first.count
    assert {each["code"] for each in third.differences if "lifted" not in each} == {
        "state_differs", "column_differs",
    }  # fmt: skip


def test_the_row_of_a_check_lifts_nothing_by_itself(agency: Any, night: Night) -> None:
    """Whoever owns the database can write that a check was lifted, and what it found; the log does not say so."""
    version(agency.prepared[0], 7)
    first = night(1)
    with raw_connection("superuser") as administrator:
        administrator.execute("SET session_replication_role = replica")
        administrator.execute("ALTER TABLE dispatch_logcheck DISABLE TRIGGER USER")
        administrator.execute(
            "UPDATE dispatch_logcheck SET lifted_at = now(), lifted_by_id = a.id, lifted_by_person_id = a.person_id"
            " FROM (SELECT id, person_id FROM accounts_account LIMIT 1) AS a"
        )
    assert log_alarm.why_nothing_is_sent() == ""
    second = night(2)
    assert (second.count, second.known) == (1, 0)
    assert second.differences == first.differences


def test_an_entry_changed_so_that_it_lifts_something_is_itself_a_difference(
    agency: Any, night: Night
) -> None:
    version(agency.prepared[0], 7)
    first = night(1)
    lifted(agency, first)
    digest = facts_of(first)["differences"][0]
    version(agency.prepared[0], 8)
    # The digest of what differs now, as its owner could learn it.
    with connected_as("worker"):
        (wanted,) = log_alarm.log_check.check().differences.new
    past_the_guards(
        "UPDATE audit.event SET entry = convert_to(replace(convert_from(entry, 'UTF8'), %s, %s), 'UTF8')"
        " WHERE code = 'log.checked'",
        digest,
        wanted.digest,
    )
    second = night(2)
    assert second.count > 0
    assert "hash_differs" in {each["code"] for each in second.differences if "lifted" not in each}


def test_more_differences_than_are_named_are_known_again_all_together(
    agency: Any, night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("requests_app.audit.differences.MOST", 1)
    for row in agency.prepared:
        version(row, 7)
    first = night(1)
    assert (first.count, len(first.differences)) == (3, 1)
    lifted(agency, first)
    second = night(2)
    assert (second.count, second.known) == (0, 3)
    # One of the three is another now: only the one that was named is known.
    version(agency.prepared[0], 8)
    third = night(3)
    assert third.count + third.known == 3
    assert third.count >= 2
    assert MOST == 50


def test_a_log_that_cannot_be_read_on_stops_each_night(agency: Any, night: Night) -> None:
    past_the_guards("DELETE FROM audit.leaf")
    first = night(1)
    assert "leaf_missing" in {each["code"] for each in first.differences}
    log_alarm.resume(actor=agency.actor("auditor"), check_id=first.pk, **WHY)
    second = night(2)
    assert second.count > 0
    assert "leaf_missing" in {each["code"] for each in second.differences if "lifted" not in each}
