"""The legal tests in the officer's own words: necessity, effectiveness, proportionality, urgency, scope.

Must not weigh them; hints say what makes an answer insufficient.
"""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from requests_app.common import clock
from requests_app.policy.vocabulary import (
    EvidenceKind,
    GalleryLink,
    Harm,
    HarmState,
    Mode,
    NarrowerGallery,
    NextStep,
    OtherLines,
    RetentionClass,
    SearchQuestion,
    Urgency,
    UrgencyKind,
    WrongLead,
)
from requests_app.registry.models import Gallery
from requests_app.web.choice_fields import ChoiceField
from requests_app.web.fields import DateTimeField, look
from requests_app.web.number_fields import DecimalTextField, WholeNumberField
from requests_app.web.questionnaire import words
from requests_app.web.questionnaire.forms.base import QuestionForm, choice
from requests_app.web.questionnaire.yes_no import YesNoField
from requests_app.web.text_fields import LongTextField, TextField
from requests_app.workflow.reading.register import galleries_on_offer, read_agency


class NecessityForm(QuestionForm):
    """Which question the search would settle, and why it presses."""

    section = "necessity"

    question = choice(_("What would an answer tell that is not known now?"), SearchQuestion)
    objective = look(
        LongTextField(label=_("Say it for this case: which question would this search settle?")),
        characters=4000,
        insufficient=_(
            "“To solve the crime” or “public safety”: that would fit any case.\n\n"
            "Say what is not known now, and what an answer would change in this case."
        ),
    )
    next_step = choice(
        _("What would you do next if an examiner supports a candidate?"),
        NextStep,
        help_text=_("A result is a lead. Some of these steps may never rest on it alone."),
    )
    evidence = look(
        LongTextField(label=_("Why is it pressing, and what shows that?")),
        characters=4000,
        insufficient=_(
            "An assertion without a source.\n\nSay what happened, what could happen, and where "
            "that is written."
        ),
    )
    evidence_kind = choice(_("What is the strongest evidence of that?"), EvidenceKind)
    evidence_ref = TextField(
        label=_("References of that evidence"),
        help_text=_("Exhibit or report numbers."),
    )
    other_lines = choice(
        _("Is another line of inquiry still open that could settle the question?"), OtherLines
    )


class EffectivenessForm(QuestionForm):
    """Why this gallery is likely to hold the person."""

    section = "effectiveness"

    gallery_link = choice(
        _("What points to the person being in the gallery you would search?"), GalleryLink
    )
    why_in_gallery = look(
        LongTextField(
            label=_("Why is the person likely to be in that gallery?"),
        ),
        characters=4000,
        insufficient=_(
            "“It is a large gallery.”\n\nSay what points to this person being enrolled there: an "
            "earlier charge, a way of acting seen before, a place."
        ),
    )


class ProportionalityForm(QuestionForm):
    """What is gained, what is lost, and who else is touched."""

    section = "proportionality"
    missing: ClassVar[dict[str, Any]] = {
        "bystanders": _("Enter a number, 0 if nobody else is in the image")
    }

    harm = choice(_("What was harmed, or may be harmed?"), Harm)
    harm_state = choice(_("Is that harm over?"), HarmState)
    benefit = look(
        LongTextField(label=_("What would be gained, and for whom?"), rows=5),
        characters=4000,
    )
    impact = look(
        LongTextField(
            label=_(
                "What would be lost: for the person, for others, for everybody in the gallery?"
            ),
            rows=5,
        ),
        characters=4000,
        insufficient=_(
            "“None.”\n\nEverybody in the gallery is compared. Say how many, and what a wrong lead "
            "would do to somebody."
        ),
    )
    wrong_lead = choice(
        _("If the lead is wrong, what is the worst that your next step brings to somebody?"),
        WrongLead,
    )
    bystanders = look(
        WholeNumberField(
            label=_("How many other people does the image show?"),
            help_text=_("In the whole image, before it is cropped."),
            most=10_000,
        ),
        width=5,
    )


