"""Counts a refusal that somebody repeats by reloading a page: one event at once, one more with the count.

Only reads are counted; a refused change is an event of its own each time. The count is a row that lives for
one window in the database, not a key in Redis: whoever can write to Redis may write anything there, and could
silence a refusal before its first event. The row and the event of the first time commit together, and so do its
end and the event that carries the count; so nothing goes unrecorded where a process dies. Updating one row that
is gone a minute later costs the log nothing, which keeps every event for ever.
"""

from __future__ import annotations

import hashlib
import json
import logging
import threading
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connection, connections, transaction

from requests_app.accounts.actors import Actor
from requests_app.audit import recorder
from requests_app.audit.models import RefusalCount
from requests_app.common import clock
from requests_app.common.errors import class_and_place

log = logging.getLogger(__name__)

_COUNT = """
INSERT INTO audit_refusalcount
    (key, account_id, person_id, role, request_id, action, reason, until, repeated)
  VALUES (%s, %s, %s, %s, %s, %s, %s, %s, 0)
  ON CONFLICT (key) DO UPDATE SET repeated = audit_refusalcount.repeated + 1
  RETURNING repeated
"""
_closing = threading.Lock()
"""Held while a thread of this process waits to write the counts: one is enough."""


def is_first(
    *, actor: Actor, action: str, reason: str, asked_about: UUID | None, request_id: UUID | None
) -> bool:
    """Say whether this refusal is to be recorded now; it is counted where it is not.

    Called in the transaction that then records it: another process that is refused the same waits for that.
    Where it cannot be counted, it is recorded.

    Args:
        actor, action, reason: who was refused what, and why.
        asked_about: which request the person named, whether there is one or not.
        request_id: the request that the event names; none where there is none.
    """
    if actor.account is None or actor.process != "web":  # the web's login alone holds the counts
        return True
    about = [str(actor.account.pk), actor.role, action, reason, str(asked_about)]
    key = hashlib.sha256(json.dumps(about).encode()).hexdigest()
    until = clock.real_now() + timedelta(seconds=settings.COUNTERSIGN_REFUSALS_SECONDS)
    whose = [actor.account.pk, actor.person_id, actor.role]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_COUNT, [key, *whose, request_id, action, reason, until])
            (repeated,) = cursor.fetchone()
    except DatabaseError as problem:
        _tell(problem)
        return True
    if repeated:
        transaction.on_commit(_write_later)
    return not repeated


def write_counts() -> None:
    """End each window whose time is over, and record how often its refusal was repeated.

    What cannot be written stays for the next time, and keeps back neither the others nor its caller.
    """
    over = RefusalCount.objects.filter(until__lte=clock.real_now())
    try:
        keys = list(over.order_by("until").values_list("key", flat=True))
    except DatabaseError as problem:
        _tell(problem)
        return
    for key in keys:
        try:
            with transaction.atomic(durable=True):
                row = over.select_for_update(skip_locked=True).filter(key=key).first()
                if row is not None:
                    _record(row)
                    row.delete()
        except Exception as problem:  # noqa: BLE001  the refusal that is at hand must be recorded
            _tell(problem)


def _record(row: RefusalCount) -> None:
    if not row.repeated:
        return
    recorder.record(
        "action.refused",
        who=recorder.Who(
            account_id=str(row.account_id),
            person_id=str(row.person_id),
            role=row.role,
            session=None,
            source=None,
        ),
        request_id=row.request_id,
        outcome="refused",
        reason=row.reason,
        facts={"action": row.action, "repeated": row.repeated},
    )


def _tell(problem: Exception) -> None:
    log.error(
        "refusal_counts_not_written",
        extra={
            **class_and_place(problem),
            "still_works": "the counts are kept, and written when somebody is next refused to read",
            "what_now": "if it comes again, report the class and the place",
        },
    )


def _write_later() -> None:
    """Write the counts when the window is over, though nobody is refused anything by then."""
    if _closing.acquire(blocking=False):
        timer = threading.Timer(settings.COUNTERSIGN_REFUSALS_SECONDS + 1, _write_now)
        timer.daemon = True
        timer.start()


def _write_now() -> None:
    _closing.release()  # whoever repeats from now on is written by the next
    try:
        write_counts()
        if RefusalCount.objects.filter(repeated__gt=0).exists():
            _write_later()
    except Exception as problem:  # noqa: BLE001  the rows stay
        _tell(problem)
    finally:
        connections.close_all()
