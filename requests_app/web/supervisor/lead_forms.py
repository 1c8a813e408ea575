"""What a supervisor fills in before a lead is released: each part of the description, the outcome, the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from requests_app.searches.release import LEAST_WORDS, Checked, ReleaseAnswers
from requests_app.web.choice_fields import ChoiceField
from requests_app.web.fields import look
from requests_app.web.lead_words import (
    AGREES,
    ATTRIBUTES,
    OUTCOMES,
    RECALL_GROUNDS,
    words_of_problem,
)
from requests_app.web.templatetags.hidden_marks import narrative_marked
from requests_app.web.text_fields import LongTextField, TextField

_PARTS = ("agrees", "candidate", "resolution")


@dataclass(frozen=True, slots=True)
class Part:
    """The fields about one part of the description."""

    agrees: BoundField
    candidate: BoundField
    resolution: BoundField


class _NeededByTheUseCase(forms.Form):
    """A form whose answers are all needed: nothing is marked as optional, and what is lacking the use case says."""

    def _mark_required(self, *, shown: bool) -> None:
        for field in self.fields.values():
            field.required = shown

    def full_clean(self) -> None:
        """Take in whatever was typed, complete or not."""
        self._mark_required(shown=False)
        super().full_clean()
        self._mark_required(shown=True)


class RecallForm(_NeededByTheUseCase):
    """Why a lead is recalled."""

    ground = look(
        ChoiceField(
            label=_("Why is this lead recalled?"),
            choices=[(str(code), label) for code, label in RECALL_GROUNDS.items()],
            widget=forms.RadioSelect,
        ),
        size="s",
    )
    reason = look(
        LongTextField(
            label=_("Your reason"),
            help_text=format_lazy(
                _(
                    "What was found. Whoever opens the lead reads this. At least {number} characters."
                ),
                number=LEAST_WORDS,
            ),
            rows=4,
        ),
        size="s",
    )

    def __init__(self, data: Any = None) -> None:
        """Draw it blank, or take in what was typed."""
        super().__init__(data)
        self._mark_required(shown=True)

    def take_over(self, problems: Mapping[str, list[str]]) -> None:
        """Put what is missing beside its fields."""
        for name, codes in problems.items():
            for code in codes:
                self.add_error(name, words_of_problem(name, code))


class EndUnexaminedForm(_NeededByTheUseCase):
    """Why nobody can examine a result any more."""

    reason = look(
        LongTextField(
            label=_("Why can no examiner be found?"),
            help_text=format_lazy(
                _(
                    "What was tried, and why it failed. It stands in a disclosure pack of this search. At least {number} characters."
                ),
                number=LEAST_WORDS,
            ),
            rows=4,
        ),
        size="s",
    )

    def __init__(self, data: Any = None) -> None:
        """Draw it blank, or take in what was typed."""
        super().__init__(data)
        self._mark_required(shown=True)

    def take_over(self, problems: Mapping[str, list[str]]) -> None:
        """Put what is missing beside its field."""
        for name, codes in problems.items():
            for code in codes:
                self.add_error(name, words_of_problem(name, code))


class LeadForm(_NeededByTheUseCase):
    """A supervisor's answers. Fields for each part of the description that was given are added in their order."""

    decision = look(
        ChoiceField(
            label=_("What becomes of this candidate?"),
            choices=[(str(code), label) for code, label in OUTCOMES.items()],
            widget=forms.RadioSelect,
        ),
        size="m",
    )
    reason = look(
        LongTextField(
            label=_("Your reason"),
            help_text=format_lazy(
                _("In your own words, for whoever asks later. At least {number} characters."),
                number=LEAST_WORDS,
            ),
            rows=4,
        ),
        size="s",
    )

    def __init__(self, data: Any = None, *, described: Mapping[str, str]) -> None:
        """Ask about each part of a description: attribute -> what was said of it."""
        super().__init__(data)
        self._described = described
        for name, words in described.items():
            self.fields[f"{name}_agrees"] = look(
                ChoiceField(
                    label=ATTRIBUTES[name],
                    help_text=format_html("{} {}", _("Described as:"), narrative_marked(words)),
                    choices=[(str(code), label) for code, label in AGREES.items()],
                    widget=forms.RadioSelect,
                ),
                inline=True,
                small=True,
                size="s",
            )
            self.fields[f"{name}_candidate"] = look(
                TextField(label=_("What is known of the candidate, and from where")), size="s"
            )
            self.fields[f"{name}_resolution"] = look(
                LongTextField(
                    label=_("Why the contradiction does not rule the candidate out"), rows=2
                ),
                size="s",
            )
        self._mark_required(shown=True)

    def parts(self) -> Iterator[Part]:
        """The parts of the description with their fields, for the template."""
        for name in self._described:
            yield Part(*(self[f"{name}_{part}"] for part in _PARTS))

    def answers(self) -> ReleaseAnswers:
        """What the supervisor says, for the use case; a resolution counts only of a contradiction."""
        said = self.cleaned_data
        return ReleaseAnswers(
            outcome=said["decision"],
            checked=tuple(
                Checked(
                    attribute=name,
                    candidate=said[f"{name}_candidate"],
                    agrees=said[f"{name}_agrees"],
                    resolution=said[f"{name}_resolution"]
                    if said[f"{name}_agrees"] == "contradicts"
                    else "",
                )
                for name in self._described
            ),
            reason=said["reason"],
        )

    def take_over(self, problems: Mapping[str, list[str]]) -> None:
        """Put what is missing beside its fields."""
        for name, codes in problems.items():
            field = {"outcome": "decision"}.get(name, name.replace(".", "_"))
            for code in codes:
                self.add_error(
                    field if field in self.fields else None, words_of_problem(name, code)
                )
