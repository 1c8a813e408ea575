"""Legal holds in tests: the days on which they are due, and holds that were set long ago."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from requests_app.common import clock
from requests_app.searches.models import LegalHold, SearchRequest
from requests_app.workflow import hold
from tests.builders import InventedAgency
from tests.examiners import past_the_guards

WHY = "The court asked on 3 March for the file, and for all that is kept of it."


def in_days(days: int) -> date:
    """A day so many days from the agency's today."""
    return timezone.localdate(clock.real_now()) + timedelta(days=days)


def held(
    agency: InventedAgency, row: SearchRequest, *, days: int = 30, who: str = "privacy"
) -> LegalHold:
    """A hold on a request, to be reviewed in so many days."""
    return hold.set_hold(
        actor=agency.actor(who), search_request_id=row.pk, reason=WHY, review_on=in_days(days)
    )


def due_since(hold: LegalHold, days: int | None) -> None:
    """Let a hold have been due for review for so many days; None: it names no day, as those of earlier releases."""
    day = None if days is None else in_days(-days)
    with past_the_guards("searches_legalhold") as administrator:
        administrator.execute(
            "UPDATE searches_legalhold SET review_on = %s WHERE id = %s", [day, hold.pk]
        )
