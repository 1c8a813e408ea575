"""What an examiner fills in: the record of one candidate, the statement on the whole list, a correction.

Requires nothing by itself, so that an unfinished record is saved; what a conclusion needs is for the use case to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from requests_app.policy.vocabulary import Component
from requests_app.searches.examined import LEAST_WORDS, Comparison, Feature, Statement
from requests_app.web.choice_fields import ChoiceField
from requests_app.web.examiner import words
from requests_app.web.fields import DateField, look
from requests_app.web.questionnaire.yes_no import YesNoField
from requests_app.web.text_fields import LongTextField, TextField
from requests_app.workflow.reading.candidate_pictures import PictureOnItsWay
from requests_app.workflow.reading.candidates import Listed

_FEATURE, _WORDS = "feature_", "words_"


def _in_words(text: Promise) -> Any:
    """Return the hint of a text with how long it has to be, which is said before it is typed."""
    return format_lazy(
        "{text} {least}",
        text=text,
        least=format_lazy(_("At least {number} characters."), number=LEAST_WORDS),
    )


def _choices(labels: Mapping[str, Promise], blank: Any = None) -> list[tuple[str, Any]]:
    first = [("", blank)] if blank is not None else []
    return [*first, *((str(code), label) for code, label in labels.items())]


class _NeededLater(forms.Form):
    """A form whose answers are all needed for a conclusion, and none for saving: nothing is marked as optional."""

    def _mark_required(self, *, shown: bool) -> None:
        """Required is how the fields look; what is lacking is for the use case to say."""
        for field in self.fields.values():
            field.required = shown

    def full_clean(self) -> None:
        """Take in whatever was typed, complete or not."""
        self._mark_required(shown=False)
        super().full_clean()
        self._mark_required(shown=True)


class ComparisonForm(_NeededLater):
    """The record of one candidate. A field for each part of a face is added in the order of FISWG's list."""

    compared = look(
        YesNoField(label=_("Were the two faces compared?")),
        inline=True,
        size="s",
    )
    not_compared = look(
        ChoiceField(
            label=_("Why were they not compared?"),
            choices=_choices(words.NOT_COMPARED, ""),
            required=False,
        ),
        size="s",
    )
    why = look(
        LongTextField(
            label=_("What makes it so, in your own words"),
            help_text=_in_words(_("What you see in the pictures, or what is missing.")),
            rows=2,
        ),
        size="s",
    )
    made_at = look(
        TextField(
            label=_("Where the two pictures were compared"),
            help_text=_("For example the system and its screen, or the prints."),
        ),
        size="s",
    )
    picture_taken_on = look(
        DateField(label=_("When the candidate’s picture was taken"), required=False), size="s"
    )
    date_unknown = forms.BooleanField(
        label=_("Nobody knows when it was taken"),
        required=False,
    )
    similarities = look(
        LongTextField(
            label=_("Similarities"),
            help_text=_in_words(_("What is alike in both faces, part by part.")),
            rows=4,
        ),
        size="s",
    )
    differences = look(
        LongTextField(
            label=_("Differences"),
            help_text=_in_words(_("Each difference, and how it is explained, if it is.")),
            rows=4,
        ),
        size="s",
    )
    conclusion = look(
        ChoiceField(
            label=_("Your conclusion on this candidate"),
            choices=_choices(words.CONCLUSIONS),
            widget=forms.RadioSelect,
            required=False,
        ),
        small=True,
        size="s",
    )

    def __init__(self, data: Any = None, *, shown: Comparison) -> None:
        """Draw a record that is saved, or take in what was typed over it."""
        super().__init__(data, initial=_initial(shown))
        for component in Component:
            self.fields[_FEATURE + component] = ChoiceField(
                label=words.COMPONENTS[component],
                choices=_choices(words.SEEN, words.NOT_LOOKED_AT),
                required=False,
            )
            self.fields[_WORDS + component] = TextField(
                label=format_lazy(_("{part}: in words"), part=words.COMPONENTS[component])
            )
        before = ["compared", "not_compared", "why", "made_at", "picture_taken_on", "date_unknown"]
        of_parts = [name + component for component in Component for name in (_FEATURE, _WORDS)]
        self.order_fields([*before, *of_parts])
        self._mark_required(shown=True)

    def fit_to(self, picture: PictureOnItsWay) -> None:
        """Ask less where the candidate's picture is shown: not where they were compared, and its date as it is said."""
        if not picture.is_here:
            return
        self.fields["made_at"].required = False
        self.fields["made_at"].help_text = _("Only if you compared them elsewhere too.")
        if self.initial == _initial(Comparison()) and picture.captured_at is not None:
            self.initial["picture_taken_on"] = timezone.localtime(picture.captured_at).date()

    @property
    def features(self) -> list[dict[str, Any]]:
        """The fields of each part of a face, in order, for the template; its words are asked for once it was looked at."""
        looked_at = " ".join(words.SEEN)
        return [
            {
                "seen": self[_FEATURE + component],
                "words": self[_WORDS + component],
                "when": f"{_FEATURE}{component}={looked_at}",
            }
            for component in Component
        ]

    def clean(self) -> dict[str, Any]:
        """Ask how a part compares of which something is written."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for component in Component:
            if said.get(_WORDS + component) and not said.get(_FEATURE + component):
                self.add_error(
                    _FEATURE + component,
                    _("Say how this part compares, or clear what you wrote of it."),
                )
        return said

    def comparison(self) -> Comparison:
        """What the examiner says of this candidate, for the use case."""
        said = self.cleaned_data
        return Comparison(
            compared=said["compared"],
            not_compared=said["not_compared"],
            why=said["why"],
            made_at=said["made_at"],
            picture_taken_on=said["picture_taken_on"],
            date_unknown=said["date_unknown"],
            features=tuple(
                Feature(str(component), said[_FEATURE + component], said[_WORDS + component])
                for component in Component
                if said[_FEATURE + component]
            ),
            similarities=said["similarities"],
            differences=said["differences"],
            conclusion=said["conclusion"],
        )

    def take_over(self, problems: Mapping[str, list[str]]) -> None:
        """Put what the record lacks beside its fields."""
        _take_over(self, problems, at={"features": _FEATURE + next(iter(Component))})


def _initial(shown: Comparison) -> dict[str, Any]:
    return {
        "compared": shown.compared,
        "not_compared": shown.not_compared,
        "why": shown.why,
        "made_at": shown.made_at,
        "picture_taken_on": shown.picture_taken_on,
        "date_unknown": shown.date_unknown,
        "similarities": shown.similarities,
        "differences": shown.differences,
        "conclusion": shown.conclusion,
        **{_FEATURE + feature.component: feature.seen for feature in shown.features},
        **{_WORDS + feature.component: feature.words for feature in shown.features},
    }


class StatementForm(_NeededLater):
    """What an examiner concludes of the whole list; the candidates they support can be selected."""

    quality = look(
        LongTextField(
            label=_("Quality of the probe image"),
            help_text=_in_words(_("Pose, light, sharpness, size of the face, what is hidden.")),
            rows=4,
        ),
        size="s",
    )
    limitations = look(
        LongTextField(
            label=_("Limitations of the comparisons"),
            help_text=_in_words(_("What they cannot show, and why.")),
            rows=4,
        ),
        size="s",
    )
    selected = look(
        ChoiceField(
            label=_("Which candidate do you select?"),
            help_text=_("One at most. Only those can be selected whom your own record supports."),
            widget=forms.RadioSelect,
            required=False,
        ),
        size="s",
    )
    no_selection = look(
        ChoiceField(
            label=_("Why is nobody selected?"),
            choices=_choices(words.NO_SELECTION, ""),
            required=False,
        ),
        size="s",
    )

    def __init__(self, data: Any = None, *, shown: Statement, listed: tuple[Listed, ...]) -> None:
        """Offer the candidates of a list that are supported, by their places in the examiner's own order.

        Where they stand in the stored list must not be on the page: that is their rank.
        """
        self._positions = {str(each.place): each.position for each in listed}
        places = {position: place for place, position in self._positions.items()}
        selected = places.get(shown.selected, "") if shown.selected else ""
        super().__init__(
            data,
            initial={
                "quality": shown.quality,
                "limitations": shown.limitations,
                "selected": "nobody" if shown.no_selection and not selected else selected,
                "no_selection": shown.no_selection,
            },
        )
        supported = [
            (
                str(each.place),
                _("Candidate %(letter)s") % {"letter": words.letter(each.place)},
            )
            for each in listed
            if each.is_whole and each.comparison.is_selectable()
        ]
        self.fields["selected"].choices = [*supported, ("nobody", words.NOBODY)]  # type: ignore[attr-defined]
        self._mark_required(shown=True)

    def statement(self) -> Statement:
        """What the examiner says of the whole list, for the use case."""
        said = self.cleaned_data
        return Statement(
            quality=said["quality"],
            limitations=said["limitations"],
            selected=self._positions.get(said["selected"]),
            no_selection=said["no_selection"],
        )

    def take_over(self, problems: Mapping[str, list[str]]) -> None:
        """Put what keeps the statement from being a conclusion beside its fields."""
        _take_over(self, problems)


class CorrectionForm(_NeededLater):
    """Why a selection is taken back."""

    no_selection = look(
        ChoiceField(
            label=_("Why is nobody selected any more?"),
            choices=_choices(words.NO_SELECTION_ANY_MORE),
            widget=forms.RadioSelect,
            required=False,
        ),
        size="s",
    )
    correction = look(
        LongTextField(
            label=_("What was wrong with your conclusion"),
            help_text=_in_words(_("What you saw wrongly or left out, and how you noticed.")),
            rows=4,
        ),
        size="s",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Draw it blank, or take in what was typed."""
        super().__init__(*args, **kwargs)
        self._mark_required(shown=True)

    def take_over(self, problems: Mapping[str, list[str]]) -> None:
        """Put what the correction lacks beside its fields."""
        _take_over(self, problems, at={"selected": "no_selection"})


def _take_over(
    form: forms.Form, problems: Mapping[str, list[str]], *, at: Mapping[str, str] | None = None
) -> None:
    """Put each problem beside the field that shows it; `at` names those that are called otherwise."""
    for name, codes in problems.items():
        beside = (at or {}).get(name, name)
        for code in codes:
            form.add_error(
                beside if beside in form.fields else None, words.words_of_problem(name, code)
            )
