"""Draws the two pictures of `docs/pictures`, when asked: COUNTERSIGN_PICTURES=yes.

Not part of an ordinary run, which must leave the checkout as it was.
"""

import dataclasses
import os
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from requests_app.common import clock
from requests_app.trial.demo import stories
from tests import builders

DOCS = Path(settings.BASE_DIR) / "docs" / "pictures"
MOST_BYTES = 300_000

pytestmark = pytest.mark.skipif(
    not os.environ.get("COUNTERSIGN_PICTURES"), reason="set COUNTERSIGN_PICTURES=yes to draw them"
)


def test_the_task_list_and_the_decision_page(agency, visit):
    story = stories.answers(11, today=timezone.localdate(clock.now()))
    begun = dataclasses.replace(
        story, scope=type(story.scope)(), effectiveness=type(story.effectiveness)(), means=()
    )
    draft = builders.drafted(agency, document=begun)
    officer = visit("officer")
    officer.go(f"/requests/{draft.pk}/tasks/")
    _draw(officer, "task-list", full=True)
    waiting = builders.submitted(agency, by="sergeant")
    supervisor = visit("supervisor")
    supervisor.go(f"/decisions/supervisor/{waiting.pk}/")
    supervisor.press("Claim this request")
    supervisor.page.set_viewport_size({"width": 1280, "height": 1100})
    _draw(supervisor, "decision", full=False)


def _draw(visitor, name, *, full):
    DOCS.mkdir(parents=True, exist_ok=True)
    path = DOCS / f"{name}.png"
    visitor.page.screenshot(path=path, full_page=full)
    assert path.stat().st_size < MOST_BYTES
