"""No text satisfies a rule by its length alone; answers that contradict one another, or the registry, are found.

Nothing is read from the pack but which of its rules count characters.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from requests_app.policy import engine
from requests_app.policy.facts import Facts, MeterFacts, TextMeter
from requests_app.policy.vocabulary import Means, MeansResult, MeansStatus
from tests.policy.cases import FIXTURES, SHIPPED
from tests.policy.test_people_at_risk import asked, tried

CORE = SHIPPED.packs[0]
COUNTING = [
    rule.id
    for rule in CORE.rules.values()
    if any(path.rpartition(".")[2] in {"length", "reason_length"} for path in rule.when.reads)
]
LONG = TextMeter(length=4000, generic=0, likeness=0)
MEANS = FIXTURES.base.alt or ()


def nothing_but_long_texts() -> Facts:
    """The blameless request of somebody who wrote much, and chose nothing beside it."""
    base = FIXTURES.base
    texts = {field.name: LONG for field in dataclasses.fields(MeterFacts)}
    chosen = {
        "question", "next_step", "evidence_kind", "evidence_ref_given", "other_lines", "gallery_link",
        "narrower_gallery", "harm", "harm_state", "wrong_lead", "urgency_kind", "external_fr_use",
    }  # fmt: skip
    req: dict[str, Any] = dict.fromkeys(chosen)
    return dataclasses.replace(
        base,
        meter=MeterFacts(**texts),
        req=dataclasses.replace(
            base.req,
            **req,
            urgency="urgent",
            urgency_deadline=FIXTURES.base_now,
            external_fr_origin="retailer",
            predicate_facts=tuple(
                dataclasses.replace(fact, length=4000, origin=None)
                for fact in base.req.predicate_facts or ()
            ),
        ),
        alt=tuple(
            dataclasses.replace(row, status=MeansStatus.NOT_TRIED, result=None, reason_length=4000)
            for row in base.alt or ()
        ),
    )


@pytest.mark.parametrize("rule", COUNTING)
def test_no_text_satisfies_a_rule_by_its_length_alone(rule: str) -> None:
    found = engine.evaluate(SHIPPED, "submit", nothing_but_long_texts(), now=FIXTURES.base_now)
    assert rule in {finding.rule for finding in found.findings}


def test_the_rules_that_count_characters_are_these() -> None:
    assert set(COUNTING) == {
        "CORE-13", "CORE-23", "CORE-25", "CORE-40", "CORE-42", "CORE-50", "CORE-60", "CORE-72",
    }  # fmt: skip


CONTRADICTIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "a witness is looked for, and the question is who the suspect is": (
        "CORE-46", {"req.purpose": "identify_witness", "req.subject_role": "witness"}),
    "a suspect is looked for, and the picture shows the victim": (
        "CORE-108", {"req.subject_role": "victim"}),
    "a suspect is looked for, and the question is whom they know": (
        "CORE-46", {"req.question": "who_else_is_connected"}),
    "a lead is to become an arrest": ("CORE-47", {"req.next_step": "arrest_or_charge"}),
    "a lead is to seed a line-up": ("CORE-47", {"req.next_step": "line_up"}),
    "the need rests on intelligence alone": ("CORE-48", {"req.evidence_kind": "intelligence_alone"}),
    "another line is open": ("CORE-49", {"req.other_lines": "open"}),
    "another line would be too slow for a routine request": (
        "CORE-64", {"req.other_lines": "open_but_too_slow"}),
    "urgent because convenient": (
        "CORE-65", {"req.urgency": "urgent", "req.urgency_kind": "convenience",
                    "meter.urgency_facts.length": 60, "req.urgency_deadline": FIXTURES.base_now}),
    "the eyes are closer than the matcher's maker documents": ("CORE-53", {"img.eyes_apart": 39}),
    "the registry does not say what the matcher can compare": (
        "CORE-53", {"db.least_eyes_apart": None}),
    "nothing points to the gallery": ("CORE-55", {"req.gallery_link": "nothing_in_particular"}),
    "a missing person in a gallery of people who were booked": (
        "CORE-56", {"req.gallery_link": "reported_missing"}),
    "no smaller gallery, says the officer, and the registry has one": (
        "CORE-58", {"db.narrower_on_offer": True}),
    "a theft is said to have touched a life": ("CORE-66", {"req.offence.category": "theft"}),
    "property, in a gallery of a million": (
        "CORE-67", {"req.harm": "property", "db.size": 1_000_001}),
    "a present threat that is over": ("CORE-68", {"req.link_type": "present_threat"}),
    "an offence that was committed, whose harm is only feared": (
        "CORE-68", {"req.harm_state": "feared"}),
    "somebody would be spoken with, and a wrong lead does nothing": (
        "CORE-69", {"req.next_step": "speak_with_the_person"}),
    "an informant's word alone": (
        "CORE-39",
        {"req.predicate_facts": tuple(
            dataclasses.replace(fact, origin="informant")
            for fact in FIXTURES.base.req.predicate_facts or ()
        )}),
}  # fmt: skip


@pytest.mark.parametrize("case", CONTRADICTIONS)
def test_answers_that_contradict_each_other_or_the_registry_are_stopped(case: str) -> None:
    rule, changes = CONTRADICTIONS[case]
    three = (*MEANS, tried("complainant_interview"))
    found = engine.evaluate(SHIPPED, "submit", asked(changes, *three), now=FIXTURES.base_now)
    assert [finding.rule for finding in found.stopping] == [rule]


def test_no_line_is_open_while_the_result_of_a_means_is_awaited() -> None:
    pending = dataclasses.replace(MEANS[0], result=MeansResult.PENDING)
    facts = asked({}, pending, tried("complainant_interview"), *MEANS[1:])
    found = engine.evaluate(SHIPPED, "submit", facts, now=FIXTURES.base_now)
    assert [finding.rule for finding in found.stopping] == ["CORE-63"]
    assert pending.means is Means.WITNESS_OR_VICTIM_CANVASS


def test_a_smaller_gallery_searched_before_is_asked_about_where_no_request_is_known() -> None:
    facts = asked({"req.narrower_gallery": "searched_before"}, *MEANS)
    found = engine.evaluate(SHIPPED, "submit", facts, now=FIXTURES.base_now)
    assert found.stopping == ()
    assert [finding.rule for finding in found.to_acknowledge] == ["CORE-59"]


def test_what_others_found_takes_the_privacy_officer() -> None:
    facts = asked(
        {"req.external_fr_origin": "retailer", "req.external_fr_use": "a_name_it_gave",
         "meter.external_fr.length": 60}, *MEANS,
    )  # fmt: skip
    found = engine.evaluate(SHIPPED, "submit", facts, now=FIXTURES.base_now)
    assert found.stopping == ()
    assert found.required_roles == {"supervisor", "privacy_officer"}
