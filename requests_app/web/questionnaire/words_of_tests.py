"""What a person reads for each code with which the four tests are answered.

Words only; which answers go together is for the rules to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from requests_app.policy.vocabulary import (
    EvidenceKind,
    ExternalUse,
    FactSource,
    GalleryLink,
    Harm,
    HarmState,
    NarrowerGallery,
    NextStep,
    OtherLines,
    Pose,
    SearchQuestion,
    UrgencyKind,
    WrongLead,
)

QUESTIONS: Mapping[StrEnum, Promise] = {
    SearchQuestion.WHO_IS_THE_SUSPECT: _("Who the person is who is suspected of the offence"),
    SearchQuestion.WHERE_A_WANTED_PERSON_IS_KNOWN: _(
        "Under which name a person who is wanted is known"
    ),
    SearchQuestion.WHO_IS_THE_WITNESS: _("Who the person is who saw what happened"),
    SearchQuestion.WHO_IS_THE_VICTIM: _("Who the person is who was harmed"),
    SearchQuestion.WHO_IS_AT_RISK: _(
        "Who the person is who is missing, dead, in danger or cannot say who they are"
    ),
    SearchQuestion.WHETHER_A_NAME_IS_TRUE: _(
        "Whether a person is who they, or a document, say they are"
    ),
    SearchQuestion.WHETHER_SOMEBODY_CAN_BE_RULED_OUT: _("Whether somebody can be ruled out"),
    SearchQuestion.WHO_ELSE_IS_CONNECTED: _("Who else is connected with a person in the case"),
}
NEXT_STEPS: Mapping[StrEnum, Promise] = {
    NextStep.FIND_INDEPENDENT_EVIDENCE: _("Look for evidence that does not come from the image"),
    NextStep.SPEAK_WITH_THE_PERSON: _("Speak with the person, who is free to leave"),
    NextStep.CONFIRM_BY_OTHER_MEANS: _(
        "Confirm who it is by fingerprints, documents, records or family"
    ),
    NextStep.TELL_THE_UNIT_IN_CHARGE: _(
        "Tell the unit that looks for the person or cares for them"
    ),
    NextStep.RULE_SOMEBODY_OUT: _("End the suspicion of somebody else"),
    NextStep.LINE_UP: _("Show the candidate to a witness in a line-up"),
    NextStep.WARRANT: _("Ask for a warrant on the strength of the result"),
    NextStep.ARREST_OR_CHARGE: _("Arrest or charge the candidate"),
}
EVIDENCE_KINDS: Mapping[StrEnum, Promise] = {
    EvidenceKind.OCCURRENCE_REPORT: _("A report of what happened"),
    EvidenceKind.WITNESS_STATEMENT: _("A statement of a victim or witness"),
    EvidenceKind.RECORDING: pgettext_lazy("evidence", "A recording"),
    EvidenceKind.FORENSIC_OR_MEDICAL_REPORT: _("A forensic or medical report"),
    EvidenceKind.RISK_ASSESSMENT: _("A written assessment of the risk"),
    EvidenceKind.INTELLIGENCE_ALONE: _("Intelligence alone"),
    EvidenceKind.NOTHING_YET: pgettext_lazy("evidence", "Nothing yet"),
}
OTHER_LINES: Mapping[StrEnum, Promise] = {
    OtherLines.NONE_OPEN: _("No, none is open"),
    OtherLines.OPEN_BUT_TOO_SLOW: _("Yes, but it would come too late"),
    OtherLines.OPEN: _("Yes"),
}
FACT_SOURCES: Mapping[StrEnum, Promise] = {
    FactSource.RECORDING: pgettext_lazy("source of a fact", "A recording"),
    FactSource.WITNESS: _("A victim or witness"),
    FactSource.DOCUMENT: _("A document"),
    FactSource.FORENSIC: _("A forensic examination"),
    FactSource.OFFICER_SAW_IT: _("An officer who saw it"),
    FactSource.INFORMANT: _("An informant"),
    FactSource.BELIEF: _("A belief or a rumour"),
}
GALLERY_LINKS: Mapping[StrEnum, Promise] = {
    GalleryLink.EARLIER_CHARGE_LIKELY: _("The way of acting points to somebody charged before"),
    GalleryLink.NAMED_BY_A_SOURCE: _("A source says that the person was dealt with before"),
    GalleryLink.REPORTED_MISSING: _("The person was, or may have been, reported missing"),
    GalleryLink.LIVES_WHERE_IT_WAS_TAKEN: _(
        "The person lives, or was, where the gallery’s images were taken"
    ),
    GalleryLink.HOLDS_SUCH_A_DOCUMENT: _("The person holds a document of the kind in the gallery"),
    GalleryLink.NOTHING_IN_PARTICULAR: _("Nothing in particular"),
}
NARROWER_GALLERIES: Mapping[StrEnum, Promise] = {
    NarrowerGallery.NONE_ON_OFFER: _("There is none"),
    NarrowerGallery.SEARCHED_BEFORE: _("It was searched before"),
    NarrowerGallery.WOULD_NOT_HOLD_THE_PERSON: _("The person would not be in it"),
}
POSES: Mapping[StrEnum, Promise] = {
    Pose.FRONTAL: _("Not, or hardly: up to 15 degrees"),
    Pose.PARTLY_TURNED: _("In part: up to 45 degrees"),
    Pose.PROFILE: _("Further, or in profile"),
}
HARMS: Mapping[StrEnum, Promise] = {
    Harm.LIFE_OR_LIMB: _("Somebody’s life or health"),
    Harm.SEXUAL_INTEGRITY: _("Somebody’s sexual integrity"),
    Harm.LIBERTY: _("Somebody’s liberty"),
    Harm.HOME_OR_LIVELIHOOD: _("Somebody’s home or livelihood"),
    Harm.PROPERTY: _("Property"),
    Harm.PUBLIC_ORDER: _("Public order"),
    Harm.SOMEBODY_WITHOUT_A_NAME: _("The name and the family of somebody who cannot give them"),
}
HARM_STATES: Mapping[StrEnum, Promise] = {
    HarmState.DONE: _("It is done"),
    HarmState.GOES_ON: _("It goes on"),
    HarmState.FEARED: _("It is feared"),
}
WRONG_LEADS: Mapping[StrEnum, Promise] = {
    WrongLead.LOOKED_UP: _("They are looked up in records, and no more"),
    WrongLead.SPOKEN_WITH: _("Police speak with them"),
    WrongLead.FAMILY_TOLD: _("A family is told something untrue"),
    WrongLead.DETAINED: _("They are stopped or detained"),
}
URGENCY_KINDS: Mapping[StrEnum, Promise] = {
    UrgencyKind.PERSON_IN_DANGER: _("Somebody is in danger"),
    UrgencyKind.EVIDENCE_WILL_BE_LOST: _("Evidence will be lost"),
    UrgencyKind.PERSON_WILL_LEAVE: _("The person is about to leave"),
    UrgencyKind.TIME_LIMIT_OF_LAW: _("A time limit set by law or a court"),
    UrgencyKind.CONVENIENCE: _("It would be convenient"),
}
EXTERNAL_USES: Mapping[StrEnum, Promise] = {
    ExternalUse.NOTHING: _("Nothing: this request would be the same without it"),
    ExternalUse.ITS_PICTURE: _("A picture that it found"),
    ExternalUse.A_NAME_IT_GAVE: _("A name that it gave"),
}

ALL: tuple[Mapping[StrEnum, Promise], ...] = (
    QUESTIONS, NEXT_STEPS, EVIDENCE_KINDS, OTHER_LINES, FACT_SOURCES, GALLERY_LINKS,
    NARROWER_GALLERIES, POSES, HARMS, HARM_STATES, WRONG_LEADS, URGENCY_KINDS, EXTERNAL_USES,
)  # fmt: skip
