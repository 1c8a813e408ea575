"""The Celery app over a real Redis: each queue gets its own messages, and nothing but JSON.

It must not run tasks eagerly: that hides what the broker does.
"""

import pytest
from kombu import Connection
from kombu.exceptions import EncodeError
from redis import Redis

from config.celery import app


@pytest.mark.parametrize(("queue", "other"), [("default", "dispatch"), ("dispatch", "default")])
def test_a_message_reaches_one_queue_only(broker: str, queue: str, other: str) -> None:
    with Connection(broker) as connection:
        app.send_task("config.heartbeat", queue=queue, connection=connection)
    with Redis.from_url(broker) as client:
        assert (client.llen(queue), client.llen(other)) == (1, 0)


def test_a_message_is_json_or_nothing(broker: str) -> None:
    assert app.conf.accept_content == ["json"]
    with Connection(broker) as connection, pytest.raises((EncodeError, TypeError)):
        app.send_task("config.heartbeat", args=[object()], connection=connection)


def test_a_queue_that_nobody_serves_is_refused(broker: str) -> None:
    with Connection(broker) as connection, pytest.raises(Exception, match=r"nobody"):
        app.send_task("config.heartbeat", queue="nobody", connection=connection)
