"""The database goes away while a search is at the matcher: what came back is recorded, and nothing is sent twice.

The way to a real PostgreSQL is cut and mended; the matcher is a real server that counts its callers.
"""

from __future__ import annotations

import dataclasses
import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connections
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from requests_app.accounts.actors import system_actor
from requests_app.common import clock
from requests_app.dispatch.models import Dispatch
from requests_app.registry.models import Matcher
from requests_app.searches.models import SearchRequest
from requests_app.searches.states import Status
from requests_app.tasks import dispatch as dispatcher_tasks
from requests_app.workflow import forward, record_result
from tests import builders, cut_off
from tests.builders import InventedAgency
from tests.dispatch.client_support import serving
from tests.support import connected_as, sql
from tests.workflow.test_answers_not_recorded import CANARY, candidate, listing

SHORT_LEASE = timedelta(seconds=3)


@dataclass
class Answering:
    """A matcher during whose work something happens."""

    body: bytes = field(default_factory=lambda: listing(candidate()))
    happens: Callable[[], None] = lambda: None
    calls: int = 0

    async def answer(self, _request: Request) -> Response:
        self.calls += 1
        await run_in_threadpool(self.happens)
        return Response(self.body, media_type="application/json")


@pytest.fixture
def matcher(agency: InventedAgency) -> Iterator[Answering]:
    """Such a matcher, to which the invented agency's gallery points."""
    answering = Answering()
    app = Starlette(routes=[Route("/{path:path}", answering.answer, methods=["POST"])])
    with serving(app) as url:
        with connected_as("owner"):
            Matcher.objects.update(base_url=url, audience=url)
        yield answering


@pytest.fixture
def way(agency: InventedAgency) -> Iterator[cut_off.Way]:
    with cut_off.way() as made:
        yield made


def sent(row: SearchRequest, way: cut_off.Way) -> str:
    """Let a dispatcher send it whose database is reached by this way."""
    with way.connected_as("dispatcher"):
        return forward.forward(
            actor=system_actor("dispatcher"),
            owner="test",
            search_id=row.dispatch.pk,
            search_request_id=row.pk,
        )


def ends(row: SearchRequest) -> tuple[str, str, list[tuple[Any, ...]]]:
    row.refresh_from_db()
    state = Dispatch.objects.get(search_request=row).state
    return row.status, state, sql("superuser", "SELECT outcome FROM dispatch_attempt")


DONE = (Status.RESULT_RECEIVED, "done", [("answered",)])


def codes() -> list[str]:
    return [code for (code,) in sql("superuser", "SELECT code FROM audit.event ORDER BY id")]


def lasts(monkeypatch: pytest.MonkeyPatch, lease: timedelta) -> None:
    """Let a lease be shorter than the longest call, so that no test takes minutes."""
    read = Matcher.objects.values_list("read_timeout_seconds", flat=True).first()
    monkeypatch.setattr(forward, "MARGIN", lease - timedelta(seconds=float(read or 0) + 60))
    prepare = forward._prepare

    def begun_all_the_same(*asked: Any) -> Any:
        """No call would be begun within such a lease; that it is not is tried elsewhere."""
        sending = prepare(*asked)
        if isinstance(sending, str):
            return sending
        return dataclasses.replace(sending, begin_before=sending.begin_before + timedelta(hours=1))

    monkeypatch.setattr(forward, "_prepare", begun_all_the_same)


