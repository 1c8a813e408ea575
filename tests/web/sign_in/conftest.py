"""The agency that the tests of this folder start from."""

from __future__ import annotations

import pytest

from tests.accounts import agency as agencies


@pytest.fixture
def agency(founded: agencies.Agency) -> agencies.Agency:
    """Two administrators and a unit, in a database of this test's own."""
    return founded
