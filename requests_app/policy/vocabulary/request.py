"""The codes of the officer's form: purpose, authority, person, urgency, means, declaration.

Codes only. Prohibited values stay here so that an attempt can be recorded.
"""

from enum import StrEnum


class Purpose(StrEnum):
    """What the search is for."""

    IDENTIFY_SUSPECT = "identify_suspect"
    LOCATE_KNOWN_WANTED = "locate_known_wanted"
    IDENTIFY_VICTIM = "identify_victim"
    IDENTIFY_WITNESS = "identify_witness"
    MISSING_PERSON = "missing_person"
    DECEASED = "deceased"
    INCAPACITATED_UNABLE_TO_IDENTIFY = "incapacitated_unable_to_identify"
    DANGER_TO_SELF_OR_OTHERS = "danger_to_self_or_others"
    DETAINED_IDENTITY_DOUBT = "detained_identity_doubt"
    TRAFFICKING_VICTIM = "trafficking_victim"
    CHILD_SEXUAL_EXPLOITATION_VICTIM = "child_sexual_exploitation_victim"
    IDENTITY_DOCUMENT_FRAUD = "identity_document_fraud"
    IMMINENT_THREAT = "imminent_threat"
    OFFICER_VETTING = "officer_vetting"
    EXCULPATORY_CHECK = "exculpatory_check"
    OTHER = "other"
    IMMIGRATION_STATUS = "immigration_status"
    PROTEST_MONITORING = "protest_monitoring"
    GENERAL_INTELLIGENCE = "general_intelligence"
    PREDICTIVE = "predictive"
    EMPLOYMENT_SCREENING = "employment_screening"
    PERSONAL = "personal"
    DEMONSTRATION_OR_TRAINING_ON_REAL_PERSON = "demonstration_or_training_on_real_person"


PURPOSES_PROHIBITED = frozenset(
    {
        Purpose.IMMIGRATION_STATUS,
        Purpose.PROTEST_MONITORING,
        Purpose.GENERAL_INTELLIGENCE,
        Purpose.PREDICTIVE,
        Purpose.EMPLOYMENT_SCREENING,
        Purpose.OFFICER_VETTING,
        Purpose.PERSONAL,
        Purpose.DEMONSTRATION_OR_TRAINING_ON_REAL_PERSON,
    }
)
# Refused unless the agency's own configuration allows it.
PURPOSES_UNLESS_ALLOWED = frozenset({Purpose.OTHER})
PURPOSES_ALLOWED = frozenset(Purpose) - PURPOSES_PROHIBITED - PURPOSES_UNLESS_ALLOWED
# The offence, its section of law and the facts that tie the person to it must be stated.
PURPOSES_CRIME = frozenset(
    {
        Purpose.IDENTIFY_SUSPECT,
        Purpose.LOCATE_KNOWN_WANTED,
        Purpose.IDENTIFY_VICTIM,
        Purpose.IDENTIFY_WITNESS,
        Purpose.TRAFFICKING_VICTIM,
        Purpose.CHILD_SEXUAL_EXPLOITATION_VICTIM,
        Purpose.IDENTITY_DOCUMENT_FRAUD,
        Purpose.EXCULPATORY_CHECK,
    }
)
# Whoever is sought is missing, dead, cannot say who they are, or was harmed: nobody here is accused.
PURPOSES_AT_RISK = frozenset(
    {
        Purpose.MISSING_PERSON,
        Purpose.DECEASED,
        Purpose.INCAPACITATED_UNABLE_TO_IDENTIFY,
        Purpose.IDENTIFY_VICTIM,
        Purpose.TRAFFICKING_VICTIM,
        Purpose.CHILD_SEXUAL_EXPLOITATION_VICTIM,
    }
)


class OffenceCategory(StrEnum):
    """The kind of offence under investigation. A victim may have to be found before it is known."""

    NOT_YET_KNOWN = "not_yet_known"

    HOMICIDE = "homicide"
    ATTEMPTED_HOMICIDE = "attempted_homicide"
    SEXUAL_OFFENCE = "sexual_offence"
    CHILD_SEXUAL_EXPLOITATION = "child_sexual_exploitation"
    CHILD_ABUSE = "child_abuse"
    HUMAN_TRAFFICKING = "human_trafficking"
    KIDNAPPING = "kidnapping"
    ROBBERY = "robbery"
    AGGRAVATED_ASSAULT = "aggravated_assault"
    HOME_INVASION = "home_invasion"
    ARSON = "arson"
    WEAPONS = "weapons"
    HATE_CRIME = "hate_crime"
    STALKING = "stalking"
    TERRORISM_NATIONAL_SECURITY = "terrorism_national_security"
    FENTANYL_IMPORTATION = "fentanyl_importation"
    ORGANISED_CRIME = "organised_crime"
    AGGRAVATED_ANIMAL_CRUELTY = "aggravated_animal_cruelty"
    FRAUD_IDENTITY = "fraud_identity"
    BURGLARY = "burglary"
    THEFT = "theft"
    DRUG_OTHER = "drug_other"
    PUBLIC_ORDER = "public_order"
    TRAFFIC = "traffic"
    OTHER = "other"


