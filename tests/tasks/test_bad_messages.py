"""Messages that nobody of ours would send, to a worker and a dispatcher that run as in production.

Whatever lies in Redis, the process goes on, does the next good message, and says what it dropped.
"""

from __future__ import annotations

import base64
import copy
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from redis import Redis

from config import celery_app
from config.broker import Unreadable, read
from config.celery import TASKS_OF
from requests_app.searches.states import Status
from requests_app.trial.embedded.secrets import Secrets
from tests import builders, matchers, workers
from tests.builders import InventedAgency
from tests.support import sql

CANARY = "Zebra-Quill-4711"
GOOD = "config.heartbeat"
ODD: list[Any] = [
    CANARY,
    "",
    7,
    -1,
    1.5,
    True,
    [],
    [1],
    [[]],
    {},
    {"a": CANARY},
    "\ud800",
    "\x00",
    None,
]
HEADERS = (
    "id", "task", "timelimit", "eta", "expires", "retries", "root_id", "parent_id", "group",
    "group_index", "argsrepr", "kwargsrepr", "shadow", "stamps", "stamped_headers", "lang",
    "origin", "meth", "compression", "replaced_task_nesting", "ignore_result", "delivery_info",
)  # fmt: skip
NO_NOISE = {"callbacks": None, "errbacks": None, "chain": None, "chord": None}


def good(queue: str, task: str = GOOD, arguments: tuple[str, ...] = ()) -> dict[str, Any]:
    """A message as Celery writes it."""
    identity = str(uuid4())
    return {
        "body": packed([list(arguments), {}, NO_NOISE]),
        "content-encoding": "utf-8",
        "content-type": "application/json",
        "headers": {
            "lang": "py", "task": task, "id": identity, "shadow": None, "eta": None,
            "expires": None, "group": None, "group_index": None, "retries": 0,
            "timelimit": [None, None], "root_id": identity, "parent_id": None, "argsrepr": "()",
            "kwargsrepr": "{}", "origin": "gen1@here", "ignore_result": True,
            "replaced_task_nesting": 0, "stamped_headers": None, "stamps": {},
        },
        "properties": {
            "correlation_id": identity, "reply_to": str(uuid4()), "delivery_mode": 2,
            "delivery_info": {"exchange": queue, "routing_key": queue}, "priority": 0,
            "body_encoding": "base64", "delivery_tag": str(uuid4()),
        },
    }  # fmt: skip


def packed(body: Any) -> str:
    return base64.b64encode(json.dumps(body).encode()).decode()


def hostile(queue: str) -> Iterator[bytes]:
    """Raw bytes for a queue: all wrong, or wrong in one place."""
    yield from (
        b"", b"not json " + CANARY.encode(), b"[]", b"{}", b"null", b"7", b'"text"', b"\xff\xfe\x00",
        b"[" * 100_000, b'{"a":' * 5_000, b'{"body": NaN}', b'{"a": 1, "a": 2}', b"9" * 10_000,
        b'{"__type__": "uuid", "__value__": {"hex": 3}}', b'{"__type__": "x", "__value__": 1}',
        b"A" * 3_000_000, b'[' + b"[]," * 400_000 + b"[]]",
    )  # fmt: skip
    for part in ("body", "headers", "properties", "content-type", "content-encoding"):
        message = good(queue)
        del message[part]
        yield json.dumps(message).encode()
        for odd in ODD:
            yield json.dumps(good(queue) | {part: odd}).encode()
    for name in HEADERS:
        for odd in ODD:
            message = good(queue)
            message["headers"][name] = odd
            yield json.dumps(message).encode()
    for name in ("delivery_info", "delivery_tag", "body_encoding", "priority", "correlation_id"):
        for odd in ODD:
            message = good(queue)
            message["properties"][name] = odd
            yield json.dumps(message).encode()
        message = good(queue)
        del message["properties"][name]
        yield json.dumps(message).encode()
    for body in bodies():
        yield json.dumps(good(queue) | {"body": body}).encode()
    for kind in ("application/x-python-serialize", "application/data", "text/plain", CANARY):
        yield json.dumps(good(queue) | {"content-type": kind}).encode()
    for how in ("gzip", "zlib", "application/x-bz2", CANARY):
        message = good(queue)
        message["headers"]["compression"] = how
        yield json.dumps(message).encode()
    for task in ("celery.map", "celery.chain", "celery.backend_cleanup", CANARY, "os.system"):
        yield json.dumps(good(queue, task=task)).encode()
    for when in ("9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00", "1e999", "P1D", "now"):
        for name in ("eta", "expires"):
            message = good(queue)
            message["headers"][name] = when
            yield json.dumps(message).encode()


def bodies() -> Iterator[Any]:
    yield from ("!!! not base64", packed(7), packed([]), packed([[]]), packed([[], {}]))
    yield from (packed([[], {}, NO_NOISE, 1]), packed({"task": GOOD, "args": [], "kwargs": {}}))
    yield from (packed([[CANARY], {}, NO_NOISE]), packed([[str(uuid4())] * 9, {}, NO_NOISE]))
    yield from (
        packed([[], {CANARY: 1}, NO_NOISE]),
        packed([7, {}, NO_NOISE]),
        packed([[], [], []]),
    )
    yield from (packed([[["x"]], {}, {}]), packed([[], {}, {"chord": {"task": CANARY}}]))
    yield from (
        packed([[], {}, {"callbacks": [{"task": GOOD}]}]),
        base64.b64encode(b"\xff").decode(),
    )
    yield base64.b64encode(b"[" * 90_000).decode()
    yield base64.b64encode(b"[" * 9_000).decode()


def push(broker: str, queue: str, *messages: bytes) -> None:
    with Redis.from_url(broker) as client:
        client.lpush(queue, *messages)


