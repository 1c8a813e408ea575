"""The Celery app: who wakes what, and when. Every message is a hint; the rows hold the truth.

It must not carry data in messages, nor pickle, nor keep results.
"""

from celery import Celery
from celery.signals import beat_init, setup_logging, worker_init, worker_ready
from django.conf import settings
from kombu import Exchange, Queue

app = Celery("countersign")
app.conf.update(settings.CELERY)
app.conf.broker_url = settings.COUNTERSIGN_BROKER_URL
# Each with an exchange of its own: sharing one, every message would reach both processes.
app.conf.task_queues = [
    Queue(name, Exchange(name), routing_key=name) for name in ("default", "dispatch")
]
app.conf.beat_schedule = settings.COUNTERSIGN_SCHEDULE
app.autodiscover_tasks(["requests_app"], related_name="tasks")


@app.task(name="config.heartbeat")
def heartbeat() -> None:
    """Show that a message from beat came through the broker to this process and its database."""
    from requests_app.ops import heartbeats

    heartbeats.beat(settings.COUNTERSIGN_PROCESS)


@setup_logging.connect
def keep_our_logging(**_: object) -> None:
    """Leave logging as the settings made it: Celery's own would print arguments."""
    from django.utils.log import configure_logging

    configure_logging("logging.config.dictConfig", settings.LOGGING)


@worker_init.connect
@beat_init.connect
def refuse_unsafe_start(**_: object) -> None:
    """End before the first task where production would not be safe."""
    from requests_app.ops import startup

    startup.refuse_if_unsafe()


@worker_ready.connect
def first_heartbeat(**_: object) -> None:
    """Show life at once, not only after the first message."""
    heartbeat()
