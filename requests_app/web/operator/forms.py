"""Why a failed search is tried again.

Whether the reason is enough is for the use case to say.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from requests_app.web.fields import look
from requests_app.web.text_fields import LongTextField


class RetryForm(forms.Form):
    """One reason, in the operator's own words."""

    reason = look(
        LongTextField(
            label=_("Why can it work now?"),
            help_text=_("Recorded with your name. No case facts."),
            required=True,
            most=500,
            rows=3,
        ),
        characters=500,
        size="s",
    )
    not_made = forms.BooleanField(
        label=_("I asked the matcher’s operator, who says that this search was not made"),
        required=False,
    )

    def __init__(self, *args: Any, may_search_twice: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if may_search_twice:
            self.never_given_back = frozenset({"not_made"})  # declared anew: it may be days later
        else:
            del self.fields["not_made"]
