"""The dispatcher's tasks: send what is due, fetch candidates' pictures. Runs on its own queue, with its own database login.

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
from requests_app.dispatch import outbox, picture_outbox
from requests_app.dispatch.models import Dispatch
from requests_app.searches.models import CandidatePicture
from requests_app.workflow import fetch_candidate as fetch_use_case
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


def _fetch(picture_id: UUID, search_request_id: UUID) -> None:
    """Fetch one picture; one that cannot be worked on must not keep back those behind it."""
    try:
        fetch_use_case.fetch(
            actor=_ACTOR, picture_id=picture_id, search_request_id=search_request_id
        )
    except Exception as problem:  # noqa: BLE001  told without its text, which may quote content
        log.error(
            "fetching_picture_failed",
            extra={
                **class_and_place(problem),
                "candidate_picture": str(picture_id),
                "still_works": "every search and every other picture; this one is swept for again",
                "what_now": "if it comes again, report the class and the place",
            },
        )


@shared_task(name="requests_app.tasks.dispatch.fetch_candidate")
def fetch_candidate(picture_id: str) -> None:
    """Fetch one candidate's picture, if the row says that it is due."""
    try:
        wanted = UUID(picture_id)
    except (ValueError, TypeError, AttributeError):
        return
    rows = CandidatePicture.objects.filter(pk=wanted)
    row = rows.values_list("pk", "search_request_id").first()
    if row is not None:
        _fetch(*row)


@shared_task(name="requests_app.tasks.dispatch.sweep")
def sweep() -> None:
    """Find what a lost message missed, and what waits for another try: searches first, then pictures."""
    for search_id, search_request_id in outbox.due_search_ids():
        _forward(search_id, search_request_id)
    for picture_id, search_request_id in picture_outbox.due_ids():
        _fetch(picture_id, search_request_id)
