"""A privacy officer keeps content from being destroyed, looks at times whether it must be, and another person lets it go again.

Must not destroy anything: once no hold stands, the sweep does at its time (`destroy`).
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

from django.utils import timezone

from requests_app.accounts.actors import Actor
from requests_app.common import clock
from requests_app.common.errors import BadInput, NotFound, PreconditionFailed
from requests_app.common.visible import says_something
from requests_app.searches import holds
from requests_app.searches.models import HoldReview, LegalHold
from requests_app.workflow import permissions
from requests_app.workflow.unit_of_work import unit_of_work

LEAST_REASON = 40
"""Characters, half of them letters: who must keep what, and on which authority."""
MOST_DAYS = 366
"""A hold is reviewed at the latest so many days after it was set, or was reviewed before."""


def first_day() -> date:
    """Return the first day on which a hold that is set today can be due for review."""
    return timezone.localdate(clock.real_now()) + timedelta(days=1)


def last_day() -> date:
    """Return the last such day."""
    return timezone.localdate(clock.real_now()) + timedelta(days=MOST_DAYS)


def set_hold(*, actor: Actor, search_request_id: UUID, reason: str, review_on: date) -> LegalHold:
    """Keep the content of a request from being destroyed.

    One person has one open hold on a request: a second one would keep nothing more, and each needs its release.

    Args:
        actor: a privacy officer who may decide for the unit.
        search_request_id: the request, in any status.
        reason: what orders that it be kept; sealed with the request's key.
        review_on: when somebody has to look whether it still must; the hold does not end on that day.

    Raises:
        NotPermitted, NotFound: see `permissions.check_may_set_hold`.
        BadInput: the reason is too short, or has too few letters; the day is not from `first_day` to `last_day`.
        PreconditionFailed: the content was destroyed (`content_destroyed`), or a hold that this person set
            on the request stands (`hold_stands_already`).
    """
    with unit_of_work(actor=actor, action="set_hold", search_request_id=search_request_id) as work:
        row = work.request_row
        account = permissions.check_may_set_hold(actor, row)
        _refuse_unclear(reason, review_on)
        if row.content_destroyed_at is not None:
            raise PreconditionFailed("content_destroyed")
        if row.holds.filter(set_by_person=account.person, released_at=None).exists():
            raise PreconditionFailed("hold_stands_already")
        hold_id = uuid4()
        hold = LegalHold.objects.create(
            id=hold_id,
            search_request=row,
            sealed_reason=holds.seal(row, hold_id, reason),
            review_on=review_on,
            set_at=clock.real_now(),
            set_by=account,
            set_by_person=account.person,
        )
        work.record(
            "retention.hold_set",
            object_type="hold",
            object_id=str(hold.id),
            facts={"review_on": review_on.isoformat()},
        )
        return hold


def review_hold(
    *, actor: Actor, search_request_id: UUID, hold_id: UUID, reason: str, review_on: date
) -> HoldReview:
    """Keep a hold that somebody has looked at, until it is reviewed again.

    Args:
        actor: a privacy officer who may decide for the unit; the one who set it as well: this destroys nothing.
        search_request_id, hold_id: which hold of which request.
        reason: why it must still be kept; sealed with the request's key.
        review_on: when somebody has to look again.

    Raises:
        NotPermitted, NotFound: see `permissions.check_may_set_hold`.
        BadInput: as `set_hold`.
        PreconditionFailed: it was released before (`hold_released`).
    """
    with unit_of_work(
        actor=actor, action="review_hold", search_request_id=search_request_id
    ) as work:
        row = work.request_row
        account = permissions.check_may_set_hold(actor, row)
        hold = row.holds.filter(pk=hold_id).first()
        if hold is None:
            raise NotFound
        if hold.released_at is not None:
            raise PreconditionFailed("hold_released")
        _refuse_unclear(reason, review_on)
        review_id = uuid4()
        review = HoldReview.objects.create(
            id=review_id,
            hold=hold,
            search_request=row,
            sealed_reason=holds.seal_review(row, review_id, reason),
            review_on=review_on,
            reviewed_at=clock.real_now(),
            reviewed_by=account,
            reviewed_by_person=account.person,
        )
        work.record(
            "retention.hold_reviewed",
            object_type="hold_review",
            object_id=str(review.id),
            facts={"hold": str(hold.id), "review_on": review_on.isoformat()},
        )
        return review


def release_hold(*, actor: Actor, search_request_id: UUID, hold_id: UUID, reason: str) -> LegalHold:
    """End one hold.

    Args:
        actor: a privacy officer or a supervisor who may decide for the unit, and who did not set it.
        search_request_id, hold_id: which hold of which request.
        reason: why nothing orders any more that it be kept.

    Raises:
        NotPermitted, NotFound: see `permissions.check_may_release_hold`.
        BadInput: the reason is too short, or has too few letters.
        PreconditionFailed: it was released before (`hold_released`).
    """
    with unit_of_work(
        actor=actor, action="release_hold", search_request_id=search_request_id
    ) as work:
        row = work.request_row
        hold = LegalHold.objects.filter(pk=hold_id, search_request=row).first()
        if hold is None:
            raise NotFound
        account = permissions.check_may_release_hold(actor, hold)
        _refuse_short(reason)
        if hold.released_at is not None:
            raise PreconditionFailed("hold_released")
        hold.released_at = clock.real_now()
        hold.released_by = account
        hold.released_by_person = account.person
        hold.sealed_release = holds.seal(row, hold.id, reason, is_release=True)
        hold.save(
            update_fields=["released_at", "released_by", "released_by_person", "sealed_release"]
        )
        work.record("retention.hold_released", object_type="hold", object_id=str(hold.id))
        return hold


def _refuse_unclear(reason: str, review_on: date) -> None:
    problems = {}
    if not says_something(reason, least=LEAST_REASON):
        problems["reason"] = ["too_short"]
    if not first_day() <= review_on <= last_day():
        problems["review_on"] = ["not_within_a_year"]
    if problems:
        raise BadInput(problems)


def _refuse_short(reason: str) -> None:
    if not says_something(reason, least=LEAST_REASON):
        raise BadInput({"reason": ["too_short"]})
