"""Browsers in which people of the invented agency have signed in, and a folder for exports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings

from tests import signed_in


@pytest.fixture
def browser(agency: Any) -> Callable[..., Client]:
    """Gives a browser in which a person has signed in."""

    def of(name: str = "auditor") -> Client:
        return signed_in.browser(agency, name)

    return of


@pytest.fixture(autouse=True)
def exports_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder of this test's own for exports."""
    with override_settings(COUNTERSIGN_EXPORT_DIR=str(tmp_path / "exports")):
        yield tmp_path / "exports"
