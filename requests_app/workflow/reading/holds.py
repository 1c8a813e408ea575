"""The legal holds that a decider may know of: the list without content, and one with its reason, recorded first.

Must not set or release one: `workflow.hold` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from requests_app.accounts import rights
from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account
from requests_app.common import clock
from requests_app.common.errors import NotFound
from requests_app.common.references import read_references
from requests_app.searches import holds
from requests_app.searches.models import HoldReview, LegalHold, SearchRequest
from requests_app.workflow import destroy, permissions
from requests_app.workflow.destroy import Due
from requests_app.workflow.reading.pages import ListPage, list_page
from requests_app.workflow.viewing import viewing

MOST_RELEASED = 50
"""Released holds that the list shows; older ones stay in the log."""
MOST_REVIEWS = 50
"""Reviews that the page of a hold shows, the latest; those before them stay in the log."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One review of a hold, and why it was kept then."""

    review: HoldReview
    reason: str


@dataclass(frozen=True, slots=True)
class OpenedHold:
    """One hold with why it was set, kept at each review, and released.

    Attributes:
        reviews: the latest of them, the oldest first.
        review_on: when it has to be reviewed; None where it names no day, which is due.
        is_due: whether it stands and has to be reviewed now.
        released_because: empty where it stands.
        due: when the content would be destroyed if nothing held it; None where nothing ends it by itself.
        may_release, may_review: whether the reader may release it, or keep it until another review.
    """

    hold: LegalHold
    reason: str
    reviews: Sequence[Reviewed]
    review_on: date | None
    is_due: bool
    released_because: str
    due: Due | None
    may_release: bool
    may_review: bool


def holds_of(account: Account, asked: str | None) -> ListPage[LegalHold]:
    """Return one page of the holds that stand on requests of this account's units, the oldest first, each with its `due_on`.

    Args:
        account: of a decider, whose units are those for which it may decide.
        asked: which page, as the address gives it.
    """
    return list_page(holds.with_review_day(_of_units(account).filter(released_at=None)), asked)


def released_of(account: Account) -> list[LegalHold]:
    """Return the holds of these units that were released last, the latest first, while their reasons still open."""
    ended = _of_units(account).filter(
        released_at__isnull=False, search_request__content_destroyed_at=None
    )
    return list(ended.select_related("released_by_person").order_by("-released_at")[:MOST_RELEASED])


def _of_units(account: Account) -> QuerySet[LegalHold]:
    # The units are read beforehand: asked beside each hold, the database would read all requests of a unit.
    found = LegalHold.objects.filter(search_request__unit__in=rights.decidable_units(account))
    return found.select_related("search_request__unit", "set_by_person")


def request_to_hold(account: Account, typed: str) -> SearchRequest | None:
    """Return the request of this account's units whose reference was typed, however its dashes are; or None.

    Args:
        account: a privacy officer's.
        typed: one reference number.
    """
    read = read_references(typed)
    if len(read.right) != 1 or read.wrong or read.other:
        return None
    return SearchRequest.objects.filter(
        reference=read.right[0], unit__in=rights.units_decidable_by(account)
    ).first()


def open_hold(*, actor: Actor, search_request_id: UUID, hold_id: UUID) -> OpenedHold:
    """Open one hold with its reason; recorded first.

    Raises:
        NotPermitted, NotFound: see `permissions.check_may_read_holds`.
        ContentDamaged, ContentDestroyed: the reason does not open.
    """
    with viewing(actor=actor, action="open_hold", search_request_id=search_request_id) as work:
        row = work.request_row
        permissions.check_may_read_holds(actor, row)
        found = (
            row.holds.filter(pk=hold_id)
            .select_related("set_by_person", "released_by_person")
            .first()
        )
        if found is None:
            raise NotFound
        stands = found.released_at is None
        latest = found.reviews.select_related("reviewed_by_person").order_by("-reviewed_at")
        reviews = list(reversed(latest[:MOST_REVIEWS]))
        review_on = reviews[-1].review_on if reviews else found.review_on
        today = timezone.localdate(clock.real_now())
        opened = OpenedHold(
            hold=found,
            reason=holds.opened(found),
            reviews=[Reviewed(each, holds.opened_review(each)) for each in reviews],
            review_on=review_on,
            is_due=stands and (review_on is None or review_on <= today),
            released_because=holds.opened(found, is_release=True),
            due=destroy.due_of(row.pk),
            may_release=stands and permissions.can_release_hold(actor, found),
            may_review=stands and permissions.can_set_hold(actor, row),
        )
        work.record("record.viewed", facts={"version": row.version, "what": "hold"})
        return opened
