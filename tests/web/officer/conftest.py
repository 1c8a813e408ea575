"""A browser in which the officer of the invented agency has signed in."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.signed_in import browser


@pytest.fixture
def officer(agency: Any) -> Client:
    """The officer's browser."""
    return browser(agency)
