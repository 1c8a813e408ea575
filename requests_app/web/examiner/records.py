"""What an examiner recorded of one candidate, as it is read back: before they conclude, and for good afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from requests_app.searches.examined import Comparison
from requests_app.web.examiner import words
from requests_app.web.examiner.forms import ComparisonForm


@dataclass(frozen=True, slots=True)
class Said:
    """One answer: what was asked, what was said; `is_typed` where these are the examiner's own words."""

    label: Any
    text: Any
    is_typed: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """How one part of the two faces compares."""

    part: Any
    how: Any
    words: str = ""


def answers(comparison: Comparison) -> list[Said]:
    """Return what a record says, in the order of its form; answers that others have ruled out are left out."""
    return [said for said in _answers(comparison.only_what_counts()) if said.text]


def read_back(comparison: Comparison) -> dict[str, Any]:
    """Return what the template of a record shows."""
    return {"answers": answers(comparison), "parts": parts_seen(comparison)}


def _answers(comparison: Comparison) -> Iterator[Said]:
    fields = ComparisonForm.base_fields

    def typed(name: str) -> Said:
        return Said(fields[name].label, getattr(comparison, name), is_typed=True)

    answered = {True: _("Yes"), False: _("No"), None: _("Not answered")}
    yield Said(fields["compared"].label, answered[comparison.compared])
    yield Said(fields["not_compared"].label, words.NOT_COMPARED.get(comparison.not_compared, ""))
    yield typed("why")
    yield typed("made_at")
    yield Said(fields["picture_taken_on"].label, _taken_on(comparison))
    yield typed("similarities")
    yield typed("differences")
    yield Said(fields["conclusion"].label, words.CONCLUSIONS.get(comparison.conclusion, ""))


def _taken_on(comparison: Comparison) -> str:
    if comparison.picture_taken_on is not None:
        return date_format(comparison.picture_taken_on, "DATE_FORMAT")
    return _("Nobody knows") if comparison.date_unknown else ""


def parts_seen(comparison: Comparison) -> list[Seen]:
    """Return how each part of the face compares that was looked at, in the order in which they were recorded."""
    return [
        Seen(
            words.COMPONENTS.get(feature.component, ""),
            words.SEEN.get(feature.seen, ""),
            feature.words,
        )
        for feature in comparison.only_what_counts().features
    ]
