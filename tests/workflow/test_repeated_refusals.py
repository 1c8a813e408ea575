"""Somebody reloads a page that is refused, again and again: one event at once, one with the count, none lost."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connections
from django.test import override_settings

from requests_app.accounts.actors import Actor
from requests_app.audit.models import RefusalCount
from requests_app.common.errors import CountersignError, NotFound, NotPermitted, PreconditionFailed
from requests_app.searches.models import SearchRequest
from requests_app.trial.embedded import processes
from requests_app.workflow import repeated_refusals, withdraw
from requests_app.workflow.reading.own_draft import find_own
from requests_app.workflow.unit_of_work import record_refusal
from requests_app.workflow.viewing import viewing
from tests import builders, support
from tests.builders import InventedAgency
from tests.support import connected_as, sql

WRITE_LATER = repeated_refusals._write_later


def reads(
    actor: Actor, row: SearchRequest | None, *, action: str = "view_record",
    refusal: CountersignError | None = None,
) -> None:  # fmt: skip
    with (
        pytest.raises(CountersignError),
        viewing(actor=actor, action=action, search_request_id=row.pk if row else None),
    ):
        raise refusal or NotPermitted("not_theirs")


def refusals() -> list[tuple[Any, ...]]:
    """Account's role, request, reason, action and count of every refusal in the log."""
    return sql(
        "superuser",
        "SELECT role, request_id, reason, facts ->> 'action', (facts ->> 'repeated')::int FROM"
        " (SELECT *, convert_from(entry, 'UTF8')::jsonb #> '{body,facts}' AS facts FROM audit.event) e"
        " WHERE code = 'action.refused' ORDER BY id",
    )


def time_passes() -> None:
    sql("superuser", "UPDATE audit_refusalcount SET until = until - interval '1 hour'")


def test_the_first_is_recorded_at_once_and_the_rest_by_their_count(agency: InventedAgency) -> None:
    row = builders.drafted(agency)
    actor = agency.actor("examiner")
    for _ in range(1000):
        reads(actor, row)
    first = ("examiner", row.pk, "not_theirs", "view_record", None)
    assert refusals() == [first]
    time_passes()
    repeated_refusals.write_counts()
    assert refusals() == [first, (*first[:4], 999)]
    assert not RefusalCount.objects.exists()
    reads(actor, row)
    assert refusals()[2:] == [first]
    who = sql("superuser", "SELECT DISTINCT account_id, person_id FROM audit.event"
              " WHERE code = 'action.refused'")  # fmt: skip
    assert who == [(actor.account.pk, actor.person_id)]  # type: ignore[union-attr]


def test_one_that_was_not_repeated_leaves_one_event(agency: InventedAgency) -> None:
    reads(agency.actor("examiner"), None)
    time_passes()
    repeated_refusals.write_counts()
    assert len(refusals()) == 1


def test_the_next_refusal_of_anybody_writes_what_is_over(agency: InventedAgency) -> None:
    for _ in range(3):
        reads(agency.actor("examiner"), None)
    time_passes()
    reads(agency.actor("officer"), None, action="view_log")
    assert [(role, count) for role, *_, count in refusals()] == [
        ("examiner", None), ("examiner", 2), ("officer", None),
    ]  # fmt: skip


def test_what_differs_in_anything_is_recorded_by_itself(agency: InventedAgency) -> None:
    first, second = builders.drafted(agency), builders.drafted(agency)
    for _ in range(2):
        reads(agency.actor("examiner"), first)
        reads(agency.actor("examiner"), second)
        reads(agency.actor("auditor"), first)
        reads(agency.actor("examiner"), first, action="view_probe")
        reads(agency.actor("examiner"), first, refusal=PreconditionFailed("not_now"))
    assert len(refusals()) == 5
    time_passes()
    repeated_refusals.write_counts()
    assert [count for *_, count in refusals()[5:]] == [1] * 5


def test_requests_that_are_told_as_not_found_are_not_taken_for_one(agency: InventedAgency) -> None:
    rows = [builders.drafted(agency) for _ in range(3)]
    for row in rows * 2:
        reads(agency.actor("examiner"), row, refusal=NotFound())
    assert [(request, count) for _, request, *_, count in refusals()] == [
        (row.pk, None) for row in rows
    ]


def test_a_request_that_there_is_not_is_named_nowhere(agency: InventedAgency) -> None:
    with pytest.raises(NotFound):
        find_own(actor=agency.actor("officer"), search_request_id=uuid4(), reads=True)
    assert [request for _, request, *_ in refusals()] == [None]


