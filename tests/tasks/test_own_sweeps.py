"""Redis dead, or beat never started: worker and dispatcher go on by themselves, and operators are told.

The processes are those of production, and Redis is stopped under them.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import Client, override_settings
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from config import celery_app
from requests_app.ops import heartbeats, readiness
from requests_app.registry.models import Matcher
from requests_app.searches.models import SearchRequest
from requests_app.searches.states import Status
from requests_app.trial.embedded import processes, redis
from requests_app.trial.embedded.secrets import Secrets
from tests import builders, matchers, workers
from tests.builders import InventedAgency
from tests.dispatch.client_support import serving
from tests.support import connected_as, sql
from tests.workflow.test_answers_not_recorded import candidate, listing

LATE = "3"
BOUND = 40
"""Seconds within which a search goes out: a round (15), what a round may be late (3), a look, and a margin."""


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[redis.Redis]:
    """A Redis that this test may stop."""
    server = redis.Redis(tmp_path / "redis", processes.free_port(), "password-of-redis")
    server.start()
    yield server
    server.stop()


def status(row: SearchRequest) -> str:
    return str(
        sql("superuser", "SELECT status FROM searches_searchrequest WHERE id = %s", [row.pk])[0][0]
    )


def within(seconds: float, so: Callable[[], Any], process: workers.Running) -> float:
    """Wait until something is so, and return how long that took."""
    began = time.monotonic()
    while not so():
        assert process.process.poll() is None, process.text()[-4000:]
        assert time.monotonic() - began < seconds, process.text()[-4000:]
        time.sleep(0.2)
    return time.monotonic() - began


def told() -> dict[str, Any]:
    return Client(raise_request_exception=False).get("/readyz").json()  # type: ignore[no-any-return]


def calls_at_the_matcher() -> int:
    return int(
        sql("superuser", "SELECT count(*) FROM audit.event WHERE code = 'search.grant_issued'")[0][
            0
        ]
    )


def test_an_approved_search_is_sent_though_redis_died(
    agency: InventedAgency, matcher: matchers.RunningMatcher, own_redis: redis.Redis,
    tmp_path: Path, trial_secrets: Secrets,
) -> None:  # fmt: skip
    with workers.running(
        "dispatcher", own_redis.url, tmp_path, trial_secrets, COUNTERSIGN_SWEEP_LATE_SECONDS=LATE
    ) as process:
        own_redis.stop()
        row = builders.approved(agency)
        within(BOUND, lambda: status(row) == Status.RESULT_RECEIVED, process)
        assert calls_at_the_matcher() == 1
        (said,) = process.lines("sweeps_by_itself")
        assert said["still_works"]
        with override_settings(COUNTERSIGN_BROKER_URL=own_redis.url):
            answer = told()
        assert "broker" in answer["missing"]
        assert "dispatcher" not in answer["missing"]
        assert answer["look_at"] == ["sweeps", "audit_log"]  # no sequencer runs in this test


def test_an_approved_search_is_sent_by_a_process_that_never_reached_redis(
    agency: InventedAgency, matcher: matchers.RunningMatcher, tmp_path: Path, trial_secrets: Secrets
) -> None:
    nowhere = f"redis://:word@127.0.0.1:{processes.free_port()}/0"
    with workers.running(
        "dispatcher", nowhere, tmp_path, trial_secrets, ready="Cannot connect to",
        COUNTERSIGN_SWEEP_LATE_SECONDS=LATE,
    ) as process:  # fmt: skip
        row = builders.approved(agency)
        within(BOUND, lambda: status(row) == Status.RESULT_RECEIVED, process)
        assert calls_at_the_matcher() == 1


def test_without_beat_a_search_is_sent_and_beat_is_listened_to_again(
    agency: InventedAgency, matcher: matchers.RunningMatcher, broker: str, tmp_path: Path,
    trial_secrets: Secrets,
) -> None:  # fmt: skip
    with workers.running(
        "dispatcher", broker, tmp_path, trial_secrets, COUNTERSIGN_SWEEP_LATE_SECONDS=LATE
    ) as process:
        with override_settings(COUNTERSIGN_WAKE_WORKERS=False):
            row = builders.approved(agency)
        within(BOUND, lambda: status(row) == Status.RESULT_RECEIVED, process)
        assert not readiness.sweeps()
        celery_app.send_task("requests_app.tasks.dispatch.sweep", queue="dispatch")
        within(10, lambda: process.lines("sweeps_come_again"), process)
        assert [name for (name,) in sql("superuser", "SELECT process FROM ops_heartbeat ORDER BY 1")] == [
            "dispatcher", "outbox/beat", "outbox/self",
        ]  # fmt: skip


def test_a_request_expires_though_redis_died(
    agency: InventedAgency, own_redis: redis.Redis, tmp_path: Path, trial_secrets: Secrets
) -> None:
    row = builders.submitted(agency)
    sql("superuser", "UPDATE searches_searchrequest SET lapses_at = now() - interval '1 minute'")
    with workers.running(
        "worker", own_redis.url, tmp_path, trial_secrets, COUNTERSIGN_SWEEP_LATE_SECONDS=LATE
    ) as process:
        own_redis.stop()
        within(60 + BOUND, lambda: status(row) == Status.EXPIRED, process)
        names = {name for (name,) in sql("superuser", "SELECT process FROM ops_heartbeat")}
        assert {"worker", "expiry/self", "exports/self", "mail/self"} <= names


def test_a_process_that_is_told_to_end_lets_its_own_search_end_first(
    agency: InventedAgency, broker: str, tmp_path: Path, trial_secrets: Secrets
) -> None:
    calls: list[float] = []

    async def answer(_request: Request) -> Response:
        calls.append(time.monotonic())
        await asyncio.sleep(5)
        return Response(listing(candidate()), media_type="application/json")

    app = Starlette(routes=[Route("/{path:path}", answer, methods=["POST"])])
    with serving(app) as url:
        with connected_as("owner"):
            Matcher.objects.update(base_url=url, audience=url)
        with workers.running(
            "dispatcher", broker, tmp_path, trial_secrets, COUNTERSIGN_SWEEP_LATE_SECONDS=LATE
        ) as process:
            with override_settings(COUNTERSIGN_WAKE_WORKERS=False):
                row = builders.approved(agency)
            within(BOUND, lambda: calls, process)
            process.process.terminate()
            assert process.process.wait(30) == 0
    assert status(row) == Status.RESULT_RECEIVED
    assert len(calls) == 1


def test_of_many_that_look_one_has_the_turn(database: str) -> None:
    turns: list[bool] = []

    def look() -> None:
        with connected_as("dispatcher"):
            turns.append(heartbeats.take_turn("outbox", every=15, late=5))
        connections.close_all()

    threads = [threading.Thread(target=look) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(turns) == [False] * 7 + [True]
    with connected_as("dispatcher"):
        assert not heartbeats.take_turn("outbox", every=15, late=5)
        sql("owner", "UPDATE ops_heartbeat SET at = now() - interval '16 seconds'")
        assert heartbeats.take_turn("outbox", every=15, late=5)


def test_nobody_takes_a_turn_while_beat_is_in_time(database: str) -> None:
    with connected_as("worker"):
        heartbeats.came_from_beat("mail")
        assert not heartbeats.take_turn("mail", every=20, late=5)
        sql("owner", "UPDATE ops_heartbeat SET at = now() - interval '26 seconds'")
        assert heartbeats.take_turn("mail", every=20, late=5)
    assert not readiness.sweeps()
    sql("owner", "UPDATE ops_heartbeat SET at = now() - interval '3 minutes'")
    assert readiness.sweeps()
