"""Legal holds: which stand, when each has to be reviewed, and why they were set, reviewed and released, sealed.

A reason must not be kept longer than the content itself: once that is destroyed, nobody can read it either.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from requests_app.common import clock
from requests_app.searches import content
from requests_app.searches.models import HoldReview, LegalHold, SearchRequest


def with_review_day(rows: QuerySet[LegalHold]) -> QuerySet[LegalHold]:
    """Give each hold its `due_on`: the day of its latest review, or the one that it was set with; None where it has none."""
    latest = HoldReview.objects.filter(hold=OuterRef("pk")).order_by("-reviewed_at")
    return rows.annotate(due_on=Coalesce(Subquery(latest.values("review_on")[:1]), "review_on"))


def due_for_review(today: date | None = None) -> QuerySet[LegalHold]:
    """The holds that stand and have to be reviewed today or had to before; one that names no day among them.

    Args:
        today: the agency's day; the present one where it is not given.
    """
    today = today or timezone.localdate(clock.real_now())
    standing = with_review_day(LegalHold.objects.filter(released_at=None))
    return standing.filter(Q(due_on=None) | Q(due_on__lte=today))


def seal(
    search_request: SearchRequest, hold_id: UUID, reason: str, *, is_release: bool = False
) -> bytes:
    """Return why a hold is set, or released, sealed."""
    return content.seal_part(search_request.id, _name(hold_id, is_release), reason.encode())


def opened(hold: LegalHold, *, is_release: bool = False) -> str:
    """Return why a hold was set, or released; empty where it stands.

    Raises:
        ContentDestroyed: the key is gone.
        ContentDamaged: what is stored does not open.
    """
    sealed = hold.sealed_release if is_release else hold.sealed_reason
    if sealed is None:
        return ""
    part = _name(hold.id, is_release)
    return content.open_part(hold.search_request_id, part, sealed).decode()


def seal_review(search_request: SearchRequest, review_id: UUID, reason: str) -> bytes:
    """Return why a hold that was reviewed is kept, sealed."""
    return content.seal_part(search_request.id, _name_of_review(review_id), reason.encode())


def opened_review(review: HoldReview) -> str:
    """Return why a hold that was reviewed is kept.

    Raises:
        ContentDestroyed, ContentDamaged: as above.
    """
    part = _name_of_review(review.id)
    return content.open_part(review.search_request_id, part, review.sealed_reason).decode()


def _name_of_review(review_id: UUID) -> str:
    return f"hold-reviewed-{review_id}"


def _name(hold_id: UUID, is_release: bool) -> str:
    return f"hold-{'released' if is_release else 'set'}-{hold_id}"
