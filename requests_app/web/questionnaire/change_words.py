"""Turns what differs between two sets of answers into rows for components/changes.html.

Must not leave out a part of an answer that differs: a decider reads here what an officer changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from requests_app.policy.vocabulary import FactSource, Means, MeansResult, MeansStatus, ProbeEdit
from requests_app.searches.answers import Change
from requests_app.web.fields import DateField, DateTimeField
from requests_app.web.questionnaire import words
from requests_app.web.questionnaire.pages import BY_SLUG
from requests_app.web.questionnaire.presenters import day, shown

_CODES_OF_ROWS = {
    "means": Means,
    "status": MeansStatus,
    "result": MeansResult,
    "kind": ProbeEdit,
    "origin": FactSource,
}
_DAYS_OF_ROWS = frozenset({"done_on", "edited_on"})


def change_rows(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """Return what differs between two versions, or between what is saved and what was typed, in words."""
    rows = []
    for change in changes:
        section, _dot, name = change.path.partition(".")
        label, field = _asked(section, name)
        rows.append(
            {
                "label": label,
                "before": _in_words(field, change.before),
                "after": _in_words(field, change.after),
            }
        )
    return rows


def _asked(section: str, name: str) -> tuple[Any, forms.Field | None]:
    """The words of a question and its field, by the path that `answers.changes` gives."""
    for page in BY_SLUG.values():
        if page.form is not None and page.form.section == section and name in page.form.base_fields:
            field = page.form.base_fields[name]
            return field.label, field
    titles = {
        "means": BY_SLUG["means"].title,
        "predicate.facts": BY_SLUG["facts"].title,
        "probe.edits": BY_SLUG["image-edits"].title,
        "subject.description": BY_SLUG["description"].title,
        "documents": _("Documents"),
        "declaration.attestations": _("Declaration"),
        "declaration.acknowledged": _("Warnings read"),
    }
    path = f"{section}.{name}" if name else section
    return titles.get(path, path), None


def _in_words(field: forms.Field | None, value: Any) -> str:
    """A value of `answers.changes`, which is plain data: days and moments are ISO 8601 texts there."""
    if isinstance(value, dict):
        return "; ".join(str(part) for part in value.values() if part)
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "\n".join(_row_words(row) for row in value)
    if value and isinstance(field, DateTimeField):
        return shown(field, dt.datetime.fromisoformat(value))
    if value and isinstance(field, DateField):
        return day(dt.date.fromisoformat(value))
    return shown(field, value)


def _row_words(row: dict[str, Any]) -> str:
    return "; ".join(
        _value_of_row(name, value) for name, value in row.items() if value and name != "id"
    )


def _value_of_row(name: str, value: Any) -> str:
    if name in _CODES_OF_ROWS:
        return words.label(_CODES_OF_ROWS[name], value)
    return day(dt.date.fromisoformat(value)) if name in _DAYS_OF_ROWS else str(value)
