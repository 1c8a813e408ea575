"""The twelve cases with which the policy catalogue begins, by name: those of a request, and what the others wait for."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime

import pytest

from requests_app.policy import engine, meters
from requests_app.policy.facts import Facts
from requests_app.policy.packs import load_pack
from requests_app.policy.rules import PackSet
from tests.policy.cases import FIXTURES, SHIPPED, with_fact
from tests.policy.test_people_at_risk import CHILD, FAMILY, asked

WAIT_FOR_OTHER_STAGES = {
    "3 no authorisation 49 hours after a first use in Europe": "the pack eu",
    "4 an authorisation that is refused in Europe": "the pack eu",
    "6 one examiner supports, the second does not": "examination",
    "7 an arrest on an array that the search seeded": "what was done after a search",
    "11 the matcher searched once more than was approved": "the gate",
    "12 an examiner who reviewed five of twenty candidates": "examination",
}
HERE = {
    "1 a shop theft", "2 a scraped gallery", "5 bystanders in the picture", "8 public safety",
    "9 no other means", "10 a law that ends",
}  # fmt: skip


def stops(facts: Facts) -> set[str]:
    found = engine.evaluate(SHIPPED, "submit", facts, now=FIXTURES.base_now)
    return {finding.rule for finding in found.stopping}


def test_the_cases_are_twelve() -> None:
    numbers = sorted(int(case.split()[0]) for case in HERE | set(WAIT_FOR_OTHER_STAGES))
    assert numbers == list(range(1, 13))


def test_1_a_shop_theft_where_theft_is_no_serious_offence() -> None:
    theft = dataclasses.replace(FIXTURES.base.req.offence, category="theft")
    facts = dataclasses.replace(
        FIXTURES.base,
        req=dataclasses.replace(FIXTURES.base.req, offence=theft, harm="property"),
        ag=dataclasses.replace(FIXTURES.base.ag, serious_offences=("robbery", "homicide")),
    )
    assert stops(facts) == {"CORE-45"}


def test_2_a_gallery_that_was_scraped_from_the_web() -> None:
    assert "CORE-91" in stops(with_fact("db.acquisition", "web_scraped"))


@pytest.mark.parametrize(("cropped", "found"), [(False, {"CORE-86"}), (True, set())])
def test_5_two_bystanders_stop_a_search_until_they_are_cut_off(
    cropped: bool, found: set[str]
) -> None:
    img = dataclasses.replace(FIXTURES.base.img, faces=3, cropped=cropped)
    req = dataclasses.replace(FIXTURES.base.req, bystanders=2)
    assert stops(dataclasses.replace(FIXTURES.base, img=img, req=req)) == found


@pytest.mark.parametrize(
    "text",
    [
        "Public safety and investigative purposes, to protect the community and solve the crime. "
        * 2,
        "La sécurité publique et les besoins de l’enquête, pour protéger la population. " * 2,
    ],
)
def test_8_public_safety_is_no_objective_however_long_it_is_said(text: str) -> None:
    measured = meters.measure(text, 0, terms=meters.terms_of(SHIPPED.version_of("core")))
    assert measured.length is not None
    assert measured.length >= 80
    meter = dataclasses.replace(FIXTURES.base.meter, objective=measured)
    assert stops(dataclasses.replace(FIXTURES.base, meter=meter)) == {"CORE-41"}


def test_9_no_other_means_stop_a_routine_search_and_imminent_danger_has_no_route_yet() -> None:
    assert "CORE-70" in stops(dataclasses.replace(FIXTURES.base, alt=()))
    assert "CORE-22" in stops(asked(CHILD | {"req.urgency": "imminent_threat_to_life"}, *FAMILY))


@pytest.mark.parametrize(("day", "judges"), [(date(2026, 6, 30), True), (date(2026, 7, 1), False)])
def test_10_a_rule_judges_up_to_its_last_day(day: date, judges: bool) -> None:
    lapsing = load_pack(
        """
format: 2
pack: lapsing
version: 2026.06.0
jurisdiction: any
title: {en: Lapsing, fr: "Qui prend fin"}
effective_from: 2026-01-01
unanswered: {en: Unknown, fr: Inconnu}
sources:
  own: {text: {en: Invented, fr: "Inventé"}, kind: report, checked: 2026-06-01}
rules:
  - id: LAP-01
    stages: [submit]
    verb: BLOCK
    judges: [answer]
    test: lawful
    field: purpose
    effective_to: 2026-06-30
    needs: [req.purpose]
    when: req.purpose == 'identify_suspect'
    message: {en: Stopped, fr: "Arrêtée"}
    satisfy: {en: Do not ask, fr: "Ne demandez pas"}
    source: {cites: [{of: own, confidence: K}], implements: []}
""".encode(),
        file="lapsing",
    )
    now = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    found = engine.evaluate(PackSet((lapsing,)), "submit", FIXTURES.base, now=now)
    assert bool(found.stopping) is judges
