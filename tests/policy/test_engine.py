"""The engine fails closed, is deterministic, keeps to its dates, and lets the strictest win."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from requests_app.policy import engine, facts, schema
from requests_app.policy.facts import Facts
from requests_app.policy.packs import load_pack
from requests_app.policy.rules import PackSet
from tests.policy.cases import FIXTURES, SHIPPED, with_fact

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
LENIENCE = {"blocked": 0, "needs": 1, "passed": 2}


def judge(found: Facts, stage: str = "submit", now: datetime = NOW) -> engine.Evaluation:
    return engine.evaluate(SHIPPED, stage, found, now=now)


def a_pack(name: str, *rules: str, effective: str = "effective_from: 2026-01-01") -> Any:
    head = (
        f"pack: {name}\nversion: 2026.11.0\ntitle: {{en: A, fr: B}}\n{effective}\n"
        "unanswered: {en: Unknown, fr: Inconnu}\nrules:\n"
    )
    return load_pack((head + "".join(rules)).encode(), file=f"{name}.yaml")


def a_rule(rule: str, verb: str, when: str, needs: str, extra: str = "") -> str:
    return (
        f"  - id: {rule}\n    stages: [submit]\n    verb: {verb}\n    status: design\n"
        f"    test: lawful\n    field: purpose\n    needs: [{needs}]\n    when: {json.dumps(when)}\n"
        f"    message: {{en: Wrong {rule}, fr: Faux {rule}}}\n    satisfy: {{en: Mend, fr: Corriger}}\n"
        "    source: {cite: A, confidence: D, checked: 2026-01-01, implements: []}\n" + extra
    )


# --- removing a fact


def every_fact(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The places of all known facts, also inside lists."""
    found: list[tuple[Any, ...]] = []
    for item in dataclasses.fields(value):
        held = getattr(value, item.name)
        here = (*path, item.name)
        if held is None:
            continue
        if dataclasses.is_dataclass(held):
            found += every_fact(held, here)
            continue
        found.append(here)
        if isinstance(held, tuple):
            for index, element in enumerate(held):
                if dataclasses.is_dataclass(element):
                    found += every_fact(element, (*here, index))
    return found


def without(value: Any, path: tuple[Any, ...]) -> Any:
    head, rest = path[0], path[1:]
    if isinstance(head, int):
        return (*value[:head], without(value[head], rest), *value[head + 1 :])
    changed = without(getattr(value, head), rest) if rest else None
    return dataclasses.replace(value, **{head: changed})


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(FIXTURES.cases), st.data())
def test_removing_facts_never_makes_the_outcome_milder(case: Any, data: st.DataObject) -> None:
    poorer = case.facts
    for _ in range(data.draw(st.integers(1, 3))):
        poorer = without(poorer, data.draw(st.sampled_from(every_fact(poorer))))
    before = judge(case.facts, case.stage)
    after = judge(poorer, case.stage)
    assert LENIENCE[after.verdict] <= LENIENCE[before.verdict]
    assert after.required_roles >= before.required_roles


@pytest.mark.parametrize("path", every_fact(FIXTURES.base), ids=lambda path: str(path[-1]))
def test_a_blocked_request_stays_blocked_whatever_else_is_unknown(path: tuple[Any, ...]) -> None:
    blocked = with_fact("db.acquisition", "web_scraped")
    assert judge(without(blocked, path)).verdict == "blocked"


def test_an_unknown_fact_is_said_to_be_unknown_and_which() -> None:
    evaluation = judge(with_fact("req.purpose", None))
    (finding,) = [found for found in evaluation.findings if found.rule == "CORE-02"]
    assert finding.state == "unknown"
    assert finding.missing == ("req.purpose",)
    assert "missing" in finding.message("en")
    assert "manque" in finding.message("fr-ca")
    assert evaluation.verdict == "blocked"


def test_an_error_while_judging_counts_as_unknown_never_as_true_or_false() -> None:
    rule = a_rule("TR-1", "BLOCK", "1 / req.bystanders > 5", "req.bystanders")
    found = Facts(req=facts.RequestFacts(bystanders=0))
    evaluation = engine.evaluate(PackSet((a_pack("one", rule),)), "submit", found, now=NOW)
    assert [item.state for item in evaluation.findings] == ["unknown"]
    assert evaluation.verdict == "blocked"


def test_an_exemption_needs_to_be_known() -> None:
    rule = a_rule(
        "TR-1", "BLOCK", "req.bystanders > 0", "req.bystanders",
        extra="    unless: \"req.purpose != 'personal'\"\n",
    )  # fmt: skip
    packset = PackSet((a_pack("one", rule),))

    def verdict(purpose: Any) -> str:
        request = facts.RequestFacts(bystanders=1, purpose=purpose)
        return engine.evaluate(packset, "submit", Facts(req=request), now=NOW).verdict

    assert verdict("missing_person") == "passed"
    assert verdict("personal") == "blocked"
    assert verdict(None) == "blocked"