class LegalBasis(StrEnum):
    """The authority that the officer relies on."""

    JUDICIAL_AUTHORISATION = "judicial_authorisation"
    STATUTE = "statute"
    COMMON_LAW = "common_law"
    MISSING_PERSON_DUTY = "missing_person_duty"
    VITAL_INTERESTS = "vital_interests"
    COURT_ORDER_MISSING_DECEASED = "court_order_missing_deceased"
    CONSENT_OF_PROBE_SUBJECT = "consent_of_probe_subject"
    PUBLICLY_AVAILABLE = "publicly_available"
    VENDOR_TERMS = "vendor_terms"
    NONE = "none"


LEGAL_BASES_REJECTED = frozenset(
    {LegalBasis.PUBLICLY_AVAILABLE, LegalBasis.VENDOR_TERMS, LegalBasis.NONE}
)
LEGAL_BASES_ALLOWED = frozenset(LegalBasis) - LEGAL_BASES_REJECTED
# A court's paper must be attached and still in force.
LEGAL_BASES_WITH_DOCUMENT = frozenset(
    {LegalBasis.JUDICIAL_AUTHORISATION, LegalBasis.COURT_ORDER_MISSING_DECEASED}
)


class SubjectRole(StrEnum):
    """What the depicted person is to the case."""

    SUSPECT = "suspect"
    CONVICTED_PERSON = "convicted_person"
    VICTIM = "victim"
    WITNESS = "witness"
    MISSING_PERSON = "missing_person"
    DECEASED = "deceased"
    UNIDENTIFIED_PATIENT = "unidentified_patient"
    DETAINED = "detained"
    ASSOCIATE_OF_SUSPECT = "associate_of_suspect"
    UNKNOWN_BYSTANDER = "unknown_bystander"


SUBJECT_ROLES_WARNED = frozenset({SubjectRole.ASSOCIATE_OF_SUSPECT})
SUBJECT_ROLES_PROHIBITED = frozenset({SubjectRole.UNKNOWN_BYSTANDER})
SUBJECT_ROLES_ALLOWED = frozenset(SubjectRole) - SUBJECT_ROLES_WARNED - SUBJECT_ROLES_PROHIBITED


class SubjectMinor(StrEnum):
    """Whether the depicted person is, or may be, under age."""

    NO = "no"
    POSSIBLE = "possible"
    YES = "yes"


class PredicateLevel(StrEnum):
    """How strongly known facts tie the person to the case."""

    NONE = "none"
    REASONABLE_SUSPICION = "reasonable_suspicion"
    REASONABLE_GROUNDS_TO_SUSPECT = "reasonable_grounds_to_suspect"
    FAIR_PROBABILITY = "fair_probability"
    REASONABLE_GROUNDS_TO_BELIEVE = "reasonable_grounds_to_believe"
    PROBABLE_CAUSE = "probable_cause"


PREDICATES_AT_LEAST_SUSPICION = frozenset(PredicateLevel) - {PredicateLevel.NONE}


class LinkType(StrEnum):
    """What the search is tied to, so that it is never untargeted."""

    OFFENCE = "offence"
    PROCEEDING = "proceeding"
    PRESENT_THREAT = "present_threat"
    FORESEEABLE_THREAT = "foreseeable_threat"
    MISSING_PERSON = "missing_person"
    PERSON_AT_RISK = "person_at_risk"


class ProtectedActivity(StrEnum):
    """Whether the image shows protest, worship, association or the like."""

    NONE = "none"
    YES_INCIDENTAL = "yes_incidental"
    YES_PRIMARY = "yes_primary"


PROTECTED_ACTIVITY_PROHIBITED = frozenset({ProtectedActivity.YES_PRIMARY})


class BasisFlag(StrEnum):
    """Grounds on which nobody may be searched; each must be answered no."""

    RELIGION = "religion"
    POLITICS = "politics"
    SOCIAL_VIEWS = "social_views"
    LAWFUL_GROUP = "lawful_group"
    RACE_ETHNICITY = "race_ethnicity"
    CITIZENSHIP = "citizenship"
    ORIGIN = "origin"
    IMMIGRATION = "immigration"
    AGE = "age"
    DISABILITY = "disability"
    GENDER = "gender"
    GENDER_IDENTITY_EXPRESSION = "gender_identity_expression"
    ORIENTATION = "orientation"


BASIS_FLAGS_PROHIBITED = frozenset(BasisFlag)


class Urgency(StrEnum):
    """How soon the answer is needed."""

    ROUTINE = "routine"
    URGENT = "urgent"
    IMMINENT_THREAT_TO_LIFE = "imminent_threat_to_life"


# The emergency path is a route of its own; until it exists, this form refuses it.
URGENCIES_REFUSED_FOR_NOW = frozenset({Urgency.IMMINENT_THREAT_TO_LIFE})


