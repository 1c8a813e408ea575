"""The forms of the policy administrators' pages: where the agency is, legal sign-offs, and why a proposal is refused."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from requests_app.web.choice_fields import ChoiceField
from requests_app.web.fields import DateField, look
from requests_app.web.places import place_choices
from requests_app.web.text_fields import LongTextField, TextField


def _reason_field(help_text: Promise) -> LongTextField:
    return look(
        LongTextField(
            label=_("Reason"),
            help_text=help_text,
            required=True,
            most=2000,
            rows=4,
            error_messages={"required": _("Say why, in your own words")},
        ),
        characters=2000,
    )


class PlaceForm(forms.Form):
    """Where the agency is, to be confirmed by another policy administrator."""

    place = ChoiceField(
        label=_("Place"),
        help_text=_(
            "Where a federation has institutions of its own with their own law, these stand beside its parts."
        ),
        error_messages={"required": _("Choose the place")},
    )
    reason = _reason_field(
        _("Say what this follows from, for example the act that founded the agency.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["place"]
        if isinstance(chosen, forms.ChoiceField):
            chosen.choices = [("", _("Choose a place")), *place_choices()]


class SignOffForm(forms.Form):
    """Counsel’s sign-off of a version of a pack, to be confirmed by another policy administrator."""

    opinion_title = TextField(label=_("Title of the opinion"), most=200, required=True)
    counsel = TextField(label=_("Counsel: name and office"), most=200, required=True)
    reference = TextField(
        label=_("Reference of the opinion"),
        help_text=_("Where the agency keeps it, so that it can be found again."),
        most=200,
        required=True,
    )
    opinion_sha256 = TextField(
        label=_("SHA-256 of the opinion"),
        help_text=_(
            "Of its file: 64 digits and letters from a to f. The file itself is not kept here."
        ),
        most=100,
        required=True,
    )
    given_on = DateField(label=_("Day on which the opinion was given"))
    reason = _reason_field(
        _("Say what counsel was asked, and what the opinion covers. At least 20 characters.")
    )


class EndOfSignOffForm(forms.Form):
    """Why a legal sign-off is to end."""

    reason = _reason_field(
        _("Say why the opinion does not stand any more. At least 20 characters.")
    )


class RefusalForm(forms.Form):
    """Why a proposal is refused."""

    reason = _reason_field(_("It is kept with the act, and an auditor can read it."))


class ConfirmForm(forms.Form):
    """Nothing at all: a button."""
