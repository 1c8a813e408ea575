"""What a worker takes from Redis: every message is read strictly and written anew before Celery sees it.

Must not hand on any part of a message that it does not know, nor log one: who can write to Redis may write anything.
"""

from __future__ import annotations

import base64
import inspect
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import redis
from celery import Task, current_app
from kombu.transport import redis as kombu_redis

from requests_app.common.foreign_data import NotStrictJson, load_json

log = logging.getLogger(__name__)

MOST_BYTES = 16_384
"""Ours have about a thousand."""
_QUEUES = ("default", "dispatch")
_WE_NEVER_SAY: Mapping[str, tuple[Any, ...]] = {
    "compression": (None,),
    "eta": (None,),
    "group": (None,),
    "group_index": (None,),
    "meth": (None,),
    "parent_id": (None,),
    "replaced_task_nesting": (None, 0),
    "retries": (None, 0),
    "shadow": (None,),
    "stamped_headers": (None, []),
    "stamps": (None, {}),
    "timelimit": (None, [None, None]),
}
"""Headers that ask Celery for what we never ask, with the values that ask for nothing."""
_WORDS = ("argsrepr", "kwargsrepr", "lang", "origin")


class Unreadable(Exception):
    """A message that is none of ours; says which part does not fit, and nothing of what is there."""


@dataclass(frozen=True, slots=True)
class Message:
    """All that a message may say: which task, about which rows, and until when it is of use."""

    id: UUID
    task: str
    arguments: tuple[UUID, ...]
    expires: datetime | None

    def to_bytes(self, queue: str) -> bytes:
        """Return it as Kombu keeps messages in Redis, with nothing of the bytes it was read from."""
        embedded = {"callbacks": None, "errbacks": None, "chain": None, "chord": None}
        body = json.dumps([[str(each) for each in self.arguments], {}, embedded])
        message = {
            "body": base64.b64encode(body.encode()).decode(),
            "content-type": "application/json",
            "content-encoding": "utf-8",
            "headers": {
                "lang": "py",
                "task": self.task,
                "id": str(self.id),
                "root_id": str(self.id),
                "parent_id": None,
                "group": None,
                "eta": None,
                "expires": self.expires.isoformat() if self.expires else None,
                "retries": 0,
                "timelimit": [None, None],
                "ignore_result": True,
            },
            "properties": {
                "correlation_id": str(self.id),
                "delivery_mode": 2,
                "delivery_info": {"exchange": queue, "routing_key": queue},
                "priority": 0,
                "body_encoding": "base64",
                "delivery_tag": str(uuid4()),
            },
        }
        return json.dumps(message).encode()


def read(data: bytes, tasks: Mapping[str, Task]) -> Message:
    """Read the bytes of one message.

    Args:
        data: what lay in the queue.
        tasks: those that this process performs, by name.

    Raises:
        Unreadable: whatever is wrong with it, and whatever it asks for that we never ask.
    """
    if len(data) > MOST_BYTES:
        raise Unreadable("size")
    return _message(_json(data, "message"), tasks)


def _message(message: Any, tasks: Mapping[str, Task]) -> Message:
    message = _map(message, "message")
    headers = _map(message.get("headers"), "headers")
    for name, nothing in _WE_NEVER_SAY.items():
        if headers.get(name) not in nothing or type(headers.get(name)) is bool:
            raise Unreadable(name)
    for name in _WORDS:
        if not isinstance(headers.get(name), str | None):
            raise Unreadable(name)
    task = headers.get("task")
    if type(task) is not str or task not in tasks:
        raise Unreadable("task")
    identity = _uuid(headers.get("id"), "id")
    if headers.get("root_id") is not None:
        _uuid(headers["root_id"], "root_id")
    return Message(
        id=identity,
        task=task,
        arguments=_arguments(message, tasks[task]),
        expires=_time(headers.get("expires")),
    )


def _arguments(message: dict[str, Any], task: Task) -> tuple[UUID, ...]:
    properties = _map(message.get("properties"), "properties")
    if message.get("content-type") != "application/json":
        raise Unreadable("content-type")
    if message.get("content-encoding") not in ("utf-8", "UTF-8"):
        raise Unreadable("content-encoding")
    if properties.get("body_encoding") != "base64":
        raise Unreadable("body_encoding")
    if type(message.get("body")) is not str:
        raise Unreadable("body")
    try:
        data = base64.b64decode(message["body"], validate=True)
    except ValueError:
        raise Unreadable("body") from None
    match _json(data, "body"):
        case [list(given), dict(named), dict(embedded)] if not named:
            pass
        case _:
            raise Unreadable("body")
    if any(value is not None for value in embedded.values()):
        raise Unreadable("body")
    arguments = tuple(_uuid(each, "arguments") for each in given)
    try:
        inspect.signature(task.run).bind(*arguments)
    except TypeError:
        raise Unreadable("arguments") from None
    return arguments


