"""The codes with which an officer answers the four tests: need, effect, intrusion, proportion.

Codes only, so that answers can be compared with one another and with the registry; which of them go together is for
the rules to say.
"""

from enum import StrEnum


class SearchQuestion(StrEnum):
    """What an answer would tell that is not known now."""

    WHO_IS_THE_SUSPECT = "who_is_the_suspect"
    WHERE_A_WANTED_PERSON_IS_KNOWN = "where_a_wanted_person_is_known"
    WHO_IS_THE_WITNESS = "who_is_the_witness"
    WHO_IS_THE_VICTIM = "who_is_the_victim"
    WHO_IS_AT_RISK = "who_is_at_risk"
    WHETHER_A_NAME_IS_TRUE = "whether_a_name_is_true"
    WHETHER_SOMEBODY_CAN_BE_RULED_OUT = "whether_somebody_can_be_ruled_out"
    WHO_ELSE_IS_CONNECTED = "who_else_is_connected"


class NextStep(StrEnum):
    """What follows if an examiner supports a candidate. Some steps may never rest on that alone."""

    FIND_INDEPENDENT_EVIDENCE = "find_independent_evidence"
    SPEAK_WITH_THE_PERSON = "speak_with_the_person"
    CONFIRM_BY_OTHER_MEANS = "confirm_by_other_means"
    TELL_THE_UNIT_IN_CHARGE = "tell_the_unit_in_charge"
    RULE_SOMEBODY_OUT = "rule_somebody_out"
    LINE_UP = "line_up"
    WARRANT = "warrant"
    ARREST_OR_CHARGE = "arrest_or_charge"


NEXT_STEPS_PROHIBITED = frozenset({NextStep.LINE_UP, NextStep.WARRANT, NextStep.ARREST_OR_CHARGE})


class EvidenceKind(StrEnum):
    """What shows that the need is real."""

    OCCURRENCE_REPORT = "occurrence_report"
    WITNESS_STATEMENT = "witness_statement"
    RECORDING = "recording"
    FORENSIC_OR_MEDICAL_REPORT = "forensic_or_medical_report"
    RISK_ASSESSMENT = "risk_assessment"
    INTELLIGENCE_ALONE = "intelligence_alone"
    NOTHING_YET = "nothing_yet"


class OtherLines(StrEnum):
    """Whether the question could be settled without a search."""

    NONE_OPEN = "none_open"
    OPEN_BUT_TOO_SLOW = "open_but_too_slow"
    OPEN = "open"


class FactSource(StrEnum):
    """Where a fact about the person comes from."""

    RECORDING = "recording"
    WITNESS = "witness"
    DOCUMENT = "document"
    FORENSIC = "forensic"
    OFFICER_SAW_IT = "officer_saw_it"
    INFORMANT = "informant"
    BELIEF = "belief"


class GalleryLink(StrEnum):
    """What points to the person being in the gallery."""

    EARLIER_CHARGE_LIKELY = "earlier_charge_likely"
    NAMED_BY_A_SOURCE = "named_by_a_source"
    REPORTED_MISSING = "reported_missing"
    LIVES_WHERE_IT_WAS_TAKEN = "lives_where_it_was_taken"
    HOLDS_SUCH_A_DOCUMENT = "holds_such_a_document"
    NOTHING_IN_PARTICULAR = "nothing_in_particular"


class NarrowerGallery(StrEnum):
    """Why no smaller gallery is searched instead."""

    NONE_ON_OFFER = "none_on_offer"
    SEARCHED_BEFORE = "searched_before"
    WOULD_NOT_HOLD_THE_PERSON = "would_not_hold_the_person"


class Pose(StrEnum):
    """How far the face is turned away from the camera: to about 15 degrees, to about 45, further."""

    FRONTAL = "frontal"
    PARTLY_TURNED = "partly_turned"
    PROFILE = "profile"


class Harm(StrEnum):
    """What was harmed, or may be."""

    LIFE_OR_LIMB = "life_or_limb"
    SEXUAL_INTEGRITY = "sexual_integrity"
    LIBERTY = "liberty"
    HOME_OR_LIVELIHOOD = "home_or_livelihood"
    PROPERTY = "property"
    PUBLIC_ORDER = "public_order"
    SOMEBODY_WITHOUT_A_NAME = "somebody_without_a_name"


class HarmState(StrEnum):
    """Whether the harm is over."""

    DONE = "done"
    GOES_ON = "goes_on"
    FEARED = "feared"


class WrongLead(StrEnum):
    """The worst that a wrong lead could bring to somebody, given the next step."""

    LOOKED_UP = "looked_up"
    SPOKEN_WITH = "spoken_with"
    FAMILY_TOLD = "family_told"
    DETAINED = "detained"


class UrgencyKind(StrEnum):
    """Why an answer cannot wait its turn."""

    PERSON_IN_DANGER = "person_in_danger"
    EVIDENCE_WILL_BE_LOST = "evidence_will_be_lost"
    PERSON_WILL_LEAVE = "person_will_leave"
    TIME_LIMIT_OF_LAW = "time_limit_of_law"
    CONVENIENCE = "convenience"


class ExternalUse(StrEnum):
    """What this request takes from facial recognition that somebody else did before."""

    NOTHING = "nothing"
    ITS_PICTURE = "its_picture"
    A_NAME_IT_GAVE = "a_name_it_gave"
