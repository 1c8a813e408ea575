"""Works side by side see one snapshot, end together, and are heard of while they are silent."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from requests_app.audit import selectors, side_by_side
from tests.audit.bodies import append, body, written

TOP = "SELECT max(id), pg_current_snapshot()::text FROM audit.event"


def seen(alias: str) -> tuple[Any, ...]:
    with connections[alias].cursor() as cursor:
        cursor.execute(TOP)
        return tuple(cursor.fetchone())


def test_all_see_what_the_first_one_saw(database: str) -> None:
    append("web", written(body("session.ended", facts={"cause": "test"})))
    with selectors.snapshot() as alias:
        first = seen(alias)
        shared = selectors.share(alias)
        append("web", written(body("session.ended", facts={"cause": "test"})))

        def work(own: str, _tell: Callable[[int], None]) -> tuple[Any, ...]:
            return seen(own)

        made = side_by_side.run({"a": work, "b": work}, shared, note=lambda _: None)
    assert made == {"a": first, "b": first}


def goes_on_until_told(_alias: str, tell: Callable[[int], None]) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        tell(1)
        time.sleep(0.01)
    raise AssertionError("nobody told it to stop")


def no_thread_goes_on() -> bool:
    return not [each for each in threading.enumerate() if each.name.startswith("export")]


def test_what_one_fails_of_ends_the_others_and_is_raised(database: str) -> None:
    def full(_alias: str, _tell: Callable[[int], None]) -> None:
        raise OSError("the disk is full")

    with (
        selectors.snapshot() as alias,
        pytest.raises(OSError, match="the disk is full"),
    ):
        side_by_side.run(
            {"log": goes_on_until_told, "rows": full},
            selectors.share(alias),
            note=lambda _: None,
        )
    assert no_thread_goes_on()


def test_what_the_listener_raises_ends_them_all(database: str) -> None:
    def given_up(_done: Any) -> None:
        raise InterruptedError("given up")

    with selectors.snapshot() as alias, pytest.raises(InterruptedError, match="given up"):
        side_by_side.run({"a": goes_on_until_told}, selectors.share(alias), note=given_up)
    assert no_thread_goes_on()


def test_a_silent_work_is_still_heard_of(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(side_by_side, "SILENT_SECONDS", 0.05)
    heard: list[int] = []

    def silent(_alias: str, _tell: Callable[[int], None]) -> int:
        end = time.monotonic() + 20
        while len(heard) < 3 and time.monotonic() < end:
            time.sleep(0.01)
        return len(heard)

    with selectors.snapshot() as alias:
        made = side_by_side.run(
            {"a": silent}, selectors.share(alias), note=lambda done: heard.append(done["a"])
        )
    assert made["a"] >= 3


def test_a_work_that_says_again_and_again_that_it_is_no_further_is_heard_of(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(side_by_side, "SILENT_SECONDS", 0.05)
    heard: list[int] = []

    def talks(_alias: str, tell: Callable[[int], None]) -> int:
        end = time.monotonic() + 20
        while len(heard) < 3 and time.monotonic() < end:
            tell(0)
            time.sleep(0.005)
        return len(heard)

    with selectors.snapshot() as alias:
        made = side_by_side.run(
            {"a": talks}, selectors.share(alias), note=lambda done: heard.append(done["a"])
        )
    assert made["a"] >= 3
