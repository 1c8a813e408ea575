"""The log's own list of moves and the transition table say the same, each written by hand."""

from __future__ import annotations

from requests_app.audit.events import EVENTS
from requests_app.audit.moves_ever import MOVES_EVER
from requests_app.searches.states import TRANSITIONS, Action, Status
from requests_app.searches.status_trigger import allowed_moves


def test_the_log_takes_the_moves_of_the_transition_table_and_no_others() -> None:
    in_table = {
        (row.event, before.value, row.to.value) for (before, _), row in TRANSITIONS.items()
    } | {("search.drafted", "", Status.DRAFT.value)}
    in_log = {(event.code, *move) for event in EVENTS.values() for move in event.moves}
    assert in_log == in_table


def test_every_move_of_the_log_is_among_those_by_which_the_past_is_judged() -> None:
    """Where this fails, add the move to `moves_ever.py`. One that was taken out here stays there."""
    assert {(event.code, *move) for event in EVENTS.values() for move in event.moves} <= MOVES_EVER


def test_no_move_is_lost_by_which_the_past_is_judged() -> None:
    assert len(MOVES_EVER) >= 26  # of the first version; a number that only grows


def test_each_move_is_taken_from_the_logins_that_may_make_it() -> None:
    may_make = {
        (before, after, login)
        for event in EVENTS.values()
        for before, after in event.moves
        for login in event.logins
        if before not in {"", after}
    }
    assert may_make == set(allowed_moves())


def test_what_changes_the_status_has_succeeded() -> None:
    assert all(event.outcomes == {"success"} for event in EVENTS.values() if event.moves)
    assert {row.event for (_, action), row in TRANSITIONS.items() if action is Action.APPROVE} == {
        "search.approved"
    }
