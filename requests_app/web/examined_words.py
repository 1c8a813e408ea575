"""What people read for each code of an examination, whoever they are: examiners, who releases a lead, who is given it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from requests_app.policy.vocabulary import (
    ComparisonConclusion,
    Component,
    NoSelection,
    NotCompared,
    Seen,
)
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
    Missing.DESTROYED: _(
        "The picture was destroyed at its time, since no examiner selected this candidate."
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
