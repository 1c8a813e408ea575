"""What an officer answers, as typed sections; one document is frozen each time a request is submitted.

Holds shapes and their canonical bytes only: it must not judge an answer, which is the work of policy.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from dataclasses import dataclass, field
from typing import Any, TypeVar

from requests_app.common.errors import BadInput
from requests_app.common.foreign_data import Malformed, StrictConverter
from requests_app.wire import canonical


@dataclass(frozen=True, slots=True)
class Case:
    """The investigation this search belongs to."""

    case_number: str = ""
    on_behalf_of: str = ""
    agreement_ref: str = ""
    external_fr_origin: str = ""
    external_fr_detail: str = ""
    external_fr_use: str = ""


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why the search is wanted, and for which offence.

    Attributes:
        result_unit: for a person at risk, the unit that receives the result.
        no_prosecution: for a person at risk, the declaration that the result will not be used to prosecute them.
    """

    purpose: str = ""
    purpose_detail: str = ""
    offence_category: str = ""
    statute_ref: str = ""
    attempt: bool | None = None
    offence_date: dt.date | None = None
    offence_place: str = ""
    link_type: str = ""
    result_unit: str = ""
    no_prosecution: bool | None = None


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """The authority relied upon; its document is a stored file, not an answer."""

    basis_type: str = ""
    citation: str = ""
    document_expires_on: dt.date | None = None
    document_states_expiry: bool | None = None
    legal_advice_ref: str = ""


@dataclass(frozen=True, slots=True)
class Description:
    """How the person sought was described before any search; locked at the first submission."""

    height: str = ""
    build: str = ""
    age_band: str = ""
    hair: str = ""
    marks: str = ""
    clothing: str = ""
    mobility: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """Who the person sought is in this case."""

    subject_role: str = ""
    subject_minor: str = ""
    minor_justification: str = ""
    description: Description = field(default_factory=Description)


@dataclass(frozen=True, slots=True)
class PredicateFact:
    """One fact with where it comes from, apart from opinion. `origin` is the kind of that source."""

    text: str = ""
    source: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Predicate:
    """What links the person sought to the matter."""

    predicate_level: str = ""
    facts: tuple[PredicateFact, ...] = ()
    assessment: str = ""


@dataclass(frozen=True, slots=True)
class Protected:
    """Protected activity and traits: what the request must not rest on."""

    protected_activity: str = ""
    protected_activity_detail: str = ""
    basis_flags: tuple[str, ...] = ()
    basis_flags_answered: bool = False


@dataclass(frozen=True, slots=True)
class Necessity:
    """Which question the search would settle, what follows from an answer, and why that is pressing."""

    question: str = ""
    next_step: str = ""
    objective: str = ""
    evidence: str = ""
    evidence_kind: str = ""
    evidence_ref: str = ""
    other_lines: str = ""


@dataclass(frozen=True, slots=True)
class Effectiveness:
    """Why this gallery is likely to hold the person sought."""

    gallery_link: str = ""
    why_in_gallery: str = ""


@dataclass(frozen=True, slots=True)
class Proportionality:
    """What is at stake, what is gained, what is lost, and how many bystanders are touched."""

    harm: str = ""
    harm_state: str = ""
    benefit: str = ""
    impact: str = ""
    wrong_lead: str = ""
    bystanders: int | None = None


@dataclass(frozen=True, slots=True)
class Means:
    """One row of the ledger of less-intrusive means. `status` is tried or not_tried."""

    id: str = ""
    means: str = ""
    status: str = ""
    result: str = ""
    done_on: dt.date | None = None
    done_by: str = ""
    evidence_ref: str = ""
    why_not_enough: str = ""


