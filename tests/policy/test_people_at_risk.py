"""Lawful searches for people at risk pass, with the rules that protect them; each near miss still stops.

Seven searches that core rules before 2026.11.4 stopped, as facts; nothing is read from the pack.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from requests_app.policy import engine
from requests_app.policy.facts import Facts, MeansFacts
from requests_app.policy.vocabulary import Means, MeansResult, MeansStatus
from tests.policy.cases import FIXTURES, SHIPPED

DAY = date(2026, 11, 20)


def tried(means: str, result: str = "no_result") -> MeansFacts:
    return MeansFacts(Means(means), MeansStatus("tried"), MeansResult(result), DAY, 60)


def asked(changes: Mapping[str, Any], *means: MeansFacts) -> Facts:
    """The blameless request with other facts; `group.name` or `group.inner.name`."""
    facts = dataclasses.replace(FIXTURES.base, alt=means)
    for path, value in changes.items():
        group, *inner, name = path.split(".")
        held = getattr(facts, group)
        if inner:
            part = dataclasses.replace(getattr(held, inner[0]), **{name: value})
            held = dataclasses.replace(held, **{inner[0]: part})
        else:
            held = dataclasses.replace(held, **{name: value})
        facts = dataclasses.replace(facts, **{group: held})
    return facts


AT_RISK = {
    "req.result_unit_given": True,
    "req.no_prosecution_declared": True,
    "req.predicate_level": "none",
    "req.offence.category": None,
    "req.offence.statute_ref_given": None,
    "req.question": "who_is_at_risk",
    "req.next_step": "tell_the_unit_in_charge",
    "req.gallery_link": "reported_missing",
    "req.harm": "somebody_without_a_name",
    "req.harm_state": "goes_on",
    "req.wrong_lead": "family_told",
}
CHILD = AT_RISK | {
    "req.purpose": "missing_person", "req.subject_role": "missing_person", "req.subject_minor": "yes",
    "req.link_type": "missing_person", "img.source_kind": "missing_person_family_photo",
    "db.acquisition": "missing_persons",
}  # fmt: skip
BODY = AT_RISK | {
    "req.purpose": "deceased", "req.subject_role": "deceased", "req.link_type": "person_at_risk",
    "img.source_kind": "post_mortem_photo", "db.acquisition": "missing_persons",
}  # fmt: skip
PATIENT = AT_RISK | {
    "req.purpose": "incapacitated_unable_to_identify", "req.subject_role": "unidentified_patient",
    "req.link_type": "person_at_risk", "db.acquisition": "missing_persons",
}  # fmt: skip
VICTIM = AT_RISK | {
    "req.purpose": "child_sexual_exploitation_victim", "req.subject_role": "victim",
    "req.subject_minor": "yes", "req.offence.category": "not_yet_known", "req.question": "who_is_the_victim",
    "img.source_kind": "csam_victim_frame", "db.acquisition": "csam_victim_id",
}  # fmt: skip
FAMILY = (tried("family_or_next_of_kin"), tried("missing_persons_register"))
REMAINS = (tried("dna", "failed"), tried("dental_or_medical_records"))

PASS: dict[str, Facts] = {
    "a missing child whose means are those of a missing child": asked(CHILD, *FAMILY),
    "a missing child photographed at worship": asked(
        CHILD | {"req.protected_activity": "yes_incidental"}, *FAMILY
    ),
    "a missing child by a school photograph": asked(
        CHILD | {"img.source_kind": "school_or_health_record"}, *FAMILY
    ),
    "a body that no offence and no register explains": asked(BODY, *REMAINS),
    "a body whose eyes were opened in the picture": asked(
        BODY | {"img.edits": ("crop", "eyes_opened")}, *REMAINS
    ),
    "a patient who cannot say who they are": asked(
        PATIENT, tried("hospital_or_shelter_inquiry"), tried("belongings_or_body_marks")
    ),
    "a victim before the offence is known": asked(
        VICTIM, tried("missing_persons_register"), tried("other_agency_inquiry")
    ),
    "an order about a missing person that states no last day": asked(
        CHILD
        | {
            "req.legal_basis.type": "court_order_missing_deceased",
            "req.legal_basis.document_attached": True,
            "req.legal_basis.no_expiry_stated": True,
        },
        *FAMILY,
    ),
    "an urgent search for a missing child whose family has been asked": asked(
        CHILD | {"req.urgency": "urgent", "req.urgency_kind": "person_in_danger", "meter.urgency_facts.length": 60,
                 "req.urgency_deadline": FIXTURES.base_now},
        tried("family_or_next_of_kin", "pending"),
    ),
}  # fmt: skip

STOP: dict[str, tuple[str, Facts]] = {
    "a suspect called a missing person without the declaration": (
        "CORE-38", asked(CHILD | {"req.no_prosecution_declared": False}, *FAMILY),
    ),
    "a missing child with no unit to receive the result": (
        "CORE-37", asked(CHILD | {"req.result_unit_given": False}, *FAMILY),
    ),
    "a missing child for whom nothing else was done": ("CORE-75", asked(CHILD)),
    "a missing child for whom an informant alone was asked": (
        "CORE-75", asked(CHILD, tried("informant"), tried("physical_attendance_or_surveillance_authorised")),
    ),
    "a witness photographed at worship": (
        "CORE-16",
        asked({"req.protected_activity": "yes_incidental", "req.predicate_level": "none",
               "req.purpose": "identify_witness", "req.question": "who_is_the_witness",
               "req.subject_role": "witness"}, *FIXTURES.base.alt or ()),
    ),
    "a suspect by a school photograph": (
        "CORE-80", asked({"img.source_kind": "school_or_health_record"}, *FIXTURES.base.alt or ()),
    ),
    "an exculpatory check of an offence that is not yet known": (
        "CORE-09", asked({"req.offence.category": "not_yet_known", "req.purpose": "exculpatory_check",
                         "req.question": "whether_somebody_can_be_ruled_out"}, *FIXTURES.base.alt or ()),
    ),
    "eyes opened on the living": (
        "CORE-84", asked(CHILD | {"img.edits": ("eyes_opened",)}, *FAMILY),
    ),
    "a face pasted on a body": (
        "CORE-84", asked(BODY | {"img.edits": ("feature_paste",)}, *REMAINS),
    ),
    "an order whose last day has passed": (
        "CORE-08",
        asked(CHILD | {"req.legal_basis.type": "court_order_missing_deceased",
                       "req.legal_basis.document_attached": True, "req.legal_basis.expires_on": DAY},
              *FAMILY),
    ),
    "a victim's face searched for a suspect": (
        "CORE-98", asked({"img.source_kind": "csam_victim_frame"}, *FIXTURES.base.alt or ()),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", PASS)
@pytest.mark.parametrize("stage", ["submit", "forward"])
def test_a_lawful_search_for_a_person_at_risk_is_not_stopped(case: str, stage: str) -> None:
    found = engine.evaluate(SHIPPED, stage, PASS[case], now=FIXTURES.base_now)
    assert [(finding.rule, finding.missing) for finding in found.stopping] == []


@pytest.mark.parametrize("case", STOP)
def test_what_nearly_is_such_a_search_still_stops(case: str) -> None:
    rule, facts = STOP[case]
    found = engine.evaluate(SHIPPED, "submit", facts, now=FIXTURES.base_now)
    assert [finding.rule for finding in found.stopping] == [rule]


def test_a_minor_still_takes_the_privacy_officer() -> None:
    found = engine.evaluate(SHIPPED, "submit", PASS["a missing child by a school photograph"],
                            now=FIXTURES.base_now)  # fmt: skip
    assert found.required_roles == {"supervisor", "privacy_officer"}


def test_imminent_danger_is_refused_until_its_route_exists() -> None:
    facts = asked(CHILD | {"req.urgency": "imminent_threat_to_life"}, *FAMILY)
    found = engine.evaluate(SHIPPED, "submit", facts, now=FIXTURES.base_now)
    assert "CORE-22" in {finding.rule for finding in found.stopping}
