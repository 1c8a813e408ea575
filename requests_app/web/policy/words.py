"""Words for what is refused about where the agency is and about legal sign-offs, and for how a proposal stands."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from requests_app.common.errors import AlreadyTaken, CountersignError
from requests_app.web.messages import explain as explain_generally

REASONS: Mapping[str, Promise] = {
    "own_proposal": _(
        "You proposed this yourself. Another policy administrator must confirm or refuse it."
    ),
    "not_the_proposer": _(
        "Only the policy administrator who proposed this can withdraw it. You can refuse it instead."
    ),
    "already_proposed": _(
        "A proposal is open already. It must be confirmed, refused or withdrawn before another one."
    ),
    "place_holds_already": _("That is where the agency is already. Choose another place."),
    "signed_off_already": _("A legal sign-off of this version is recorded already."),
    "not_signed_off": _("No legal sign-off of this version is recorded, so there is none to end."),
    "proposer_is_no_policy_administrator": _(
        "Whoever proposed this is no longer a policy administrator. Refuse it, and have it proposed again."
    ),
}
FIELDS: Mapping[str, Promise] = {
    "required": _("Fill this in"),
    "too_short": _("Say why in words: at least 20 characters, half of them letters"),
    "too_long": _("This is too long. Shorten it."),
    "unseen_characters": _(
        "This holds characters that cannot be seen. Type the text again instead of pasting it."
    ),
    "sha256": _("Enter 64 digits and letters from a to f"),
    "day_in_the_past": _("Enter a day that is not in the future"),
    "unknown": _("Choose one from the list"),
}

# Outcome -> (tone, glyph, words); the first is of a proposal that is open.
OUTCOMES: Mapping[str, tuple[str, str, Promise]] = {
    "": ("waiting", "half", _("Waits for a second policy administrator")),
    "confirmed": ("good", "tick", pgettext_lazy("proposal of a place", "Confirmed")),
    "refused": ("bad", "cross", pgettext_lazy("proposal of a place", "Refused")),
    "withdrawn": ("neutral", "bar", pgettext_lazy("proposal of a place", "Withdrawn")),
}


def of_field(code: str) -> str:
    """What is wrong with one field."""
    return str(FIELDS.get(code) or FIELDS["unknown"])


def of_refusal(refusal: CountersignError) -> str:
    """What a use case refused, and what to do next."""
    if isinstance(refusal, AlreadyTaken) and refusal.params.get("is_own"):
        return str(_("You did this already. Open the page again to see what was decided."))
    if isinstance(refusal, AlreadyTaken):
        return str(_("Somebody else was first. Open the page again to see what was decided."))
    words = REASONS.get(getattr(refusal, "reason", ""))
    return str(words) if words else explain_generally(refusal)
