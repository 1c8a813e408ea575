"""What is filled in of a lead after its release: to whom it was passed on, what is planned, what came of it.

Requires nothing by itself: what is lacking, the use case says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from requests_app.searches.outcome import (
    LEAST_WORDS,
    MOST_FILLERS,
    Corroboration,
    Done,
    LineUp,
    Passing,
    Plan,
    Report,
    Step,
    Taken,
    Warrant,
    Whereabouts,
)
from requests_app.web import outcome_words as words
from requests_app.web.choice_fields import ChoiceField, MultipleChoiceField
from requests_app.web.fields import DateField, look
from requests_app.web.number_fields import WholeNumberField
from requests_app.web.questionnaire.yes_no import YesNoField
from requests_app.web.text_fields import LongTextField, TextField

CORROBORATIONS = 3
"""How many can be reported at once; another report takes more."""
_AT_LEAST = format_lazy(_("At least {number} characters."), number=LEAST_WORDS)
_LINE_UP = (
    "picture",
    "same_picture",
    "is_blind",
    "is_sequential",
    "fillers",
    "is_recorded",
    "witness_saw",
    "witness_told",
)


def _choices(labels: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(str(code), label) for code, label in labels.items()]


def radio_field(label: Any, labels: Mapping[str, Any], **how: Any) -> ChoiceField:
    """A question with one answer: code -> words."""
    field = ChoiceField(label=label, choices=_choices(labels), widget=forms.RadioSelect)
    return look(field, small=True, size="s", **how)


def _yes_no(label: Any, hint: Any = "") -> YesNoField:
    return look(YesNoField(label=label, help_text=hint), inline=True, small=True, size="s")


def day_field(label: Any) -> DateField:
    """A question about a day."""
    return look(DateField(label=label), size="s")


def text_field(label: Any, hint: Any = "", *, rows: int = 3) -> LongTextField:
    """A question that is answered in words."""
    field = LongTextField(label=label, help_text=format_lazy("{} {}", hint, _AT_LEAST), rows=rows)
    return look(field, size="s")


class Recorded(forms.Form):
    """A form whose answers the use case asks for: nothing is marked as optional, and what is lacking it says."""

    _named: Mapping[str, str] = {}
    """Name of a problem -> name of the field beside which it stands, where they differ."""
    _words_of = staticmethod(words.words_of_problem)

    def __init__(self, data: Any = None) -> None:
        """Draw it blank, or take in what was typed."""
        super().__init__(data)
        self._mark_required(shown=True)

    def _mark_required(self, *, shown: bool) -> None:
        for field in self.fields.values():
            field.required = shown

    def full_clean(self) -> None:
        """Take in whatever was typed, complete or not."""
        self._mark_required(shown=False)
        super().full_clean()
        self._mark_required(shown=True)

    def take_over(self, problems: Mapping[str, list[str]]) -> None:
        """Put what is missing beside its fields."""
        for name, codes in problems.items():
            field = self._named.get(name, name.replace(".", "_"))
            for code in codes:
                self.add_error(field if field in self.fields else None, self._words_of(name, code))


class PassingForm(Recorded):
    """That the lead was passed on."""

    recipient = radio_field(_("To whom did you pass the lead on?"), words.RECIPIENTS)
    name = look(
        TextField(
            label=_("Who got it"),
            help_text=_("Their name or number, and the office they work for."),
        ),
        size="s",
    )
    passed_on = day_field(_("On which day"))
    why = text_field(_("Why they need it"))

    def said(self) -> Passing:
        """What was filled in, for the use case."""
        return Passing(**self.cleaned_data)


class _OnLineUp(Recorded):
    """The questions about a line-up and a warrant, which a plan and a report share."""

    line_up_picture = look(
        TextField(
            label=_("Which picture of the candidate does it show?"),
            help_text=_(
                "Its number, and where it comes from; “in person” where no picture is shown."
            ),
            most=200,
        ),
        size="s",
    )
    line_up_same_picture = _yes_no(_("Does it show the picture that the matcher returned?"))
    line_up_is_blind = _yes_no(
        _("Is it conducted by somebody who does not know who the candidate is?")
    )
    line_up_is_sequential = _yes_no(_("Is one person shown after the other, not all at once?"))
    line_up_fillers = look(
        WholeNumberField(
            label=_("How many others are in it beside the candidate?"), most=MOST_FILLERS
        ),
        size="s",
        width=3,
        tabular=True,
    )
    line_up_is_recorded = _yes_no(_("Is it recorded in sound or picture?"))
    line_up_witness_saw = _yes_no(_("Did the witness see the event itself, not only a recording?"))
    line_up_witness_told = _yes_no(_("Does the witness know that a search was made?"))
    warrant_relies_on_search = _yes_no(_("Does the application rely on the search?"))
    warrant_basis = look(
        MultipleChoiceField(
            label=_("What else does the application rest on?"),
            help_text=_("Choose nothing if it rests on nothing else."),
            choices=_choices(words.BASIS),
            widget=forms.CheckboxSelectMultiple,
        ),
        small=True,
        size="s",
    )
    warrant_disclosed = look(
        MultipleChoiceField(
            label=_("What is whoever decides on the warrant told of the search?"),
            choices=_choices(words.DISCLOSURES),
            widget=forms.CheckboxSelectMultiple,
        ),
        small=True,
        size="s",
    )

    def _line_up(self, **besides: Any) -> LineUp:
        said = self.cleaned_data
        return LineUp(**{name: said[f"line_up_{name}"] for name in _LINE_UP}, **besides)

    def _warrant(self, **besides: Any) -> Warrant:
        said = self.cleaned_data
        return Warrant(
            disclosed=tuple(said["warrant_disclosed"]),
            relies_on_search=said["warrant_relies_on_search"],
            basis=tuple(said["warrant_basis"]),
            **besides,
        )

    def warrant_fields(self) -> Iterator[BoundField]:
        """The questions about the application for a warrant, for the template."""
        for name in ("relies_on_search", "basis", "disclosed"):
            yield self[f"warrant_{name}"]

    def line_up_fields(self) -> Iterator[BoundField]:
        """The questions about the line-up, for the template."""
        for name in _LINE_UP:
            yield self[f"line_up_{name}"]


class PlanForm(_OnLineUp):
    """A step that is planned."""

    step = radio_field(_("What do you plan?"), words.STEPS)
    words = text_field(_("What you plan, and what it rests on"))

    def said(self) -> Plan:
        """What was filled in, for the use case; answers to questions about another step do not count."""
        said = self.cleaned_data
        is_line_up, is_warrant = said["step"] == Step.LINE_UP, said["step"] == Step.WARRANT
        return Plan(
            step=said["step"],
            line_up=self._line_up() if is_line_up else None,
            warrant=self._warrant() if is_warrant else None,
            words=said["words"],
        )


class ReportForm(_OnLineUp):
    """What came of the lead. Fields for each corroboration are added, numbered from 0."""

    earlier_holds = _yes_no(
        _("Does the evidence that was reported earlier still hold?"),
        _("Answer no if any of it fell away, and enter again below what still holds."),
    )
    whereabouts = radio_field(
        _("Where was the candidate at the time of the event?"), words.WHEREABOUTS
    )
    whereabouts_on = day_field(_("On which day it was checked"))
    whereabouts_how = text_field(_("How it was checked"), rows=2)
    taken = look(
        MultipleChoiceField(
            label=_("What was done about the candidate?"),
            help_text=_(
                "Everything since the last report; for a second line-up or arrest, report once more."
            ),
            choices=_choices(words.TAKEN),
            widget=forms.CheckboxSelectMultiple,
        ),
        small=True,
        size="s",
    )
    line_up_held = _yes_no(_("Was a line-up held since the last report?"))
    line_up_held_on = day_field(_("On which day it was held"))
    line_up_result = radio_field(
        _("Whom did the witness pick?"), words.LINE_UP_RESULTS, inline=True
    )
    line_up_sureness = look(
        TextField(
            label=_("How sure was the witness, in their own words?"),
            help_text=_("As they said it at once. Leave it blank if they picked nobody."),
            most=200,
        ),
        size="s",
    )
    warrant_sought = _yes_no(_("Was a warrant applied for since the last report?"))
    warrant_sought_on = day_field(_("On which day it was applied for"))
    warrant_decision = radio_field(_("What became of it?"), words.WARRANT_DECISIONS)
    disposition = radio_field(_("How does it stand now?"), words.DISPOSITIONS)
    words = text_field(_("What happened, in your own words"), rows=4)

    def __init__(self, data: Any = None) -> None:
        """Draw it blank, or take in what was typed."""
        super().__init__(data)
        self.fields |= _corroboration_fields() | _day_fields()
        self._mark_required(shown=True)

    def corroborations(self) -> Iterator[dict[str, Any]]:
        """The fields of each corroboration with its number, from 1; `is_open` where something was typed."""
        for number in range(CORROBORATIONS):
            names = _names_of(number)
            yield {
                "number": number + 1,
                "fields": [self[name] for name in names],
                "is_open": number == 0 or any(_is_typed(self[name].value()) for name in names),
            }

    def said(self) -> Report:
        """What was filled in, for the use case; answers to questions that do not apply do not count."""
        said = self.cleaned_data
        was_checked = said["whereabouts"] not in {"", Whereabouts.NOT_CHECKED}
        line_up = self._line_up(
            held_on=said["line_up_held_on"],
            result=said["line_up_result"],
            sureness=said["line_up_sureness"],
        )
        warrant = self._warrant(
            sought_on=said["warrant_sought_on"], decision=said["warrant_decision"]
        )
        return Report(
            earlier_holds=said["earlier_holds"],
            corroborations=tuple(self._corroborations()),
            whereabouts=said["whereabouts"],
            whereabouts_on=said["whereabouts_on"] if was_checked else None,
            whereabouts_how=said["whereabouts_how"] if was_checked else "",
            done=tuple(Done(each, said.get(f"{each}_on")) for each in said["taken"]),
            line_up_held=said["line_up_held"],
            line_up=line_up if said["line_up_held"] else None,
            warrant_sought=said["warrant_sought"],
            warrant=warrant if said["warrant_sought"] else None,
            disposition=said["disposition"],
            words=said["words"],
        )

    def days(self) -> Iterator[dict[str, Any]]:
        """The day of each thing that can have been done, for the template."""
        for each in _WITH_A_DAY:
            yield {"when": f"taken={each}", "field": self[f"{each}_on"]}

    def _corroborations(self) -> Iterator[Corroboration]:
        """Those of which anything was filled in; one that is left blank between two moves up."""
        for number in self._filled():
            values = [self.cleaned_data[name] for name in _names_of(number)]
            yield Corroboration(*values)

    def _filled(self) -> list[int]:
        return [
            number
            for number in range(CORROBORATIONS)
            if any(self.cleaned_data.get(name) not in (None, "") for name in _names_of(number))
        ]

    def take_over(self, problems: Mapping[str, list[str]]) -> None:
        """Put what is missing beside its fields; corroborations that were left blank have no number in it."""
        filled = self._filled()
        super().take_over({_where(name, filled): codes for name, codes in problems.items()})


def _is_typed(value: Any) -> bool:
    """Whether anything stands in a field; a date that is left blank is a list of three empty boxes."""
    return any(value) if isinstance(value, list) else bool(value)


_WITH_A_DAY = tuple(each for each in Taken if each != Taken.NONE)


def _day_fields() -> dict[str, forms.Field]:
    labels = {
        Taken.INTERVIEW: _("On which day they were interviewed"),
        Taken.DETENTION: _("On which day they were detained"),
        Taken.SEARCH: _("On which day they or their home were searched"),
        Taken.ARREST: _("On which day they were arrested"),
        Taken.CHARGE: _("On which day they were charged"),
    }
    return {f"{each}_on": day_field(labels[each]) for each in _WITH_A_DAY}


_PARTS = ("kind", "source", "found_on", "supports", "is_independent", "from_line_up")


def _names_of(number: int) -> list[str]:
    return [f"corroborations_{number}_{part}" for part in _PARTS]


def _where(name: str, filled: list[int]) -> str:
    head, _point, rest = name.partition(".")
    if head != "corroborations" or not rest:
        return name
    number, _point, part = rest.partition(".")
    return f"corroborations.{filled[int(number)]}.{part}"


def _corroboration_fields() -> dict[str, forms.Field]:
    found: dict[str, forms.Field] = {}
    for number in range(CORROBORATIONS):
        kind, source, found_on, supports, is_independent, from_line_up = _names_of(number)
        found[kind] = look(
            ChoiceField(
                label=_("What kind of evidence it is"),
                choices=[("", _("Choose")), *_choices(words.EVIDENCE)],
            ),
            size="s",
        )
        found[source] = text_field(_("What it is, and from whom it comes"), rows=2)
        found[found_on] = day_field(_("On which day it was found"))
        found[supports] = _yes_no(
            _("Does it speak for the candidate being the person you are looking for?")
        )
        found[is_independent] = _yes_no(
            _("Would it have been found without the search?"),
            _("No, if somebody looked there only because of this lead."),
        )
        found[from_line_up] = _yes_no(
            _(
                "Is it a witness’s choice from a line-up in which the candidate stood because of this lead?"
            )
        )
    return found
