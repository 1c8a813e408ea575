"""Opens what a page can do without, and says why where it does not open: the rest of the page is shown.

Where a page has a way out of the damage on it, as a decider's has, that page is shown as well.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from requests_app.common.errors import CountersignError
from requests_app.searches import answers as answers_module
from requests_app.searches import content, selectors
from requests_app.searches.answers import Answers, Change
from requests_app.searches.models import Decision, Justification, Probe


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
class OpenedAnswers:
    """What an officer answered in one version; blank, with the reason why, where it does not open."""

    answers: Answers = field(default_factory=Answers)
    problem: CountersignError | None = None


def answers_of(version: Justification) -> OpenedAnswers:
    """Return what a version says, as far as it opens."""
    try:
        return OpenedAnswers(content.open_version(version))
    except content.ContentDamaged as problem:
        return OpenedAnswers(problem=problem)


def damage_of_picture(probe: Probe) -> CountersignError | None:
    """Return why the picture and what the intake found of it do not open; None where they do."""
    try:
        content.open_particulars(probe)
    except content.ContentDamaged as problem:
        return problem
    return None


def _other_documents(before: Justification, now: Justification) -> tuple[Change, ...]:
    """The judicial documents of both versions by name, where they are not the same files."""
    if set(before.documents) == set(now.documents):
        return ()
    named = {
        file.pk: content.file_name_to_show(file) or str(file.pk)
        for file in selectors.files_of(now.search_request, {*before.documents, *now.documents})
    }
    old, new = ([named[pk] for pk in each.documents if pk in named] for each in (before, now))
    return (Change("documents", old, new),)


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between two versions; nothing, with the reason why, where the earlier does not open."""

    rows: tuple[Change, ...] = ()
    problem: CountersignError | None = None


def changes_since(before: Justification | None, now: Justification, answers: Answers) -> Changes:
    """Return what differs from an earlier version, as far as that opens; nothing where there is none.

    The officer's reply is no change of the case: it is read beside the decision that it answers.

    Args:
        before: the version before, or None.
        now: the version that is read, and `answers`, what it says.
    """
    if before is None:
        return Changes()
    try:
        earlier = content.open_version(before)
        found = answers_module.changes(dataclasses.replace(earlier, reply=answers.reply), answers)
        return Changes((*found, *_other_documents(before, now)))
    except (content.ContentDamaged, content.ContentDestroyed) as problem:
        return Changes(problem=problem)
