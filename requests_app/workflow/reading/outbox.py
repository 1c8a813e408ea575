"""What an operator reads of the outbox: states, attempts and matchers, never anything of a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from requests_app.dispatch import selectors
from requests_app.dispatch.models import Attempt, Dispatch
from requests_app.registry.models import Matcher
from requests_app.workflow.reading.pages import ListPage, count_up_to, list_page

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Outbox:
    """One page of the outbox.

    Attributes:
        page: the dispatches, those that need somebody first; each with its request.
        counts: how many there are in each state that holds any, counted as `count_up_to` counts.
        matchers: every matcher, with the state of its breaker.
    """

    page: ListPage[Dispatch]
    counts: Mapping[str, int]
    matchers: tuple[Matcher, ...]


def read_outbox(number: str | None) -> Outbox:
    """Return one page of the outbox."""
    counts = {state: count_up_to(selectors.in_state(state)) for state in Dispatch.State.values}
    return Outbox(
        page=list_page(selectors.outbox(), number, size=A_PAGE),
        counts={state: count for state, count in counts.items() if count},
        matchers=tuple(selectors.matchers()),
    )


@dataclass(frozen=True, slots=True)
class OpenedDispatch:
    """One dispatch with its request, and its attempts, newest first."""

    dispatch: Dispatch
    attempts: tuple[Attempt, ...]


def read_dispatch(search_id: UUID) -> OpenedDispatch | None:
    """Return one dispatch, or None where there is none."""
    dispatch = selectors.one(search_id)
    if dispatch is None:
        return None
    return OpenedDispatch(dispatch, tuple(selectors.attempts_of(dispatch)))
