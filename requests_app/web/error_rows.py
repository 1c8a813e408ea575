"""The errors of forms as rows of the summary above them, each with the way to its field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError


def errors_of(forms: Iterable[Any]) -> list[dict[str, Any]]:
    """Return a row for each error: its text, and in `href` where its field is, empty where it has none.

    Where two fields have the same error, each is told with the name of its field.

    Args:
        forms: forms or formsets; None and an empty text, which a template gives for none, are left out.
    """
    rows: list[dict[str, Any]] = []
    for form in forms:
        if form is None or form == "":
            continue
        members = list(form) if hasattr(form, "management_form") else [form]
        if members != [form]:
            rows += [{"text": text, "href": ""} for text in form.non_form_errors()]
        for member in members:
            rows += _of_form(member)
    often = Counter(str(row["text"]) for row in rows)
    return [
        row | {"text": f"{row['label']} – {row['text']}"}
        if row.get("label") and often[str(row["text"])] > 1
        else row
        for row in rows
    ]


def _of_form(form: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {"text": text, "href": _target(error)}
        for error in form.non_field_errors().as_data()
        for text in error.messages
    ]
    for field in form:
        target = "" if field.is_hidden else getattr(field, "error_target", field.auto_id)
        rows += [
            {"text": text, "href": f"#{target}" if target else "", "label": field.label}
            for text in getattr(field, "summary_messages", field.errors)
        ]
    return rows


def _target(error: ValidationError) -> str:
    """Where an error leads that belongs to no field, if it says so."""
    target = (error.params or {}).get("target")
    return f"#{target}" if target else ""
