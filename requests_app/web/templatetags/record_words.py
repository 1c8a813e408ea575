"""Words for the codes that a record holds: decisions, checks, attempts, purpose and urgency.

Must not hide a code that it does not know: that one is shown as it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from requests_app.policy.vocabulary import Purpose, Urgency
from requests_app.web.questionnaire import words

register = template.Library()

_WORDS: Mapping[str, Mapping[str, Any]] = {
    "decision": {
        "approve": pgettext_lazy("decision", "Approved"),
        "return": pgettext_lazy("decision", "Returned for information"),
        "refuse": pgettext_lazy("decision", "Refused"),
    },
    "stage": {
        "submit": _("Check at submission"),
        "approve": _("Check at approval"),
        "forward": _("Check before sending"),
        "examine": _("Check of the selection of a candidate"),
        "release": _("Check at the release of a lead"),
        "followup": _("Check of a step planned on a lead"),
    },
    "verdict": {
        "passed": pgettext_lazy("verdict", "no rule stopped it"),
        "needs": pgettext_lazy("verdict", "something was still needed"),
        "blocked": pgettext_lazy("verdict", "stopped"),
    },
    "attempt": {
        "answered": pgettext_lazy("attempt", "answered"),
        "failed": pgettext_lazy("attempt", "failed"),
        "lost": pgettext_lazy("attempt", "its worker was not heard of again"),
        "stale": pgettext_lazy("attempt", "overtaken by another attempt"),
    },
}


@register.filter
def in_words(code: str, kind: str) -> str:
    """The words for a code of a kind: decision, stage, verdict, attempt, purpose or urgency."""
    if kind == "purpose":
        return words.label(Purpose, code)
    if kind == "urgency":
        return words.label(Urgency, code)
    return str(_WORDS[kind].get(code, code))
