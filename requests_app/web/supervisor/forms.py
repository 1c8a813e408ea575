"""The decision panel: an answer and own words for each test, faces, conflict of interest, a message.

Requires nothing by itself: what an approval or a refusal needs is for the use case to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from requests_app.web.choice_fields import ChoiceField
from requests_app.web.fields import look
from requests_app.web.number_fields import WholeNumberField
from requests_app.web.questionnaire.words import TEST_LABELS, how_faces_are_counted
from requests_app.web.text_fields import LongTextField
from requests_app.workflow.decide import LEAST_REASON, TESTS, Reasons, TestAnswer

TEST_QUESTIONS: Mapping[str, Any] = {
    "lawful": _("Is the authority sound, and the purpose one that is allowed?"),
    "necessary": _("Is there a specific, pressing need, shown by evidence?"),
    "effective": _("Is this picture likely to find this person in this gallery?"),
    "proportionate": _("Does the gain outweigh what everybody concerned loses?"),
    "least_intrusive": _("Were the other means tried, or rightly ruled out, line by line?"),
    "probe": _("Does the picture show the person sought, lawfully obtained, not altered?"),
    "gallery": _("Is this gallery, and no larger one, what the purpose calls for?"),
}
_CODES: Mapping[str, Promise] = {
    "required": _("%(question)s: answer this before you approve"),
    "not_met": _(
        "%(question)s: an approval needs this test to be met. Return or refuse the request instead"
    ),
    "too_short": _("%(question)s: say why in your own words, in at least 40 characters"),
    "disagrees": _(
        "The number of faces you count is not the one the officer declared for this copy. "
        "Look again, or return the request"
    ),
}
_CONFLICT = _("Declare that you have no conflict of interest, or release the request")
_MESSAGE = _(
    "Tell the officer why, in at least 40 characters: what is missing, or what stands against it"
)


class DecisionForm(forms.Form):
    """One decider's answers. Two fields for each test are added in the order of the tests."""

    never_given_back = frozenset({"faces", "no_conflict"})
    """What is looked at and declared anew on the page that is read now."""

    reading = forms.UUIDField(widget=forms.HiddenInput, required=False)
    faces = look(
        WholeNumberField(
            label=_("How many faces do you count in the picture that would be sent?"),
            most=99,
        ),
        width=2,
        size="s",
    )
    no_conflict = forms.BooleanField(
        label=_(
            "I know neither the officer’s interest nor anybody concerned in a way that could sway me"
        ),
        required=False,
    )
    message = look(
        LongTextField(
            label=_("Message to the officer"),
            rows=4,
        ),
        characters=4000,
        size="s",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add the tests' fields."""
        super().__init__(*args, **kwargs)
        for test in TESTS:
            self.fields[f"{test}_met"] = look(
                ChoiceField(
                    label=TEST_LABELS[test],
                    help_text=TEST_QUESTIONS[test],
                    choices=[("yes", _("Met")), ("no", _("Not met"))],
                    widget=forms.RadioSelect,
                    required=False,
                ),
                inline=True,
                small=True,
                size="s",
            )
            self.fields[f"{test}_reason"] = LongTextField(
                label=_("Why, in your own words"),
                help_text=_("At least %(least)d characters.") % {"least": LEAST_REASON},
                rows=2,
                most=2000,
            )

        self.fields["message"].help_text = _(
            "Needed to return or refuse, with at least %(least)d characters. It reaches the officer in full."
        ) % {"least": LEAST_REASON}
        self.fields["faces"].help_text = how_faces_are_counted()
        # As they stand on the page, and so in the list of what is wrong.
        tests = [f"{test}_{part}" for test in TESTS for part in ("met", "reason")]
        self.order_fields(["reading", *tests, "faces", "no_conflict", "message"])
        self._mark_required(shown=True)

    def names(self, requester: str) -> None:
        """Say who asked, beside the statement about one's own interest."""
        self.fields["no_conflict"].help_text = _("Asked by %(name)s.") % {"name": requester}

    def _mark_required(self, *, shown: bool) -> None:
        """Required is how these look; what each outcome needs is for the use case to say."""
        for name, field in self.fields.items():
            field.required = shown and name not in {"message", "reading"}

    def full_clean(self) -> None:
        """Take in whatever was typed, complete or not."""
        self._mark_required(shown=False)
        super().full_clean()
        self._mark_required(shown=True)

    @property
    def tests(self) -> list[dict[str, Any]]:
        """The code and the two fields of each test, in order, for the template."""
        return [
            {"code": test, "met": self[f"{test}_met"], "reason": self[f"{test}_reason"]}
            for test in TESTS
        ]

    def reasons(self) -> Reasons:
        """What the decider says, for the use case."""
        answers = self.cleaned_data
        return Reasons(
            tests={test: _answer(answers, test) for test in TESTS},
            no_conflict=bool(answers.get("no_conflict")),
            message=answers.get("message") or "",
            faces=answers.get("faces"),
        )

    is_stale = False
    """Whether the case changed since the page was drawn."""

    def read_anew(self, reading_id: UUID) -> None:
        """Bind what was typed to another opening of the page: the one that is drawn now."""
        cast("QueryDict", self.data)["reading"] = str(reading_id)

    def take_over(self, errors: Mapping[str, list[str]]) -> None:
        """Put what the use case found wrong beside the fields."""
        for name, codes in errors.items():
            for code in codes:
                if name == "no_conflict":
                    text = str(_CONFLICT)
                elif name == "message":
                    text = str(_MESSAGE)
                else:
                    words = _CODES.get(code, _CODES["required"])
                    text = str(words) % {"question": _about(name)}
                self.add_error(name if name in self.fields else None, text)


def _about(field: str) -> str:
    """The test that a field is about, in words."""
    test = field.removesuffix("_met").removesuffix("_reason")
    return str(TEST_LABELS.get(test, _("Faces in the picture")))


def _answer(answers: Mapping[str, Any], test: str) -> TestAnswer:
    met = {"yes": True, "no": False}.get(answers.get(f"{test}_met") or "")
    return TestAnswer(met=met, reason=answers.get(f"{test}_reason") or "")


__all__ = ["LEAST_REASON", "DecisionForm"]