def _json(data: bytes, part: str) -> Any:
    try:
        return load_json(data)
    except NotStrictJson:
        raise Unreadable(part) from None


def _map(value: Any, part: str) -> dict[str, Any]:
    if type(value) is not dict:
        raise Unreadable(part)
    return value


def _uuid(value: Any, part: str) -> UUID:
    if type(value) is str and len(value) == 36:
        try:
            return UUID(value)
        except ValueError:
            pass
    raise Unreadable(part)


def _time(value: Any) -> datetime | None:
    if value is None:
        return None
    if type(value) is str:
        try:
            moment = datetime.fromisoformat(value)
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            pass
    raise Unreadable("expires")


# --- at the broker


class _Dropped:
    """Counts and tells of what was dropped by this process."""

    count = 0

    def tell(self, queue: str, why: str) -> None:
        """Write one line for the operator; `queue` is one of ours, `why` a word of this module."""
        self.count += 1
        log.error(
            "message_dropped",
            extra={
                "queue": queue,
                "problem": why,
                "count": self.count,
                "still_works": "everything: the rows hold what is due, and the sweeps find it",
                "what_now": "find out who else can write to Redis, and change its password",
            },
        )


dropped = _Dropped()


def _known() -> dict[str, Task]:
    """The tasks of this process; not those of Celery, which can be made to start others."""
    tasks = current_app.tasks.items()
    return {name: task for name, task in tasks if not name.startswith("celery.")}


def _checked(queue: str, data: bytes) -> bytes | None:
    """Return a message that was taken from a queue, written anew, or None: it is dropped."""
    try:
        return read(data, _known()).to_bytes(queue)
    except Unreadable as refused:
        dropped.tell(queue, str(refused))
    return None


class _Redis(redis.Redis):
    """Checks a message as it comes off its queue: it is gone from Redis then, and nothing holds it."""

    def parse_response(self, connection: Any, command_name: str, **options: Any) -> Any:
        answer = super().parse_response(connection, command_name, **options)
        if command_name != "BRPOP" or not answer:
            return answer
        key, data = answer
        # Kombu adds the priority to a queue's name; its own next step takes None as "nothing came".
        queue = next((name for name in _QUEUES if key.startswith(name.encode())), "unknown")
        checked = _checked(queue, data)
        return None if checked is None else (key, checked)


class QoS(kombu_redis.QoS):
    """Puts back what a lost worker left unfinished, but for what is no message."""

    def restore_by_tag(self, tag: Any, client: Any = None, leftmost: bool = False) -> None:
        """Put one message back into its queue, or drop it."""
        with self.channel.conn_or_acquire(client) as connected:
            kept = connected.hget(self.unacked_key, tag)
        if kept is not None and not _can_be_restored(kept):
            self._remove_from_indices(tag).execute()
            dropped.tell("unacknowledged", "message")
            return
        super().restore_by_tag(tag, client, leftmost)


def _can_be_restored(kept: bytes) -> bool:
    if len(kept) > 2 * MOST_BYTES:
        return False
    try:
        match _json(kept, "message"):
            case [dict(message), str(exchange), str(key)]:
                _map(message.get("headers"), "headers")
                properties = _map(message.get("properties"), "properties")
                _map(properties.get("delivery_info"), "delivery_info")
                return exchange in _QUEUES and key in _QUEUES
            case _:
                return False
    except Unreadable:
        return False


class Channel(kombu_redis.Channel):
    """Kombu's, with our two readers, and certificates checked."""

    QoS = QoS

    def _connparams(self, asynchronous: bool = False) -> dict[str, Any]:
        """Check the certificate behind rediss://, whatever the address says; Kombu checks none."""
        params: dict[str, Any] = super()._connparams(asynchronous)
        if issubclass(params["connection_class"], redis.SSLConnection):
            params |= {"ssl_cert_reqs": "required", "ssl_check_hostname": True}
        return params

    def _get_client(self) -> type[redis.Redis]:
        super()._get_client()  # it checks redis-py's version
        return _Redis


class Transport(kombu_redis.Transport):
    """Kombu's Redis, reading strictly: what `config.celery` puts under redis:// and rediss://."""

    Channel = Channel
