"""What an examiner reads for each code of an examination."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from requests_app.policy.vocabulary import (
    ComparisonConclusion,
    Component,
    NoSelection,
    NotCompared,
    Seen,
)
from requests_app.searches.examined import LEAST_WORDS
from requests_app.workflow.reading.candidate_pictures import Missing

COMPONENTS: Mapping[str, Any] = {
    Component.SKIN: _("Skin: colour, texture"),
    Component.OUTLINE: _("Outline of the face and head"),
    Component.COMPOSITION: _("Proportions of the face, and where its parts stand"),
    Component.HAIRLINE: _("Hairline, and loss of hair"),
    Component.FOREHEAD: _("Forehead"),
    Component.EYEBROWS: _("Eyebrows"),
    Component.EYES: _("Eyes"),
    Component.CHEEKS: _("Cheeks"),
    Component.NOSE: _("Nose"),
    Component.EARS: _("Ears"),
    Component.MOUTH: _("Mouth"),
    Component.CHIN: _("Chin and jaw line"),
    Component.NECK: _("Neck"),
    Component.FACIAL_HAIR: _("Facial hair"),
    Component.LINES: _("Lines and wrinkles"),
    Component.SCARS: _("Scars"),
    Component.MARKS: _("Moles, freckles and other marks"),
    Component.ALTERATIONS: _("Tattoos, piercings and other alterations"),
    Component.OTHER: _("Anything else, named below under similarities or differences"),
}
"""In the order of FISWG's list; the words are ours."""
SEEN: Mapping[str, Promise] = {
    Seen.SIMILAR: _("Similar"),
    Seen.DIFFERENCE_EXPLAINED: _("Different, and explained"),
    Seen.DIFFERENCE_UNEXPLAINED: _("Different, and not explained"),
    Seen.NOT_COMPARABLE: _("Cannot be compared in these pictures"),
}
NOT_LOOKED_AT = _("Not looked at")
NOT_COMPARED: Mapping[str, Promise] = {
    NotCompared.NO_PICTURE: _("There is no picture of this candidate"),
    NotCompared.PICTURE_UNUSABLE: _("Their picture cannot be used for a comparison"),
    NotCompared.OTHER_APPEARANCE: _("They plainly look different, at first sight"),
    NotCompared.OTHER: _("Another reason"),
}
MISSING: Mapping[Missing, Promise] = {
    Missing.NOT_ASKED_FOR: _("Nobody has asked the matcher for this picture yet."),
    Missing.COMING: _("The picture is being fetched from the matcher."),
    Missing.NOT_REACHED: _("The matcher did not answer, several times. Ask for the picture again."),
    Missing.NOT_NAMED: _(
        "The matcher did not say which picture of this candidate it compared, so none can be fetched."
    ),
    Missing.NOT_OFFERED: _("This matcher gives out no pictures."),
    Missing.NOT_KNOWN: _("The matcher has no picture of this candidate any more."),
    Missing.WITHDRAWN: _(
        "This candidate has been taken out of the gallery since the search was made."
    ),
    Missing.UNUSABLE: _(
        "What the matcher sent is not one usable picture of this candidate. Nothing of it was kept."
    ),
    Missing.REFUSED: _(
        "The matcher refused to give this picture out. Tell the operator of Countersign."
    ),
    Missing.STOPPED: _(
        "No picture is fetched at present: the gallery was changed or switched off, or a check of the log found a"
        " difference. Ask again when that is settled."
    ),
    Missing.DAMAGED: _(
        "The picture that is stored does not open. Tell the operator of Countersign."
    ),
}
"""Why a candidate's picture is not shown."""
CONCLUSIONS: Mapping[str, Promise] = {
    ComparisonConclusion.EXCLUSION: _("Excluded: two different persons"),
    ComparisonConclusion.INSUFFICIENT_QUALITY: _("The pictures are not good enough to compare"),
    ComparisonConclusion.INCONCLUSIVE: _("Inconclusive: neither one person nor two"),
    ComparisonConclusion.LIMITED_SUPPORT: _("Limited support for one and the same person"),
    ComparisonConclusion.SUPPORT: _("Support for one and the same person"),
    ComparisonConclusion.STRONG_SUPPORT: _("Strong support for one and the same person"),
}
NO_SELECTION: Mapping[str, Promise] = {
    NoSelection.NO_CANDIDATE_SUPPORTED: _("No candidate is supported"),
    NoSelection.INSUFFICIENT_QUALITY: _("The probe image is not good enough to select anybody"),
    NoSelection.INCONCLUSIVE: _("The comparisons are inconclusive"),
    NoSelection.DISCARDED: _("The whole list is set aside, for the reasons among the limitations"),
}
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