class Mode(StrEnum):
    """How images reach the matcher."""

    RETROSPECTIVE_STILL = "retrospective_still"
    RETROSPECTIVE_VIDEO_FRAME = "retrospective_video_frame"
    VIDEO_BATCH = "video_batch"
    NEAR_REAL_TIME = "near_real_time"
    REAL_TIME = "real_time"
    MOBILE_FIELD = "mobile_field"
    CROWD_SCAN = "crowd_scan"
    PERSISTENT_TRACKING = "persistent_tracking"


MODES_ALLOWED = frozenset({Mode.RETROSPECTIVE_STILL, Mode.RETROSPECTIVE_VIDEO_FRAME})
MODES_PROHIBITED = frozenset(Mode) - MODES_ALLOWED


class ExternalOrigin(StrEnum):
    """Facial recognition already done by somebody else on this case."""

    NONE = "none"
    RETAILER = "retailer"
    OTHER_AGENCY = "other_agency"
    VENDOR = "vendor"
    OPEN_WEB_TOOL = "open_web_tool"


class RetentionClass(StrEnum):
    """How long what the search makes is kept."""

    WITH_CASE_FILE = "with_case_file"
    SEALED_UNTIL_DISPOSITION = "sealed_until_disposition"
    MINIMUM_PERIOD = "minimum_period"


class Attestation(StrEnum):
    """What the officer declares before submitting; all six are needed."""

    NO_OFF_PLATFORM_SEARCH = "no_off_platform_search"
    PROBE_LAWFULLY_OBTAINED = "probe_lawfully_obtained"
    FACTS_TRUE = "facts_true"
    LEAD_ONLY_UNDERSTOOD = "lead_only_understood"
    NO_PROTECTED_BASIS = "no_protected_basis"
    WILL_RECORD_OUTCOME = "will_record_outcome"


class Means(StrEnum):
    """A less intrusive way to learn who the person is."""

    WITNESS_OR_VICTIM_CANVASS = "witness_or_victim_canvass"
    COMPLAINANT_INTERVIEW = "complainant_interview"
    KNOWN_ASSOCIATE_INQUIRY = "known_associate_inquiry"
    INTERNAL_CIRCULATION_BULLETIN = "internal_circulation_bulletin"
    PUBLIC_APPEAL_FOR_IDENTIFICATION = "public_appeal_for_identification"
    MANUAL_MUGSHOT_REVIEW_BY_INVESTIGATOR = "manual_mugshot_review_by_investigator"
    CCTV_ROUTE_FOLLOW = "cctv_route_follow"
    VEHICLE_OR_PLATE_INQUIRY = "vehicle_or_plate_inquiry"
    FINGERPRINT_OR_LATENT = "fingerprint_or_latent"
    DNA = "dna"
    DOCUMENT_OR_ID_INQUIRY = "document_or_id_inquiry"
    PHONE_OR_DEVICE_RECORDS_WITH_AUTHORITY = "phone_or_device_records_with_authority"
    PAYMENT_OR_TICKET_RECORDS_WITH_AUTHORITY = "payment_or_ticket_records_with_authority"
    INFORMANT = "informant"
    SOCIAL_MEDIA_LAWFUL_MANUAL_REVIEW = "social_media_lawful_manual_review"
    OTHER_AGENCY_INQUIRY = "other_agency_inquiry"
    PHYSICAL_ATTENDANCE_OR_SURVEILLANCE_AUTHORISED = (
        "physical_attendance_or_surveillance_authorised"
    )
    VOLUNTARY_IDENTIFICATION = "voluntary_identification"
    FAMILY_OR_NEXT_OF_KIN = "family_or_next_of_kin"
    MISSING_PERSONS_REGISTER = "missing_persons_register"
    HOSPITAL_OR_SHELTER_INQUIRY = "hospital_or_shelter_inquiry"
    DENTAL_OR_MEDICAL_RECORDS = "dental_or_medical_records"
    BELONGINGS_OR_BODY_MARKS = "belongings_or_body_marks"


class MeansStatus(StrEnum):
    """Whether a means was tried."""

    TRIED = "tried"
    NOT_TRIED = "not_tried"


class MeansResult(StrEnum):
    """What came of it, or why it could not be used."""

    NO_RESULT = "no_result"
    PARTIAL = "partial"
    CONTRADICTED = "contradicted"
    FAILED = "failed"
    PENDING = "pending"
    NOT_AVAILABLE = "not_available"
    DISPROPORTIONATE_HARM = "disproportionate_harm"
    TOO_SLOW_FOR_THREAT = "too_slow_for_threat"


# A result that is still pending, or that says it was never done, does not show that a means was tried.
MEANS_RESULTS_OF_TRYING = frozenset(
    {
        MeansResult.NO_RESULT,
        MeansResult.PARTIAL,
        MeansResult.CONTRADICTED,
        MeansResult.FAILED,
    }
)