def test_an_exemption_that_cannot_be_worked_out_does_not_exempt() -> None:
    rule = a_rule(
        "TR-1", "BLOCK", "req.max_candidates > 0", "req.max_candidates",
        extra="    unless: 1 / req.bystanders > 5\n",
    )  # fmt: skip
    found = Facts(req=facts.RequestFacts(bystanders=0, max_candidates=1))
    evaluation = engine.evaluate(PackSet((a_pack("one", rule),)), "submit", found, now=NOW)
    assert evaluation.verdict == "blocked"


# --- strictest wins, order does not matter


def test_the_strictest_wins_and_comes_first() -> None:
    verbs = ["WARN", "EVID", "BLOCK", "STOP"]
    rules = [
        a_rule(f"TR-{number}", verb, "req.bystanders > 0", "req.bystanders")
        for number, verb in enumerate(verbs)
    ]
    approver = a_rule("TR-9", "APPR+", "req.bystanders > 0", "req.bystanders").replace(
        "verb: APPR+", "verb: APPR+\n    role: privacy_officer"
    )
    found = Facts(req=facts.RequestFacts(bystanders=1))
    evaluation = engine.evaluate(
        PackSet((a_pack("one", *rules, approver),)), "submit", found, now=NOW
    )
    assert [item.verb for item in evaluation.findings] == ["BLOCK", "STOP", "APPR+", "EVID", "WARN"]
    assert evaluation.verdict == "blocked"
    assert evaluation.required_roles == {"supervisor", "privacy_officer"}
    only_evidence = engine.evaluate(
        PackSet((a_pack("one", rules[0], rules[1]),)), "submit", found, now=NOW
    )
    assert only_evidence.verdict == "needs"
    assert [item.stops for item in only_evidence.findings] == [True, False]


@settings(max_examples=50, deadline=None)
@given(st.permutations(range(4)), st.permutations(range(2)))
def test_order_of_rules_and_packs_never_matters(rules: list[int], order: list[int]) -> None:
    texts = [
        a_rule(f"TR-{number}", verb, "req.bystanders > 0", "req.bystanders")
        for number, verb in enumerate(["WARN", "BLOCK", "EVID", "WARN"])
    ]
    both = [a_pack("one", *(texts[place] for place in rules)), a_pack("two", *texts)]
    found = Facts(req=facts.RequestFacts(bystanders=1))
    evaluation = engine.evaluate(
        PackSet(tuple(both[place] for place in order)), "submit", found, now=NOW
    )
    assert [(item.verb, item.rule, item.pack) for item in evaluation.findings] == [
        ("BLOCK", "TR-1", "one"), ("BLOCK", "TR-1", "two"),
        ("EVID", "TR-2", "one"), ("EVID", "TR-2", "two"),
        ("WARN", "TR-0", "one"), ("WARN", "TR-0", "two"),
        ("WARN", "TR-3", "one"), ("WARN", "TR-3", "two"),
    ]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(FIXTURES.cases), st.sampled_from(["", "ca-qc", "us-wa"]))
def test_another_pack_or_place_never_makes_the_outcome_milder(case: Any, place: str) -> None:
    """Where the agency is changes what a rule is called, and a further pack can only add to what stops."""
    alone = engine.evaluate(PackSet(SHIPPED.packs), case.stage, case.facts, now=case.now)
    milder = a_pack("one", a_rule("TR-1", "WARN", "req.bystanders > 0", "req.bystanders"))
    beside = PackSet((*SHIPPED.packs, milder), place=place)
    found = engine.evaluate(beside, case.stage, case.facts, now=case.now)
    assert {each.rule for each in alone.stopping} <= {each.rule for each in found.stopping}
    assert alone.required_roles <= found.required_roles


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(FIXTURES.cases))
def test_the_same_inputs_give_the_same_findings(case: Any) -> None:
    once, again = judge(case.facts, case.stage), judge(case.facts, case.stage)
    assert once == again
    assert repr(once) == repr(again)


def test_the_inputs_digest_follows_every_fact_and_the_day() -> None:
    base = judge(FIXTURES.base).inputs_digest
    assert judge(FIXTURES.base, now=NOW + timedelta(hours=2)).inputs_digest == base
    assert judge(FIXTURES.base, now=NOW + timedelta(days=1)).inputs_digest != base
    assert judge(FIXTURES.base, "approve").inputs_digest != base
    for path in every_fact(FIXTURES.base):
        assert judge(without(FIXTURES.base, path)).inputs_digest != base


# --- dates


@pytest.mark.parametrize(
    ("day", "fires"),
    [
        (date(2026, 3, 31), False),
        (date(2026, 4, 1), True),
        (date(2026, 6, 30), True),
        (date(2026, 7, 1), False),
    ],
)
def test_a_rule_holds_from_its_first_day_to_its_last(day: date, fires: bool) -> None:
    dates = "    effective_from: 2026-04-01\n    effective_to: 2026-06-30\n"
    rule = a_rule("TR-1", "BLOCK", "req.bystanders > 0", "req.bystanders", extra=dates)
    found = Facts(req=facts.RequestFacts(bystanders=1))
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    evaluation = engine.evaluate(PackSet((a_pack("one", rule),)), "submit", found, now=noon)
    assert bool(evaluation.findings) is fires


