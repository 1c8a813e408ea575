"""Builds the facts that rules may read from one request's answers and rows.

Turns words into codes and figures; it must not judge, and passes no narrative on.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from django.utils import timezone

from requests_app.accounts import training
from requests_app.accounts.models import Account
from requests_app.common.visible import length, visible
from requests_app.policy import facts, meters, vocabulary
from requests_app.policy.facts import Facts
from requests_app.registry import selectors as registry
from requests_app.registry.models import Gallery
from requests_app.searches.answers import Answers, Description, ProbeProvenance
from requests_app.searches.models import Probe, SearchRequest
from requests_app.searches.of_the_picture import eyes_apart, is_wider_than
from requests_app.searches.questions import described

_Code = TypeVar("_Code", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What other requests say, for repeat probes and for likeness of texts.

    Attributes:
        earlier_requests: other requests with the same picture or case.
        likeness: for each metered narrative that was compared, its highest likeness in thousandths.
    """

    earlier_requests: int
    likeness: Mapping[str, int]


def _code(kind: type[_Code], value: str) -> _Code | None:
    try:
        return kind(value) if value else None
    except ValueError:
        return None


def _codes(kind: type[_Code], values: Sequence[str]) -> tuple[_Code, ...] | None:
    """Every code, or None where one is not known: a stranger must not make the rest look complete."""
    codes = tuple(_code(kind, value) for value in values)
    known = tuple(code for code in codes if code is not None)
    return known if len(known) == len(codes) else None


def _given(text: str) -> bool:
    """Whether something was written: a dash, dots or other signs alone name nothing."""
    return any(character.isalnum() for character in visible(text))


def description_text(description: Description) -> str:
    """Return the description of the person sought as one text, for its meter."""
    return "; ".join(described(description))


def narrative_texts(answers: Answers) -> dict[str, str]:
    """Return each metered narrative of a document, by its meter's name."""
    return {
        "objective": answers.necessity.objective,
        "evidence": answers.necessity.evidence,
        "why_in_gallery": answers.effectiveness.why_in_gallery,
        "benefit": answers.proportionality.benefit,
        "impact": answers.proportionality.impact,
        "subject_description": description_text(answers.subject.description),
        "urgency_facts": answers.urgency.urgency_facts,
        "external_fr": answers.case.external_fr_detail,
    }


def _request_facts(answers: Answers, *, document_attached: bool) -> facts.RequestFacts:
    agency = registry.agency()
    number = answers.case.case_number.strip().upper()
    protected = answers.protected
    return facts.RequestFacts(
        # Where nothing is entered, nothing is known of how it is written.
        case_number_valid=bool(re.fullmatch(agency.case_number_pattern, number))
        if number
        else None,
        purpose=_code(vocabulary.Purpose, answers.purpose.purpose),
        offence=facts.OffenceFacts(
            category=_code(vocabulary.OffenceCategory, answers.purpose.offence_category),
            statute_ref_given=_given(answers.purpose.statute_ref),
            attempt=answers.purpose.attempt,
            committed_on=answers.purpose.offence_date,
        ),
        legal_basis=facts.LegalBasisFacts(
            type=_code(vocabulary.LegalBasis, answers.legal.basis_type),
            citation_given=_given(answers.legal.citation) if answers.legal.basis_type else None,
            document_attached=document_attached,
            expires_on=answers.legal.document_expires_on,
            no_expiry_stated=(
                None
                if answers.legal.document_states_expiry is None
                else not answers.legal.document_states_expiry
            ),
            legal_advice_given=_given(answers.legal.legal_advice_ref),
        ),
        result_unit_given=_given(answers.purpose.result_unit),
        no_prosecution_declared=answers.purpose.no_prosecution,
        subject_role=_code(vocabulary.SubjectRole, answers.subject.subject_role),
        subject_minor=_code(vocabulary.SubjectMinor, answers.subject.subject_minor),
        predicate_level=_code(vocabulary.PredicateLevel, answers.predicate.predicate_level),
        predicate_facts=tuple(
            facts.PredicateFact(
                length=length(fact.text),
                source_given=_given(fact.source),
                origin=_code(vocabulary.FactSource, fact.origin),
            )
            for fact in answers.predicate.facts
        ),
        link_type=_code(vocabulary.LinkType, answers.purpose.link_type),
        described_in=len(described(answers.subject.description)),
        **_facts_of_the_tests(answers),
        protected_activity=_code(vocabulary.ProtectedActivity, protected.protected_activity),
        basis_flags=(
            _codes(vocabulary.BasisFlag, protected.basis_flags)
            if protected.basis_flags_answered
            else None
        ),
        urgency=_code(vocabulary.Urgency, answers.urgency.urgency),
        urgency_kind=_code(vocabulary.UrgencyKind, answers.urgency.urgency_kind),
        urgency_deadline=answers.urgency.urgency_deadline,
        mode=_code(vocabulary.Mode, answers.scope.mode),
        target_specific=answers.scope.target_specific,
        bystanders=answers.proportionality.bystanders,
        max_candidates=answers.scope.candidate_limit,
        external_fr_origin=_code(vocabulary.ExternalOrigin, answers.case.external_fr_origin),
        external_fr_use=_code(vocabulary.ExternalUse, answers.case.external_fr_use),
        retention_class=_code(vocabulary.RetentionClass, answers.scope.retention_class),
        attestations=_codes(vocabulary.Attestation, answers.declaration.attestations),
    )


