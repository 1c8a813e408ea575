"""Questions on the person sought, on what ties them to the case, and on protected grounds.

Must not let a description be changed once it is locked.
"""

from __future__ import annotations

import dataclasses
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from requests_app.policy.vocabulary import (
    BasisFlag,
    PredicateLevel,
    ProtectedActivity,
    SubjectMinor,
    SubjectRole,
)
from requests_app.searches.questions import DESCRIPTION, LEAST_DESCRIBED, State
from requests_app.web.choice_fields import ChoiceField, MultipleChoiceField
from requests_app.web.questionnaire import words
from requests_app.web.questionnaire.forms.base import QuestionForm
from requests_app.web.text_fields import LongTextField, TextField

NO_GROUND = "none_of_these"


class PersonForm(QuestionForm):
    """Who the person in the image is to the case."""

    section = "subject"

    subject_role = ChoiceField(
        label=_("Who is the person sought in this case?"),
        choices=words.choices(SubjectRole),
        widget=forms.RadioSelect,
    )
    subject_minor = ChoiceField(
        label=_("Is the person under 18?"),
        choices=words.choices(SubjectMinor),
        widget=forms.RadioSelect,
        help_text=_("If the person may be under 18, a privacy officer must approve as well."),
    )
    minor_justification = LongTextField(
        label=_("Why must a child’s face be searched for?"),
        help_text=_("Only if the person is, or may be, under 18."),
        rows=4,
    )


class DescriptionForm(QuestionForm):
    """How the person was described before any search was made; locked at the first submission."""

    section = "subject"
    beside = ("description",)
    optional = ("height", "build", "age_band", "hair", "marks", "clothing", "mobility")

    height = TextField(label=_("Height"), most=100)
    build = TextField(label=_("Build"), most=100)
    age_band = TextField(label=_("Age band"), most=100, help_text=_("For example, 25 to 35"))
    hair = TextField(label=_("Hair"), most=100)
    marks = TextField(label=_("Scars, tattoos and other marks"))
    clothing = TextField(label=_("Clothing"))
    mobility = TextField(label=_("Way of moving"))

    def initial_from(self, value: Any) -> dict[str, Any]:
        return super().initial_from(value.description)

    def replaced(self, value: Any, kept: dict[str, Any]) -> Any:
        return dataclasses.replace(
            value, description=dataclasses.replace(value.description, **kept)
        )

    def check(self, cleaned: dict[str, Any]) -> None:
        if not self.finished or self.errors:
            return
        described = self.replaced(self.before, dict(cleaned))
        if DESCRIPTION.state(described) is State.UNANSWERED:
            self.add_error(
                "height",
                ValidationError(
                    _(
                        "Describe the person in at least %(least)d of these, as a witness or an image does"
                    ),
                    code="too_few",
                    params={"least": LEAST_DESCRIBED},
                ),
            )


class FactsForm(QuestionForm):
    """How strong the tie to the case is; the facts themselves are rows beside this form."""

    section = "predicate"
    beside = ("facts",)
    missing_beside: ClassVar[dict[str, Any]] = {
        "facts": _("Add at least one fact, with its source, before you go on")
    }

    predicate_level = ChoiceField(
        label=_("How strongly do the facts tie this person to the case?"),
        choices=words.choices(PredicateLevel),
        widget=forms.RadioSelect,
    )
    assessment = LongTextField(
        label=_("Your assessment of these facts"),
        help_text=_("Opinion belongs here, apart from the facts."),
    )


class ProtectedForm(QuestionForm):
    """Protected activity, and the grounds on which nobody may be searched for."""

    section = "protected"
    missing: ClassVar[dict[str, Any]] = {
        "basis_flags": _("Select each ground that plays a part, or “None of these”")
    }

    protected_activity = ChoiceField(
        label=_("Does the image show lawful protest, worship or association?"),
        choices=words.choices(ProtectedActivity),
        widget=forms.RadioSelect,
    )
    protected_activity_detail = LongTextField(
        label=_("What it shows, and why the search does not rest on it"),
        help_text=_("Only if the image shows such an activity."),
        rows=4,
    )
    basis_flags = MultipleChoiceField(
        label=_("Is the person sought because of any of these?"),
        choices=[
            *words.choices(BasisFlag),
            (NO_GROUND, pgettext_lazy("protected ground", "None of these")),
        ],
        widget=forms.CheckboxSelectMultiple,
    )

    def initial_from(self, value: Any) -> dict[str, Any]:
        flags = list(value.basis_flags)
        if value.basis_flags_answered and not flags:
            flags = [NO_GROUND]
        return {**super().initial_from(value), "basis_flags": flags}

    def check(self, cleaned: dict[str, Any]) -> None:
        flags = cleaned.get("basis_flags") or []
        if NO_GROUND in flags and len(flags) > 1:
            self.add_error(
                "basis_flags",
                ValidationError(
                    _("Select the grounds that play a part, or “None of these”, not both"),
                    code="contradiction",
                ),
            )

    def replaced(self, value: Any, kept: dict[str, Any]) -> Any:
        chosen = kept.pop("basis_flags", None)
        value = super().replaced(value, kept)
        if chosen is None:
            return value
        flags = tuple(flag for flag in chosen if flag != NO_GROUND)
        return dataclasses.replace(value, basis_flags=flags, basis_flags_answered=bool(chosen))
