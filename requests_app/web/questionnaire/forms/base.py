"""What all question forms share: which answers a page holds, and how a half-right page is kept.

Must not write anything: it gives back a section for the use case to save.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from enum import StrEnum
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from requests_app.common.unseen import without_unseen
from requests_app.common.visible import length
from requests_app.searches.questions import QUESTIONS, Question, State, standing
from requests_app.web.choice_fields import ChoiceField
from requests_app.web.fields import look
from requests_app.web.questionnaire import words
from requests_app.web.text_fields import TextField
from requests_app.workflow.draft import LONGEST_TEXT

_CHOICE = _("Select an answer")
_TEXT = _("Enter an answer")
_AT_LEAST = _("At least %(least)d characters.")
_TOO_SHORT = _("Write at least %(least)d characters; there are %(written)d now")


def choice(label: Any, kind: type[StrEnum], *, help_text: Any = "") -> forms.ChoiceField:
    """Return a question that is answered by one code of a kind, each in its words."""
    field = ChoiceField(
        label=label, choices=words.choices(kind), widget=forms.RadioSelect, help_text=help_text
    )
    return look(field, small=True)


class QuestionForm(forms.Form):
    """Fields named as the answers of one section are named.

    No field is required by itself: an answer that is still missing is an error only when the
    officer says that the page is finished, and whatever is right is saved in either case.
    """

    section: ClassVar[str] = ""
    beside: ClassVar[Collection[str]] = ()
    """Answers of this page that are given beside the form: rows, or fields under one name."""
    optional: ClassVar[Collection[str]] = ()
    """Answers that no request needs: marked so, and left out of summaries while empty."""
    missing_beside: ClassVar[dict[str, Any]] = {}
    """What to say on a finished page where rows beside the form are missing; the line leads to `add-` and the name."""
    missing: ClassVar[dict[str, Any]] = {}
    """What to say where a needed answer is missing, if the general words do not do."""

    def __init__(self, data: Any = None, *, value: Any, finished: bool = True, **kwargs: Any):
        self.finished = finished
        self.before = value
        self.told: list[str] = []  # what was changed of an answer on the way, said once it is saved
        super().__init__(data, initial=self.initial_from(value), **kwargs)
        self._mark_required(shown=True)
        self._say_lengths()

    def _say_lengths(self) -> None:
        """Say beside each text how long it has to be, before anything is typed."""
        for question in self.questions():
            if question.least > 1 and question.name in self.fields:
                field = self.fields[question.name]
                least = _AT_LEAST % {"least": question.least}
                field.help_text = f"{field.help_text} {least}".strip()

    def _mark_required(self, *, shown: bool) -> None:
        """Required is how a field looks here; what a finished page needs is judged in `clean`."""
        for name, field in self.fields.items():
            field.required = shown and name not in self.optional

    def full_clean(self) -> None:
        self._mark_required(shown=False)
        super().full_clean()
        self._mark_required(shown=True)

    def initial_from(self, value: Any) -> dict[str, Any]:
        return {name: getattr(value, name) for name in self.base_fields if hasattr(value, name)}

    @classmethod
    def questions(cls) -> tuple[Question, ...]:
        """The questions among which those of this page are."""
        return QUESTIONS[cls.section]

    def needed_now(self, answered: dict[str, Any]) -> Collection[str]:
        """Which answers a finished page needs, given the others."""
        holder = self.replaced(self.before, dict(answered))
        return [
            question.name
            for question in self.questions()
            if question.name in self.fields and question.is_asked(holder)
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.check(cleaned)
        if self.finished:
            for name in self.needed_now(cleaned):
                if name not in self.errors and cleaned.get(name) in (None, "", [], ()):
                    self.add_error(name, self._missing(name))
            self._check_lengths(cleaned)
            self._check_beside(cleaned)
        return cleaned

    def _check_beside(self, cleaned: dict[str, Any]) -> None:
        """Say that a finished page lacks what is given beside the form, as rows."""
        holder = self.replaced(self.before, dict(cleaned))
        for question in self.questions():
            if question.name in self.missing_beside and question.state(holder) is State.UNANSWERED:
                self.add_error(
                    None,
                    ValidationError(
                        self.missing_beside[question.name],
                        code="required",
                        params={"target": f"add-{question.name}"},
                    ),
                )

    def open_questions(self) -> list[BoundField]:
        """The fields of a page that was begun, as it is saved, whose questions are still open."""
        if not self.is_begun(self.before):
            return []
        lacking = [
            question.name
            for question in self.questions()
            if question.state(self.before) is State.UNANSWERED
        ]
        return [self[name] for name in self.fields if name in lacking]

    def _check_lengths(self, cleaned: dict[str, Any]) -> None:
        """Say of a text on its own page that it is too short, not only at the end."""
        for question in self.questions():
            text = cleaned.get(question.name)
            if not isinstance(text, str) or not text or question.name not in self.fields:
                continue
            written = length(text)
            if written < question.least:
                self.add_error(
                    question.name,
                    ValidationError(
                        _TOO_SHORT,
                        code="too_short",
                        params={"least": question.least, "written": written}
                        | self._named(question.name),
                    ),
                )

    def check(self, cleaned: dict[str, Any]) -> None:
        """Errors between answers; those of a single answer are its field's."""

    def _missing(self, name: str) -> ValidationError:
        field = self.fields[name]
        if name in self.missing:
            return ValidationError(self.missing[name], code="required")
        if "required" in field.error_messages and hasattr(field, "latest"):
            return ValidationError(field.error_messages["required"], code="required")
        text = _CHOICE if isinstance(field, forms.ChoiceField) else _TEXT
        return ValidationError(text, code="required", params=self._named(name))

    def _named(self, name: str) -> dict[str, Any]:
        """What an error carries whose words do not say which question it is about."""
        return {"question": self.fields[name].label}

    def kept(self) -> dict[str, Any]:
        """Every answer of this page that can be saved: right ones, and wrong texts as typed."""
        values = {}
        for name, field in self.fields.items():
            if name in self.cleaned_data:
                values[name] = self.cleaned_data[name]
            elif isinstance(field, TextField):
                typed = without_unseen(str(self.data.get(self.add_prefix(name)) or ""))
                if len(typed) <= LONGEST_TEXT:
                    values[name] = typed
        return values

    def section_value(self) -> Any:
        """The section with this page's answers in place of its earlier ones."""
        return self.replaced(self.before, self.kept())

    def replaced(self, value: Any, kept: dict[str, Any]) -> Any:
        names = {field.name for field in dataclasses.fields(value)}
        return dataclasses.replace(
            value, **{name: answer for name, answer in kept.items() if name in names}
        )

    @classmethod
    def is_complete(cls, value: Any, **kwargs: Any) -> bool:
        """Whether saved answers would do as a finished page."""
        owned = {*cls.base_fields, *cls.beside}
        return not any(
            state is State.UNANSWERED and name.partition("[")[0] in owned
            for name, state in standing(cls.questions(), value)
        )

    @classmethod
    def is_begun(cls, value: Any, **kwargs: Any) -> bool:
        """Whether anything was answered."""
        given = cls(value=value, **kwargs).initial
        return any(answer not in (None, "", [], (), False) for answer in given.values())