def _facts_of_the_tests(answers: Answers) -> dict[str, Any]:
    """What the officer chose for necessity, effectiveness, intrusion and proportion, as fields of RequestFacts."""
    need, gain = answers.necessity, answers.proportionality
    return {
        "question": _code(vocabulary.SearchQuestion, need.question),
        "next_step": _code(vocabulary.NextStep, need.next_step),
        "evidence_kind": _code(vocabulary.EvidenceKind, need.evidence_kind),
        "evidence_ref_given": _given(need.evidence_ref),
        "other_lines": _code(vocabulary.OtherLines, need.other_lines),
        "gallery_link": _code(vocabulary.GalleryLink, answers.effectiveness.gallery_link),
        "narrower_gallery": _code(vocabulary.NarrowerGallery, answers.scope.narrower_gallery),
        "harm": _code(vocabulary.Harm, gain.harm),
        "harm_state": _code(vocabulary.HarmState, gain.harm_state),
        "wrong_lead": _code(vocabulary.WrongLead, gain.wrong_lead),
    }


def _agency_facts() -> facts.AgencyFacts:
    agency = registry.agency()
    listed = agency.serious_offences
    return facts.AgencyFacts(
        extra_purposes=(),
        serious_offences=_codes(vocabulary.OffenceCategory, listed) if listed else None,
        accountable_officer_given=_given(agency.accountable_officer),
        policy_published=_given(agency.policy_address),
        access_contact_given=_given(agency.access_contact),
        complaints_contact_given=_given(agency.complaints_contact),
    )


def _edits(provenance: ProbeProvenance) -> tuple[vocabulary.ProbeEdit, ...] | None:
    if provenance.edited is None:
        return None
    if not provenance.edited:
        return ()
    if not provenance.edits:
        return None
    return _codes(vocabulary.ProbeEdit, [edit.kind for edit in provenance.edits])


def _taken_after_collected(provenance: ProbeProvenance) -> bool | None:
    """Whether two answers about the picture contradict each other; None until both can be compared."""
    if provenance.collected_on is None:
        return None
    if provenance.captured_at is not None:
        return timezone.localtime(provenance.captured_at).date() > provenance.collected_on
    return False if _given(provenance.capture_uncertainty) else None


def _eyes_apart(provenance: ProbeProvenance, probe: Probe | None) -> int | None:
    """The distance of the eyes; not known where it is typed larger than the picture in use."""
    pixels = eyes_apart(provenance)
    if pixels is None or probe is None:
        return pixels
    size = (probe.original_width, probe.original_height)
    return None if is_wider_than(pixels, size) else pixels


def _probe_facts(
    answers: Answers, probe: Probe | None, *, earlier_requests: int
) -> facts.ProbeFacts:
    provenance = answers.probe
    # A picture that does not show the person sought is a substitute, whatever its source is said to be;
    # while it is not said whom it shows, nobody knows what it is.
    shown = {
        True: _code(vocabulary.ProbeSource, provenance.source_kind),
        False: vocabulary.ProbeSource.OTHER_PERSON_SUBSTITUTE,
    }
    source = (
        shown[provenance.shows_person_sought]
        if provenance.shows_person_sought is not None
        else None
    )
    cropped = probe is not None and any(
        step.get("code") == "cropped" for step in probe.transformations
    )
    return facts.ProbeFacts(
        source_kind=source,
        authority_given=_given(provenance.acquisition_authority),
        custody_ref_given=_given(provenance.custody_ref),
        collected_on=provenance.collected_on,
        taken_after_collected=_taken_after_collected(provenance),
        original_kept=True if probe is not None else None,
        faces=provenance.faces_declared,
        cropped=cropped if probe is not None else None,
        suitability=_code(vocabulary.Suitability, provenance.suitability),
        limits_stated=_given(provenance.suitability_statement),
        pose=_code(vocabulary.Pose, provenance.pose),
        eyes_apart=_eyes_apart(provenance, probe),
        edits=_edits(provenance),
        earlier_requests=earlier_requests,
    )


