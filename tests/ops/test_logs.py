"""A line of an operator's log: what happened, what still works and what to do, and nobody's words.

Lines are read as they leave a process, through the real configuration.
"""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from config.settings.logs import logging_configuration


@pytest.fixture
def line() -> Iterator[Any]:
    """A function that logs once and gives the line back."""
    made = logging_configuration()["formatters"]["json"]
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(made.pop("()")(**made))
    logger = logging.getLogger("requests_app.somewhere")
    logger.addHandler(handler)

    def logged(how: str, *arguments: Any, **named: Any) -> dict[str, Any]:
        getattr(logger, how)(*arguments, **named)
        written: dict[str, Any] = json.loads(stream.getvalue().splitlines()[-1])
        return written

    yield logged
    logger.removeHandler(handler)


def test_what_still_works_and_what_to_do_reach_the_operator(line: Any) -> None:
    written = line(
        "warning",
        "broker_unreachable",
        extra={"problem": "ConnectionError", "still_works": "all", "what_now": "start Redis"},
    )
    assert written["event"] == "broker_unreachable"
    assert (written["problem"], written["still_works"], written["what_now"]) == (
        "ConnectionError",
        "all",
        "start Redis",
    )


def test_only_codes_ids_and_advice_are_taken_along(line: Any) -> None:
    written = line("warning", "x", extra={"request": "GO26-09999", "case": "GO26-09999"})
    assert "GO26-09999" not in json.dumps(written)


def test_a_stack_says_where_and_never_what(line: Any) -> None:
    def fails() -> None:
        case = "GO26-09999"
        raise ValueError(f"no such case: {case}")

    try:
        fails()
    except ValueError:
        written = line("exception", "fault")
    assert "GO26-09999" not in json.dumps(written)
    assert written["stack"][-1] == "builtins.ValueError"
    assert written["stack"][-2].endswith("fails")
