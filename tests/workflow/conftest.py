"""What some tests of use cases ask for; it must not apply to a test that does not name it."""

from __future__ import annotations

import pytest

from requests_app.workflow import keep_trying


@pytest.fixture
def a_claim_is_taken_over_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the successor of a worker that is never heard of again wait for it a moment only."""
    monkeypatch.setattr(keep_trying, "TAKE_OVER_PAUSE", 0.2)
