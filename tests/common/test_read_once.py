"""A page reads once what it asks for several times; a change, and a second look, read again."""

from __future__ import annotations

import pytest

from requests_app.common.read_once import read_once, reading_afresh, reading_once

asked: list[str] = []


@read_once
def answer(question: str, *, loud: bool = False) -> str:
    """Note that it was asked, and answer."""
    asked.append(question)
    if question == "bad":
        raise LookupError(question)
    return question.upper() if loud else question


@pytest.fixture(autouse=True)
def _nothing_was_asked() -> None:
    asked.clear()


def test_nothing_is_kept_where_nobody_said_so() -> None:
    assert [answer("a"), answer("a")] == ["a", "a"]
    assert asked == ["a", "a"]


def test_each_question_is_read_once_and_for_what_it_asks() -> None:
    with reading_once():
        assert [answer("a"), answer("a"), answer("b"), answer("a", loud=True)] == [
            "a",
            "a",
            "b",
            "A",
        ]
    assert asked == ["a", "b", "a"]
    answer("a")
    assert asked[3:] == ["a"], "nothing is kept when it ended"


def test_a_second_look_and_a_change_read_again() -> None:
    with reading_once():
        answer("a")
        with reading_once():
            answer("a")
        with reading_afresh():
            answer("a")
            answer("a")
        answer("a")
    assert asked == ["a"] * 4


def test_what_was_raised_is_not_kept_and_ends_nothing() -> None:
    with reading_once():
        for _ in range(2):
            with pytest.raises(LookupError):
                answer("bad")
        answer("a")
        answer("a")
    assert asked == ["bad", "bad", "a"]
