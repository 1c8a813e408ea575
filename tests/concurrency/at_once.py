"""Runs acts together in real threads, each with its own database connection and login.

Must not serialise them: all start from one barrier.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connections

from requests_app.common.errors import CountersignError
from tests.support import connected_as

Act = Callable[[], Any]


def at_once(*acts: Act) -> list[Any]:
    """Run all of them together; each gives its result, or what it was refused with."""
    start = Barrier(len(acts))

    def one(act: Act) -> Any:
        start.wait()
        try:
            return act()
        except CountersignError as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def as_login(login: str, act: Act) -> Act:
    """The same act under the login of another process."""

    def acting() -> Any:
        with connected_as(login):
            return act()

    return acting


def refusals(answers: list[Any]) -> list[str]:
    """The kinds of refusal among the answers, sorted."""
    return sorted(type(each).__name__ for each in answers if isinstance(each, CountersignError))