@pytest.mark.parametrize("seconds", [1.0, 5.0])
def test_an_answer_is_recorded_once_the_database_is_back(
    agency: InventedAgency, matcher: Answering, way: cut_off.Way, seconds: float,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    row = builders.approved(agency)
    matcher.happens = lambda: way.cut(for_seconds=seconds)
    assert sent(row, way) == "done"
    assert way.refused > 1
    assert ends(row) == DONE
    assert matcher.calls == 1
    told = [each.msg for each in caplog.records if each.name.endswith("keep_trying")]
    assert told == ["recording_waits_for_the_database", "recorded_after_waiting"]
    assert "done" in {getattr(each, "outcome", "") for each in caplog.records}
    assert CANARY not in caplog.text


def test_after_the_lease_the_holder_still_records_and_no_sweep_sends_again(
    agency: InventedAgency, matcher: Answering, way: cut_off.Way, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    lasts(monkeypatch, SHORT_LEASE)
    row = builders.approved(agency)
    over = threading.Event()

    def sweeps() -> None:
        """Another worker, which comes back to the database as early as it can."""
        with connected_as("dispatcher"):
            while not over.wait(0.05):
                if way.open:
                    dispatcher_tasks.sweep()
        connections.close_all()

    other = threading.Thread(target=sweeps)

    def away() -> None:
        if matcher.calls == 1:
            way.cut(for_seconds=7)
            other.start()

    matcher.happens = away
    try:
        assert sent(row, way) == "done"
    finally:
        over.set()
        other.join(60)
    assert ends(row) == DONE
    assert matcher.calls == 1
    assert codes().count("search.grant_issued") == 1


def test_a_connection_that_the_server_ends_is_replaced(
    agency: InventedAgency, matcher: Answering, way: cut_off.Way
) -> None:
    row = builders.approved(agency)
    matcher.happens = lambda: sql(  # type: ignore[assignment,return-value]
        "superuser",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE usename = 'countersign_dispatcher'",
    )
    assert sent(row, way) == "done"
    assert ends(row) == DONE
    assert matcher.calls == 1


def test_what_was_committed_unheard_is_not_recorded_twice(
    agency: InventedAgency, matcher: Answering, way: cut_off.Way
) -> None:
    row = builders.approved(agency)
    matcher.happens = lambda: setattr(way, "loses_next_commit", True)
    assert sent(row, way) == "done"
    assert not way.loses_next_commit
    assert ends(row) == DONE
    assert codes().count("search.result_received") == 1
    assert "search.attempt_stale" not in codes()
    assert matcher.calls == 1


def test_an_answer_that_broke_the_contract_is_quarantined_once_the_database_is_back(
    agency: InventedAgency, matcher: Answering, way: cut_off.Way
) -> None:
    row = builders.approved(agency)
    matcher.body = b"no list"
    matcher.happens = lambda: way.cut(for_seconds=4)
    assert sent(row, way) == "failed"
    assert ends(row) == (Status.SEARCH_FAILED, "dead", [("failed",)])
    assert codes().count("search.result_quarantined") == 1
    assert matcher.calls == 1


def test_a_lock_that_is_held_for_long_does_not_cost_the_answer(
    agency: InventedAgency, matcher: Answering, way: cut_off.Way
) -> None:
    row = builders.approved(agency)
    holder = threading.Event()

    def holds() -> None:
        """Somebody keeps the request locked for longer than a statement waits for it."""
        with connected_as("owner"), connections["default"].cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT 1 FROM searches_searchrequest FOR UPDATE")
            holder.set()
            cursor.execute("SELECT pg_sleep(13)")
            cursor.execute("COMMIT")
        connections.close_all()

    thread = threading.Thread(target=holds)

    def begins() -> None:
        thread.start()
        holder.wait(10)

    matcher.happens = begins
    assert sent(row, way) == "done"
    thread.join(30)
    assert ends(row) == DONE


def test_trying_ends_with_the_lease_and_the_approval_and_leaves_an_unknown_outcome(
    agency: InventedAgency, matcher: Answering, way: cut_off.Way
) -> None:
    row = builders.approved(agency)
    actor = system_actor("dispatcher")
    with way.connected_as("dispatcher"):
        sending = forward._claim(
            actor=actor, owner="a", search_id=row.dispatch.pk, search_request_id=row.pk
        )
        assert not isinstance(sending, str)
        result = sending.caller.submit(sending.prepared, sending.token).result
        now = clock.real_now()
        lease = dataclasses.replace(
            sending.lease, until=now + timedelta(seconds=1), deadline=now + timedelta(seconds=3)
        )
        way.cut()
        with pytest.raises(OperationalError):
            record_result.answer(
                actor=actor,
                search_request_id=row.pk,
                lease=lease,
                attempt_id=sending.attempt_id,
                result=result,
            )
        assert clock.real_now() >= lease.deadline
    assert ends(row) == (Status.FORWARDING, "claimed", [("",)])


def test_nothing_is_recorded_under_a_fence_that_was_lost(
    agency: InventedAgency, matcher: Answering, way: cut_off.Way
) -> None:
    row = builders.approved(agency)

    def taken() -> None:
        way.cut()
        sql("owner", "UPDATE dispatch_dispatch SET lease_until = now() - interval '1 second'")
        with connected_as("dispatcher"):
            forward._claim(
                actor=system_actor("dispatcher"), owner="b",
                search_id=row.dispatch.pk, search_request_id=row.pk,
            )  # fmt: skip
        connections.close_all()
        way.mend()

    matcher.happens = taken
    assert sent(row, way) == "stale"
    status, state, outcomes = ends(row)
    assert (status, state) == (Status.FORWARDING, "claimed")
    assert sorted(outcomes) == [("",), ("lost",)]
    assert "search.attempt_stale" in codes()
    assert "search.result_received" not in codes()