class UrgencyForm(QuestionForm):
    """How soon an answer is needed."""

    section = "urgency"

    urgency = look(
        ChoiceField(
            label=_("How urgent is the search?"),
            choices=words.choices(Urgency),
            widget=forms.RadioSelect,
        ),
        heading=True,
        hints={
            Urgency.IMMINENT_THREAT_TO_LIFE.value: _(
                "This service has no route for it yet: such a request is refused. "
                "Follow your agency’s emergency procedure."
            )
        },
    )
    urgency_kind = choice(
        _("Why can it not wait?"), UrgencyKind, help_text=_("Only if it is not routine.")
    )
    urgency_facts = LongTextField(
        label=_("What makes it urgent?"),
        help_text=_("Only if it is not routine."),
        rows=5,
    )
    urgency_deadline = DateTimeField(
        label=_("By when is an answer needed?"),
        help_text=_("Only if it is not routine."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contact = read_agency().urgent_contact
        if contact:
            text = _("When life is in danger now, do not wait for this page: call %(contact)s.")
            self.fields["urgency"].help_text = str(text) % {"contact": contact}

    def check(self, cleaned: dict[str, Any]) -> None:
        deadline = cleaned.get("urgency_deadline")
        is_asked = cleaned.get("urgency") not in ("", None, Urgency.ROUTINE)
        if is_asked and deadline is not None and deadline <= clock.now():
            self.add_error(
                "urgency_deadline",
                ValidationError(
                    _("Enter a date and time that has not passed yet"), code="has_passed"
                ),
            )


class GalleryForm(QuestionForm):
    """Which gallery, and how many candidates at most."""

    section = "scope"
    optional = ("threshold",)

    gallery = ChoiceField(label=_("Which gallery should be searched?"), widget=forms.RadioSelect)
    gallery_reason = LongTextField(label=_("Why this gallery and no other?"), rows=4)
    narrower_gallery = choice(_("Why is no smaller gallery searched instead?"), NarrowerGallery)
    candidate_limit = look(
        WholeNumberField(
            label=_("How many candidates at most?"),
            help_text=_(
                "Fewer is better: each one is a person who may be looked at wrongly. Leave it empty for the "
                "gallery’s usual number."
            ),
            least=1,
            most=50,
        ),
        width=3,
    )
    threshold = look(
        DecimalTextField(
            label=_("Threshold"),
            help_text=_(
                "The weakest score that a candidate may have, in the matcher’s own scale. Leave it empty "
                "for the gallery’s own."
            ),
        ),
        width=5,
        tabular=True,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.galleries = {row.code: row for row in galleries_on_offer()}
        field = cast("forms.ChoiceField", self.fields["gallery"])
        field.choices = [(code, str(row)) for code, row in self.galleries.items()]
        look(field, hints={code: _told_of(row) for code, row in self.galleries.items()})

    def check(self, cleaned: dict[str, Any]) -> None:
        chosen = self.galleries.get(cleaned.get("gallery") or "")
        if chosen and self.finished and "candidate_limit" not in self.errors:
            cleaned["candidate_limit"] = cleaned["candidate_limit"] or chosen.candidate_default
        limit = cleaned.get("candidate_limit")
        if chosen and limit and not chosen.candidate_min <= limit <= chosen.candidate_max:
            self.add_error(
                "candidate_limit",
                ValidationError(
                    _("This gallery allows between %(least)d and %(most)d candidates"),
                    code="limits",
                    params={
                        "least": chosen.candidate_min,
                        "most": chosen.candidate_max,
                    },
                ),
            )

        threshold = cleaned.get("threshold")
        if chosen and threshold and not chosen.matcher.is_on_scale(threshold):
            self.add_error(
                "threshold",
                ValidationError(
                    _("The scores of this gallery’s matcher are: %(scale)s. Enter one of these"),
                    code="scale",
                    params={"scale": chosen.matcher.score_scale},
                ),
            )
        elif chosen and threshold and chosen.is_weaker_than_floor(threshold):
            self.add_error(
                "threshold",
                ValidationError(
                    _(
                        "This gallery’s own threshold is %(floor)s. Enter one that is as strict or stricter, "
                        "or leave this empty"
                    ),
                    code="floor",
                    params={"floor": chosen.threshold_floor},
                ),
            )

    @classmethod
    def is_complete(cls, value: Any, **kwargs: Any) -> bool:
        """Not while the draft holds a score that an earlier release took and no search can carry."""
        field = DecimalTextField()
        try:
            threshold = field.clean(value.threshold)
        except ValidationError:
            return False
        if threshold:
            chosen = {row.code: row for row in galleries_on_offer()}.get(value.gallery)
            if chosen is not None and not chosen.matcher.is_on_scale(threshold):
                return False
        return super().is_complete(value, **kwargs)


def _told_of(row: Gallery) -> str:
    """What an officer is told of a gallery before choosing it."""
    told = _(
        "%(size)d images. Legal basis: %(basis)s. Between %(least)d and %(most)d candidates, as a rule "
        "%(usual)d."
    ) % {
        "size": row.size,
        "basis": row.legal_basis,
        "least": row.candidate_min,
        "most": row.candidate_max,
        "usual": row.candidate_default,
    }
    scale = (
        _("Scores: %(scale)s; a lower one is better.")
        if row.matcher.lower_is_better
        else _("Scores: %(scale)s; a higher one is better.")
    ) % {"scale": row.matcher.score_scale}
    floor = (
        _("The gallery’s own threshold is %(floor)s.") % {"floor": row.threshold_floor}
        if row.threshold_floor
        else _("The gallery has no threshold of its own.")
    )
    return f"{told} {scale} {floor}"


class ModeForm(QuestionForm):
    """How the image reaches the matcher, and how long what the search makes is kept."""

    section = "scope"

    mode = ChoiceField(
        label=_("What would be searched with?"),
        choices=words.choices(Mode),
        widget=forms.RadioSelect,
    )
    target_specific = look(
        YesNoField(label=_("Is the search for one particular person, seen in the image?")),
        inline=True,
    )
    retention_class = ChoiceField(
        label=_("How long should the result be kept?"),
        choices=words.choices(RetentionClass),
        widget=forms.RadioSelect,
    )