def test_where_nothing_can_be_counted_each_is_recorded(agency: InventedAgency) -> None:
    sql("superuser", "REVOKE INSERT ON audit_refusalcount FROM countersign_web")
    for _ in range(3):
        reads(agency.actor("examiner"), None)
    assert len(refusals()) == 3
    sql("superuser", "REVOKE SELECT ON audit_refusalcount FROM countersign_web")
    reads(agency.actor("examiner"), None)
    assert len(refusals()) == 4


def test_a_refused_change_is_recorded_each_time(agency: InventedAgency) -> None:
    row = builders.drafted(agency)
    for _ in range(5):
        with pytest.raises(CountersignError):
            withdraw.withdraw(actor=agency.actor("examiner"), search_request_id=row.pk)
    assert len(refusals()) == 5
    assert not RefusalCount.objects.exists()


def test_a_stranger_is_recorded_each_time(agency: InventedAgency) -> None:
    for _ in range(3):
        record_refusal(
            actor=Actor(account=None, role="none"), action="page.x", refusal=NotPermitted("no"),
            reads=True,
        )  # fmt: skip
    assert len(refusals()) == 3


def test_what_many_threads_are_refused_at_once_adds_up(agency: InventedAgency) -> None:
    row = builders.drafted(agency)
    actor = agency.actor("examiner")

    def reload() -> None:
        for _ in range(20):
            reads(actor, row)
        connections.close_all()

    threads = [threading.Thread(target=reload) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    time_passes()
    writers = [threading.Thread(target=repeated_refusals.write_counts) for _ in range(4)]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    connections.close_all()
    assert [count for *_, count in refusals()] == [None, 159]


def test_without_redis_it_is_the_same(agency: InventedAgency) -> None:
    nowhere = f"redis://127.0.0.1:{processes.free_port()}/0"
    with override_settings(COUNTERSIGN_BROKER_URL=nowhere, COUNTERSIGN_WAKE_WORKERS=True):
        for _ in range(3):
            reads(agency.actor("examiner"), None)
    assert len(refusals()) == 1
    assert RefusalCount.objects.get().repeated == 2


DIES = """
import os, sys
import django
django.setup()
from django.db import connections
name, port, password, account = sys.argv[1:]
for alias in connections.settings:
    connections.settings[alias] |= {"NAME": name, "HOST": "127.0.0.1", "PORT": port}
connections.settings["default"]["PASSWORD"] = password
from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account
from requests_app.common.errors import NotPermitted
from requests_app.workflow.reading.own_draft import find_own
from requests_app.workflow.unit_of_work import record_refusal
actor = Actor(account=Account.objects.get(pk=account), role="examiner")
for _ in range(7):
    record_refusal(actor=actor, action="view_record", refusal=NotPermitted("no"), reads=True)
os.kill(os.getpid(), 9)
"""


def test_a_process_that_dies_takes_no_count_with_it(agency: InventedAgency) -> None:
    account = agency.people["examiner"]
    _, password = support.credentials("web")
    place = support.place
    ended = subprocess.run(
        [sys.executable, "-c", DIES, place.database, str(place.port), password, str(account.pk)],
        cwd=settings.BASE_DIR, check=False, timeout=60, capture_output=True, text=True,
    )  # fmt: skip
    assert ended.returncode == -9, ended.stderr
    time_passes()
    repeated_refusals.write_counts()
    assert [count for *_, count in refusals()] == [None, 6]


def test_a_count_that_cannot_be_written_keeps_back_nothing(agency: InventedAgency) -> None:
    """Such as one of an account that there is not."""
    with connected_as("owner"):
        RefusalCount.objects.create(
            key="x", account_id=uuid4(), person_id=uuid4(), role="examiner", action="a", reason="b",
            until=RefusalCount._meta.get_field("until").to_python("2020-01-01T00:00:00Z"),
            repeated=3,
        )  # fmt: skip
    reads(agency.actor("examiner"), None)
    reads(agency.actor("examiner"), None)
    time_passes()
    reads(agency.actor("officer"), None)
    assert [count for *_, count in refusals()] == [None, 1, None]
    assert RefusalCount.objects.filter(key="x").exists()


def test_the_count_is_written_though_nobody_is_refused_again(
    agency: InventedAgency, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repeated_refusals, "_write_later", WRITE_LATER)
    with override_settings(COUNTERSIGN_REFUSALS_SECONDS=1):
        for _ in range(4):
            reads(agency.actor("examiner"), None)
        waiting = [each for each in threading.enumerate() if isinstance(each, threading.Timer)]
        for each in waiting:
            each.join(10)
    assert [count for *_, count in refusals()] == [None, 3]
