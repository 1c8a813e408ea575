"""A real browser before a real server: Chromium, the site on loopback, and the invented agency behind it.

Skips, saying why, where no Chromium is found; it must not replace a page by anything else.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser

from tests import builders
from tests.browser import CHROMIUM
from tests.journeys.visitor import Visitor

BUILT = Path(settings.BASE_DIR) / "requests_app/web/static/web/built/countersign.css"


def pytest_collection_modifyitems(items: list[Any]) -> None:
    """Say why the journeys are skipped where they cannot run."""
    here = Path(__file__).parent
    why = None
    if CHROMIUM is None:
        why = "no Chromium was found: install the chromium package to run the browser journeys"
    elif not BUILT.exists():
        why = "the style sheet is not built: run `make assets`"
    if why:
        for item in items:
            if here in Path(item.fspath).parents:
                item.add_marker(pytest.mark.skip(reason=why))


@pytest.fixture
def site(agency: builders.InventedAgency) -> Iterator[str]:
    """The address of the site, served from this test's own database."""
    server = LiveServerThread("127.0.0.1", StaticFilesHandler, connections_override={}, port=0)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://127.0.0.1:{server.port}"
    server.terminate()


@pytest.fixture
def visit(chromium: Browser, site: str) -> Iterator[Any]:
    """Open a browser window of one person's own: `visit("officer")`, `visit("officer", width=320)`."""
    visitors: list[Visitor] = []

    def open_window(name: str, **options: Any) -> Visitor:
        visitor = Visitor.arrive(chromium, site, name, **options)
        visitors.append(visitor)
        return visitor

    yield open_window
    for visitor in visitors:
        visitor.leave()
