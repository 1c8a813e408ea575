"""The packs of Canada, Quebec, Ontario, Alberta and British Columbia do what they say, where they hold.

Expectations are stated here or beside each pack, never read from the engine.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from functools import cache

import pytest

from requests_app.policy import engine, library, schema
from requests_app.policy.facts import ProbeFacts
from requests_app.policy.fixtures import Fixture, Fixtures, load_fixtures
from requests_app.policy.packs import load_pack
from requests_app.policy.rules import Pack, PackSet
from requests_app.policy.vocabulary import AGENCY_PLACES
from tests.policy.cases import FIXTURES as CORE_FIXTURES
from tests.policy.cases import SHIPPED as CORE

DAY = dt.date(2026, 11, 30)
PLACES = {
    "canada-opc": "ca", "ca-qc": "ca-qc", "ca-on": "ca-on", "ca-ab": "ca-ab", "ca-bc": "ca-bc",
}  # fmt: skip


@cache
def pack(name: str) -> Pack:
    """The newest version."""
    files = [f for f in library.files_in(library.SHIPPED_FOLDER) if f.pack == name]
    file = max(files, key=lambda each: each.version)
    return load_pack(file.data, file=file.place)


@cache
def fixtures(name: str) -> Fixtures:
    path = library.SHIPPED_FOLDER / name / f"{pack(name).version}.fixtures.yaml"
    return load_fixtures(path.read_bytes(), file=path.name)


def signed(*names: str, place: str) -> PackSet:
    """These packs as if a lawyer had signed each off."""
    packs = tuple(pack(name) for name in names)
    return PackSet(packs, place=place, signed_off=frozenset(each.digest for each in packs))


CASES = [(name, case) for name in PLACES for case in fixtures(name).cases]


@pytest.mark.parametrize(("name", "case"), CASES, ids=lambda part: str(part))
def test_each_fixture_fires_or_passes_as_stated(name: str, case: Fixture) -> None:
    packs = signed(name, place=PLACES[name])
    found = engine.evaluate(packs, case.stage, case.facts, now=case.now)
    assert (case.rule in {each.rule for each in found.findings}) is case.fires, f"line {case.line}"


@pytest.mark.parametrize("name", PLACES)
def test_a_request_in_order_meets_nothing(name: str) -> None:
    stated = fixtures(name)
    for stage in ("submit", "approve", "forward"):
        found = engine.evaluate(
            signed(name, place=PLACES[name]), stage, stated.base, now=stated.base_now
        )
        assert found.findings == ()


@pytest.mark.parametrize(
    ("name", "rule"), [(name, rule) for name in PLACES for rule in pack(name).rules]
)
def test_each_rule_is_seen_to_fire_and_to_be_satisfied_by_its_condition(
    name: str, rule: str
) -> None:
    """Not merely unknown: negating the condition would break these."""
    condition = pack(name).rules[rule].when
    outcomes = {
        condition.holds(schema.activation(case.facts, now=case.now, today=case.now.date()))
        for case in fixtures(name).cases
        if case.rule == rule
        and not any(schema.is_missing(case.facts, path) for path in pack(name).rules[rule].needs)
    }
    assert outcomes == {True, False}


@pytest.mark.parametrize("name", PLACES)
def test_every_rule_has_fixtures_and_no_fixture_lacks_its_rule(name: str) -> None:
    assert {case.rule for case in fixtures(name).cases} == set(pack(name).rules)


def test_british_columbia_keeps_what_a_decision_was_made_with_for_a_year() -> None:
    """FIPPA (RSBC 1996, c. 165), s. 31: at least one year after the use; a year may have 366 days."""
    facts = dataclasses.replace(fixtures("ca-bc").base, img=ProbeFacts(faces=1))
    now = fixtures("ca-bc").base_now
    signed_off = engine.evaluate(signed("ca-bc", place="ca-bc"), "submit", facts, now=now)
    assert (signed_off.keep_days, signed_off.stopping) == (366, ())
    assert [found.rule for found in signed_off.deciding.keeping] == ["CABC-02"]
    unsigned = engine.evaluate(PackSet((pack("ca-bc"),), place="ca-bc"), "submit", facts, now=now)
    assert unsigned.keep_days == 0
    assert [found.rule for found in unsigned.to_acknowledge] == ["CABC-02"]


def test_which_packs_judge_where_and_none_of_them_more_than_advises() -> None:
    shipped = library.installed()
    expected = {"ca-qc": {"ca-qc"}, "ca-on": {"ca-on"}, "ca-ab": {"ca-ab"}, "ca-bc": {"ca-bc"}}
    for place in AGENCY_PLACES:
        found = shipped.in_force(DAY, place=place)
        wanted = {"core", "leads"}
        if place.startswith("ca-"):
            wanted |= {"canada-opc"} | expected.get(place, set())
        assert {each.id for each in found.packs} == wanted, place
        assert found.advisory == {
            each.digest for each in found.packs if each.id not in {"core", "leads"}
        }


def test_advice_of_a_place_is_silent_until_it_is_known_where_the_agency_is() -> None:
    found = library.installed().in_force(DAY, place="")
    assert {each.id for each in found.packs} == {"core", "leads"}


def test_signed_off_law_judges_even_while_the_place_is_not_known() -> None:
    quebec = pack("ca-qc").digest
    found = library.installed().in_force(DAY, place="", signed_off=frozenset({quebec}))
    assert {each.id for each in found.packs} >= {"core", "ca-qc"}
    assert not found.advisory


BINDING = {
    ("canada-opc", "ca-on"): {"OPC-03"},
    ("canada-opc", "ca-qc"): {"OPC-03"},
    ("ca-qc", "ca-qc"): {"CAQC-01", "CAQC-02", "CAQC-03"},
    ("ca-on", "ca-on"): set(),
    ("ca-ab", "ca-ab"): {"CAAB-01"},
    ("ca-bc", "ca-bc"): {"CABC-02"},
}


@pytest.mark.parametrize(("name", "place"), BINDING)
def test_only_statutes_of_the_place_are_shown_as_binding(name: str, place: str) -> None:
    rules = pack(name).rules.values()
    binding = {rule.id for rule in rules if rule.grounds.status_in(place) == "binding"}
    assert binding == BINDING[name, place]
    elsewhere = {rule.id for rule in rules if rule.grounds.status_in("us-wa") == "binding"}
    assert elsewhere == set()


def test_youth_records_and_a_gallery_of_missing_people_stop_beside_core() -> None:
    packs = PackSet(
        (*CORE.packs, pack("canada-opc")),
        place="ca-on",
        signed_off=frozenset({pack("canada-opc").digest}),
    )
    stated = fixtures("canada-opc").base
    base = CORE_FIXTURES.base
    db = {"last_purged_on": dt.date(2026, 11, 1)}
    facts = dataclasses.replace(
        base,
        db=dataclasses.replace(base.db, **db),
        ag=dataclasses.replace(stated.ag, serious_offences=base.ag.serious_offences,
                               extra_purposes=base.ag.extra_purposes),
    )  # fmt: skip
    now = CORE_FIXTURES.base_now
    assert engine.evaluate(packs, "submit", facts, now=now).findings == ()
    young = dataclasses.replace(facts, db=dataclasses.replace(facts.db, contains_minors=True))
    found = engine.evaluate(packs, "submit", young, now=now)
    assert "OPC-03" in {each.rule for each in found.stopping}
