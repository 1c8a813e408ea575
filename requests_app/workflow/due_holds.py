"""Legal holds that have to be reviewed: who may review or release them is told, again each week while nobody has.

Must not end a hold: what a court ordered to be kept is not destroyed because nobody looked.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Coalesce

from requests_app.accounts.actors import Actor
from requests_app.common import clock
from requests_app.common.errors import PreconditionFailed
from requests_app.searches import holds
from requests_app.searches.models import LegalHold, Notice
from requests_app.workflow import permissions
from requests_app.workflow.notifications import notify
from requests_app.workflow.unit_of_work import unit_of_work

TOLD_AGAIN = timedelta(days=7)


def ids_to_tell(*, most: int = 200) -> list[UUID]:
    """Return the requests with a hold that is due, of which nobody was told lately; each is judged again under its lock."""
    waiting = _to_tell().order_by("set_at", "id")
    return list(dict.fromkeys(waiting.values_list("search_request", flat=True)[:most]))


def _to_tell() -> QuerySet[LegalHold]:
    # What was told before this hold was due was about another one, or about the day before its last review.
    since = Coalesce(OuterRef("due_on"), Value(date(1900, 1, 1)))
    told = Notice.objects.filter(
        search_request=OuterRef("search_request"),
        kind=Notice.Kind.HOLD_REVIEW_DUE,
        created_at__gte=clock.real_now() - TOLD_AGAIN,
        created_at__date__gte=since,
    )
    return holds.due_for_review().filter(~Exists(told))


def tell(*, actor: Actor, search_request_id: UUID) -> None:
    """Tell whoever may review or release them that holds on a request have to be reviewed.

    Args:
        actor: the worker.
        search_request_id: a request with a hold that is due.

    Raises:
        PreconditionFailed: there is nothing to tell (`nothing_owed`).
    """
    with unit_of_work(
        actor=actor, action="tell_of_holds", search_request_id=search_request_id
    ) as work:
        permissions.check_is_process(actor, "worker")
        row = work.request_row
        if not _to_tell().filter(search_request=row).exists():
            raise PreconditionFailed("nothing_owed")
        work.record("retention.hold_review_due", facts={"told": notify.who_ends_holds(row)})
