"""Wakes a process over the broker: the message names a row, and the row holds the truth.

A broker that is away must never undo or delay what has been committed: the sweepers find the row.
"""

from __future__ import annotations

import logging
from uuid import UUID

from celery import current_app
from django.conf import settings

log = logging.getLogger(__name__)


def wake(task: str, row_id: UUID, *, queue: str) -> None:
    """Send one message, once. A lost one loses nothing but time.

    Args:
        task: the task's registered name.
        row_id: the row it is about, its only argument.
        queue: default or dispatch.
    """
    if not settings.COUNTERSIGN_WAKE_WORKERS:
        return
    try:
        current_app.send_task(
            task, args=[str(row_id)], queue=queue, retry=False, ignore_result=True
        )
    except Exception as problem:  # noqa: BLE001  what Kombu keeps in Redis may raise anything
        log.warning(
            "broker_unreachable",
            extra={
                "problem": type(problem).__name__,
                "still_works": "everything, a little later: the row is committed and swept for",
                "what_now": "start Redis, or mend its address and password",
            },
        )
