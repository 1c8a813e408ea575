"""What people read for each code of a disclosure pack, and what they are told is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from requests_app.searches.disclosure import LEAST_WORDS, LeftOut, Profile, Recipient

RECIPIENTS: Mapping[str, Any] = {
    Recipient.PROSECUTOR: pgettext_lazy("disclosure", "The prosecutor"),
    Recipient.DEFENCE: pgettext_lazy("disclosure", "The defence"),
    Recipient.COURT: pgettext_lazy("disclosure", "A court"),
    Recipient.OVERSIGHT: pgettext_lazy("disclosure", "A commissioner or another oversight body"),
}
"""For whom a pack is."""
PROFILES: Mapping[str, Any] = {
    Profile.FULL: _("The whole list: every candidate with their picture, rank and score"),
    Profile.OTHERS_UNNAMED: _(
        "Only those whom an examiner selected are named and shown; of everybody else rank and score alone"
    ),
}
"""How much it says of the candidates."""
LEFT_OUT: Mapping[str, Promise] = {
    LeftOut.DESTROYED: _("Destroyed at its time"),
    LeftOut.NOT_GIVEN_OUT: _("Not given out with this pack"),
    LeftOut.DAMAGED: _("What is stored does not open"),
    LeftOut.NEVER_MADE: _("There never was one"),
    LeftOut.NOT_MADE: _("It could not be made. Another pack may have it"),
    LeftOut.NOT_SIGNED: _("The log was not signed up to it when the pack was made"),
}
"""Why something is not in it."""
REFUSED: Mapping[str, Promise] = {
    "not_disclosed_yet": _(
        "This request has not ended in a lead or without one. It can be disclosed once it has: until then no examiner may"
        " learn what another one concluded."
    ),
    "not_for_a_prosecution": _(
        "This search was about a person at risk, and its result may not be used to prosecute them. It can be disclosed to a"
        " court that orders it, or to a commissioner."
    ),
    "disclosure_made": _("This disclosure pack is finished. Download it below."),
    "disclosure_not_made": _(
        "This disclosure pack is not finished. Go on with it, then download it."
    ),
    "disclosure_expired": _(
        "This disclosure pack has expired. Ask for a new one if it is needed still."
    ),
}
"""Why a use case refuses an act on one."""
_PROBLEMS: Mapping[tuple[str, str], Promise] = {
    ("recipient", "required"): _("Choose for whom it is."),
    ("profile", "required"): _("Choose how much it says of the candidates."),
    ("language", "required"): _("Choose the language of its summary."),
    ("name", "required"): _("Say who gets it: their name or number, and their office."),
    ("name", "too_long"): _("The name is too long. Shorten it."),
    ("court_file", "too_long"): _("The file number is too long. Shorten it."),
    ("reason", "too_long"): _("Your reason is too long. Shorten it."),
}
_SHORT = _("Say in at least %(least)d characters why it is disclosed.")
_UNCLEAR = _("This answer could not be taken. Choose again.")


def words_of_problem(field: str, code: str) -> str:
    """Return what somebody is told of a problem of `disclosure`, which stands beside its field."""
    if (field, code) == ("reason", "too_short"):
        return str(_SHORT) % {"least": LEAST_WORDS}
    return str(_PROBLEMS.get((field, code), _UNCLEAR))
