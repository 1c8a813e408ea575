"""The codes of a rule: stage, verb, status, confidence, test, field, approver.

Codes only; nothing here says which rule has which.
"""

from enum import StrEnum


class ApproverRole(StrEnum):
    """Whose approval a rule may demand; the codes are those of accounts.roles."""

    SUPERVISOR = "supervisor"
    PRIVACY_OFFICER = "privacy_officer"


ALWAYS_DEMANDED = ApproverRole.SUPERVISOR
"""Every search takes this approval, whatever the rules demand besides."""


class Stage(StrEnum):
    """When rules are judged; `STAGES_JUDGED` are those at which this version asks for them."""

    GATE = "gate"
    SUBMIT = "submit"
    CHECK = "check"
    APPROVE = "approve"
    AUTHORISE = "authorise"
    FORWARD = "forward"
    CANDIDATES = "candidates"
    EXAMINE = "examine"
    RELEASE = "release"
    FOLLOWUP = "followup"
    PURGE = "purge"
    REPORT = "report"


STAGES_JUDGED = (
    Stage.SUBMIT,
    Stage.APPROVE,
    Stage.FORWARD,
    Stage.EXAMINE,
    Stage.RELEASE,
    Stage.FOLLOWUP,
)


class Verb(StrEnum):
    """What a rule does when it fires, strictest first."""

    BLOCK = "BLOCK"
    STOP = "STOP"
    GATE = "GATE"
    APPROVER = "APPR+"
    EVIDENCE = "EVID"
    WARN = "WARN"
    DUE = "DUE"
    PURGE = "PURGE"
    RETAIN = "RETAIN"
    LABEL = "LABEL"
    DISCLOSE = "DISC"
    REPORT = "REPORT"
    NOTIFY = "NOTIFY"


VERBS_BLOCKING = frozenset({Verb.BLOCK, Verb.STOP, Verb.GATE})
VERBS_WITH_AN_EFFECT = VERBS_BLOCKING | {
    Verb.APPROVER,
    Verb.EVIDENCE,
    Verb.WARN,
    Verb.DUE,
    Verb.RETAIN,
}
"""What a pack may ask for today; the other verbs are those of rows that wait."""


class RuleStatus(StrEnum):
    """What kind of authority a rule has; people are never told that guidance is statute."""

    BINDING = "binding"
    SETTLEMENT = "settlement"
    GUIDANCE = "guidance"
    TEMPLATE = "template"
    DESIGN = "design"


class SourceKind(StrEnum):
    """What a citation cites. Whether a statute or a judgment binds depends on where the agency is."""

    STATUTE = "statute"
    JUDGMENT = "judgment"
    SETTLEMENT = "settlement"
    FINDING = "finding"
    GUIDANCE = "guidance"
    TEMPLATE = "template"
    STANDARD = "standard"
    REPORT = "report"


class Judges(StrEnum):
    """What a rule can establish at the most: it sees facts about a request and never what is true."""

    PRESENCE = "presence"
    FORM = "form"
    ANSWER = "answer"
    THRESHOLD = "threshold"
    CONSISTENCY = "consistency"
    REGISTRY = "registry"


class Confidence(StrEnum):
    """How well a rule's source was read; see the head of the policy catalogue.

    Since format 2 of packs a citation has one of CITATION_CONFIDENCES, and what is our own design is said apart.
    """

    READ = "S"
    READ_SECONDARY = "S2"
    READ_IN_PART = "S/K"
    READ_AND_DESIGN = "S/D"
    READ_SECONDARY_AND_DESIGN = "S2/D"
    READ_SECONDARY_IN_PART = "S2/K"
    KNOWN = "K"
    KNOWN_AND_DESIGN = "K/D"
    UNCHECKED = "K?"
    DESIGN = "D"


CITATION_CONFIDENCES = (
    Confidence.READ,
    Confidence.READ_SECONDARY,
    Confidence.READ_IN_PART,
    Confidence.READ_SECONDARY_IN_PART,
    Confidence.KNOWN,
    Confidence.UNCHECKED,
)
"""How well one citation was read, best first: a rule is believed as far as the least of its citations."""


class LegalTest(StrEnum):
    """The question that a rule belongs to, for grouping on the page."""

    LAWFUL = "lawful"
    NECESSARY = "necessary"
    EFFECTIVE = "effective"
    PROPORTIONATE = "proportionate"
    LEAST_INTRUSIVE = "least_intrusive"
    PROBE = "probe"
    GALLERY = "gallery"
    PEOPLE = "people"


class FormField(StrEnum):
    """The question of the form (or the record) that a finding sends its reader to."""

    CASE_NUMBER = "case_number"
    PURPOSE = "purpose"
    OFFENCE = "offence"
    LEGAL_BASIS = "legal_basis"
    LEGAL_DOCUMENT = "legal_document"
    SUBJECT_ROLE = "subject_role"
    SUBJECT_MINOR = "subject_minor"
    SUBJECT_DESCRIPTION = "subject_description"
    PREDICATE = "predicate"
    LINK_TYPE = "link_type"
    PROTECTED_ACTIVITY = "protected_activity"
    BASIS_FLAGS = "basis_flags"
    NECESSITY = "necessity"
    EFFECTIVENESS = "effectiveness"
    PROPORTIONALITY = "proportionality"
    MEANS = "means"
    URGENCY = "urgency"
    MODE = "mode"
    TARGET = "target"
    GALLERY = "gallery"
    CANDIDATES = "candidates"
    EXTERNAL_FR = "external_fr"
    RETENTION = "retention"
    ATTESTATIONS = "attestations"
    PROBE = "probe"
    PROBE_SOURCE = "probe_source"
    PROBE_EDITS = "probe_edits"
    PROBE_FACES = "probe_faces"
    PROBE_SUITABILITY = "probe_suitability"
    TRAINING = "training"
    DECISION = "decision"
    EXAMINATION = "examination"
    FOLLOW_UP = "follow_up"
    SYSTEM = "system"
