"""What is asked before a disclosure pack is begun: of which request, for whom, how much, and why.

Requires nothing by itself but the reference: what is lacking, the use case says.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from requests_app.searches.disclosure import Asked
from requests_app.web import disclosure_words as words
from requests_app.web.choice_fields import ChoiceField
from requests_app.web.fields import look
from requests_app.web.outcome_forms import Recorded, radio_field, text_field
from requests_app.web.text_fields import TextField
from requests_app.workflow.disclose import Wanted


class AskForm(Recorded):
    """A disclosure pack that is asked for."""

    _words_of = staticmethod(words.words_of_problem)

    reference = look(
        TextField(
            label=_("Reference of the request"),
            help_text=_("As it stands on its pages, for example CS-2026-000042-X."),
            most=40,
        ),
        width=20,
        tabular=True,
        size="s",
    )
    recipient = radio_field(_("For whom is it?"), words.RECIPIENTS)
    name = look(
        TextField(
            label=_("Who gets it"),
            help_text=_("Their name or number, and the office they work for."),
        ),
        size="s",
    )
    court_file = look(
        TextField(
            label=_("File number of the court or office"),
            help_text=_("Leave it empty where there is none."),
        ),
        width=20,
        size="s",
    )
    profile = radio_field(_("How much does it say of the candidates?"), words.PROFILES)
    language = look(
        ChoiceField(
            label=_("In which language is its summary?"),
            choices=settings.LANGUAGES,
            widget=forms.RadioSelect,
        ),
        inline=True,
        small=True,
        size="s",
    )
    reason = text_field(
        _("Why is it disclosed?"),
        _(
            "Who asked for it and on which ground; and why more or less is said of the candidates than usual. It is sealed"
            " with the request."
        ),
        rows=4,
    )

    def __init__(
        self, data: Any = None, *, full_for: Sequence[str] = (), reference: str = ""
    ) -> None:
        """Draw it blank, or take in what was typed.

        Args:
            data: what was typed.
            full_for: the recipients, in words, to whom this agency usually gives the whole list.
            reference: of the request from whose page somebody comes.
        """
        super().__init__(data)
        self.initial["reference"] = reference
        self.fields["profile"].help_text = (
            format_lazy(
                _("This agency usually gives the whole list to: {recipients}."),
                recipients=" · ".join(full_for),
            )
            if full_for
            else _("This agency usually gives the whole list to nobody.")
        )

    def _mark_required(self, *, shown: bool) -> None:
        super()._mark_required(shown=shown)
        self.fields["court_file"].required = False

    def wanted(self) -> Wanted:
        """What was filled in, for the use case."""
        typed = self.cleaned_data
        return Wanted(
            recipient=typed["recipient"],
            profile=typed["profile"],
            language=typed["language"],
            said=Asked(typed["name"], typed["court_file"], typed["reason"]),
        )
