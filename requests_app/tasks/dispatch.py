"""The dispatcher's tasks: send what is due. Runs on its own queue, with its own database login.

A message carries an id and decides nothing; whatever it says, the rows are asked.
"""

from __future__ import annotations

import logging
import os
import socket
from uuid import UUID

from celery import shared_task

from requests_app.accounts.actors import system_actor
from requests_app.common.errors import class_and_place
from requests_app.dispatch import outbox
from requests_app.dispatch.models import Dispatch
from requests_app.workflow import forward as forward_use_case

log = logging.getLogger(__name__)
_ACTOR = system_actor("dispatcher")


def _owner() -> str:
    return f"{socket.gethostname()}/{os.getpid()}"


def _forward(search_id: UUID, search_request_id: UUID) -> None:
    """Send one search; one that cannot be worked on must not keep back those behind it."""
    try:
        forward_use_case.forward(
            actor=_ACTOR,
            owner=_owner(),
            search_id=search_id,
            search_request_id=search_request_id,
        )
    except Exception as problem:  # noqa: BLE001  told without its text, which may quote content
        log.error(
            "forward_failed",
            extra={
                **class_and_place(problem),
                "search_id": str(search_id),
                "still_works": "every other search; this one is swept for again",
                "what_now": "if it comes again, report the class and the place",
            },
        )


@shared_task(name="requests_app.tasks.dispatch.forward")
def forward(search_id: str) -> None:
    """Send one search, if the row says that it is due."""
    try:
        wanted = UUID(search_id)
    except (ValueError, TypeError, AttributeError):
        return
    row = Dispatch.objects.filter(pk=wanted).values_list("pk", "search_request_id").first()
    if row is not None:
        _forward(*row)


@shared_task(name="requests_app.tasks.dispatch.sweep")
def sweep() -> None:
    """Find what a lost message missed, and what waits for another try."""
    for search_id, search_request_id in outbox.due_search_ids():
        _forward(search_id, search_request_id)
