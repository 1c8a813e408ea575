"""Rests a matcher that keeps failing, so that waiting searches do not burn their attempts.

The state is two columns on the matcher: every worker sees the same one.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import F

from requests_app.common import clock
from requests_app.dispatch.errors import (
    BackendError,
    BackendUnavailable,
    ContractViolation,
    OutcomeUnknown,
)
from requests_app.registry.models import Matcher

FAILURES_BEFORE_REST = 5
REST = timedelta(minutes=1)


def succeeded(matcher_id: UUID) -> None:
    """An answer came: forget earlier failures."""
    Matcher.objects.filter(id=matcher_id, consecutive_failures__gt=0).update(
        consecutive_failures=0, open_until=None
    )


def failed(matcher_id: UUID, problem: BackendError) -> None:
    """Count a failure that is the matcher's; rest it when there have been several in a row."""
    if not isinstance(problem, BackendUnavailable | OutcomeUnknown | ContractViolation):
        return
    Matcher.objects.filter(id=matcher_id).update(consecutive_failures=F("consecutive_failures") + 1)
    Matcher.objects.filter(id=matcher_id, consecutive_failures__gte=FAILURES_BEFORE_REST).update(
        open_until=clock.real_now() + REST
    )
