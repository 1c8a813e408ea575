"""A release that asks other facts of an event says so in the log, before the first event of the new form."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from requests_app.audit.event_types import EVENTS, EventType
from requests_app.ops import bootstrap
from tests.audit.bodies import append, body, is_refused, written
from tests.registries import put_back
from tests.support import connected_as, sql


def told() -> list[str]:
    """What the log says has changed, oldest first."""
    rows = sql("auditor", "SELECT entry FROM audit.event WHERE code = 'schema.changed' ORDER BY id")
    return [json.loads(bytes(entry))["body"]["facts"]["what"] for (entry,) in rows]


@pytest.fixture
def release(database: str) -> Iterator[Callable[..., None]]:
    """Gives a function that installs a release in which codes differ; all are as before at the end, in their order."""

    def install(**changed: EventType | None) -> None:
        for name, kind in changed.items():
            code = name.replace("__", ".")
            if kind is None:
                del EVENTS[code]
            else:
                EVENTS[code] = kind
        with connected_as("owner"):
            bootstrap.apply_rights()

    with put_back(EVENTS):
        yield install


def test_the_same_release_again_says_nothing(release: Callable[..., None]) -> None:
    release()
    release()
    assert told() == []


def test_a_fact_that_is_dropped_added_or_no_longer_required_is_told(
    release: Callable[..., None],
) -> None:
    ended, opened = EVENTS["session.ended"], EVENTS["session.opened"]
    release(session__ended=replace(ended, required=frozenset()))
    assert told() == ["session.ended"]
    text = written(body("session.ended", facts={}))
    append("web", text)  # the new form is taken from now on
    release(session__opened=replace(opened, optional=opened.optional | {"cause"}))
    release(session__ended=replace(ended, required=frozenset(), optional=frozenset({"cause"})))
    assert told() == ["session.ended", "session.opened", "session.ended"]


def test_a_code_that_is_gone_is_told_and_a_new_one_is_not(release: Callable[..., None]) -> None:
    gone = EVENTS["session.confirmed"]
    release(session__confirmed=None)
    assert told() == ["session.confirmed"]
    assert is_refused("web", written(body("session.confirmed", facts={})))
    release(session__confirmed=gone)
    assert told() == ["session.confirmed"]


def test_other_logins_or_moves_are_no_change_of_form(release: Callable[..., None]) -> None:
    ended = EVENTS["session.ended"]
    release(session__ended=replace(ended, logins=ended.logins | {"countersign_worker"}))
    assert told() == []
