"""Opens what a page can do without, and says why where it does not open: the rest of the page is shown.

Must not be used for what the page is about: that is refused as a whole, in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from requests_app.common.errors import CountersignError
from requests_app.searches import answers as answers_module
from requests_app.searches import content
from requests_app.searches.answers import Answers, Change
from requests_app.searches.models import Decision, Justification


@dataclass(frozen=True, slots=True)
class OpenedReasons:
    """What a decider wrote; empty, with the reason why, where it does not open."""

    words: Mapping[str, Any] = field(default_factory=dict)
    problem: CountersignError | None = None


def reasons_of(decision: Decision) -> OpenedReasons:
    """Return what a decider wrote, as far as it opens."""
    try:
        return OpenedReasons(content.open_reasons(decision))
    except (content.ContentDamaged, content.ContentDestroyed) as problem:
        return OpenedReasons(problem=problem)


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between two versions; nothing, with the reason why, where the earlier does not open."""

    rows: tuple[Change, ...] = ()
    problem: CountersignError | None = None


def changes_since(before: Justification | None, answers: Answers) -> Changes:
    """Return what differs from an earlier version, as far as that opens; nothing where there is none."""
    if before is None:
        return Changes()
    try:
        return Changes(tuple(answers_module.changes(content.open_version(before), answers)))
    except (content.ContentDamaged, content.ContentDestroyed) as problem:
        return Changes(problem=problem)
