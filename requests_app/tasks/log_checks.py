"""The worker's task for the log: check the whole of it once a night.

The rows say whether a check is due, so that it does no harm to be called for often.
"""

from __future__ import annotations

import logging

from celery import shared_task
from django.db import DatabaseError

from requests_app.accounts.actors import system_actor
from requests_app.workflow import log_alarm

log = logging.getLogger(__name__)
_ACTOR = system_actor("worker")


@shared_task(name="requests_app.tasks.log_checks.sweep")
def sweep() -> None:
    """Check the log if tonight's check was not made yet."""
    try:
        log_alarm.check_when_due(actor=_ACTOR)
    except DatabaseError as problem:
        log.warning(
            "log_not_checked",
            extra={
                "problem": type(problem).__name__,
                "still_works": "everything; the log is checked at the next try",
                "what_now": "if it comes again, see that the worker's login may read the schema audit",
            },
        )
