"""Taking a waiting request in hand, and letting go of it.

A claim runs out by itself; a second one is refused, never overwritten.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from requests_app.accounts.actors import Actor
from requests_app.common import clock
from requests_app.common.errors import AlreadyTaken, PreconditionFailed
from requests_app.registry import selectors as registry
from requests_app.searches import selectors
from requests_app.searches.models import Claim, SearchRequest
from requests_app.searches.states import Action
from requests_app.workflow import permissions
from requests_app.workflow.unit_of_work import Work, unit_of_work

SOURCES = frozenset({"queue", "page", "next"})
"""Where a claim may be made: the queue, the request's own page, or the offer of the next one."""


def claim(*, actor: Actor, search_request_id: UUID, via: str = "queue") -> Claim:
    """Take a request in hand for a limited time.

    Args:
        actor: the decider.
        search_request_id: a request that awaits a decision.
        via: where it was taken from: queue, page or next.

    Raises:
        AlreadyTaken: somebody else holds it; `holder` and `until` say who and how long.
    """
    with unit_of_work(actor=actor, action="claim", search_request_id=search_request_id) as work:
        account = permissions.check_may_decide(actor, work.request_row)
        work.check_may(Action.CLAIM)
        current = selectors.open_claim(work.request_row)
        if current is not None and current.account_id == account.pk:
            return _record_again(work, current)
        if current is not None:
            raise AlreadyTaken(holder=current.account.person.full_name, until=current.until)
        end_lapsed(work.request_row)
        now = clock.real_now()
        taken = Claim.objects.create(
            search_request=work.request_row,
            account=account,
            claimed_at=now,
            until=now + timedelta(minutes=registry.agency().claim_minutes),
            via=via if via in SOURCES else "queue",
        )
        work.move(Action.CLAIM, facts={"claim": str(taken.id), "again": False, "via": taken.via})
        return taken


def _record_again(work: Work, current: Claim) -> Claim:
    work.move(Action.CLAIM, facts={"claim": str(current.id), "again": True, "via": current.via})
    return current


def release(*, actor: Actor, search_request_id: UUID) -> None:
    """Let go of a request that this person holds.

    Raises:
        PreconditionFailed: this person does not hold it.
    """
    with unit_of_work(actor=actor, action="release", search_request_id=search_request_id) as work:
        account = permissions.check_may_decide(actor, work.request_row)
        work.check_may(Action.RELEASE_CLAIM)
        current = selectors.open_claim(work.request_row)
        if current is None or current.account_id != account.pk:
            raise PreconditionFailed("not_claimed_by_you")
        end(current, how="released")
        work.move(Action.RELEASE_CLAIM, facts={"claim": str(current.id)})


def end(current: Claim, *, how: str) -> None:
    """Close a claim: released, decided, lapsed or withdrawn."""
    current.ended_at = clock.real_now()
    current.ended_how = how
    current.save(update_fields=["ended_at", "ended_how"])


def end_lapsed(search_request: SearchRequest) -> None:
    """Close a claim whose time has run out, so that another may be made."""
    Claim.objects.filter(
        search_request=search_request, ended_at=None, until__lte=clock.real_now()
    ).update(ended_at=clock.real_now(), ended_how="lapsed")


def end_all(search_request: SearchRequest, *, how: str) -> None:
    """Close whatever claim is open, because the request itself moved on."""
    Claim.objects.filter(search_request=search_request, ended_at=None).update(
        ended_at=clock.real_now(), ended_how=how
    )
