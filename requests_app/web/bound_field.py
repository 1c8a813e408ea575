"""A form field as the templates see it: its classes, ids, hints, counts and links to errors.

It only tells how a field looks; what is valid is the field's own matter (fields.py, forms).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from .fields import DateInput, DateTimeInput, Look

if TYPE_CHECKING:
    from collections.abc import Iterator

_BARE_REQUIRED = forms.Field.default_error_messages["required"]
DATE_WIDGETS = (DateInput, DateTimeInput)


def kind_of(widget: forms.Widget) -> str:
    """Return the name of the field template for a widget (templates/django/forms/kinds/)."""
    if isinstance(widget, DATE_WIDGETS):
        return "date"
    # RadioSelect and CheckboxSelectMultiple first: both descend from a plainer widget.
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "checkboxes"
    if isinstance(widget, forms.RadioSelect):
        return "radios"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.PasswordInput):
        return "password"
    if isinstance(widget, forms.FileInput):
        return "file"
    if isinstance(widget, forms.Select):
        return "select"
    if isinstance(widget, forms.Textarea):
        return "textarea"
    return "input"


_BASE_CLASS = {
    "input": "govuk-input",
    "password": "govuk-input govuk-password-input__input govuk-js-password-input-input",
    "textarea": "govuk-textarea",
    "select": "govuk-select",
    "file": "govuk-file-upload",
    "checkbox": "govuk-checkboxes__input",
}
_ERROR_CLASS = {
    "input": "govuk-input--error",
    "password": "govuk-input--error",
    "textarea": "govuk-textarea--error",
    "select": "govuk-select--error",
    "file": "govuk-file-upload--error",
}


class CountersignBoundField(BoundField):
    """Adds what the markup needs to Django's bound field; made for every field by the renderer."""

    @property
    def look(self) -> Look:
        return getattr(self.field, "look", None) or Look()

    @property
    def kind(self) -> str:
        return kind_of(self.field.widget)

    @property
    def kind_template(self) -> str:
        return f"django/forms/kinds/{self.kind}.html"

    @property
    def hint_id(self) -> str:
        return f"{self.auto_id}-hint"

    @property
    def error_id(self) -> str:
        return f"{self.auto_id}-error"

    @property
    def count_id(self) -> str:
        return f"{self.auto_id}-info"

    @property
    def counts(self) -> bool:
        """Whether a word or character count stands under the field."""
        return bool(
            self.kind in {"input", "textarea"} and (self.look.words or self.look.characters)
        )

    @property
    def aria_describedby(self) -> str:
        """Return the ids of the hint, the error and the count, in the order that they are shown."""
        if self.is_hidden or not self.auto_id:
            return ""
        ids = []
        if self.help_text:
            ids.append(self.hint_id)
        if self.errors:
            ids.append(self.error_id)
        if self.counts:
            ids.append(self.count_id)
        return " ".join(ids)

    def value(self) -> Any:
        """Return what the field shows: what was kept of this page for its person, where something was."""
        kept = getattr(self.form, "given_back", None)
        made_anew = getattr(self.form, "never_given_back", ())
        if kept is None or self.form.is_bound or self.is_hidden or self.name in made_anew:
            return super().value()
        data: MultiValueDict[str, str] = MultiValueDict(kept)
        widget = self.field.widget
        if self.kind == "file" or widget.value_omitted_from_data(
            data, MultiValueDict(), self.html_name
        ):
            return super().value()
        typed = widget.value_from_datadict(data, MultiValueDict(), self.html_name)
        return self.field.prepare_value(self.field.bound_data(typed, self.initial))

    @property
    def messages(self) -> list[str]:
        """Return the errors, one text each; Django's bare "required" becomes a sentence that names the question."""
        described_by: list[str] = []
        for error in self.errors.as_data():
            bare = error.code == "required" and error.message == _BARE_REQUIRED
            described_by += (
                [_("Answer this question: %(label)s") % {"label": self.label}]
                if bare
                else [str(text) for text in error.messages]
            )
        return described_by

    @property
    def summary_messages(self) -> list[str]:
        """Return the errors as the top of the page lists them, away from their question: each names it."""
        listed: list[str] = []
        for error, text in zip(self.errors.as_data(), self.messages, strict=True):
            question = (error.params or {}).get("question")
            if question is None and self._is_general(error):
                question = self.label
            listed.append(
                _("%(problem)s: “%(question)s”")
                % {"problem": text.removesuffix("."), "question": question}
                if question
                else text
            )
        return listed

    def _is_general(self, error: ValidationError) -> bool:
        """Whether an error has the words of every field of its kind, which name no question."""
        if error.message == _BARE_REQUIRED:  # replaced by a sentence that names it
            return False
        return any(
            error.message == words
            for kind in type(self.field).__mro__
            for words in getattr(kind, "default_error_messages", {}).values()
        )

    @property
    def wrong_parts(self) -> frozenset[str]:
        """Return which parts of a date are wrong; all of them when an error names none."""
        if not self.errors or not isinstance(self.field.widget, DATE_WIDGETS):
            return frozenset()
        parts: set[str] = set()
        for error in self.errors.as_data():
            parts.update((error.params or {}).get("parts", ()) if error.params else ())
        return frozenset(parts or self.field.widget.part_names)

    @property
    def date_parts(self) -> Iterator[dict[str, Any]]:
        """Yield the inputs of a date for the template: name, id, label, value, error, width."""
        widget = self.field.widget
        yield from widget.parts(self.html_name, self.value(), self.auto_id, self.wrong_parts)

    @property
    def turn(self) -> list[dict[str, Any]]:
        """Return the choices of which time is meant, where the one in the boxes came twice."""
        widget = self.field.widget
        if not isinstance(widget, DateTimeInput):
            return []
        return widget.turn(self.html_name, self.value(), self.auto_id)

    @property
    def error_target(self) -> str:
        """Return the id to which the error summary links: the first wrong input."""
        if isinstance(self.field.widget, DATE_WIDGETS):
            for part in self.date_parts:
                if part["error"]:
                    return str(part["id"])
            if "turn" in self.wrong_parts:
                return f"{self.auto_id}_turn_0"
        return f"{self.auto_id}_0" if self.kind in {"radios", "checkboxes"} else self.auto_id

    @property
    def revealed(self) -> bool:
        """Whether this field is shown inside a choice of another field, and not by itself."""
        return any(self.name in _reveals(field).values() for field in self.form.fields.values())

    @property
    def options(self) -> Iterator[dict[str, Any]]:
        """Yield the choices of radios or checkboxes, with hint and field to reveal, if any."""
        look = self.look
        for number, option in enumerate(self.subwidgets):
            data = option.data
            value = str(data["value"])
            reveal = look.reveals.get(value)
            yield {
                "id": f"{self.auto_id}_{number}",
                "name": self.html_name,
                "value": value,
                "label": data["label"],
                "checked": bool(data["selected"]),
                "disabled": bool(self.field.disabled or data["attrs"].get("disabled")),
                "required": bool(data["attrs"].get("required")),
                "hint": look.hints.get(value, ""),
                "reveal": self.form[reveal] if reveal else None,
            }

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        widget = widget or self.field.widget
        built = super().build_widget_attrs(attrs, widget)
        if widget.is_hidden:
            return built
        kind = kind_of(widget)
        # The browser's own bubbles would stand before our messages and in the browser's language.
        built.pop("required", None)
        built["class"] = " ".join(self._classes(kind, widget))
        if self.aria_describedby and kind not in {"radios", "checkboxes", "date"}:
            built["aria-describedby"] = self.aria_describedby
        return built

    def _classes(self, kind: str, widget: forms.Widget) -> Iterator[str]:
        yield from filter(None, [_BASE_CLASS.get(kind)])
        if self.look.width and kind in {"input", "password"}:
            yield f"govuk-input--width-{self.look.width}"
        if self.look.tabular:
            yield "cs-tabular"
        if self.counts:
            yield "govuk-js-character-count"
        if self.errors and kind in _ERROR_CLASS:
            yield _ERROR_CLASS[kind]
        yield from filter(None, [widget.attrs.get("class")])


def _reveals(field: forms.Field) -> dict[str, str]:
    return dict((getattr(field, "look", None) or Look()).reveals)
