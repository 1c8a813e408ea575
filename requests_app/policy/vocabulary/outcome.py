"""The codes of what came of a lead that rules may read: evidence, whereabouts, planned steps, what a warrant discloses.

Codes only.
"""

from enum import StrEnum


class Evidence(StrEnum):
    """What corroborates a lead. Codes are stable for ever."""

    PHYSICAL = "physical_evidence"
    DNA = "dna"
    FINGERPRINT = "fingerprint"
    LOCATION = "location_data"
    DOCUMENT = "document"
    CONFESSION = "confession_recorded"
    EYEWITNESS = "eyewitness_unprompted"
    PROCEEDS = "possession_of_proceeds"
    VEHICLE = "vehicle_link"
    OTHER = "other"


class Whereabouts(StrEnum):
    """What a check of where the candidate was at the time found. Codes are stable for ever."""

    ELSEWHERE = "elsewhere"
    POSSIBLE = "possible"
    UNKNOWN = "unknown"
    NOT_CHECKED = "not_checked"


class Disclosure(StrEnum):
    """What whoever decides on a warrant is told of the search (the settlement of Williams v. Detroit, 2024)."""

    SEARCH_USED = "search_used"
    IMAGE_QUALITY = "image_quality"
    LIST_SIZE = "list_size"
    RANK = "rank"
    OTHER_CANDIDATES = "other_candidates"
    DISAGREEMENT = "disagreement"


class Step(StrEnum):
    """What may be planned, and may not rest on the lead alone. Codes are stable for ever."""

    ARREST = "arrest"
    WARRANT = "warrant"
    LINE_UP = "line_up"
