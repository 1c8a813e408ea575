"""The Celery app: who wakes what, and when. Every message is a hint; the rows hold the truth.

It must not carry data in messages, nor pickle, nor keep results.
"""

from celery import Celery
from celery.signals import setup_logging
from django.conf import settings
from kombu import Queue

app = Celery("countersign")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(settings.CELERY)
app.conf.broker_url = settings.COUNTERSIGN_BROKER_URL
app.conf.task_queues = [Queue("default"), Queue("dispatch")]
app.conf.beat_schedule = settings.COUNTERSIGN_SCHEDULE
app.autodiscover_tasks(["requests_app"], related_name="tasks")


@setup_logging.connect
def keep_our_logging(**_: object) -> None:
    """Leave logging as the settings made it: Celery's own would print arguments."""
