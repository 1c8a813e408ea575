"""The worker's tasks: end what has lapsed, send the mail that waits.

Holds no key that opens content; each task body is one call into a use case for each row.
"""

from __future__ import annotations

import logging
from time import monotonic
from typing import Any, NamedTuple

from celery import shared_task

from requests_app.accounts.actors import system_actor
from requests_app.common.errors import InvalidTransition, PreconditionFailed
from requests_app.workflow import destroy as destroy_use_case
from requests_app.workflow import (
    destroy_pictures,
    disclose,
    due_holds,
    end_unexamined,
    kept_typing,
    owed_incidents,
    owed_reports,
)
from requests_app.workflow import expire as expire_use_case
from requests_app.workflow.notifications import waiting_mail

log = logging.getLogger(__name__)
_ACTOR = system_actor("worker")

LONGEST_SWEEP_SECONDS = 10.0
"""After so long a sweep begins no further mail. A mail server that takes connections and says nothing
costs its whole time limit for each mail; expiry, exports and the heartbeat would wait behind them all."""


@shared_task(name="requests_app.tasks.worker.expire_lapsed")
def expire_lapsed() -> None:
    """End every request whose time has run out, and drop kept typing that is a week old."""
    for search_request_id in expire_use_case.lapsed_ids():
        try:
            expire_use_case.expire(actor=_ACTOR, search_request_id=search_request_id)
        except (InvalidTransition, PreconditionFailed):
            continue  # decided, withdrawn or sent in the meantime; the refusal is recorded
        except Exception:
            log.exception(
                "expire_failed",
                extra={
                    "request_id": str(search_request_id),
                    "still_works": "every other request; this one is tried again each minute",
                    "what_now": "if it comes again, report the stack below",
                },
            )
    kept_typing.drop_old()


class _Teller(NamedTuple):
    """What is told when its time has come: a use case, how its failure is named, and what still works then."""

    use_case: Any
    failed: str
    still_works: str


_TELLERS = (
    _Teller(owed_reports, "tell_of_report_failed", "every other report"),
    _Teller(end_unexamined, "tell_of_examiners_failed", "every other result"),
    _Teller(owed_incidents, "tell_of_incident_failed", "every other incident"),
    _Teller(due_holds, "tell_of_hold_failed", "every legal hold, the one of this request as well"),
)


@shared_task(name="requests_app.tasks.worker.tell_of_reports")
def tell_of_reports() -> None:
    """Tell of reports that are due soon or overdue, overdue incidents, results that lack examiners, and holds to review."""
    for teller in _TELLERS:
        for search_request_id in teller.use_case.ids_to_tell():
            try:
                teller.use_case.tell(actor=_ACTOR, search_request_id=search_request_id)
            except PreconditionFailed:
                continue  # it was done in the meantime; the refusal is recorded
            except Exception:
                log.exception(
                    teller.failed,
                    extra={
                        "request_id": str(search_request_id),
                        "still_works": f"{teller.still_works}; nobody was told of this one, and it is tried again each hour",
                        "what_now": "if it comes again, report the stack below",
                    },
                )


@shared_task(name="requests_app.tasks.worker.destroy_due_content")
def destroy_due_content() -> None:
    """Destroy the content of every ended request whose time is over, pictures of candidates nobody selected, and old packs.

    A legal hold keeps all three.
    """
    for search_request_id in destroy_use_case.due_ids():
        try:
            destroy_use_case.destroy(actor=_ACTOR, search_request_id=search_request_id)
        except PreconditionFailed:
            continue  # a hold came, or a longer period; the refusal is recorded
        except Exception:
            log.exception(
                "destroy_failed",
                extra={
                    "request_id": str(search_request_id),
                    "still_works": "every other request; the content of this one is still there, and is tried each hour",
                    "what_now": "if it comes again, report the stack below: content is kept longer than it may be",
                },
            )
    for search_request_id in destroy_pictures.due_ids():
        try:
            destroy_pictures.destroy(actor=_ACTOR, search_request_id=search_request_id)
        except PreconditionFailed:
            continue  # a hold, a report, a recall or an incident came; the refusal is recorded
        except Exception:
            log.exception(
                "destroy_pictures_failed",
                extra={
                    "request_id": str(search_request_id),
                    "still_works": "every other request; the pictures of this one are still there, and are tried each hour",
                    "what_now": "if it comes again, report the stack below: pictures are kept longer than they may be",
                },
            )

    for search_request_id, pack_id in disclose.due_ids():
        try:
            disclose.expire(actor=_ACTOR, search_request_id=search_request_id, pack_id=pack_id)
        except PreconditionFailed:
            continue  # a hold came; the refusal is recorded
        except Exception:
            log.exception(
                "expire_disclosure_failed",
                extra={
                    "request_id": str(search_request_id),
                    "still_works": "every other disclosure pack; nobody can take this one, and it is tried each hour",
                    "what_now": "if it comes again, report the stack below: its parts are kept longer than they may be",
                },
            )


@shared_task(name="requests_app.tasks.worker.send_mail")
def send_mail() -> None:
    """Send the mails that are due, of notices and about accounts; the next sweep goes on where time runs out."""
    until = monotonic() + LONGEST_SWEEP_SECONDS
    for waiting in waiting_mail.due():
        if monotonic() > until:
            return
        try:
            waiting_mail.send(actor=_ACTOR, waiting=waiting)
        except Exception:
            log.exception(
                "mail_failed",
                extra={
                    f"{waiting.kind}_id": str(waiting.id),
                    "still_works": waiting_mail.KINDS[waiting.kind].still_works,
                    "what_now": "if it comes again, report the stack below",
                },
            )
