"""The core pack does what it says: every rule's fixtures, every prohibited code, both languages.

Expectations are stated here or beside the pack, never read from the engine.
"""

from __future__ import annotations

import dataclasses

import pytest

from requests_app.policy import engine, schema, vocabulary
from requests_app.policy.facts import Facts
from requests_app.policy.fixtures import Fixture
from requests_app.policy.rules import Rule
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

PLACES = {
    "RCW ": "Washington State",
    "C.R.S. ": "Colorado",
    "Md. Code": "Maryland",
    "Utah Code": "Utah",
    "Montana SB": "Montana",
    "M.G.L. ": "Massachusetts",
    "(EU) 20": "(EU)",
}
"""How a statute is quoted, and the place that has to stand beside it."""
GUIDANCE_NOT_READ = "Privacy guidance on facial recognition for police agencies"
"""Only the opening of its consultation page was read."""


def cited(rule: Rule) -> str:
    return "; ".join(citation.text.en for citation in rule.grounds.citations)


def test_no_core_rule_is_shown_as_binding_law() -> None:
    """The pack holds for agencies of every country, so no statute of any binds through it."""
    assert {
        rule.id for rule in CORE.rules.values() if rule.grounds.status_in("us-wa") == "binding"
    } == set()


def test_a_rule_that_rests_on_a_statute_alone_is_our_own_choice() -> None:
    """Those that a reading of the sources named: each was shown as binding."""
    for rule in ("CORE-04", "CORE-15", "CORE-16", "CORE-84", "CORE-85", "CORE-86"):
        assert CORE.rules[rule].grounds.status_in("us-wa") == "design", rule
    assert CORE.rules["CORE-91"].grounds.status_in("us-wa") == "guidance"


def test_each_statute_is_named_with_its_place() -> None:
    for rule in CORE.rules.values():
        for mark, where in PLACES.items():
            if mark in cited(rule):
                assert where in cited(rule), (rule.id, mark)


def test_no_source_is_said_to_be_read_better_than_it_was() -> None:
    for rule in CORE.rules.values():
        if GUIDANCE_NOT_READ in cited(rule) or "Special Report" in cited(rule):
            assert rule.grounds.confidence[:2] in {"S2", "K", "K/", "D"}, rule.id


def test_sources_are_not_said_to_say_what_they_do_not() -> None:
    cites = {rule.id: cited(rule) for rule in CORE.rules.values()}
    assert "no-go zones;" not in cites["CORE-02"]
    assert "the rest of the list is ours" in cites["CORE-02"]
    assert "48 police accounts" not in cites["CORE-90"]
    assert "is ours" in cites["CORE-07"]
    assert "is ours" in cites["CORE-08"]
    assert "is ours" in cites["CORE-32"]
