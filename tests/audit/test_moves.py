"""The log's own list of moves and the transition table say the same, each written by hand."""

from __future__ import annotations

from requests_app.audit.events import EVENTS
from requests_app.searches.states import TRANSITIONS, Action, Status
from requests_app.searches.status_trigger import allowed_moves


def test_the_log_takes_the_moves_of_the_transition_table_and_no_others() -> None:
    in_table = {
        (row.event, before.value, row.to.value) for (before, _), row in TRANSITIONS.items()
    } | {("search.drafted", "", Status.DRAFT.value)}
    in_log = {(event.code, *move) for event in EVENTS.values() for move in event.moves}
    assert in_log == in_table


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
