"""The core pack does what it says: every rule's fixtures, every prohibited code, both languages.

Expectations are stated here or beside the pack, never read from the engine.
"""

from __future__ import annotations

import dataclasses

import pytest
import yaml

from requests_app.policy import engine, library, schema, vocabulary
from requests_app.policy.facts import Facts
from requests_app.policy.fixtures import Fixture
from requests_app.policy.rules import Rule
from requests_app.policy.vocabulary import AGENCY_PLACES
from tests.policy.cases import FIXTURES, SHIPPED, with_fact

CORE = SHIPPED.packs[0]


def rules_found(facts: Facts, stage: str = "submit") -> dict[str, engine.Finding]:
    evaluation = engine.evaluate(SHIPPED, stage, facts, now=FIXTURES.base_now)
    return {finding.rule: finding for finding in evaluation.findings}


@pytest.mark.parametrize("case", FIXTURES.cases, ids=str)
def test_each_fixture_fires_or_passes_as_stated(case: Fixture) -> None:
    evaluation = engine.evaluate(SHIPPED, case.stage, case.facts, now=case.now)
    fired = {finding.rule for finding in evaluation.findings}
    assert (case.rule in fired) is case.fires, f"core’s fixtures, line {case.line}"


@pytest.mark.parametrize("rule", CORE.rules)
def test_each_rule_is_seen_to_fire_and_to_be_satisfied_by_its_condition(rule: str) -> None:
    """Not merely unknown, at another stage, or exempt: negating the condition would break these."""
    condition = CORE.rules[rule].when
    outcomes = {
        condition.holds(schema.activation(case.facts, now=case.now, today=case.now.date()))
        for case in FIXTURES.cases
        if case.rule == rule and case.stage in CORE.rules[rule].stages
        if not any(schema.is_missing(case.facts, path) for path in CORE.rules[rule].needs)
    }
    assert outcomes == {True, False}


def test_every_rule_has_fixtures_and_no_fixture_lacks_its_rule() -> None:
    assert {case.rule for case in FIXTURES.cases} == set(CORE.rules)


@pytest.mark.parametrize("stage", ["submit", "approve", "forward"])
def test_a_blameless_request_passes_every_stage(stage: str) -> None:
    evaluation = engine.evaluate(SHIPPED, stage, FIXTURES.base, now=FIXTURES.base_now)
    assert evaluation.findings == ()
    assert evaluation.verdict == "passed"
    assert evaluation.required_roles == {"supervisor"}


@pytest.mark.parametrize(
    ("path", "codes", "rule"),
    [
        ("req.purpose", vocabulary.PURPOSES_PROHIBITED, "CORE-02"),
        ("req.mode", vocabulary.MODES_PROHIBITED, "CORE-18"),
        ("req.subject_role", vocabulary.SUBJECT_ROLES_PROHIBITED, "CORE-30"),
        ("req.urgency", vocabulary.URGENCIES_REFUSED_FOR_NOW, "CORE-22"),
        ("img.source_kind", vocabulary.PROBE_SOURCES_PROHIBITED, "CORE-80"),
        ("db.acquisition", vocabulary.GALLERY_ACQUISITIONS_PROHIBITED, "CORE-91"),
    ],
)
def test_every_prohibited_code_is_blocked_and_no_allowed_one_is(
    path: str, codes: frozenset[str], rule: str
) -> None:
    for code in type(next(iter(codes))):
        found = rules_found(with_fact(path, code))
        assert (rule in found) is (code in codes), code
        if rule in found:
            assert found[rule].verb == "BLOCK"


@pytest.mark.parametrize("basis", list(vocabulary.LegalBasis))
def test_only_rejected_legal_bases_are_blocked(basis: vocabulary.LegalBasis) -> None:
    held = dataclasses.replace(FIXTURES.base.req.legal_basis, type=basis)
    rejected = {"publicly_available", "vendor_terms", "none"}
    found = rules_found(with_fact("req.legal_basis", held))
    assert ("CORE-05" in found) is (basis.value in rejected)


@pytest.mark.parametrize("flag", list(vocabulary.BasisFlag))
def test_every_protected_ground_blocks(flag: vocabulary.BasisFlag) -> None:
    assert rules_found(with_fact("req.basis_flags", (flag,)))["CORE-04"].verb == "BLOCK"


@pytest.mark.parametrize("edit", list(vocabulary.ProbeEdit))
def test_edits_are_judged_by_their_kind(edit: vocabulary.ProbeEdit) -> None:
    found = set(rules_found(with_fact("img.edits", (edit,)))) & {"CORE-84", "CORE-85"}
    if edit in vocabulary.EDITS_ALLOWED:
        assert found == set()
    elif edit in vocabulary.EDITS_RESTRICTED:
        assert found == {"CORE-85"}
    else:
        assert found == {"CORE-84"}


@pytest.mark.parametrize("missing", list(vocabulary.Attestation))
def test_each_statement_of_the_declaration_is_needed(missing: vocabulary.Attestation) -> None:
    others = tuple(one for one in vocabulary.Attestation if one is not missing)
    assert "CORE-20" in rules_found(with_fact("req.attestations", others))


def test_a_minor_adds_the_privacy_officer() -> None:
    facts = with_fact("req.subject_minor", vocabulary.SubjectMinor.YES)
    evaluation = engine.evaluate(SHIPPED, "submit", facts, now=FIXTURES.base_now)
    assert evaluation.required_roles == {"supervisor", "privacy_officer"}
    assert evaluation.verdict == "passed"


