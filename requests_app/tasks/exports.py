"""The worker's tasks for exports of the log: make what waits, give up what was lost.

A message carries an id and decides nothing; the row says whether there is anything to make.
"""

from __future__ import annotations

import logging
from uuid import UUID

from celery import shared_task

from requests_app.accounts.actors import system_actor
from requests_app.common.errors import class_and_place
from requests_app.workflow import export as export_use_case

log = logging.getLogger(__name__)
_ACTOR = system_actor("worker")


@shared_task(name="requests_app.tasks.exports.make")
def make(export_id: str) -> None:
    """Make one export, if its row says that it waits."""
    try:
        wanted = UUID(export_id)
    except (ValueError, TypeError, AttributeError):
        return
    export_use_case.make(actor=_ACTOR, export_id=wanted)


@shared_task(name="requests_app.tasks.exports.sweep")
def sweep() -> None:
    """Find what a lost message missed, and what a lost worker left half made."""
    export_use_case.fail_lost(actor=_ACTOR)
    for export_id in export_use_case.waiting_ids():
        try:
            export_use_case.make(actor=_ACTOR, export_id=export_id)
        except Exception as problem:  # noqa: BLE001  told without its text, which may quote content
            log.error(
                "export_failed",
                extra={
                    **class_and_place(problem),
                    "export_id": str(export_id),
                    "still_works": "every other export; the auditor is told and can start again",
                    "what_now": "if it comes again, report the class and the place",
                },
            )
