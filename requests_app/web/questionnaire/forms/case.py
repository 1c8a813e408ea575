"""Questions on the case: its number, what others did before, the purpose, the offence, the authority.

Must not refuse a prohibited answer: the attempt is for the policy to stop and record.
"""

from __future__ import annotations

import re
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from requests_app.common import clock
from requests_app.common.dashes import with_hyphens
from requests_app.policy.vocabulary import (
    PURPOSES_AT_RISK,
    ExternalOrigin,
    ExternalUse,
    LegalBasis,
    LinkType,
    OffenceCategory,
    Purpose,
)
from requests_app.searches.questions import offence_not_yet_known_withdrawn
from requests_app.web.choice_fields import ChoiceField
from requests_app.web.fields import DateField, look
from requests_app.web.questionnaire import words
from requests_app.web.questionnaire.forms.base import QuestionForm, choice
from requests_app.web.questionnaire.yes_no import YesNoField
from requests_app.web.text_fields import LongTextField, TextField
from requests_app.workflow.reading.register import read_agency

_UNCHOSEN = [("", _("Choose one"))]


def _today() -> Any:
    return timezone.localdate(clock.now())


class CaseForm(QuestionForm):
    """The case number, checked against the agency's own pattern."""

    section = "case"
    optional = ("on_behalf_of",)
    missing: ClassVar[dict[str, Any]] = {"case_number": _("Enter the case number")}

    case_number = look(TextField(label=_("Case number"), most=60), width=20, tabular=True)
    on_behalf_of = TextField(
        label=_("On behalf of another agency"),
        help_text=_("Name the agency, if the search is for somebody else’s case."),
    )
    agreement_ref = TextField(
        label=_("Reference of the agreement with that agency"),
        help_text=_("Only for another agency’s case."),
        most=100,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency = read_agency()
        example = self.agency.case_number_example
        self.fields["case_number"].help_text = _("For example, %(example)s") % {"example": example}

    def clean_case_number(self) -> str:
        typed = str(self.cleaned_data["case_number"]).strip().upper()
        for number in (typed, with_hyphens(typed)):
            if not number or re.fullmatch(self.agency.case_number_pattern, number):
                if number != typed:
                    self.told.append(
                        _(
                            "The case number is saved with hyphens in place of other dashes: %(number)s"
                        )
                        % {"number": number}
                    )
                return number
        raise ValidationError(
            _("Write the case number as this agency writes it, for example %(example)s"),
            code="pattern",
            params={"example": self.agency.case_number_example},
        )


class EarlierRecognitionForm(QuestionForm):
    """Whether somebody else already used facial recognition on this case."""

    section = "case"

    external_fr_origin = look(
        ChoiceField(
            label=_("Has anybody else already used facial recognition on this case?"),
            help_text=_("For example a shop, another agency, or a tool on the open web."),
            choices=words.choices(ExternalOrigin),
            widget=forms.RadioSelect,
        ),
        heading=True,
    )
    external_fr_detail = LongTextField(
        label=_("Who, when, with which tool, and what came of it"),
        help_text=_("Only if you answered yes."),
    )
    external_fr_use = choice(
        _("What of that does this request use?"),
        ExternalUse,
        help_text=_("Only if you answered yes."),
    )


class PurposeForm(QuestionForm):
    """What the search is for. Prohibited purposes can be chosen, and are then refused and recorded."""

    section = "purpose"
    optional = ("purpose_detail",)

    purpose = look(
        ChoiceField(
            label=_("What is this search for?"),
            choices=[*_UNCHOSEN, *words.choices(Purpose)],
            help_text=_("Choose what is true of the case. Some purposes are always refused."),
        ),
        heading=True,
    )
    purpose_detail = look(
        LongTextField(
            label=_("In your own words: what do you need to find out, and what for?"),
            rows=5,
        ),
        insufficient=_(
            "An answer that would fit any case, such as “to identify the suspect”.\n\n"
            "Say whom, in which event, and what you would do with a lead."
        ),
    )
    result_unit = TextField(
        label=_("Which unit receives the result?"),
        help_text=_(
            "Only for a victim, or for somebody who is missing, dead or cannot say who they are: the unit that "
            "looks for them or cares for them."
        ),
        most=120,
    )
    no_prosecution = look(
        YesNoField(
            label=_(
                "Do you declare that the result will not be used to prosecute the person sought?"
            ),
            help_text=_(
                "Only for a victim, or for somebody who is missing, dead or cannot say who they are. "
                "If they are also sought for an offence, that is another request."
            ),
        ),
        inline=True,
    )


class OffenceForm(QuestionForm):
    """The offence, and what the search is tied to."""

    section = "purpose"
    optional = ("offence_place",)

    offence_category = ChoiceField(
        label=_("Kind of offence"),
        choices=[*_UNCHOSEN, *words.choices(OffenceCategory)],
    )
    statute_ref = TextField(
        label=_("Section of the law"),
        help_text=_(
            "For example, Criminal Code s. 344. Leave it out where the offence is not yet known."
        ),
        most=120,
    )
    attempt = look(YesNoField(label=_("Was it an attempt?")), inline=True)
    offence_date = DateField(
        label=_("When was it committed?"),
        help_text=_("For example, 27 3 2026"),
        latest=_today,
    )
    offence_place = TextField(label=_("Where was it committed?"))
    link_type = ChoiceField(
        label=_("What is the search tied to?"),
        choices=words.choices(LinkType),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.before.purpose in PURPOSES_AT_RISK:
            return
        # What an earlier purpose left behind stays among the choices, so that it is seen and mended.
        if not offence_not_yet_known_withdrawn(self.before):
            known = set(OffenceCategory) - {OffenceCategory.NOT_YET_KNOWN}
            field = cast("forms.ChoiceField", self.fields["offence_category"])
            field.choices = [*_UNCHOSEN, *words.choices(OffenceCategory, only=known)]

    def check(self, cleaned: dict[str, Any]) -> None:
        chosen = self.replaced(self.before, dict(cleaned))
        if self.finished and offence_not_yet_known_withdrawn(chosen):
            self.add_error(
                "offence_category",
                ValidationError(
                    _(
                        "The offence may be not yet known only where a person at risk is sought: choose the kind "
                        "of offence"
                    ),
                    code="not_of_this_purpose",
                ),
            )


class LegalForm(QuestionForm):
    """The authority. Its document is uploaded beside this form."""

    section = "legal"

    basis_type = look(
        ChoiceField(
            label=_("On which legal authority does the search rest?"),
            choices=words.choices(LegalBasis),
            widget=forms.RadioSelect,
        ),
        heading=True,
    )
    citation = TextField(
        label=_("Citation"),
        help_text=_("The section, the order’s number and court, or the authority in case law."),
    )
    document_states_expiry = look(
        YesNoField(
            label=_("Does the judicial document state a last day?"),
            help_text=_(
                "Only for a warrant or an order. Some orders about missing people state none."
            ),
        ),
        inline=True,
    )
    document_expires_on = DateField(
        label=_("When does the judicial document expire?"),
        help_text=_("Only for a warrant or an order. For example, 27 3 2027"),
    )
    legal_advice_ref = TextField(
        label=_("Reference of the legal advice"),
        help_text=_(
            "Needed where you rely on the common law, a duty or an interest, and where somebody already searched with "
            "a tool of the open web or a vendor’s own gallery."
        ),
        most=120,
    )

    def check(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("document_states_expiry") is False and cleaned.get("document_expires_on"):
            self.add_error(
                "document_expires_on",
                _(
                    "You answered that the document states no last day: leave the day out, or change that answer"
                ),
            )
