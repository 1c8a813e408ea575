"""Rests a matcher that keeps failing; after each rest one search is let through to see how it is.

The state is two columns on the matcher: every worker sees the same one.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import F, Q

from requests_app.common import clock
from requests_app.dispatch.errors import (
    BackendError,
    BackendUnavailable,
    ContractViolation,
    OutcomeUnknown,
)
from requests_app.registry.models import Matcher

FAILURES_BEFORE_REST = 5
REST = timedelta(seconds=30)
"""Short, so that no search waits for a minute after its matcher is back: a sweep comes each 15 seconds."""


def succeeded(matcher_id: UUID) -> None:
    """An answer came: forget earlier failures."""
    Matcher.objects.filter(id=matcher_id, consecutive_failures__gt=0).update(
        consecutive_failures=0, open_until=None
    )


def lets_through(matcher: Matcher) -> bool:
    """Whether a search may go to a matcher now; the caller holds a transaction that sends it.

    To one that has rested only one search goes in each `REST`: workers that ask at the same moment wait for
    each other here.
    """
    if matcher.consecutive_failures < FAILURES_BEFORE_REST:
        return True
    now = clock.real_now()
    resting = Q(consecutive_failures__gte=FAILURES_BEFORE_REST)
    let = Matcher.objects.filter(
        Q(open_until=None) | Q(open_until__lte=now), resting, id=matcher.id
    )
    return bool(let.update(open_until=now + REST)) or not (
        Matcher.objects.filter(resting, id=matcher.id).exists()
    )


def failed(matcher_id: UUID, problem: BackendError) -> None:
    """Count a failure that is the matcher's; rest it when there have been several in a row.

    An answer that is about the search, its picture for example, shows that the matcher works.
    """
    if not isinstance(problem, BackendUnavailable | OutcomeUnknown | ContractViolation):
        if problem.http_status is not None:
            succeeded(matcher_id)
        return
    Matcher.objects.filter(id=matcher_id).update(consecutive_failures=F("consecutive_failures") + 1)
    Matcher.objects.filter(id=matcher_id, consecutive_failures__gte=FAILURES_BEFORE_REST).update(
        open_until=clock.real_now() + REST
    )
