"""Every choice of the product: an answer that is not among those shown is refused without repeating it.

Must not say which answers exist besides those shown. Django's own choice fields are refused by an architecture test.
"""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

NOT_SHOWN = _("Choose one of the answers shown.")
"""Said of any answer that the page does not offer, whatever it was."""


class ChoiceField(forms.ChoiceField):
    """One answer of those shown."""

    default_error_messages = {"invalid_choice": NOT_SHOWN}


class TypedChoiceField(forms.TypedChoiceField):
    """One answer of those shown, given on as a value of another type."""

    default_error_messages = {"invalid_choice": NOT_SHOWN}


class MultipleChoiceField(forms.MultipleChoiceField):
    """Any number of the answers shown."""

    default_error_messages = {
        "invalid_choice": NOT_SHOWN,
        "invalid_list": NOT_SHOWN,
    }
