"""A pack that interprets law and that nobody has signed off advises: it stops nothing and must be read."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime

import pytest

from requests_app.policy import engine, facts
from requests_app.policy.facts import Facts
from requests_app.policy.library import Library, PackFile
from requests_app.policy.packs import load_pack
from requests_app.policy.rules import PackSet
from tests.policy.test_parts_of_packs import CANADA, CORE, QUEBEC, changed

NOON = datetime(2027, 1, 15, 12, tzinfo=UTC)
EVERYTHING = Facts(
    req=facts.RequestFacts(purpose="personal", bystanders=1), img=facts.ProbeFacts(faces=2)
)
"""Fires every rule of the invented packs, and that of the core of the tests."""


def digest(file: PackFile) -> str:
    return hashlib.sha256(file.data).hexdigest()


def judged(*signed: PackFile, found: Facts = EVERYTHING) -> engine.Evaluation:
    packs = Library([CORE], [CANADA, QUEBEC]).in_force(
        NOON.date(), place="ca-qc", signed_off=frozenset(map(digest, signed))
    )
    return engine.evaluate(packs, "submit", found, now=NOON)


@pytest.mark.parametrize(
    ("signed", "advice"),
    [
        ((), {"CAN-01", "CAN-02", "QC-01", "QC-02"}),
        ((CANADA,), {"QC-01", "QC-02"}),
        ((QUEBEC,), {"CAN-01", "CAN-02"}),
        ((CANADA, QUEBEC), set()),
        ((changed(CANADA, ("Nobody", "No one")),), {"CAN-01", "CAN-02", "QC-01", "QC-02"}),
    ],
)
def test_the_rules_of_a_pack_advise_until_exactly_its_bytes_are_signed_off(
    signed: tuple[PackFile, ...], advice: set[str]
) -> None:
    evaluation = judged(*signed)
    assert {each.rule for each in evaluation.findings} == {
        "TR-01", "CAN-01", "CAN-02", "QC-01", "QC-02",
    }  # fmt: skip
    assert {each.rule for each in evaluation.findings if each.is_advisory} == advice
    assert {each.rule for each in evaluation.to_acknowledge} == advice
    assert set(evaluation.unacknowledged(())) == advice
    assert {each.rule for each in evaluation.stopping} == {
        "TR-01",
        "CAN-01",
        "QC-01",
        "QC-02",
    } - advice
    demanded = {"supervisor"} if "CAN-02" in advice else {"supervisor", "privacy_officer"}
    assert evaluation.required_roles == demanded


def test_a_set_knows_which_of_its_packs_advise() -> None:
    packs = Library([CORE], [CANADA, QUEBEC]).in_force(
        date(2027, 1, 15), place="ca-qc", signed_off=frozenset({digest(QUEBEC)})
    )
    assert {pack.id for pack in packs.packs if packs.is_advisory(pack)} == {"canada"}
    assert packs.advisory == {digest(CANADA)}


def test_a_pack_that_needs_no_sign_off_always_judges() -> None:
    without = load_pack(changed(CANADA, ("sign_off: needed\n", "")).data, file="canada")
    assert not PackSet((without,)).advisory
    assert engine.evaluate(PackSet((without,)), "submit", EVERYTHING, now=NOON).stops


def test_advice_counts_in_no_verdict_and_keeps_the_verb_that_was_written() -> None:
    alone = PackSet(tuple(load_pack(file.data, file=file.place) for file in (CANADA, QUEBEC)))
    evaluation = engine.evaluate(alone, "submit", EVERYTHING, now=NOON)
    assert evaluation.verdict == "passed"
    assert not evaluation.stops
    assert evaluation.required_roles == {"supervisor"}
    assert {each.rule: each.verb.value for each in evaluation.findings} == {
        "CAN-01": "BLOCK", "CAN-02": "APPR+", "QC-01": "EVID", "QC-02": "BLOCK",
    }  # fmt: skip
    assert evaluation.advisory == {digest(CANADA), digest(QUEBEC)}


def test_advice_stands_among_the_warnings_after_all_that_stops() -> None:
    assert [each.rule for each in judged(QUEBEC).findings] == [
        "TR-01", "QC-02", "QC-01", "CAN-01", "CAN-02",
    ]  # fmt: skip


def test_what_cannot_be_told_is_advice_too() -> None:
    evaluation = judged(found=Facts())
    unknown = {each.rule: each.state for each in evaluation.findings if each.is_advisory}
    assert unknown == dict.fromkeys(["CAN-01", "CAN-02", "QC-01", "QC-02"], "unknown")
    assert [each.rule for each in evaluation.stopping] == ["TR-01"]


def test_a_finding_names_its_pack_in_both_languages() -> None:
    (first,) = [each for each in judged().findings if each.rule == "QC-01"]
    assert first.pack_title("en") == "Quebec (invented)"
    assert first.pack_title("fr-ca") == "Québec (inventé)"


# --- which rule decided


def decided(evaluation: engine.Evaluation) -> tuple[list[str], dict[str, list[str]]]:
    deciding = evaluation.deciding
    return (
        [f"{each.pack} {each.rule}" for each in deciding.verdict],
        {
            role.value: [f"{each.pack} {each.rule}" for each in findings]
            for role, findings in deciding.roles
        },
    )


def test_the_strictest_findings_of_all_packs_decided_and_each_role_has_its_own() -> None:
    evaluation = judged(CANADA, QUEBEC)
    assert evaluation.verdict == "blocked"
    assert decided(evaluation) == (
        ["canada CAN-01", "core TR-01", "quebec QC-02"],
        {"supervisor": [], "privacy_officer": ["canada CAN-02"]},
    )


def test_no_finding_hides_another_of_the_same_field() -> None:
    """Three packs send their reader to the purpose, and one of them to the picture."""
    by_field: dict[str, list[str]] = {}
    for each in judged(CANADA, QUEBEC).findings:
        by_field.setdefault(each.field.value, []).append(each.rule)
    assert by_field == {
        "purpose": ["CAN-01", "TR-01", "CAN-02", "QC-01"], "probe_faces": ["QC-02"],
    }  # fmt: skip


def test_advice_decides_nothing() -> None:
    assert decided(judged()) == (["core TR-01"], {"supervisor": []})


def test_evidence_decides_where_nothing_blocks_and_a_demanded_role_is_no_verdict() -> None:
    quiet = Facts(
        req=facts.RequestFacts(purpose="missing_person", bystanders=1),
        img=facts.ProbeFacts(faces=1),
    )
    nothing = judged(CANADA, QUEBEC, found=quiet)
    assert nothing.verdict == "passed"
    assert decided(nothing) == ([], {"supervisor": [], "privacy_officer": ["canada CAN-02"]})
    asks = changed(
        QUEBEC, ("req.purpose == 'personal'", "req.purpose == 'missing_person'"), number="2026.11.1"
    )
    packs = PackSet(
        (load_pack(CANADA.data, file="canada"), load_pack(asks.data, file="quebec")),
        signed_off=frozenset({digest(CANADA), digest(asks)}),
    )
    needs = engine.evaluate(packs, "submit", quiet, now=NOON)
    assert needs.verdict == "needs"
    assert [each.rule for each in needs.findings] == ["CAN-02", "QC-01"]
    assert decided(needs) == (
        ["quebec QC-01"],
        {"supervisor": [], "privacy_officer": ["canada CAN-02"]},
    )
