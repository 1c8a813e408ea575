"""What a rule may know about one search request: the only list of facts there is, typed and frozen.

No narratives, places or names: a text is here only as its measured figures. None always means "not known".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from requests_app.policy.vocabulary import (
    ApproverRole,
    Attestation,
    BasisFlag,
    ComparisonConclusion,
    Disclosure,
    Evidence,
    EvidenceKind,
    ExternalOrigin,
    ExternalUse,
    FactSource,
    GalleryAcquisition,
    GalleryLink,
    Harm,
    HarmState,
    LegalBasis,
    LegalReview,
    LinkType,
    Means,
    MeansResult,
    MeansStatus,
    Mode,
    NarrowerGallery,
    NextStep,
    OffenceCategory,
    OtherLines,
    Pose,
    PredicateLevel,
    ProbeEdit,
    ProbeSource,
    ProtectedActivity,
    Purpose,
    RetentionClass,
    SearchQuestion,
    Step,
    SubjectMinor,
    SubjectRole,
    Suitability,
    Urgency,
    UrgencyKind,
    Whereabouts,
    WrongLead,
)


@dataclass(frozen=True)
class OffenceFacts:
    """The offence under investigation."""

    category: OffenceCategory | None = None
    statute_ref_given: bool | None = None
    attempt: bool | None = None
    committed_on: date | None = None


@dataclass(frozen=True)
class LegalBasisFacts:
    """The authority relied on. A paper's `expires_on` is its last good day; some state none."""

    type: LegalBasis | None = None
    citation_given: bool | None = None
    document_attached: bool | None = None
    expires_on: date | None = None
    no_expiry_stated: bool | None = None
    legal_advice_given: bool | None = None


@dataclass(frozen=True)
class PredicateFact:
    """One fact that ties the person to the case."""

    length: int | None = None
    source_given: bool | None = None
    origin: FactSource | None = None


@dataclass(frozen=True)
class RequestFacts:
    """The officer's answers. An empty tuple is an answer ("none of these"); None is no answer.

    `described_in` counts the attributes by which the person was described before the search: height, build, and so on.
    """

    case_number_valid: bool | None = None
    purpose: Purpose | None = None
    offence: OffenceFacts = field(default_factory=OffenceFacts)
    legal_basis: LegalBasisFacts = field(default_factory=LegalBasisFacts)
    result_unit_given: bool | None = None
    no_prosecution_declared: bool | None = None
    subject_role: SubjectRole | None = None
    subject_minor: SubjectMinor | None = None
    predicate_level: PredicateLevel | None = None
    predicate_facts: tuple[PredicateFact, ...] | None = None
    link_type: LinkType | None = None
    described_in: int | None = None
    question: SearchQuestion | None = None
    next_step: NextStep | None = None
    evidence_kind: EvidenceKind | None = None
    evidence_ref_given: bool | None = None
    other_lines: OtherLines | None = None
    gallery_link: GalleryLink | None = None
    narrower_gallery: NarrowerGallery | None = None
    harm: Harm | None = None
    harm_state: HarmState | None = None
    wrong_lead: WrongLead | None = None
    protected_activity: ProtectedActivity | None = None
    basis_flags: tuple[BasisFlag, ...] | None = None
    urgency: Urgency | None = None
    urgency_kind: UrgencyKind | None = None
    urgency_deadline: datetime | None = None
    mode: Mode | None = None
    target_specific: bool | None = None
    bystanders: int | None = None
    max_candidates: int | None = None
    external_fr_origin: ExternalOrigin | None = None
    external_fr_use: ExternalUse | None = None
    retention_class: RetentionClass | None = None
    attestations: tuple[Attestation, ...] | None = None


@dataclass(frozen=True)
class ProbeFacts:
    """The probe image. `earlier_requests` counts other requests with the same image or case.

    `eyes_apart`: pixels of the original between the eyes.

    `taken_after_collected` compares the day of the picture with the day on which it was collected;
    it is false where the time of the picture is not known and the request says so.
    """

    source_kind: ProbeSource | None = None
    authority_given: bool | None = None
    custody_ref_given: bool | None = None
    collected_on: date | None = None
    taken_after_collected: bool | None = None
    original_kept: bool | None = None
    faces: int | None = None
    cropped: bool | None = None
    suitability: Suitability | None = None
    limits_stated: bool | None = None
    pose: Pose | None = None
    eyes_apart: int | None = None
    edits: tuple[ProbeEdit, ...] | None = None
    earlier_requests: int | None = None


@dataclass(frozen=True)
class GalleryFacts:
    """The one gallery that would be searched, as the registry holds it, and the papers about it and its matcher.

    `disclosed_days_before_service`: from the disclosure to a regulator to the first day of service; negative where it
    came later. `narrower_on_offer`: whether a gallery with fewer images is on offer. `least_eyes_apart` (pixels) and `poses` are
    what the maker of the matcher documents for pictures that it can compare.

    Each `..._until` is the last good day of a paper; None where none is recorded, none is in force yet, or it
    speaks of another version of the matcher.
    """

    allow_listed: bool | None = None
    acquisition: GalleryAcquisition | None = None
    legal_basis_given: bool | None = None
    size: int | None = None
    contains_minors: bool | None = None
    youth_periods_applied: bool | None = None
    last_purged_on: date | None = None
    disclosed_days_before_service: int | None = None
    narrower_on_offer: bool | None = None
    least_eyes_apart: int | None = None
    poses: tuple[Pose, ...] | None = None
    min_candidates: int | None = None
    max_candidates: int | None = None
    legal_review: LegalReview | None = None
    legal_review_until: date | None = None
    impact_assessment_until: date | None = None
    collection_until: date | None = None
    regulator_disclosure_until: date | None = None
    accuracy_report_until: date | None = None
    differential_report_until: date | None = None
    probe_retention_until: date | None = None
    contract_until: date | None = None