def last_beat(process: str) -> Any:
    """When it last showed life: what the good message here does."""
    found = sql("superuser", "SELECT max(at) FROM ops_heartbeat WHERE process = %s", [process])
    return found[0][0]


def taken(broker: str, queue: str) -> bool:
    """Whether the queue is empty, and nothing waits to be given out again."""
    with Redis.from_url(broker) as client:
        return not client.llen(queue) and not client.hlen("unacked")


@pytest.mark.parametrize("name", ["worker", "dispatcher"])
def test_nothing_in_a_queue_ends_a_process_nor_comes_back(
    database: str, broker: str, name: str, tmp_path: Path, trial_secrets: Secrets
) -> None:
    queue = workers.QUEUES[name]
    push(broker, queue, *hostile(queue))
    dropped = lives_through(name, broker, tmp_path, trial_secrets)
    assert len(dropped) > 150
    assert [each["count"] for each in dropped] == list(range(1, len(dropped) + 1))
    assert {each["queue"] for each in dropped} == {queue}
    assert all(each["still_works"] and each["what_now"] for each in dropped)
    assert lives_through(name, broker, tmp_path, trial_secrets) == []


def lives_through(name: str, broker: str, folder: Path, kept: Secrets) -> list[dict[str, Any]]:
    """Start a process on what waits, see it do a good message at the end, and return its complaints."""
    queue = workers.QUEUES[name]
    with workers.running(name, broker, folder, kept) as process:
        process.wait_for(lambda: taken(broker, queue))
        before = last_beat(name)
        push(broker, queue, json.dumps(good(queue)).encode())
        process.wait_for(lambda: last_beat(name) > before)
        process.wait_for(lambda: taken(broker, queue))
        assert process.process.poll() is None
        assert CANARY not in process.text()
        assert "Traceback" not in process.text()
        return process.lines("message_dropped")


@pytest.mark.parametrize("name", ["worker", "dispatcher"])
def test_what_a_lost_worker_left_is_put_back_or_dropped(
    database: str, broker: str, name: str, tmp_path: Path, trial_secrets: Secrets
) -> None:
    queue = workers.QUEUES[name]
    left = [b"not json", b"[]", b"[7, 8, 9]", b"[{}, null, []]", b"[" * 50_000, b"\xff"]
    left += [json.dumps([good(queue), CANARY, queue]).encode()]
    left += [json.dumps([good(queue) | {"properties": CANARY}, queue, queue]).encode()]
    left += [json.dumps([good(queue), queue, queue]).encode()]
    with Redis.from_url(broker) as client:
        for number, each in enumerate(left):
            client.hset("unacked", f"tag{number}", each)  # type: ignore[arg-type]
            client.zadd("unacked_index", {f"tag{number}": 1})
    with Redis.from_url(broker) as client:  # as long as Redis knows where the queue is
        client.sadd(f"_kombu.binding.{queue}", f"{queue}\x06\x16\x06\x16{queue}")
    with workers.running(name, broker, tmp_path, trial_secrets) as process:
        process.wait_for(lambda: "succeeded in" in process.text())
        process.wait_for(lambda: taken(broker, queue))
        assert len(process.lines("message_dropped")) == len(left) - 1
        assert CANARY not in process.text()


def test_a_search_is_sent_past_hostile_messages(
    agency: InventedAgency, matcher: matchers.RunningMatcher, broker: str, tmp_path: Path,
    trial_secrets: Secrets,
) -> None:  # fmt: skip
    with workers.running("dispatcher", broker, tmp_path, trial_secrets) as process:
        push(broker, "dispatch", *hostile("dispatch"))
        row = builders.approved(agency)
        process.wait_for(lambda: sql("superuser", "SELECT 1 FROM dispatch_searchresult"))
    row.refresh_from_db()
    assert row.status == Status.RESULT_RECEIVED


@pytest.mark.parametrize(
    ("task", "arguments", "options"),
    [
        (GOOD, [], {}),
        (GOOD, [], {"expires": 20}),
        ("requests_app.tasks.exports.make", [str(uuid4())], {}),
        ("requests_app.tasks.dispatch.forward", [str(uuid4())], {"expires": datetime.now(UTC) + timedelta(1)}),
    ],
)  # fmt: skip
def test_what_we_send_is_read(
    broker: str, task: str, arguments: list[str], options: dict[str, Any]
) -> None:
    for module in (each for modules in TASKS_OF.values() for each in modules):
        import_module(module)
    celery_app.send_task(task, args=arguments, queue="default", ignore_result=True, **options)
    with Redis.from_url(broker) as client:
        (data,) = client.lrange("default", 0, -1)
    message = read(data, celery_app.tasks)
    assert message.task == task
    assert [str(each) for each in message.arguments] == arguments
    assert (message.expires is not None) == bool(options)
    assert read(message.to_bytes("default"), celery_app.tasks) == message


def test_nothing_of_a_message_is_handed_on_but_what_is_known() -> None:
    message = good("default")
    message["headers"][CANARY] = message["properties"][CANARY] = message[CANARY] = CANARY
    message["headers"]["argsrepr"] = message["headers"]["origin"] = CANARY
    message["properties"]["delivery_tag"] = message["properties"]["reply_to"] = CANARY
    written = read(json.dumps(message).encode(), celery_app.tasks).to_bytes("default")
    assert CANARY not in written.decode()


def test_a_message_is_refused_without_a_word_of_it() -> None:
    message = copy.deepcopy(good("default"))
    message["headers"]["id"] = CANARY
    with pytest.raises(Unreadable) as refused:
        read(json.dumps(message).encode(), celery_app.tasks)
    assert str(refused.value) == "id"
    assert refused.value.__cause__ is None
