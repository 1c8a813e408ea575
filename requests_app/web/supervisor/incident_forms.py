"""What is filled in of an incident: why one is opened, and how one ends.

Requires nothing by itself: what is lacking, the use case says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from requests_app.searches.incident import BY_HAND, Answer, Became, Closing, Duty, Opening
from requests_app.web import incident_words as words
from requests_app.web.outcome_forms import Recorded, day_field, radio_field, text_field


class _OfIncident(Recorded):
    _words_of = staticmethod(words.words_of_problem)


class OpeningForm(_OfIncident):
    """Why an incident is opened that nothing recorded of the lead brought up."""

    ground = radio_field(_("What is it about?"), {each: words.GROUNDS[each] for each in BY_HAND})
    words = text_field(
        _("What happened"), _("And how you know of it. It is sealed with the request."), rows=5
    )

    def said(self) -> Opening:
        """What was filled in, for the use case."""
        return Opening(**self.cleaned_data)


@dataclass(frozen=True, slots=True)
class AskedDuty:
    """The questions about one duty, for the template. when: what shows the one about its day."""

    title: Any
    became: BoundField
    done_on: BoundField
    words: BoundField
    when: str


def _what_can_become_of(duty: Duty) -> Mapping[str, Any]:
    """The answers that a duty can have: to find out why it happened always applies."""
    if duty != Duty.FIND_OUT_WHY:
        return words.BECAME
    return {code: told for code, told in words.BECAME.items() if code != Became.NOT_NEEDED}


class ClosingForm(_OfIncident):
    """How an incident ends. The questions about each of its duties are added in their order."""

    # A form that is sent by a button of the name `outcome` is another one, so no field may be called that.
    _named = {"outcome": "ended"}

    def __init__(self, data: Any = None, *, duties: tuple[Duty, ...]) -> None:
        """Ask about each duty of an incident, and what became of it as a whole."""
        self._duties = duties
        super().__init__(data)
        for number, duty in enumerate(duties):
            self.fields |= {
                f"answers_{number}_became": radio_field(
                    _("What became of this?"), _what_can_become_of(duty)
                ),
                f"answers_{number}_done_on": day_field(_("On which day it was done")),
                f"answers_{number}_words": text_field(_("How it was done, or why not"), rows=2),
            }
        self.fields["ended"] = radio_field(_("What became of the incident?"), words.OUTCOMES)
        self.fields["reason"] = text_field(
            _("Why it is closed"), _("In your own words, for whoever asks later."), rows=5
        )
        self._mark_required(shown=True)

    def take_over(self, problems: Mapping[str, list[str]]) -> None:
        """Put what is missing beside its fields; of a duty it is named."""
        for name, codes in problems.items():
            of, _dot, rest = name.partition(".")
            number, _dot, field = rest.partition(".")
            if of != "answers" or not number.isdigit():
                super().take_over({name: codes})
                continue
            for code in codes:
                told = words.words_of_duty(self._duties[int(number)], field, code)
                self.add_error(name.replace(".", "_"), told or words.words_of_problem(name, code))

    def asked(self) -> Iterator[AskedDuty]:
        """The duties with their questions, for the template."""
        for number, duty in enumerate(self._duties):
            name = f"answers_{number}"
            yield AskedDuty(
                title=words.DUTIES[duty],
                became=self[f"{name}_became"],
                done_on=self[f"{name}_done_on"],
                words=self[f"{name}_words"],
                when=f"{name}_became={Became.DONE}",
            )

    def said(self) -> Closing:
        """What was filled in, for the use case."""
        typed = self.cleaned_data
        return Closing(
            outcome=typed["ended"],
            answers=tuple(
                Answer(
                    duty=duty,
                    became=typed[f"answers_{number}_became"],
                    # A day of something that was not done was typed before the answer was changed.
                    done_on=typed[f"answers_{number}_done_on"]
                    if typed[f"answers_{number}_became"] == Became.DONE
                    else None,
                    words=typed[f"answers_{number}_words"],
                )
                for number, duty in enumerate(self._duties)
            ),
            reason=typed["reason"],
        )