def test_a_repeated_probe_and_a_copied_text_only_warn() -> None:
    facts = with_fact("img.earlier_requests", 2)
    copied = dataclasses.replace(facts.meter.objective, likeness=980)
    facts = with_fact("meter.objective", copied, facts)
    evaluation = engine.evaluate(SHIPPED, "submit", facts, now=FIXTURES.base_now)
    assert {found.rule for found in evaluation.to_acknowledge} == {"CORE-44", "CORE-89"}
    assert evaluation.verdict == "passed"


@pytest.mark.parametrize(
    ("fault", "facts"),
    [
        ("gallery struck off", with_fact("db.allow_listed", False)),
        ("live mode", with_fact("req.mode", vocabulary.Mode.REAL_TIME)),
        ("nothing known", Facts()),
    ],
)
def test_what_went_wrong_since_approval_stops_the_forward(fault: str, facts: Facts) -> None:
    evaluation = engine.evaluate(SHIPPED, "forward", facts, now=FIXTURES.base_now)
    assert evaluation.verdict == "blocked", fault


@pytest.mark.parametrize("rule", CORE.rules.values(), ids=lambda rule: rule.id)
def test_messages_are_whole_sentences_in_both_languages(rule: Rule) -> None:
    for text in (rule.message, rule.satisfy):
        assert text.en.endswith(".")
        assert text.fr.endswith(".")
        assert text.en.lstrip("“")[0].isupper()
        assert text.fr.lstrip("« ")[0].isupper()
        assert "'" not in text.en + text.fr, "use the typographic apostrophe"


def test_no_rule_stays_silent_about_nothing_known() -> None:
    found = rules_found(Facts())
    asked_at_submit = {rule.id for rule in CORE.rules.values() if "submit" in rule.stages}
    assert set(found) == asked_at_submit


def test_prohibited_and_allowed_codes_share_none_and_leave_none_out() -> None:
    words = vocabulary
    for whole, parts in [
        (words.Purpose, (words.PURPOSES_ALLOWED, words.PURPOSES_PROHIBITED, {words.Purpose.OTHER})),
        (words.ProbeEdit, (words.EDITS_ALLOWED, words.EDITS_RESTRICTED, words.EDITS_PROHIBITED)),
        (words.Mode, (words.MODES_ALLOWED, words.MODES_PROHIBITED)),
    ]:
        assert sum(len(part) for part in parts) == len(whole)
        assert set().union(*parts) == set(whole)


# --- what the rules say of their sources ----------------------------------------------------------

WRITTEN = yaml.safe_load(
    (library.SHIPPED_FOLDER / "core" / f"{CORE.version}.yaml").read_text("utf-8")
)

NO_NUMBER_OF_OURS = {"CORE-01", "CORE-83", "CORE-86", "CORE-87"}
"""Their number is none or one, a day that has passed, or the agency's own pattern."""


def cites(rule: str, *, background: bool | None = None) -> list[str]:
    """The codes of the sources that a rule names, or of those that are background or are not."""
    keys = {source["text"]["en"]: key for key, source in WRITTEN["sources"].items()}
    return [
        next(key for name, key in keys.items() if citation.text.en.startswith(name))
        for citation in CORE.rules[rule].grounds.citations
        if background is None or citation.is_background is background
    ]


@pytest.mark.parametrize("place", ["", *(place.value for place in AGENCY_PLACES)])
def test_no_core_rule_is_shown_as_binding_law_wherever_the_agency_is(place: str) -> None:
    """The pack holds for agencies of every country, so no statute of any binds through it."""
    assert "binding" not in {rule.grounds.status_in(place) for rule in CORE.rules.values()}


def test_a_rule_that_rests_on_a_statute_alone_is_our_own_choice() -> None:
    """Those that a reading of the sources named: each was shown as binding once."""
    for rule in ("CORE-15", "CORE-16", "CORE-84", "CORE-85", "CORE-91"):
        assert CORE.rules[rule].grounds.status_in("us-wa") == "design", rule


def test_a_source_of_which_the_opening_alone_was_read_is_not_said_to_be_read() -> None:
    seldom_read = {
        "ca-police-guidance",
        "ca-police-draft",
        "ca-rcmp",
        "ca-joint-statement",
        "on-ipc",
    }
    for rule in CORE.rules.values():
        named = zip(cites(rule.id), rule.grounds.citations, strict=True)
        for key, citation in named:
            if key in seldom_read:
                assert citation.confidence != "S", (rule.id, key)


def test_a_source_that_does_not_demand_a_rule_is_background() -> None:
    assert cites("CORE-02", background=True) == ["ca-joint-statement"]
    assert cites("CORE-32", background=True) == ["ca-clearview"]
    assert cites("CORE-92", background=True) == ["ca-clearview"]
    for rule in ("CORE-02", "CORE-07", "CORE-08", "CORE-32", "CORE-92"):
        assert CORE.rules[rule].grounds.status_in("ca-on") == "design", rule
        assert CORE.rules[rule].grounds.ours is not None, rule


def test_what_is_ours_is_said_wherever_a_length_or_a_number_decides() -> None:
    for rule in CORE.rules.values():
        if {"form", "threshold"} & rule.judges and rule.id not in NO_NUMBER_OF_OURS:
            assert rule.grounds.ours is not None, rule.id
