"""A plugin of pytest: the columns that product code changed under each login while the tests ran.

A run of the whole suite fails where a login was promised a column that nothing changed. What a test
writes itself must not count: only statements that our own code or a web request sends.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db.backends.utils import CursorWrapper

from tests.database.promised import COLUMNS

ROOT = Path(__file__).parents[2]
PRODUCT = str(ROOT / "requests_app")
TESTS = str(ROOT / "tests")
REQUEST = "django/core/handlers/base.py"
"""A library that is called from here, such as that of sign-in, works for a web request."""

Change = tuple[str, str, str]
"""Login, table and column of a change."""

_COLUMN = re.compile(r'"?(\w+)"? = ')
_UPDATE = re.compile(r'\s*UPDATE "?(\w+)"?\s+SET (.*?)(?:\s+WHERE\s|\s+RETURNING\s|$)', re.DOTALL)
_UPSERT = re.compile(r'\s*INSERT INTO "?(\w+)"?.*\sDO UPDATE SET (.*)', re.DOTALL)

seen: set[Change] = set()


def changes_of(statement: str) -> Iterator[tuple[str, str]]:
    """Yield table and column of each value that a statement changes, with quoted names or without."""
    found = _UPDATE.match(statement) or _UPSERT.match(statement)
    for column in _COLUMN.findall(found[2]) if found else ():
        yield found[1], column  # type: ignore[index]


def watch() -> None:
    """Look at every statement that Django sends in this process from now on, once it has succeeded."""
    for name in ("execute", "executemany"):
        setattr(CursorWrapper, name, _watched(getattr(CursorWrapper, name)))


def _watched(send: Any) -> Any:
    def sent(self: CursorWrapper, statement: Any, *rest: Any) -> Any:
        result = send(self, statement, *rest)
        text = str(statement)
        if "UPDATE" in text:
            login = self.db.settings_dict["USER"]
            new = {(login, *each) for each in changes_of(text)} - seen
            if new and _by_the_product():
                seen.update(new)
        return result

    return sent


def _by_the_product() -> bool:
    frame: Any = sys._getframe(2)
    while frame is not None:
        name = frame.f_code.co_filename
        if name.startswith(PRODUCT) or name.endswith(REQUEST):
            return True
        if name.startswith(TESTS):
            return False
        frame = frame.f_back
    return False


def pytest_configure() -> None:
    """Watch from the beginning."""
    watch()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand what was seen to the process that began the run; there, judge a run of the whole suite."""
    config = session.config
    if hasattr(config, "workeroutput"):
        config.workeroutput["changes_seen"] = sorted(seen)
    elif _is_whole(config) and not session.testsfailed and unused():
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over what one of the parallel processes has seen."""
    seen.update(tuple(each) for each in getattr(node, "workeroutput", {}).get("changes_seen", ()))


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Name each promised column that nothing changed; beside failed tests only as a hint, since one of them may change it."""
    if not _is_whole(config):
        return
    stats = terminalreporter.stats
    kind = "NOTE" if stats.get("failed") or stats.get("error") else "FAILED"
    for login, table, column in unused():
        terminalreporter.write_line(
            f"{kind}: {login} may change {table}.{column}, but nothing in the whole suite did. "
            "Take it out of requests_app/ops/database_rights.py and tests/database/promised.py, "
            "or test what needs it."
        )


def _is_whole(config: pytest.Config) -> bool:
    chosen = config.option.keyword or config.option.markexpr
    return not chosen and config.args == config.getini("testpaths")


def unused() -> list[Change]:
    """Return what was promised and not seen."""
    return sorted(
        (login, table, column)
        for (login, table), columns in COLUMNS.items()
        for column in columns
        if (f"countersign_{login}", table, column) not in seen
    )
