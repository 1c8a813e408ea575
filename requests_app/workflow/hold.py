"""A privacy officer keeps content from being destroyed, and another person lets it go again.

Must not destroy anything: once no hold stands, the sweep does at its time (`destroy`).
"""

from __future__ import annotations

from uuid import UUID, uuid4

from requests_app.accounts.actors import Actor
from requests_app.common import clock
from requests_app.common.errors import BadInput, NotFound, PreconditionFailed
from requests_app.common.visible import says_something
from requests_app.searches import holds
from requests_app.searches.models import LegalHold
from requests_app.workflow import permissions
from requests_app.workflow.unit_of_work import unit_of_work

LEAST_REASON = 40
"""Characters, half of them letters: who must keep what, until when, and on which authority."""


def set_hold(*, actor: Actor, search_request_id: UUID, reason: str) -> LegalHold:
    """Keep the content of a request from being destroyed.

    One person has one open hold on a request: a second one would keep nothing more, and each needs its release.

    Args:
        actor: a privacy officer who may decide for the unit.
        search_request_id: the request, in any status.
        reason: what orders that it be kept; sealed with the request's key.

    Raises:
        NotPermitted, NotFound: see `permissions.check_may_set_hold`.
        BadInput: the reason is too short, or has too few letters.
        PreconditionFailed: the content was destroyed (`content_destroyed`), or a hold that this person set
            on the request stands (`hold_stands_already`).
    """
    with unit_of_work(actor=actor, action="set_hold", search_request_id=search_request_id) as work:
        row = work.request_row
        account = permissions.check_may_set_hold(actor, row)
        _refuse_short(reason)
        if row.content_destroyed_at is not None:
            raise PreconditionFailed("content_destroyed")
        if row.holds.filter(set_by_person=account.person, released_at=None).exists():
            raise PreconditionFailed("hold_stands_already")
        hold_id = uuid4()
        hold = LegalHold.objects.create(
            id=hold_id,
            search_request=row,
            sealed_reason=holds.seal(row, hold_id, reason),
            set_at=clock.real_now(),
            set_by=account,
            set_by_person=account.person,
        )
        work.record("retention.hold_set", object_type="hold", object_id=str(hold.id))
        return hold


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


def _refuse_short(reason: str) -> None:
    if not says_something(reason, least=LEAST_REASON):
        raise BadInput({"reason": ["too_short"]})
