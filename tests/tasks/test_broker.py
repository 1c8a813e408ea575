"""A broker that is away, loses messages or delivers them twice: nothing is lost, nothing sent twice.

Messages are taken from a real Redis by hand, as a worker would; a broker that is away is a closed port.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import override_settings
from redis import Redis

from requests_app.audit.models import Export
from requests_app.audit.selectors import EventFilter
from requests_app.searches.models import SearchRequest
from requests_app.searches.states import Status
from requests_app.tasks import dispatch as dispatcher_tasks
from requests_app.tasks import exports as export_tasks
from requests_app.trial.embedded import processes
from requests_app.workflow import export
from tests import builders, matchers
from tests.builders import InventedAgency
from tests.conftest import _point_celery_at
from tests.support import connected_as, sql


@pytest.fixture
def no_broker() -> Iterator[None]:
    """The broker's address is one where nobody listens."""
    url = f"redis://127.0.0.1:{processes.free_port()}/0"
    with override_settings(COUNTERSIGN_BROKER_URL=url, COUNTERSIGN_WAKE_WORKERS=True):
        _point_celery_at(url)
        yield
    _point_celery_at(settings.COUNTERSIGN_BROKER_URL)


def messages(broker: str, queue: str) -> list[tuple[str, list[str]]]:
    """The tasks that wait in a queue, with their arguments."""
    with Redis.from_url(broker) as client:
        waiting = [json.loads(each) for each in client.lrange(queue, 0, -1)]
    decoded = []
    for each in waiting:
        body = each["body"]
        if each["properties"].get("body_encoding") == "base64":
            body = base64.b64decode(body).decode()
        decoded.append((each["headers"]["task"], json.loads(body)[0]))
    return decoded


def sent(row: SearchRequest) -> tuple[str, int, int]:
    """Status, attempts, and how often the log says that a grant was issued."""
    return sql(
        "superuser",
        "SELECT status, (SELECT count(*) FROM dispatch_attempt),"
        " (SELECT count(*) FROM audit.event WHERE request_id = r.id"
        "  AND code = 'search.grant_issued')"
        " FROM searches_searchrequest r WHERE id = %s",
        [row.pk],
    )[0]  # type: ignore[return-value]


def test_an_approval_wakes_the_dispatcher_with_an_id_and_nothing_else(
    agency: InventedAgency, broker: str
) -> None:
    row = builders.approved(agency)
    search_id = sql("superuser", "SELECT search_id FROM dispatch_dispatch")[0][0]
    assert messages(broker, "dispatch") == [
        ("requests_app.tasks.dispatch.forward", [str(search_id)])
    ]
    with Redis.from_url(broker) as client:
        kept = b"".join(client.lrange("dispatch", 0, -1)).decode()
    assert row.reference not in kept
    assert "GO26" not in kept


def test_an_approval_stands_though_the_broker_is_away_and_the_sweeper_sends_it(
    agency: InventedAgency, matcher: matchers.RunningMatcher, no_broker: None
) -> None:
    row = builders.approved(agency)
    assert sent(row) == (Status.APPROVED, 0, 0)
    with connected_as("dispatcher"):
        dispatcher_tasks.sweep()
    assert sent(row) == (Status.RESULT_RECEIVED, 1, 1)


def test_a_message_that_is_lost_loses_no_search(
    agency: InventedAgency, matcher: matchers.RunningMatcher, broker: str
) -> None:
    row = builders.approved(agency)
    with Redis.from_url(broker) as client:
        client.flushall()
    with connected_as("dispatcher"):
        dispatcher_tasks.sweep()
    assert sent(row) == (Status.RESULT_RECEIVED, 1, 1)


def test_a_message_that_comes_three_times_sends_one_search(
    agency: InventedAgency, matcher: matchers.RunningMatcher, broker: str
) -> None:
    row = builders.approved(agency)
    ((_task, arguments),) = messages(broker, "dispatch")
    with connected_as("dispatcher"):
        for _ in range(3):
            dispatcher_tasks.forward(*arguments)
        dispatcher_tasks.sweep()
    assert sent(row) == (Status.RESULT_RECEIVED, 1, 1)


def test_an_export_is_made_though_its_message_was_lost_and_once_though_it_comes_twice(
    agency: InventedAgency, no_broker: None, tmp_path: object
) -> None:
    with override_settings(COUNTERSIGN_EXPORT_DIR=str(tmp_path)):
        row = export.request_export(actor=agency.actor("auditor"), wanted=EventFilter())
        with connected_as("worker"):
            export_tasks.sweep()
            export_tasks.make(str(row.id))
    assert Export.objects.get(pk=row.id).state == Export.State.DONE
    assert sql("auditor", "SELECT count(*) FROM audit.event WHERE code = 'log.export_closed'") == [
        (1,)
    ]


@pytest.mark.parametrize("binding", [b"x", b"\xff", b"a\x06\x16b\x06\x16c\x06\x16d"])
def test_an_approval_stands_whatever_lies_in_redis(
    agency: InventedAgency, broker: str, binding: bytes
) -> None:
    with Redis.from_url(broker) as client:
        client.sadd("_kombu.binding.dispatch", binding)
    assert builders.approved(agency).status == Status.APPROVED
