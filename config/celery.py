"""The Celery app: who wakes what, and when. Every message is a hint; the rows hold the truth.

It must not carry data in messages, nor pickle, nor keep results.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from celery import Celery
from celery.signals import (
    beat_init,
    import_modules,
    setup_logging,
    task_postrun,
    task_prerun,
    worker_init,
    worker_process_init,
    worker_process_shutdown,
    worker_ready,
)
from django.conf import settings
from kombu.transport import TRANSPORT_ALIASES

if TYPE_CHECKING:
    from config.sweeping import OwnSweeps

TASKS_OF = {
    "worker": (
        "requests_app.tasks.worker",
        "requests_app.tasks.exports",
        "requests_app.tasks.log_checks",
    ),
    "dispatcher": ("requests_app.tasks.dispatch",),
}

# By the scheme, not by Celery's setting for it, under which Kombu would leave rediss:// unencrypted.
TRANSPORT_ALIASES["redis"] = TRANSPORT_ALIASES["rediss"] = "config.broker:Transport"

app = Celery("countersign")
# Read when first used: this module is imported before the settings are complete.
app.config_from_object("django.conf:settings", namespace="CELERY")


@import_modules.connect
def import_only_our_tasks(**_: object) -> None:
    """Know the tasks of this process's own queue: a hostile message cannot name another's."""
    for name in TASKS_OF.get(settings.COUNTERSIGN_PROCESS, ()):
        import_module(name)


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


_own_sweeps: list["OwnSweeps"] = []
"""Those of this process of the pool; none in any other."""


@worker_process_init.connect
def look_out_for_sweeps(**_: object) -> None:
    """Sweep by itself where no message calls for it, whether or not Redis was ever there."""
    from config import sweeping

    ours = sweeping.of_this_process(app)
    _own_sweeps[:] = [ours]
    ours.start()


@worker_process_shutdown.connect
def end_own_sweeps(**_: object) -> None:
    """Let the search end that is at the matcher."""
    for ours in _own_sweeps:
        ours.stop()


@task_prerun.connect
def in_the_agencys_time(**_: object) -> None:
    """Let the task's days be the agency's."""
    from django.utils import timezone

    from requests_app.registry import time_zone

    timezone.activate(time_zone.zone())


@task_prerun.connect
def a_sweep_came(task: Any, **_: object) -> None:
    """Note the sweep that beat called for."""
    for ours in _own_sweeps:
        ours.begins(task.name)


@task_postrun.connect
def a_sweep_ended(task: Any, **_: object) -> None:
    """Note that it has ended, whatever came of it."""
    for ours in _own_sweeps:
        ours.ends(task.name)
