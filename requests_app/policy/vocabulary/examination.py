"""The codes of an examination: what of a face was compared, how, and to what conclusion.

Codes only. The components are those of FISWG's feature list for morphological analysis (version 2.0, 2018).
"""

from enum import StrEnum


class Component(StrEnum):
    """One part of a face that morphological comparison looks at, in the order of the list."""

    SKIN = "skin"
    OUTLINE = "outline"
    COMPOSITION = "composition"
    HAIRLINE = "hairline"
    FOREHEAD = "forehead"
    EYEBROWS = "eyebrows"
    EYES = "eyes"
    CHEEKS = "cheeks"
    NOSE = "nose"
    EARS = "ears"
    MOUTH = "mouth"
    CHIN = "chin"
    NECK = "neck"
    FACIAL_HAIR = "facial_hair"
    LINES = "lines"
    SCARS = "scars"
    MARKS = "marks"
    ALTERATIONS = "alterations"
    OTHER = "other"


class Seen(StrEnum):
    """How one component of the two faces compares."""

    SIMILAR = "similar"
    DIFFERENCE_EXPLAINED = "difference_explained"
    DIFFERENCE_UNEXPLAINED = "difference_unexplained"
    NOT_COMPARABLE = "not_comparable"


class NotCompared(StrEnum):
    """Why a candidate was reviewed and not compared."""

    NO_PICTURE = "no_picture"
    PICTURE_UNUSABLE = "picture_unusable"
    OTHER_APPEARANCE = "other_appearance"
    OTHER = "other"


class ComparisonConclusion(StrEnum):
    """What an examiner concludes of one candidate, from the weakest support to the strongest."""

    EXCLUSION = "exclusion"
    INSUFFICIENT_QUALITY = "insufficient_quality"
    INCONCLUSIVE = "inconclusive"
    LIMITED_SUPPORT = "limited_support"
    SUPPORT = "support"
    STRONG_SUPPORT = "strong_support"


CONCLUSIONS_SELECTABLE = frozenset(
    {ComparisonConclusion.SUPPORT, ComparisonConclusion.STRONG_SUPPORT}
)
"""A candidate may be selected as a lead with one of these."""
CONCLUSIONS_SUPPORTING = CONCLUSIONS_SELECTABLE | {ComparisonConclusion.LIMITED_SUPPORT}
"""One unexplained difference rules these out."""


class NoSelection(StrEnum):
    """Why an examiner selects nobody."""

    NO_CANDIDATE_SUPPORTED = "no_candidate_supported"
    INSUFFICIENT_QUALITY = "insufficient_quality"
    INCONCLUSIVE = "inconclusive"
    DISCARDED = "discarded"
