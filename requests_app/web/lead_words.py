"""What people read for each code of a lead, and what a supervisor is told is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from requests_app.searches.lead import Selects
from requests_app.searches.models import LeadRecall
from requests_app.searches.release import LEAST_WORDS, Agrees, Outcome

ATTRIBUTES: Mapping[str, Any] = {
    "height": _("Height"),
    "build": _("Build"),
    "age_band": _("Age band"),
    "hair": _("Hair"),
    "marks": _("Scars, tattoos and other marks"),
    "clothing": _("Clothing"),
    "mobility": _("Way of moving"),
}
"""The parts of a description."""
AGREES: Mapping[str, Any] = {
    Agrees.MATCHES: pgettext_lazy("description", "It matches"),
    Agrees.CONTRADICTS: pgettext_lazy("description", "It contradicts"),
    Agrees.UNKNOWN: pgettext_lazy("description", "It is not known"),
}
"""How what is known of the candidate agrees with one of them."""
OUTCOMES: Mapping[str, Promise] = {
    Outcome.RELEASE: _("Release the lead to the officer"),
    Outcome.WITHHOLD: _("Do not release it: the search ends without a lead"),
}
RECALL_GROUNDS: Mapping[str, Promise] = {
    LeadRecall.Ground.GALLERY_WITHDRAWN: _("The gallery may no longer be searched"),
    LeadRecall.Ground.MATCHER_WITHDRAWN: _("The matcher may no longer be used"),
    LeadRecall.Ground.ERROR_FOUND: _("An error was found in the search or in the examination"),
    LeadRecall.Ground.OTHER: _("Another reason, said below"),
}
"""Why a lead is recalled."""
SELECTS: Mapping[str, Any] = {
    Selects.THIS: pgettext_lazy("examiner", "This candidate"),
    Selects.ANOTHER: pgettext_lazy("examiner", "Another candidate"),
    Selects.NOBODY: pgettext_lazy("examiner", "Nobody"),
}
"""Whom an examiner selected."""
_PROBLEMS: Mapping[tuple[str, str], Promise] = {
    ("outcome", "required"): _("Choose whether the lead is released."),
    ("agrees", "required"): _("Say whether it matches, contradicts or is not known."),
    ("candidate", "required"): _("Say what is known of the candidate, and from where."),
    ("candidate", "too_long"): _("The text on what is known is too long. Shorten it."),
    ("resolution", "too_long"): _("The text on the contradiction is too long. Shorten it."),
    ("reason", "too_long"): _("Your reason is too long. Shorten it."),
    ("ground", "required"): _("Choose why the lead is recalled."),
}
_IN_WORDS: Mapping[tuple[str, str], Promise] = {
    ("reason", "too_short"): _("Give your reason in at least %(least)d characters."),
    ("resolution", "contradiction_open"): _(
        "Say in at least %(least)d characters why this contradiction does not rule the candidate out, or do not release"
        " the lead."
    ),
}
_OF_A_PART = _("%(part)s: %(problem)s")
_UNCLEAR = _("This answer could not be taken. Choose again.")


def words_of_problem(field: str, code: str) -> str:
    """Return what a supervisor is told of a problem of `release`; one of a part of the description names the part."""
    part, _point, name = field.rpartition(".")
    said = _problem(name, code)
    return str(_OF_A_PART) % {"part": ATTRIBUTES[part], "problem": said} if part else said


def _problem(name: str, code: str) -> str:
    if (name, code) in _IN_WORDS:
        return str(_IN_WORDS[name, code]) % {"least": LEAST_WORDS}
    return str(_PROBLEMS.get((name, code), _UNCLEAR))
