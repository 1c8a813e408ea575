"""Reads of the outbox for operators: states, attempts, matchers; no case content.

Returns rows only: nothing here may change one.
"""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from uuid import UUID

from django.db.models import (
    Count,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from requests_app.dispatch.errors import AnswerNoLongerKept
from requests_app.dispatch.models import PLACE_IN_OUTBOX, Attempt, Dispatch
from requests_app.dispatch.refusals import may_have_searched
from requests_app.registry.models import Matcher
from requests_app.searches.models import SearchRequest


def _rows() -> QuerySet[Dispatch]:
    return Dispatch.objects.select_related("search_request", "authorisation__gallery__matcher")


def _counted() -> QuerySet[Dispatch]:
    tries = Attempt.objects.filter(dispatch=OuterRef("pk")).order_by().values("dispatch")
    counted = Subquery(tries.annotate(count=Count("pk")).values("count"))
    return _rows().annotate(tries=Coalesce(counted, 0))


def outbox() -> QuerySet[Dispatch]:
    """Every dispatch, those that need somebody first, then the newest; `tries` counts its attempts in all."""
    return _counted().annotate(place=PLACE_IN_OUTBOX).order_by("place", "-queued_at", "pk")


def in_state(state: str) -> QuerySet[Dispatch]:
    """The dispatches in one state, in no order."""
    return Dispatch.objects.filter(state=state).order_by()


def waits_of(search_requests: Iterable[SearchRequest]) -> dict[UUID, tuple[str, str]]:
    """The state and the error of each approved search that is held or waits for another try; the others are left out."""
    waiting = Dispatch.objects.filter(
        Q(state=Dispatch.State.HELD) | Q(state=Dispatch.State.READY, attempt__gt=0),
        search_request__in=[row.pk for row in search_requests],
    )
    return {
        search_request_id: (state, error)
        for search_request_id, state, error in waiting.values_list(
            "search_request", "state", "last_error"
        )
    }


def waits_because(search_request: SearchRequest) -> tuple[str, str]:
    """The same of one search; two empty texts where it waits for nothing."""
    return waits_of([search_request]).get(search_request.pk, ("", ""))


def what_came_of(*search_requests: UUID) -> str:
    """Whether a search that brought no result was made: `made`, `unknown`, or nothing where none was.

    Args:
        search_requests: the ids of requests; of several, one that was made tells more than one that may be.
    """
    tried = Attempt.objects.filter(dispatch__search_request__in=search_requests)
    errors = list(tried.values_list("error", "http_status"))
    if any(
        status == HTTPStatus.OK or error == AnswerNoLongerKept.default_code
        for error, status in errors
    ):
        return "made"
    return "unknown" if any(may_have_searched(*each) for each in errors) else ""


def one(search_id: UUID) -> Dispatch | None:
    """One dispatch, with its `tries` in all, or None."""
    return _counted().filter(pk=search_id).first()


def attempts_of(dispatch: Dispatch) -> QuerySet[Attempt]:
    """The attempts of a dispatch, newest first."""
    return Attempt.objects.filter(dispatch=dispatch).order_by("-started_at")


def matchers() -> QuerySet[Matcher]:
    """The matchers with the state of their breakers."""
    return Matcher.objects.order_by("code")
