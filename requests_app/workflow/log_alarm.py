"""The nightly check of the log, and what it leads to: a difference stops every search until an auditor lifts that.

Must not lift anything by itself: a later check that finds nothing does not say that nothing was there. What an auditor
has lifted does not stop again while it is the same; that it was lifted is read from the log (`audit/lifted.py`).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from requests_app.accounts.actors import Actor
from requests_app.audit.differences import Differences
from requests_app.audit.models import Event
from requests_app.common import clock
from requests_app.common.errors import NotFound, PreconditionFailed
from requests_app.dispatch.models import LogCheck
from requests_app.workflow import log_check, permissions
from requests_app.workflow.notifications.tell_person import tell_auditors_of_a_difference
from requests_app.workflow.stated_reason import stated_reason
from requests_app.workflow.unit_of_work import unit_of_work

log = logging.getLogger(__name__)

NIGHTLY_AT = time(2)
"""After this hour of the agency's day the log is checked; on a new installation at once."""
LOG_DIFFERS = "log_differs"
MOST_SHOWN = 20
"""So many lifted checks are shown on the state of the log; all are in the log itself."""
_ONE_AT_A_TIME = 7_352_614
"""The number of PostgreSQL's advisory lock under which a check runs."""


def stops() -> list[LogCheck]:
    """The checks that found a difference and that nobody has lifted, the newest first."""
    return list(LogCheck.objects.filter(count__gt=0, lifted_at=None))


def why_nothing_is_sent() -> str:
    """Why no search at all may be sent now, as a code; empty where they may."""
    return LOG_DIFFERS if LogCheck.objects.filter(count__gt=0, lifted_at=None).exists() else ""


def latest_check() -> LogCheck | None:
    """The check that ended last; one that says to have begun in the future is none."""
    made = LogCheck.objects.filter(began_at__lte=clock.real_now())
    return made.select_related("lifted_by_person").first()


@dataclass(frozen=True, slots=True)
class LiftedCheck:
    """A check whose differences an auditor has lifted. `event_id`: of the event that holds the reason."""

    check: LogCheck
    event_id: int | None


def lifted() -> list[LiftedCheck]:
    """The last checks that auditors have lifted, the newest first: what differed there still does."""
    rows = list(
        LogCheck.objects.select_related("lifted_by_person")
        .filter(count__gt=0, lifted_at__isnull=False)
        .order_by("-lifted_at")[:MOST_SHOWN]
    )
    events = dict(
        Event.objects.filter(
            code="forwarding.resumed", object_id__in=[str(row.pk) for row in rows]
        ).values_list("object_id", "pk")
    )
    return [LiftedCheck(row, events.get(str(row.pk))) for row in rows]


def check_when_due(*, actor: Actor) -> LogCheck | None:
    """Check the whole log if tonight's check was not made yet and no other process is at it.

    Args:
        actor: the worker.

    Raises:
        django.db.Error: the log could not be read, or the result not be kept; it is tried again.
    """
    permissions.check_is_process(actor, "worker")
    if not _is_due(timezone.localtime(clock.real_now())):
        return None
    with _alone() as is_ours:
        if not is_ours or not _is_due(timezone.localtime(clock.real_now())):
            return None
        began_at = clock.real_now()
        return _keep(actor, began_at, log_check.check())


def _is_due(now: datetime) -> bool:
    """Whether no check has begun since the last time that the clock showed `NIGHTLY_AT`.

    One that is said to begin later than now was not made: a row of the year 2200 would stop all checks for ever.
    """
    night = now.replace(hour=NIGHTLY_AT.hour, minute=NIGHTLY_AT.minute, second=0, microsecond=0)
    if night > now:
        night -= timedelta(days=1)
    return not LogCheck.objects.filter(began_at__gte=night, began_at__lte=now).exists()


@contextmanager
def _alone() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_ONE_AT_A_TIME])
        is_ours = bool(cursor.fetchone()[0])
    try:
        yield is_ours
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_ONE_AT_A_TIME])


def _keep(actor: Actor, began_at: datetime, checked: log_check.Checked) -> LogCheck:
    found = checked.differences
    row = LogCheck(
        began_at=began_at,
        ended_at=clock.real_now(),
        size=checked.size,
        requests=checked.requests,
        count=found.count,
        known=found.known,
        differences=[difference.as_facts() for difference in found.first],
    )
    with unit_of_work(actor=actor, action="check_log") as work:
        work.record(
            "log.checked",
            object_type="log_check",
            object_id=str(row.pk),
            facts={"size": row.size, "requests": row.requests, "count": row.count}
            | _what_was_found(found),
        )
        row.save(force_insert=True)
        if row.count:
            tell_auditors_of_a_difference()
    if row.count:
        log.error(
            "log_differs",
            extra={
                "count": row.count,
                "still_works": "everything but sending: approved searches are held, and nothing is lost",
                "what_now": "change nothing; keep a copy of the database; auditors read on «State of the log» what"
                " differs and where, and let searches be sent again with a reason",
            },
        )
    return row


def _what_was_found(found: Differences) -> dict[str, Any]:
    """By what a later check knows again what this one found, should an auditor lift it."""
    facts: dict[str, Any] = {"known": found.known} if found.known else {}
    if found.count:
        facts |= {"differences": [each.digest for each in found.new], "digest": found.whole}
    return facts


def resume(*, actor: Actor, check_id: UUID, reason: str, file_reference: str) -> LogCheck:
    """Let searches be sent again in spite of what a check found; the log keeps proof of why.

    Args:
        actor: an auditor.
        check_id: the check.
        reason, file_reference: in the auditor's words, and of the auditor's own file.

    Raises:
        NotPermitted, NotFound: no auditor, or no such check.
        BadInput: the reason or the reference is not enough, or too long.
        PreconditionFailed: it stops nothing, or somebody has lifted it.
    """
    with unit_of_work(actor=actor, action="resume_forwarding") as work:
        account = permissions.check_is_auditor(actor)
        stated = stated_reason(reason, file_reference)
        row = LogCheck.objects.select_for_update(of=("self",)).filter(pk=check_id).first()
        if row is None:
            raise NotFound
        if not row.count or row.lifted_at:
            raise PreconditionFailed("stops_nothing")
        row.lifted_at = clock.real_now()
        row.lifted_by, row.lifted_by_person = account, account.person
        row.save(update_fields=["lifted_at", "lifted_by", "lifted_by_person"])
        work.record(
            "forwarding.resumed",
            object_type="log_check",
            object_id=str(row.pk),
            facts={"count": row.count},
            commitments=stated,
        )
    return row