@dataclass(frozen=True, slots=True)
class Urgency:
    """How soon an answer is needed, and why."""

    urgency: str = ""
    urgency_kind: str = ""
    urgency_facts: str = ""
    urgency_deadline: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Which gallery is searched, how, and how far."""

    mode: str = ""
    target_specific: bool | None = None
    gallery: str = ""
    gallery_reason: str = ""
    narrower_gallery: str = ""
    candidate_limit: int | None = None
    threshold: str = ""
    retention_class: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """One change somebody made to the image before it was uploaded here."""

    kind: str = ""
    tool: str = ""
    parameters: str = ""
    operator: str = ""
    edited_on: dt.date | None = None
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class ProbeProvenance:
    """Where the probe image comes from and what was done to it. Coordinates are pixels of the original."""

    source_kind: str = ""
    acquisition_authority: str = ""
    consent_or_order_ref: str = ""
    custody_ref: str = ""
    collected_by: str = ""
    collected_on: dt.date | None = None
    captured_at: dt.datetime | None = None
    capture_uncertainty: str = ""
    frame_ref: str = ""
    is_still: bool | None = None
    shows_person_sought: bool | None = None
    faces_declared: int | None = None
    suitability: str = ""
    suitability_statement: str = ""
    pose: str = ""
    eye_distance: int | None = None
    edited: bool | None = None
    edits: tuple[Edit, ...] = ()
    crop_left: int | None = None
    crop_top: int | None = None
    crop_width: int | None = None
    crop_height: int | None = None
    left_eye_x: int | None = None
    left_eye_y: int | None = None
    right_eye_x: int | None = None
    right_eye_y: int | None = None


@dataclass(frozen=True, slots=True)
class Declaration:
    """What the officer affirms, and which warnings were read."""

    attestations: tuple[str, ...] = ()
    acknowledged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """What an officer answers to the decider who returned the request; nobody has to.

    Attributes:
        to_version: the version that was returned; None where there is no reply.
        text: the officer's words.
    """

    to_version: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything an officer answers for one search, a section a page."""

    case: Case = field(default_factory=Case)
    purpose: Purpose = field(default_factory=Purpose)
    legal: LegalBasis = field(default_factory=LegalBasis)
    subject: Subject = field(default_factory=Subject)
    predicate: Predicate = field(default_factory=Predicate)
    protected: Protected = field(default_factory=Protected)
    necessity: Necessity = field(default_factory=Necessity)
    effectiveness: Effectiveness = field(default_factory=Effectiveness)
    proportionality: Proportionality = field(default_factory=Proportionality)
    means: tuple[Means, ...] = ()
    urgency: Urgency = field(default_factory=Urgency)
    scope: Scope = field(default_factory=Scope)
    probe: ProbeProvenance = field(default_factory=ProbeProvenance)
    reply: Reply = field(default_factory=Reply)
    declaration: Declaration = field(default_factory=Declaration)


def without_other_replies(answers: Answers, *, version: int) -> Answers:
    """Return the answers without a reply to another version's return: each return is answered by itself."""
    if answers.reply.to_version == version:
        return answers
    return dataclasses.replace(answers, reply=Reply())


SECTIONS: tuple[str, ...] = tuple(f.name for f in dataclasses.fields(Answers))

_CAME_LATER = (
    ("purpose", "result_unit"),
    ("purpose", "no_prosecution"),
    ("legal", "document_states_expiry"),
    ("case", "external_fr_use"),
    ("necessity", "question"),
    ("necessity", "next_step"),
    ("necessity", "evidence_kind"),
    ("necessity", "other_lines"),
    ("effectiveness", "gallery_link"),
    ("proportionality", "harm"),
    ("proportionality", "harm_state"),
    ("proportionality", "wrong_lead"),
    ("urgency", "urgency_kind"),
    ("scope", "narrower_gallery"),
    ("probe", "pose"),
    ("probe", "eye_distance"),
)

_converter = StrictConverter(dates_as_text=True)
_T = TypeVar("_T")


def to_plain(value: Any) -> Any:
    """Return a section or a whole document as JSON-able data."""
    return _converter.unstructure(value)


def from_plain(data: Any, shape: type[_T]) -> _T:
    """Build a section or a document from JSON-able data.

    Raises:
        BadInput: a key is unknown, or a value is of the wrong type.
    """
    try:
        return _converter.read(data, shape)
    except Malformed as problem:
        raise BadInput({"answers": ["malformed"]}) from problem


def encode(answers: Answers) -> bytes:
    """Return the canonical bytes (RFC 8785) of a document: what is sealed, and what digests are taken of.

    A section or an answer that came with a later release is left out while it is empty, so that documents from
    before keep their bytes, and with them their digest.
    """
    plain = to_plain(answers)
    if answers.reply == Reply():
        del plain["reply"]
    for section, name in _CAME_LATER:
        if plain[section][name] in ("", None):
            del plain[section][name]
    for fact in plain["predicate"]["facts"]:
        if not fact["origin"]:
            del fact["origin"]
    return canonical.encode(plain)


def decode(data: bytes) -> Answers:
    """Read a document back from its canonical bytes."""
    return from_plain(canonical.decode(data), Answers)


def digest(answers: Answers) -> str:
    """Return the hex SHA-256 of a document's canonical bytes."""
    return hashlib.sha256(encode(answers)).hexdigest()


@dataclass(frozen=True, slots=True)
class Change:
    """One answer that differs between two versions; `path` is section.field."""

    path: str
    before: Any
    after: Any


def changes(before: Answers, after: Answers) -> tuple[Change, ...]:
    """Return what differs between two versions, in page order."""
    found: list[Change] = []
    for section in SECTIONS:
        old, new = to_plain(getattr(before, section)), to_plain(getattr(after, section))
        if isinstance(old, dict):
            found += [
                Change(f"{section}.{name}", old[name], new[name])
                for name in old
                if old[name] != new[name]
            ]
        elif old != new:
            found.append(Change(section, old, new))
    return tuple(found)
