"""The log's own tests begin with a database that knows one account, whose acts they write down."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.audit.bodies import make_somebody
from tests.conftest import Templates
from tests.support import place


@pytest.fixture
def database(templates: Templates, migrated_template: str) -> Iterator[str]:
    """A fresh copy of the migrated database with somebody in it."""
    with templates.after(make_somebody, migrated_template):
        yield place.database
