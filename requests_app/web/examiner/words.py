"""What an examiner reads for each code of an examination."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from requests_app.policy.vocabulary import NoSelection
from requests_app.searches.examined import LEAST_WORDS
from requests_app.web.examined_words import COMPONENTS as COMPONENTS
from requests_app.web.examined_words import CONCLUSIONS as CONCLUSIONS
from requests_app.web.examined_words import MISSING as MISSING
from requests_app.web.examined_words import NO_SELECTION as NO_SELECTION
from requests_app.web.examined_words import NOT_COMPARED as NOT_COMPARED
from requests_app.web.examined_words import SEEN as SEEN

NOT_LOOKED_AT = _("Not looked at")
NO_SELECTION_ANY_MORE: Mapping[str, Promise] = {
    code: label
    for code, label in NO_SELECTION.items()
    if code != NoSelection.NO_CANDIDATE_SUPPORTED
}
"""Of a correction: whoever selected somebody has recorded that a candidate is supported, and that record stands."""
NOBODY = pgettext_lazy("examination", "Nobody is selected")

_PROBLEMS: Mapping[tuple[str, str], Promise] = {
    ("compared", "required"): _("Say whether the two faces were compared."),
    ("compared", "picture_unopened"): _(
        "The matcher’s picture of this candidate is here, and you have not opened it. Look at it before you save again."
    ),
    ("not_compared", "required"): _("Say why this candidate was not compared."),
    ("made_at", "required"): _("Say where the two pictures were compared."),
    ("picture_taken_on", "date_or_unknown"): _(
        "Give the day on which the candidate’s picture was taken, or say that it is not known."
    ),
    ("picture_taken_on", "date_and_unknown"): _(
        "Give the day of the candidate’s picture, or say that it is not known, but not both."
    ),
    ("picture_taken_on", "in_the_future"): _("The picture cannot have been taken after today."),
    ("features", "no_feature_compared"): _(
        "Say of one part of the face at least how it compares: similar or different."
    ),
    ("conclusion", "required"): _("Choose what you conclude of this candidate."),
    ("conclusion", "unexplained_difference"): _(
        "A difference that is not explained rules out any support. Choose another conclusion, or explain the "
        "difference."
    ),
    ("conclusion", "no_similar_feature"): _(
        "Support needs one part of the face at least that is similar. Say which, or choose another conclusion."
    ),
    ("conclusion", "no_unexplained_difference"): _(
        "An exclusion needs one difference at least that is not explained. Say which, or choose another conclusion."
    ),
    ("comparisons", "not_all_reviewed"): _(
        "Every candidate has to be reviewed before you conclude. Those that are not finished are marked in the list."
    ),
    ("selected", "required"): _("Select one candidate, or say why nobody is selected."),
    ("selected", "not_supported"): _(
        "Only a candidate with support or strong support in your own record can be selected."
    ),
    ("selected", "a_candidate_is_supported"): _(
        "You recorded support for a candidate. Select them, give another reason for selecting nobody, or change "
        "that record."
    ),
    ("selected", "a_correction_selects_nobody"): _(
        "Ranks and scores have been shown, so a correction can only take a selection back."
    ),
    ("no_selection", "required"): _("Say why nobody is selected any more."),
    ("no_selection", "selected_too"): _("Select a candidate, or nobody: not both."),
}
_TOO_SHORT: Mapping[str, Promise] = {
    "why": _("Say in at least %(least)d characters what makes it so."),
    "similarities": _("Describe the similarities in at least %(least)d characters."),
    "differences": _("Describe the differences in at least %(least)d characters."),
    "quality": _("Describe the quality of the probe image in at least %(least)d characters."),
    "limitations": _(
        "Describe the limitations of the comparisons in at least %(least)d characters."
    ),
    "correction": _("Say in at least %(least)d characters what was wrong with your conclusion."),
}
_TOO_LONG: Mapping[str, Promise] = {
    "why": _("The text on what makes it so is too long. Shorten it."),
    "made_at": _("The text on where the pictures were compared is too long. Shorten it."),
    "similarities": _("The text on the similarities is too long. Shorten it."),
    "differences": _("The text on the differences is too long. Shorten it."),
    "quality": _("The text on the quality of the probe image is too long. Shorten it."),
    "limitations": _("The text on the limitations is too long. Shorten it."),
    "correction": _("The text of the correction is too long. Shorten it."),
}
_UNCLEAR = _("This answer could not be taken. Choose again.")


def words_of_problem(field: str, code: str) -> str:
    """Return what an examiner is told of a problem of `examined`, by its field and code."""
    if code == "too_short" and field in _TOO_SHORT:
        return str(_TOO_SHORT[field]) % {"least": LEAST_WORDS}
    if code == "too_long" and field in _TOO_LONG:
        return str(_TOO_LONG[field])
    return str(_PROBLEMS.get((field, code), _UNCLEAR))


def letter(place: int) -> str:
    """Return how a candidate is called in an examiner's own order: A to Z, then AA, AB and so on."""
    name = ""
    while place > 0:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
