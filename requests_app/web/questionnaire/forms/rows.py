"""Rows that repeat: facts, less-intrusive means, edits of the image."""

from __future__ import annotations

import dataclasses
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from requests_app.common import clock
from requests_app.policy.vocabulary import FactSource, Means, MeansResult, MeansStatus, ProbeEdit
from requests_app.searches import answers, questions
from requests_app.web.choice_fields import ChoiceField
from requests_app.web.fields import DateField, look
from requests_app.web.questionnaire import words
from requests_app.web.questionnaire.forms.base import QuestionForm, choice
from requests_app.web.text_fields import LongTextField, TextField

_UNCHOSEN = [("", _("Choose one"))]


def _today() -> Any:
    return timezone.localdate(clock.now())


class RowForm(QuestionForm):
    """One row of a list. `shape` is the dataclass it fills."""

    shape: ClassVar[type[Any]]
    asked: ClassVar[tuple[questions.Question, ...]]

    @classmethod
    def questions(cls) -> tuple[questions.Question, ...]:
        return cls.asked

    def row(self) -> Any:
        return dataclasses.replace(self.before, **self.kept())


class FactForm(RowForm):
    """One fact with its source."""

    shape = answers.PredicateFact
    asked = questions.FACTS
    missing: ClassVar[dict[str, Any]] = {
        "text": _("Enter the fact"),
        "source": _("Enter where this fact is written, for example a report number"),
    }

    text = LongTextField(
        label=_("Fact"),
        help_text=_("What was seen, said or found. No opinion."),
        rows=4,
        most=2000,
    )
    origin = choice(_("Where does the fact come from?"), FactSource)
    source = TextField(
        label=_("Where it is written"), help_text=_("For example, report 26-118 p. 3")
    )


class MeansForm(RowForm):
    """One less-intrusive means: tried or not, and why it was not enough."""

    shape = answers.Means
    asked = questions.MEANS
    missing: ClassVar[dict[str, Any]] = {
        "why_not_enough": _("Give the reason: why was this means not enough, or not tried?"),
        "result": _("Select what came of it"),
        "done_on": _("Enter the day on which it was tried"),
        "done_by": _("Enter who tried it"),
    }

    means = ChoiceField(label=_("Means"), choices=[*_UNCHOSEN, *words.choices(Means)])
    status = look(
        ChoiceField(
            label=_("Was it tried?"),
            choices=words.choices(MeansStatus),
            widget=forms.RadioSelect,
        ),
        inline=True,
    )
    result = ChoiceField(
        label=_("What came of it, or why it could not be used"),
        choices=[*_UNCHOSEN, *words.choices(MeansResult)],
    )
    done_on = DateField(label=_("When?"), help_text=_("If it was tried."), latest=_today)
    done_by = TextField(label=_("By whom?"), help_text=_("If it was tried."), most=120)
    evidence_ref = TextField(
        label=_("Evidence reference"), help_text=_("If it was tried."), most=120
    )
    why_not_enough = look(
        LongTextField(
            label=_("Why was it not enough, or not tried?"),
            rows=4,
            most=2000,
        ),
        characters=2000,
    )


class EditForm(RowForm):
    """One change that somebody made to the image."""

    shape = answers.Edit
    asked = questions.EDITS

    kind = ChoiceField(label=_("What was done?"), choices=[*_UNCHOSEN, *words.choices(ProbeEdit)])
    tool = TextField(label=_("With which tool?"), most=120)
    optional = ("parameters",)
    parameters = TextField(label=_("Settings"), most=300)
    operator = TextField(label=_("By whom?"), most=120)
    edited_on = DateField(label=_("When?"), latest=_today)
    purpose = TextField(label=_("What for?"), most=300)
