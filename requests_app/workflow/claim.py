"""Taking a waiting request in hand, keeping it there while one writes, and letting go of it.

A claim runs out by itself, and ends with its holder's right to decide; a second one is refused, never overwritten.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from requests_app.accounts.actors import Actor
from requests_app.common import clock
from requests_app.common.errors import AlreadyTaken, InvalidTransition, PreconditionFailed
from requests_app.registry import selectors as registry
from requests_app.searches import selectors
from requests_app.searches.models import Claim, SearchRequest
from requests_app.searches.states import Action
from requests_app.wire.shapes import write_time
from requests_app.workflow import permissions
from requests_app.workflow.unit_of_work import Work, unit_of_work
from requests_app.workflow.viewing import look_up

RIGHT_ENDED = "right_ended"
"""How a claim ended whose holder lost what let them decide on the request."""

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
        _end_what_holds_nothing(work.request_row)
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


def keep_in_hand(*, actor: Actor, search_request_id: UUID) -> Claim | None:
    """Renew the claim of somebody whose draft was just saved, where that is due; else nothing is done.

    Args:
        actor: the decider.
        search_request_id: the request that they may have in hand.

    Returns:
        the claim that they hold now, renewed or not; None where they hold none.

    Raises:
        NotPermitted, NotFound: see `permissions.check_may_decide`.
    """

    def held(work: Work) -> Claim | None:
        account = permissions.check_may_decide(work.actor, work.request_row)
        current = selectors.open_claim(work.request_row)
        return current if current is not None and current.account_id == account.pk else None

    current = look_up(held, actor=actor, action="renew", search_request_id=search_request_id)
    if current is None or _renewed_until(current) is None:
        return current
    try:
        return renew(actor=actor, search_request_id=search_request_id)
    except (PreconditionFailed, InvalidTransition):  # it ended or was renewed since we looked
        return look_up(held, actor=actor, action="renew", search_request_id=search_request_id)


def renew(*, actor: Actor, search_request_id: UUID) -> Claim:
    """Let a claim last longer: for its first length from now, to twice that length in all at most.

    Args:
        actor: the decider who holds it.
        search_request_id: the request that they have in hand.

    Raises:
        PreconditionFailed: this person does not hold it, or half of its first length or more is
            left, or it has been renewed as often as it may.
    """
    with unit_of_work(actor=actor, action="renew", search_request_id=search_request_id) as work:
        account = permissions.check_may_decide(actor, work.request_row)
        work.check_may(Action.RENEW_CLAIM)
        current = selectors.open_claim(work.request_row)
        if current is None or current.account_id != account.pk:
            raise PreconditionFailed("not_claimed_by_you")
        until = _renewed_until(current)
        if until is None:
            raise PreconditionFailed("not_renewed_now")
        current.first_until = current.first_until or current.until
        current.until = until
        current.save(update_fields=["until", "first_until"])
        facts = {"claim": str(current.id), "until": write_time(until)}
        work.move(Action.RENEW_CLAIM, facts=facts)
        return current


def _renewed_until(current: Claim) -> datetime | None:
    """Until when the claim would last if it were renewed now; None where it is not."""
    now = clock.real_now()
    if current.until - now >= current.length / 2:
        return None  # typing must not fill the log
    until = min(now + current.length, current.longest_until)
    return until if until > current.until else None


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
    """Close a claim: released, decided, lapsed, withdrawn, or ended with its holder's right."""
    current.ended_at = clock.real_now()
    current.ended_how = how
    current.save(update_fields=["ended_at", "ended_how"])


def _end_what_holds_nothing(search_request: SearchRequest) -> None:
    """Close a claim that ran out, or whose holder may no longer decide, so that another may be made."""
    now = clock.real_now()
    left = Claim.objects.filter(search_request=search_request, ended_at=None)
    left.filter(until__lte=now).update(ended_at=now, ended_how="lapsed")
    left.update(ended_at=now, ended_how=RIGHT_ENDED)


def end_without_right(work: Work, which: Q) -> None:
    """Close the claims that a withdrawal has left without a right, so that others can take their requests.

    Called inside the use case that withdraws, after it has: each claim gets its event on its request.

    Args:
        work: the use case that took the right away.
        which: the claims that it may concern.
    """
    now = clock.real_now()
    concerned = Claim.objects.filter(which, ended_at=None, until__gt=now).exclude(
        pk__in=selectors.claims_that_hold().values("pk")
    )
    for request_id in sorted(set(concerned.values_list("search_request_id", flat=True))):
        # The lock first: meanwhile the claim may have been given up, or decided on.
        SearchRequest.objects.select_for_update(of=("self",), no_key=True).get(pk=request_id)
        for held in concerned.filter(search_request_id=request_id):
            end(held, how=RIGHT_ENDED)
            work.record(
                "search.claim_ended",
                request_id=request_id,
                facts={"claim": str(held.pk)},
            )


def end_all(search_request: SearchRequest, *, how: str) -> None:
    """Close whatever claim is open, because the request itself moved on."""
    Claim.objects.filter(search_request=search_request, ended_at=None).update(
        ended_at=clock.real_now(), ended_how=how
    )
