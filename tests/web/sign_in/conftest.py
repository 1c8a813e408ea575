"""The agency that the tests of this folder start from."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from tests.accounts import agency as agencies


@pytest.fixture
def agency(database: str) -> agencies.Agency:
    """Two administrators and a unit, in a database of this test's own; no throttle remembered."""
    cache.clear()
    return agencies.found()
