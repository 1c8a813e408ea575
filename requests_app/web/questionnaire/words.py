"""What a person reads for each code that a request may carry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from requests_app.policy.vocabulary import (
    Attestation,
    BasisFlag,
    ExternalOrigin,
    LegalBasis,
    LinkType,
    Means,
    MeansResult,
    MeansStatus,
    Mode,
    OffenceCategory,
    PredicateLevel,
    ProbeEdit,
    ProbeSource,
    ProtectedActivity,
    Purpose,
    RetentionClass,
    SubjectMinor,
    SubjectRole,
    Suitability,
    Urgency,
)
from requests_app.web.questionnaire import words_of_tests

PURPOSES: Mapping[StrEnum, Promise] = {
    Purpose.IDENTIFY_SUSPECT: _("Identify a suspect"),
    Purpose.LOCATE_KNOWN_WANTED: _("Locate a known wanted person"),
    Purpose.IDENTIFY_VICTIM: _("Identify a victim"),
    Purpose.IDENTIFY_WITNESS: _("Identify a witness"),
    Purpose.MISSING_PERSON: _("Find a missing person"),
    Purpose.DECEASED: _("Identify a deceased person"),
    Purpose.INCAPACITATED_UNABLE_TO_IDENTIFY: _("Identify a person who cannot identify themselves"),
    Purpose.DANGER_TO_SELF_OR_OTHERS: _("Identify a person in danger or a danger to others"),
    Purpose.DETAINED_IDENTITY_DOUBT: _("Settle the identity of a detained person"),
    Purpose.TRAFFICKING_VICTIM: _("Identify a victim of trafficking"),
    Purpose.CHILD_SEXUAL_EXPLOITATION_VICTIM: _("Identify a child victim of sexual exploitation"),
    Purpose.IDENTITY_DOCUMENT_FRAUD: _("Investigate identity document fraud"),
    Purpose.IMMINENT_THREAT: _("Answer an imminent threat"),
    Purpose.OFFICER_VETTING: _("Vet an officer"),
    Purpose.EXCULPATORY_CHECK: _("Check whether somebody can be ruled out"),
    Purpose.IMMIGRATION_STATUS: _("Establish immigration status"),
    Purpose.PROTEST_MONITORING: _("Monitor a protest"),
    Purpose.GENERAL_INTELLIGENCE: _("General intelligence"),
    Purpose.PREDICTIVE: _("Predict future conduct"),
    Purpose.EMPLOYMENT_SCREENING: _("Screen for employment"),
    Purpose.PERSONAL: _("A personal reason"),
    Purpose.DEMONSTRATION_OR_TRAINING_ON_REAL_PERSON: _("Demonstrate or train on a real person"),
    Purpose.OTHER: pgettext_lazy("purpose", "Another purpose"),
}
OFFENCES: Mapping[StrEnum, Promise] = {
    OffenceCategory.NOT_YET_KNOWN: _("Not yet known (only for a person at risk)"),
    OffenceCategory.HOMICIDE: _("Homicide"),
    OffenceCategory.ATTEMPTED_HOMICIDE: _("Attempted homicide"),
    OffenceCategory.SEXUAL_OFFENCE: _("Sexual offence"),
    OffenceCategory.CHILD_SEXUAL_EXPLOITATION: _("Sexual exploitation of a child"),
    OffenceCategory.CHILD_ABUSE: _("Child abuse"),
    OffenceCategory.HUMAN_TRAFFICKING: _("Human trafficking"),
    OffenceCategory.KIDNAPPING: _("Kidnapping"),
    OffenceCategory.ROBBERY: _("Robbery"),
    OffenceCategory.AGGRAVATED_ASSAULT: _("Aggravated assault"),
    OffenceCategory.HOME_INVASION: _("Home invasion"),
    OffenceCategory.ARSON: _("Arson"),
    OffenceCategory.WEAPONS: _("Weapons offence"),
    OffenceCategory.HATE_CRIME: _("Hate crime"),
    OffenceCategory.STALKING: _("Stalking"),
    OffenceCategory.TERRORISM_NATIONAL_SECURITY: _("Terrorism or national security"),
    OffenceCategory.FENTANYL_IMPORTATION: _("Importing fentanyl"),
    OffenceCategory.ORGANISED_CRIME: _("Organised crime"),
    OffenceCategory.AGGRAVATED_ANIMAL_CRUELTY: _("Aggravated cruelty to animals"),
    OffenceCategory.FRAUD_IDENTITY: _("Fraud or identity offence"),
    OffenceCategory.BURGLARY: _("Burglary"),
    OffenceCategory.THEFT: _("Theft"),
    OffenceCategory.DRUG_OTHER: _("Other drug offence"),
    OffenceCategory.PUBLIC_ORDER: _("Public order offence"),
    OffenceCategory.TRAFFIC: _("Traffic offence"),
    OffenceCategory.OTHER: pgettext_lazy("offence", "Another offence"),
}
LEGAL_BASES: Mapping[StrEnum, Promise] = {
    LegalBasis.JUDICIAL_AUTHORISATION: _("A warrant or other judicial authorisation"),
    LegalBasis.STATUTE: _("A statute"),
    LegalBasis.COMMON_LAW: _("The common law"),
    LegalBasis.MISSING_PERSON_DUTY: _("The duty to find a missing person"),
    LegalBasis.VITAL_INTERESTS: _("The vital interests of the person"),
    LegalBasis.COURT_ORDER_MISSING_DECEASED: _("A court order for a missing or deceased person"),
    LegalBasis.CONSENT_OF_PROBE_SUBJECT: _("The consent of the person in the image"),
    LegalBasis.PUBLICLY_AVAILABLE: _("The image was publicly available"),
    LegalBasis.VENDOR_TERMS: _("The terms of a vendor"),
    LegalBasis.NONE: pgettext_lazy("legal basis", "None"),
}
SUBJECT_ROLES: Mapping[StrEnum, Promise] = {
    SubjectRole.SUSPECT: _("Suspect"),
    SubjectRole.CONVICTED_PERSON: _("Convicted person"),
    SubjectRole.VICTIM: _("Victim"),
    SubjectRole.WITNESS: _("Witness"),
    SubjectRole.MISSING_PERSON: _("Missing person"),
    SubjectRole.DECEASED: _("Deceased person"),
    SubjectRole.UNIDENTIFIED_PATIENT: _("Patient who cannot say who they are"),
    SubjectRole.DETAINED: _("Detained person"),
    SubjectRole.ASSOCIATE_OF_SUSPECT: _("Associate of a suspect"),
    SubjectRole.UNKNOWN_BYSTANDER: _("Bystander"),
}
MINORS: Mapping[StrEnum, Promise] = {
    SubjectMinor.NO: pgettext_lazy("minor", "No, an adult"),
    SubjectMinor.POSSIBLE: pgettext_lazy("minor", "Possibly under 18"),
    SubjectMinor.YES: pgettext_lazy("minor", "Yes, under 18"),
}
PREDICATE_LEVELS: Mapping[StrEnum, Promise] = {
    PredicateLevel.NONE: pgettext_lazy("predicate", "None yet"),
    PredicateLevel.REASONABLE_SUSPICION: _("Reasonable suspicion"),
    PredicateLevel.REASONABLE_GROUNDS_TO_SUSPECT: _("Reasonable grounds to suspect"),
    PredicateLevel.FAIR_PROBABILITY: _("Fair probability"),
    PredicateLevel.REASONABLE_GROUNDS_TO_BELIEVE: _("Reasonable grounds to believe"),
    PredicateLevel.PROBABLE_CAUSE: _("Probable cause"),
}
LINK_TYPES: Mapping[StrEnum, Promise] = {
    LinkType.OFFENCE: _("An offence that was committed"),
    LinkType.PROCEEDING: _("A proceeding before a court"),
    LinkType.PRESENT_THREAT: _("A present threat"),
    LinkType.FORESEEABLE_THREAT: _("A foreseeable threat"),
    LinkType.MISSING_PERSON: _("A missing person"),
    LinkType.PERSON_AT_RISK: _("A person at risk, or somebody found dead"),
}
PROTECTED_ACTIVITIES: Mapping[StrEnum, Promise] = {
    ProtectedActivity.NONE: pgettext_lazy("protected activity", "No"),
    ProtectedActivity.YES_INCIDENTAL: _("Yes, but it is not why the person is sought"),
    ProtectedActivity.YES_PRIMARY: _("Yes, and it is why the person is sought"),
}
BASIS_FLAGS: Mapping[StrEnum, Promise] = {
    BasisFlag.RELIGION: _("Religion"),
    BasisFlag.POLITICS: _("Political opinion"),
    BasisFlag.SOCIAL_VIEWS: _("Social views"),
    BasisFlag.LAWFUL_GROUP: _("Membership of a lawful group"),
    BasisFlag.RACE_ETHNICITY: _("Race or ethnicity"),
    BasisFlag.CITIZENSHIP: _("Citizenship"),
    BasisFlag.ORIGIN: _("National or social origin"),
    BasisFlag.IMMIGRATION: _("Immigration status"),
    BasisFlag.AGE: pgettext_lazy("protected ground", "Age"),
    BasisFlag.DISABILITY: _("Disability"),
    BasisFlag.GENDER: _("Gender"),
    BasisFlag.GENDER_IDENTITY_EXPRESSION: _("Gender identity or expression"),
    BasisFlag.ORIENTATION: _("Sexual orientation"),
}
URGENCIES: Mapping[StrEnum, Promise] = {
    Urgency.ROUTINE: pgettext_lazy("urgency", "Routine"),
    Urgency.URGENT: pgettext_lazy("urgency", "Urgent"),
    Urgency.IMMINENT_THREAT_TO_LIFE: _("Imminent threat to life"),
}
MODES: Mapping[StrEnum, Promise] = {
    Mode.RETROSPECTIVE_STILL: _("A still image, after the event"),
    Mode.RETROSPECTIVE_VIDEO_FRAME: _("One frame of a recorded video, after the event"),
    Mode.VIDEO_BATCH: _("Many frames of recorded video"),
    Mode.NEAR_REAL_TIME: _("Nearly live images"),
    Mode.REAL_TIME: _("Live images"),
    Mode.MOBILE_FIELD: _("A mobile device in the field"),
    Mode.CROWD_SCAN: _("A scan of a crowd"),
    Mode.PERSISTENT_TRACKING: _("Tracking over time"),
}
EXTERNAL_ORIGINS: Mapping[StrEnum, Promise] = {
    ExternalOrigin.NONE: pgettext_lazy("earlier recognition", "No"),
    ExternalOrigin.RETAILER: _("Yes, by a retailer"),
    ExternalOrigin.OTHER_AGENCY: _("Yes, by another agency"),
    ExternalOrigin.VENDOR: _("Yes, by a vendor"),
    ExternalOrigin.OPEN_WEB_TOOL: _("Yes, with a tool on the open web"),
}
RETENTION_CLASSES: Mapping[StrEnum, Promise] = {
    RetentionClass.WITH_CASE_FILE: _("As long as the case file"),
    RetentionClass.SEALED_UNTIL_DISPOSITION: _("Sealed until the case is disposed of"),
    RetentionClass.MINIMUM_PERIOD: _("The shortest period allowed"),
}
MEANS: Mapping[StrEnum, Promise] = {
    Means.WITNESS_OR_VICTIM_CANVASS: _("Canvass of witnesses or victims"),
    Means.COMPLAINANT_INTERVIEW: _("Interview of the complainant"),
    Means.KNOWN_ASSOCIATE_INQUIRY: _("Inquiry with known associates"),
    Means.INTERNAL_CIRCULATION_BULLETIN: _("Internal bulletin"),
    Means.PUBLIC_APPEAL_FOR_IDENTIFICATION: _("Public appeal"),
    Means.MANUAL_MUGSHOT_REVIEW_BY_INVESTIGATOR: _("Booking photos reviewed by the investigator"),
    Means.CCTV_ROUTE_FOLLOW: _("Route followed through CCTV"),
    Means.VEHICLE_OR_PLATE_INQUIRY: _("Vehicle or plate inquiry"),
    Means.FINGERPRINT_OR_LATENT: _("Fingerprints or latent prints"),
    Means.DNA: pgettext_lazy("means", "DNA"),
    Means.DOCUMENT_OR_ID_INQUIRY: _("Inquiry on a document or identity"),
    Means.PHONE_OR_DEVICE_RECORDS_WITH_AUTHORITY: _("Phone or device records, with authority"),
    Means.PAYMENT_OR_TICKET_RECORDS_WITH_AUTHORITY: _("Payment or ticket records, with authority"),
    Means.INFORMANT: _("Informant"),
    Means.SOCIAL_MEDIA_LAWFUL_MANUAL_REVIEW: _("Social media, lawful review by hand"),
    Means.OTHER_AGENCY_INQUIRY: _("Inquiry with another agency"),
    Means.PHYSICAL_ATTENDANCE_OR_SURVEILLANCE_AUTHORISED: _(
        "Attendance in person or authorised surveillance"
    ),
    Means.VOLUNTARY_IDENTIFICATION: _("Voluntary identification"),
    Means.FAMILY_OR_NEXT_OF_KIN: _("Family or next of kin"),
    Means.MISSING_PERSONS_REGISTER: _("Register of missing persons"),
    Means.HOSPITAL_OR_SHELTER_INQUIRY: _("Enquiries with hospitals or shelters"),
    Means.DENTAL_OR_MEDICAL_RECORDS: _("Dental or medical records"),
    Means.BELONGINGS_OR_BODY_MARKS: _("Belongings, implants or marks on the body"),
}
MEANS_STATUSES: Mapping[StrEnum, Promise] = {
    MeansStatus.TRIED: pgettext_lazy("means", "Tried"),
    MeansStatus.NOT_TRIED: pgettext_lazy("means", "Not tried"),
}
MEANS_RESULTS: Mapping[StrEnum, Promise] = {
    MeansResult.NO_RESULT: pgettext_lazy("means", "No result"),
    MeansResult.PARTIAL: pgettext_lazy("means", "Partial result"),
    MeansResult.CONTRADICTED: pgettext_lazy("means", "Contradicted by something else"),
    MeansResult.FAILED: pgettext_lazy("means", "Failed"),
    MeansResult.PENDING: pgettext_lazy("means", "Still pending"),
    MeansResult.NOT_AVAILABLE: pgettext_lazy("means", "Not available in this case"),
    MeansResult.DISPROPORTIONATE_HARM: pgettext_lazy("means", "Would do more harm"),
    MeansResult.TOO_SLOW_FOR_THREAT: pgettext_lazy("means", "Too slow for the threat"),
}
PROBE_SOURCES: Mapping[StrEnum, Promise] = {
    ProbeSource.CCTV_PUBLIC_BODY: _("CCTV of a public body"),
    ProbeSource.CCTV_PRIVATE_VOLUNTARY: _("Private CCTV, given voluntarily"),
    ProbeSource.CCTV_WARRANT: _("CCTV obtained by warrant"),
    ProbeSource.BODY_WORN_CAMERA: _("Body-worn camera"),
    ProbeSource.DASH_CAMERA: _("Dash camera"),
    ProbeSource.DOORBELL_VOLUNTARY: _("Doorbell camera, given voluntarily"),
    ProbeSource.ATM_BANK_PRODUCTION_ORDER: _("Cash machine or bank, by production order"),
    ProbeSource.VICTIM_OR_WITNESS_DEVICE_CONSENT: _("Device of a victim or witness, by consent"),
    ProbeSource.SEIZED_DEVICE_WARRANT: _("Seized device, by warrant"),
    ProbeSource.BOOKING_PHOTO: _("Booking photo"),
    ProbeSource.POST_MORTEM_PHOTO: _("Post-mortem photo"),
    ProbeSource.MISSING_PERSON_FAMILY_PHOTO: _("Photo from the family of a missing person"),
    ProbeSource.ID_DOCUMENT_SEIZED: _("Seized identity document"),
    ProbeSource.CSAM_VICTIM_FRAME: _(
        "Face of a victim, cut out by the unit that holds the child sexual abuse material"
    ),
    ProbeSource.SOCIAL_MEDIA_LAWFULLY_CAPTURED: _("Social media, lawfully captured"),
    ProbeSource.WEB_SCRAPE_TOOL: _("Web scraping tool"),
    ProbeSource.CLEARVIEW_LIKE_RESULT_IMAGE: _("Result of a scraped face search engine"),
    ProbeSource.DATA_BROKER: _("Data broker"),
    ProbeSource.COVERT_CAPTURE_WITHOUT_AUTHORITY: _("Covert capture without authority"),
    ProbeSource.PROTEST_FOOTAGE_SWEEP: _("Sweep of protest footage"),
    ProbeSource.SCHOOL_OR_HEALTH_RECORD: _("School or health record"),
    ProbeSource.LIVE_STREAM: _("Live stream"),
    ProbeSource.DEEPFAKE_OR_GENERATED: _("Generated or synthetic image"),
    ProbeSource.SKETCH: _("Sketch"),
    ProbeSource.FORENSIC_COMPOSITE: _("Forensic composite"),
    ProbeSource.ARTIST_RENDER: _("Artist’s rendering"),
    ProbeSource.CELEBRITY_LOOKALIKE: _("Picture of a lookalike"),
    ProbeSource.OTHER_PERSON_SUBSTITUTE: _("Picture of another person"),
}
PROBE_EDITS: Mapping[StrEnum, Promise] = {
    ProbeEdit.CROP: pgettext_lazy("edit", "Crop"),
    ProbeEdit.ROTATE: pgettext_lazy("edit", "Rotation"),
    ProbeEdit.RESIZE: pgettext_lazy("edit", "Resizing"),
    ProbeEdit.EXPOSURE: pgettext_lazy("edit", "Exposure"),
    ProbeEdit.CONTRAST: pgettext_lazy("edit", "Contrast"),
    ProbeEdit.COLOUR_BALANCE: pgettext_lazy("edit", "Colour balance"),
    ProbeEdit.DE_INTERLACE: pgettext_lazy("edit", "De-interlacing"),
    ProbeEdit.DENOISE_MILD: pgettext_lazy("edit", "Mild noise reduction"),
    ProbeEdit.POSE_CORRECTION: pgettext_lazy("edit", "Pose correction"),
    ProbeEdit.DEBLUR: pgettext_lazy("edit", "Deblurring"),
    ProbeEdit.SUPER_RESOLUTION: pgettext_lazy("edit", "Super-resolution"),
    ProbeEdit.FRAME_AVERAGE: pgettext_lazy("edit", "Averaging of frames"),
    ProbeEdit.FEATURE_PASTE: pgettext_lazy("edit", "Pasting of facial features"),
    ProbeEdit.EYES_OPENED: pgettext_lazy("edit", "Opening of closed eyes"),
    ProbeEdit.MIRROR_HALF: pgettext_lazy("edit", "Mirroring of half a face"),
    ProbeEdit.FACE_SWAP: pgettext_lazy("edit", "Face swap"),
    ProbeEdit.GENERATIVE_FILL: pgettext_lazy("edit", "Generative fill"),
}
SUITABILITIES: Mapping[StrEnum, Promise] = {
    Suitability.SUITABLE: _("Suitable for comparison"),
    Suitability.LIMITED: _("Limited: some of the face cannot be compared"),
    Suitability.UNSUITABLE: _("Unsuitable"),
}
ATTESTATIONS: Mapping[StrEnum, Promise] = {
    Attestation.NO_OFF_PLATFORM_SEARCH: _(
        "I have made no facial recognition search for this case outside this service."
    ),
    Attestation.PROBE_LAWFULLY_OBTAINED: _("The probe image was lawfully obtained."),
    Attestation.FACTS_TRUE: _("The facts that I have given are true to the best of my knowledge."),
    Attestation.LEAD_ONLY_UNDERSTOOD: _(
        "I understand that a result is a lead only: not an identification, and not grounds for "
        "arrest by itself."
    ),
    Attestation.NO_PROTECTED_BASIS: _(
        "The search rests on no protected ground and on no lawful protest, worship or association."
    ),
    Attestation.WILL_RECORD_OUTCOME: _("I will record what came of the search."),
}

_ALL: Mapping[type[StrEnum], Mapping[StrEnum, Promise]] = {
    type(next(iter(words))): words
    for words in (
        PURPOSES, OFFENCES, LEGAL_BASES, SUBJECT_ROLES, MINORS, PREDICATE_LEVELS, LINK_TYPES,
        PROTECTED_ACTIVITIES, BASIS_FLAGS, URGENCIES, MODES, EXTERNAL_ORIGINS, RETENTION_CLASSES,
        MEANS, MEANS_STATUSES, MEANS_RESULTS, PROBE_SOURCES, PROBE_EDITS, SUITABILITIES,
        ATTESTATIONS, *words_of_tests.ALL,
    )
}  # fmt: skip


def label(kind: type[StrEnum], code: str) -> str:
    """The words for one code of a kind; the code itself where it is none of them."""
    try:
        return str(_ALL[kind][kind(code)])
    except (ValueError, KeyError):
        return code


def choices(
    kind: type[StrEnum], *, only: Iterable[StrEnum] | None = None
) -> list[tuple[str, Promise]]:
    """Choices of a form field, in the order in which the words stand here."""
    wanted = set(only) if only is not None else None
    return [
        (code.value, words)
        for code, words in _ALL[kind].items()
        if wanted is None or code in wanted
    ]


TEST_LABELS: Mapping[str, Any] = {
    "lawful": pgettext_lazy("test", "Lawful"),
    "necessary": pgettext_lazy("test", "Necessary"),
    "effective": pgettext_lazy("test", "Likely to be effective"),
    "proportionate": pgettext_lazy("test", "Proportionate"),
    "least_intrusive": pgettext_lazy("test", "Least intrusive"),
    "probe": pgettext_lazy("test", "Probe image lawful and suitable"),
    "gallery": pgettext_lazy("test", "Gallery fits the purpose"),
}
"""The deciders' seven tests, in the same words for whoever reads of them."""


def how_faces_are_counted() -> str:
    """Say in a trial, which has drawn shapes only, how faces are counted there; nothing elsewhere."""
    if not settings.COUNTERSIGN_TRIAL:
        return ""
    return gettext("This is a trial: count each drawing as one face.")