def test_the_day_is_the_day_of_the_clocks_own_zone() -> None:
    lapses_today = with_fact("u.requesting_valid_until", date(2026, 11, 29))
    evening_in_montreal = datetime(2026, 11, 29, 21, tzinfo=timezone(timedelta(hours=-5)))
    assert judge(lapses_today, now=evening_in_montreal).verdict == "passed"
    assert judge(lapses_today, now=evening_in_montreal.astimezone(UTC)).verdict == "blocked"


def test_a_clock_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        judge(FIXTURES.base, now=NOW.replace(tzinfo=None))


# --- wrong facts, and looking rules up


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("req.purpose", "imigration_status"),
        ("req.max_candidates", "20"),
        ("req.max_candidates", True),
        ("req.max_candidates", 20.0),
        ("req.target_specific", 1),
        ("req.basis_flags", ["religion"]),
        ("req.basis_flags", ("weather",)),
        ("u.requesting_valid_until", datetime(2026, 11, 29, tzinfo=UTC)),
        ("req.urgency_deadline", NOW.replace(tzinfo=None)),
        ("req.max_candidates", 2**63),
    ],
)
def test_a_fact_of_the_wrong_kind_is_refused(path: str, value: object) -> None:
    with pytest.raises(schema.FactError) as caught:
        judge(with_fact(path, value))
    assert caught.value.path == path


def test_a_finding_leads_back_to_its_rule_in_both_languages() -> None:
    (finding,) = judge(with_fact("db.allow_listed", False)).findings
    rule = SHIPPED.rule(finding.pack, finding.version, finding.rule)
    assert finding.message("en") == rule.message.en != finding.message("fr") == rule.message.fr
    assert finding.satisfy("fr") == rule.satisfy.fr
    assert (finding.pack, finding.version, finding.digest) in judge(FIXTURES.base).packs
    with pytest.raises(KeyError):
        SHIPPED.rule("core", "1999.01.0", finding.rule)


def test_every_fact_of_the_dataclasses_can_be_read_by_a_rule_and_no_other() -> None:
    for path, kind in schema.paths().items():
        if kind.is_group or kind.many or schema.ELEMENT in path:
            continue
        assert schema.environment().compile(f"has({path})")
    with pytest.raises(RuntimeError, match="undefined field"):
        schema.environment().compile("has(req.narrative)")


@pytest.mark.parametrize("absent", ["img.faces", "img.cropped"])
def test_an_exemption_of_which_one_fact_is_missing_exempts_nobody(absent: str) -> None:
    """CEL would take the missing number for 0 and the missing answer for no: both would exempt."""
    pack = a_pack(
        "mine",
        a_rule("TR-01", "BLOCK", "req.purpose != 'personal'", "req.purpose",
               extra='    unless: "img.faces < 3 && img.cropped == false"\n'),
    )  # fmt: skip
    known = with_fact("img.faces", 1, with_fact("img.cropped", False))
    for facts_given, found in ((known, []), (with_fact(absent, None, known), ["TR-01"])):
        judged = engine.evaluate(PackSet((pack,)), "submit", facts_given, now=NOW)
        assert [finding.rule for finding in judged.findings] == found


# --- what stops, and what must be acknowledged


def test_what_stops_and_what_must_be_acknowledged_are_told_apart() -> None:
    facts = with_fact("req.purpose", "personal")
    personal = "req.purpose == 'personal'"
    pack = a_pack(
        "told-apart",
        a_rule("AP-01", "BLOCK", personal, "req.purpose"),
        a_rule("AP-02", "WARN", personal, "req.purpose"),
        a_rule("AP-03", "EVID", "req.urgency_deadline < now", "req.urgency_deadline"),
        a_rule("AP-04", "WARN", "req.purpose != 'personal'", "req.purpose"),
        a_rule("AP-05", "WARN", personal, "req.purpose"),
    )  # fmt: skip
    found = engine.evaluate(PackSet((pack,)), "submit", facts, now=NOW)
    assert [finding.rule for finding in found.stopping] == ["AP-01", "AP-03"]
    assert found.stops
    assert [finding.rule for finding in found.to_acknowledge] == ["AP-02", "AP-05"]
    assert found.unacknowledged([]) == ("AP-02", "AP-05")
    assert found.unacknowledged(["AP-02", "AP-09"]) == ("AP-05",)
    assert found.unacknowledged(["AP-05", "AP-02"]) == ()
    assert {finding.rule: finding.state for finding in found.findings} == {
        "AP-01": "fired", "AP-02": "fired", "AP-03": "unknown", "AP-05": "fired",
    }  # fmt: skip
    only_warned = engine.evaluate(
        PackSet((a_pack("warned", a_rule("AP-02", "WARN", personal, "req.purpose")),)),
        "submit",
        facts,
        now=NOW,
    )
    assert not only_warned.stops
    assert only_warned.stopping == ()