@dataclass(frozen=True)
class MeansFacts:
    """One row of the ledger of less intrusive means."""

    means: Means | None = None
    status: MeansStatus | None = None
    result: MeansResult | None = None
    done_on: date | None = None
    reason_length: int | None = None


@dataclass(frozen=True)
class PersonFacts:
    """The requester. `requesting_valid_until` is the last day of the newest requesting certificate."""

    requesting_valid_until: date | None = None


@dataclass(frozen=True)
class ApprovalFacts:
    """The person who is deciding now; unknown at submit, and not asked for there."""

    role: ApproverRole | None = None
    is_requester: bool | None = None
    deciding_valid_until: date | None = None


@dataclass(frozen=True)
class SearchFacts:
    """The search as it would be sent."""

    enrol: bool | None = None


@dataclass(frozen=True)
class AgencyFacts:
    """What the agency has configured. `serious_offences` is None until it has said which they are.

    The others say whether it has named who answers for facial recognition, where its policy is published, and to whom
    people turn to see what is held about them and to complain.
    """

    extra_purposes: tuple[Purpose, ...] | None = None
    serious_offences: tuple[OffenceCategory, ...] | None = None
    accountable_officer_given: bool | None = None
    policy_published: bool | None = None
    access_contact_given: bool | None = None
    complaints_contact_given: bool | None = None


@dataclass(frozen=True)
class ExaminationFacts:
    """What an examiner concludes of the candidate whom they select; known at examine alone.

    Nothing of another examiner, no rank and no score is among them: whoever examines would learn of it from a rule.
    `picture_shown`: whether the matcher’s picture is shown here. `picture_taken_on`: when it was taken, the
    earlier of the days that matcher and examiner name; not known where the examiner says that nobody knows. `features` counts the parts of the face that were
    compared, `differences` those of them that differ; `compared` and `candidates`: of the whole list.
    """

    conclusion: ComparisonConclusion | None = None
    picture_shown: bool | None = None
    picture_taken_on: date | None = None
    features: int | None = None
    differences: int | None = None
    compared: int | None = None
    candidates: int | None = None
    examining_valid_until: date | None = None


@dataclass(frozen=True)
class EvidenceFacts:
    """One thing that was reported for a lead, or against it, and still holds.

    `is_independent`: it would have been found without the search. `from_line_up`: it is a witness's choice from a
    line-up in which the candidate stood because of the lead.
    """

    kind: Evidence | None = None
    found_on: date | None = None
    supports: bool | None = None
    is_independent: bool | None = None
    from_line_up: bool | None = None


@dataclass(frozen=True)
class LineUpFacts:
    """A line-up that is planned; all unknown where none is.

    `is_sequential`: one is shown after the other. `fillers`: others beside the candidate. `is_recorded`: in sound or picture.
    """

    same_picture: bool | None = None
    is_blind: bool | None = None
    witness_saw: bool | None = None
    witness_told: bool | None = None
    is_sequential: bool | None = None
    fillers: int | None = None
    is_recorded: bool | None = None


@dataclass(frozen=True)
class FollowUpFacts:
    """A step that is planned on a released lead, and what was reported of it so far; known at followup alone.

    `reports` counts those that were recorded; `whereabouts` is what a check of where the candidate was has found;
    `disclosed`: what whoever decides on a warrant is told, where one is planned; `relies_on_search`: whether the
    application relies on the search; `basis`: what else it rests on.
    """

    step: Step | None = None
    recalled: bool | None = None
    expired: bool | None = None
    reports: int | None = None
    evidence: tuple[EvidenceFacts, ...] | None = None
    whereabouts: Whereabouts | None = None
    line_up: LineUpFacts = field(default_factory=LineUpFacts)
    disclosed: tuple[Disclosure, ...] | None = None
    relies_on_search: bool | None = None
    basis: tuple[Evidence, ...] | None = None


@dataclass(frozen=True)
class TextMeter:
    """A narrative as figures: characters, generic share and likeness to earlier texts in thousandths.

    `likeness` is None when nobody has compared it yet, and 0 when there was nothing to compare with.
    """

    length: int | None = None
    generic: int | None = None
    likeness: int | None = None


@dataclass(frozen=True)
class MeterFacts:
    """The narratives of the request, each only as its figures. A text not written has length 0."""

    objective: TextMeter = field(default_factory=TextMeter)
    evidence: TextMeter = field(default_factory=TextMeter)
    why_in_gallery: TextMeter = field(default_factory=TextMeter)
    benefit: TextMeter = field(default_factory=TextMeter)
    impact: TextMeter = field(default_factory=TextMeter)
    subject_description: TextMeter = field(default_factory=TextMeter)
    urgency_facts: TextMeter = field(default_factory=TextMeter)
    external_fr: TextMeter = field(default_factory=TextMeter)


@dataclass(frozen=True)
class Facts:
    """Everything that rules may read about one request at one stage; the field names are CEL's variables."""

    req: RequestFacts = field(default_factory=RequestFacts)
    img: ProbeFacts = field(default_factory=ProbeFacts)
    db: GalleryFacts = field(default_factory=GalleryFacts)
    alt: tuple[MeansFacts, ...] | None = None
    u: PersonFacts = field(default_factory=PersonFacts)
    appr: ApprovalFacts = field(default_factory=ApprovalFacts)
    srch: SearchFacts = field(default_factory=SearchFacts)
    ag: AgencyFacts = field(default_factory=AgencyFacts)
    ex: ExaminationFacts = field(default_factory=ExaminationFacts)
    fu: FollowUpFacts = field(default_factory=FollowUpFacts)
    meter: MeterFacts = field(default_factory=MeterFacts)
