"""Opens pages as their people would and takes the time of each, and of every statement that it sends.

It must not leave a page out that answers otherwise than it should: such a page ends the run.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connections
from django.test import Client
from django.test import client as test_client
from django.utils import translation
from grown.pages import Page

from requests_app.accounts.models import Account
from requests_app.web.requests_read import WebRequest

WARM_UP, TIMES, TURNS = 3, 10, 3
"""Openings that are not counted and that are, each turn, and how many turns."""


@dataclass(frozen=True)
class Statement:
    """One statement of a page: its text, what was given to it, through which alias, and how long it took."""

    sql: str
    given: Any
    alias: str
    milliseconds: float


@dataclass
class Measured:
    """How long a page took, in milliseconds, and what it sent.

    Attributes:
        page: which page; times: of each opening; statements: of one opening, with the shortest time of each.
        size: of the answer, in bytes.
    """

    page: Page
    times: list[float] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    size: int = 0

    @property
    def p50(self) -> float:
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.times, n=20, method="inclusive")[-1]

    @property
    def queries(self) -> int:
        return len(self.statements)


@contextmanager
def _listening(said: list[Statement]) -> Iterator[None]:
    """Note every statement of this thread."""

    def note(alias: str) -> Callable[..., Any]:
        def run(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            begun = time.perf_counter()
            try:
                return execute(sql, params, many, context)
            finally:
                said.append(Statement(sql, params, alias, (time.perf_counter() - begun) * 1000))

        return run

    with ExitStack() as stack:
        for alias in connections:
            stack.enter_context(connections[alias].execute_wrapper(note(alias)))
        yield


class Browsers:
    """A signed-in browser of each person, in the database of the moment."""

    def __init__(self) -> None:
        """Make requests of the class that a server makes them of."""
        setattr(test_client, "WSGIRequest", WebRequest)  # noqa: B010  not among its public names
        self._open: dict[str, Client] = {}

    def of(self, username: str) -> Client:
        """The browser of somebody; of nobody where the name is empty."""
        if username not in self._open:
            browser = Client()
            if username:
                browser.force_login(
                    Account.objects.get(username=username),
                    backend="allauth.account.auth_backends.AuthenticationBackend",
                )
            self._open[username] = browser
        return self._open[username]


def measure(measured: Measured, browsers: Browsers) -> None:
    """Open a page three times to warm up and ten times to measure.

    Raises:
        SystemExit: it does not answer with a page.
    """
    page = measured.page
    browser = browsers.of(page.username)
    for _ in range(WARM_UP):
        _opened(browser, page)
    for _ in range(TIMES):
        said: list[Statement] = []
        with _listening(said):
            begun = time.perf_counter()
            measured.size = _opened(browser, page)
            measured.times.append((time.perf_counter() - begun) * 1000)
        measured.statements = _quicker(measured.statements, said)


def _quicker(before: list[Statement], now: list[Statement]) -> list[Statement]:
    """The statements of a page, each with the shorter of its two times: a busy machine lengthens some."""
    if [each.sql for each in before] != [each.sql for each in now]:
        return now
    return [min(pair, key=lambda each: each.milliseconds) for pair in zip(before, now, strict=True)]


def _opened(browser: Client, page: Page) -> int:
    response = browser.get(page.address)
    translation.deactivate()
    if response.status_code != 200:
        where = response.headers.get("Location", "")
        raise SystemExit(f"{page.name} ({page.address}): {response.status_code} {where}")
    return len(response.content)