def _gallery_facts(gallery: Gallery | None, *, day_of_judging: dt.date) -> facts.GalleryFacts:
    if gallery is None:
        return facts.GalleryFacts()
    return facts.GalleryFacts(
        allow_listed=gallery.is_on_offer and gallery.matcher.is_active,
        acquisition=_code(vocabulary.GalleryAcquisition, gallery.acquisition),
        legal_basis_given=_given(gallery.legal_basis),
        size=gallery.size,
        contains_minors=gallery.contains_minors,
        youth_periods_applied=gallery.youth_periods_applied,
        last_purged_on=gallery.last_purged_on,
        disclosed_days_before_service=registry.disclosed_days_before_service(gallery),
        narrower_on_offer=bool(registry.narrower_on_offer(gallery)),
        least_eyes_apart=gallery.matcher.least_eyes_apart,
        poses=_codes(vocabulary.Pose, gallery.matcher.poses) if gallery.matcher.poses else None,
        min_candidates=gallery.candidate_min,
        max_candidates=gallery.candidate_max,
        legal_review=_code(vocabulary.LegalReview, gallery.legal_review_decision),
        **{
            f"{kind}_until": day
            for kind, day in registry.papers_hold_until(gallery, day=day_of_judging).items()
        },
    )


def _meter_facts(
    answers: Answers, likeness: Mapping[str, int], terms: meters.Terms
) -> facts.MeterFacts:
    return facts.MeterFacts(
        **{
            name: meters.measure(text, likeness.get(name, 0), terms=terms)
            for name, text in narrative_texts(answers).items()
        }
    )


def _approval_facts(decider: Account | None, role: str, requester: Account) -> facts.ApprovalFacts:
    if decider is None:
        return facts.ApprovalFacts()
    return facts.ApprovalFacts(
        role=_code(vocabulary.ApproverRole, role),
        is_requester=decider.person_id == requester.person_id,
        deciding_valid_until=training.last_valid_day(decider.person, training.Course.DECIDING),
    )


def build(
    *,
    search_request: SearchRequest,
    answers: Answers,
    probe: Probe | None,
    document_attached: bool,
    neighbours: Neighbours,
    terms: meters.Terms,
    today: dt.date,
    decider: Account | None = None,
    decider_role: str = "",
    follow_up: facts.FollowUpFacts | None = None,
    examination: facts.ExaminationFacts | None = None,
) -> Facts:
    """Return the facts of one request at one moment.

    Args:
        search_request: the request, for its requester.
        answers: the document that is judged.
        probe: the probe image's row, or None where none was uploaded.
        document_attached: whether a judicial document is stored.
        neighbours: what other requests say.
        terms: the phrases that would fit any case.
        today: the agency's day on which it is judged.
        decider: who is deciding now, at the approve stage.
        decider_role: the role in which they decide.
        follow_up: which step is planned on a lead, at the followup stage.
        examination: what an examiner concludes, at the examine stage.
    """
    requester = search_request.requested_by
    means = tuple(
        facts.MeansFacts(
            means=_code(vocabulary.Means, row.means),
            status=_code(vocabulary.MeansStatus, row.status),
            result=_code(vocabulary.MeansResult, row.result),
            done_on=row.done_on,
            reason_length=length(row.why_not_enough),
        )
        for row in answers.means
    )
    return Facts(
        req=_request_facts(answers, document_attached=document_attached),
        img=_probe_facts(answers, probe, earlier_requests=neighbours.earlier_requests),
        db=_gallery_facts(registry.gallery(answers.scope.gallery), day_of_judging=today),
        alt=means,
        u=facts.PersonFacts(
            requesting_valid_until=training.last_valid_day(
                requester.person, training.Course.REQUESTING
            )
        ),
        appr=_approval_facts(decider, decider_role, requester),
        srch=facts.SearchFacts(enrol=False),
        ag=_agency_facts(),
        ex=examination if examination is not None else facts.ExaminationFacts(),
        fu=follow_up if follow_up is not None else facts.FollowUpFacts(),
        meter=_meter_facts(answers, neighbours.likeness, terms),
    )
