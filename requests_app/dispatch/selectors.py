"""Reads of the outbox for operators: states, attempts, matchers; no case content.

Returns rows only: nothing here may change one.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Case, Count, IntegerField, QuerySet, Value, When

from requests_app.dispatch.models import Attempt, Dispatch
from requests_app.registry.models import Matcher

_FIRST = ("dead", "held", "claimed", "ready")


def outbox() -> QuerySet[Dispatch]:
    """Every dispatch, those that need somebody first, then the newest."""
    order = Case(
        *(When(state=state, then=Value(place)) for place, state in enumerate(_FIRST)),
        default=Value(len(_FIRST)),
        output_field=IntegerField(),
    )
    return Dispatch.objects.select_related("search_request").order_by(order, "-queued_at")


def counts() -> dict[str, int]:
    """How many dispatches there are in each state that holds any."""
    found = Dispatch.objects.order_by().values_list("state").annotate(Count("pk"))
    return dict(sorted(found))


def one(search_id: UUID) -> Dispatch | None:
    """One dispatch, or None."""
    return Dispatch.objects.select_related("search_request").filter(pk=search_id).first()


def attempts_of(dispatch: Dispatch) -> QuerySet[Attempt]:
    """The attempts of a dispatch, newest first."""
    return Attempt.objects.filter(dispatch=dispatch).order_by("-started_at")


def matchers() -> QuerySet[Matcher]:
    """The matchers with the state of their breakers."""
    return Matcher.objects.order_by("code")
