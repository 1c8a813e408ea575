"""Whatever packs judge together: another one, a sign-off or a missing fact never makes the outcome milder.

The packs are made up by the tests; what is expected is said here and asked of no code of ours.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from requests_app.policy import engine, facts
from requests_app.policy.errors import PackError
from requests_app.policy.facts import Facts
from requests_app.policy.library import Library, PackFile
from requests_app.policy.packs import load_pack
from requests_app.policy.rules import Pack, PackSet
from tests.policy.test_engine import LENIENCE, every_fact, without
from tests.policy.test_parts_of_packs import CANADA, CORE, QUEBEC

NOW = datetime(2026, 12, 15, 12, tzinfo=UTC)
CONDITIONS = (
    ("[answer]", "[req.purpose]", "req.purpose == 'personal'"),
    ("[answer]", "[req.purpose]", "req.purpose != 'missing_person'"),
    ("[threshold]", "[req.bystanders]", "req.bystanders > 1"),
    ("[threshold]", "[img.faces]", "img.faces > 1"),
    ("[threshold]", "[]", '"!(has(img.faces) && img.faces < 3)"'),
)
VERBS = ("BLOCK", "STOP", "APPR+", "EVID", "WARN", "DUE", "RETAIN")
TIMES = (30, 365, 7)
"""The days or hours of a rule, by its condition."""


@dataclass(frozen=True)
class Made:
    """One pack that a test makes up; its rules are a verb, the number of a condition and an exemption each."""

    name: str
    place: str
    sign_off: bool
    rules: tuple[tuple[str, int, bool], ...]

    @property
    def data(self) -> bytes:
        head = (
            f"format: 2\npack: {self.name}\nversion: 2026.11.0\njurisdiction: {self.place}\n"
            + ("sign_off: needed\n" if self.sign_off else "")
            + "title: {en: A, fr: B}\neffective_from: 2026-11-01\nunanswered: {en: Unknown, fr: Inconnu}\n"
            + "sources: {act: {text: {en: An Act, fr: Une loi}, kind: statute, jurisdiction: ca, "
            + "checked: 2026-11-22}}\nrules:\n"
        )
        return (head + "".join(map(self._rule, range(len(self.rules))))).encode()

    def _rule(self, number: int) -> str:
        verb, condition, is_exempting = self.rules[number]
        judges, needs, when = CONDITIONS[condition]
        return (
            f"  - id: {self.name.upper()}-{number}\n    stages: [submit]\n    verb: {verb}\n"
            + ("    role: privacy_officer\n" if verb == "APPR+" else "")
            + (f"    keep_days: {TIMES[condition % 3]}\n" if verb == "RETAIN" else "")
            + (f"    within_hours: {TIMES[condition % 3]}\n" if verb == "DUE" else "")
            + f"    judges: {judges}\n    test: lawful\n    field: purpose\n    needs: {needs}\n"
            + f"    when: {when}\n"
            + ("    unless: req.purpose == 'missing_person'\n" if is_exempting else "")
            + "    message: {en: Wrong, fr: Faux}\n    satisfy: {en: Mend, fr: Corriger}\n"
            + "    source: {cites: [{of: act, confidence: S}], implements: []}\n"
        )  # fmt: skip

    @property
    def loaded(self) -> Pack:
        return _loaded(self)


@cache
def _loaded(made: Made) -> Pack:
    return load_pack(made.data, file=made.name)


def a_pack(name: str) -> st.SearchStrategy[Made]:
    rule = st.tuples(st.sampled_from(VERBS), st.integers(0, len(CONDITIONS) - 1), st.booleans())
    return st.builds(
        Made,
        name=st.just(name),
        place=st.sampled_from(["any", "ca", "ca-qc"]),
        sign_off=st.booleans(),
        rules=st.lists(rule, min_size=1, max_size=3).map(tuple),
    )


PACKS = st.tuples(a_pack("aa"), a_pack("bb"), a_pack("cc"))
SIGNED = st.frozensets(st.sampled_from(["aa", "bb", "cc"]))
FACTS = st.builds(
    Facts,
    req=st.builds(
        facts.RequestFacts,
        purpose=st.sampled_from([None, "personal", "missing_person", "identify_suspect"]),
        bystanders=st.sampled_from([None, 0, 1, 2]),
    ),
    img=st.builds(facts.ProbeFacts, faces=st.sampled_from([None, 1, 2, 3])),
)


def digests(packs: Sequence[Made], names: frozenset[str]) -> frozenset[str]:
    return frozenset(hashlib.sha256(made.data).hexdigest() for made in packs if made.name in names)


def judged(
    packs: Sequence[Made], found: Facts, signed: frozenset[str] = frozenset()
) -> engine.Evaluation:
    together = PackSet(
        tuple(made.loaded for made in packs), place="ca-qc", signed_off=digests(packs, signed)
    )
    return engine.evaluate(together, "submit", found, now=NOW)


def is_no_milder(after: engine.Evaluation, before: engine.Evaluation) -> bool:
    return (
        LENIENCE[after.verdict] <= LENIENCE[before.verdict]
        and after.required_roles >= before.required_roles
        and {each.rule for each in after.stopping} >= {each.rule for each in before.stopping}
        and after.keep_days >= before.keep_days
        and (after.within_hours or 9999) <= (before.within_hours or 9999)
    )


@settings(max_examples=80, deadline=None)
@given(PACKS, a_pack("dd"), SIGNED, FACTS)
def test_another_pack_never_weakens_and_leaves_the_findings_of_the_others_alone(
    packs: tuple[Made, ...], another: Made, signed: frozenset[str], found: Facts
) -> None:
    before = judged(packs, found, signed)
    for signed_then in (signed, signed | {"dd"}):
        after = judged((*packs, another), found, signed_then)
        assert is_no_milder(after, before)
        assert tuple(each for each in after.findings if each.pack != "dd") == before.findings


@settings(max_examples=60, deadline=None)
@given(PACKS, st.permutations(range(3)), SIGNED, FACTS)
def test_the_order_of_packs_never_matters(
    packs: tuple[Made, ...], order: list[int], signed: frozenset[str], found: Facts
) -> None:
    assert judged([packs[place] for place in order], found, signed) == judged(packs, found, signed)


@settings(max_examples=60, deadline=None)
@given(
    st.permutations([CANADA, QUEBEC]),
    st.sampled_from(["", "ca-qc", "ca-on", "us-wa"]),
    st.frozensets(st.sampled_from([CANADA.digest, QUEBEC.digest])),
    FACTS,
)
def test_the_order_of_files_never_matters(
    files: list[PackFile], place: str, signed: frozenset[str], found: Facts
) -> None:
    one, other = (
        Library([CORE], order).in_force(NOW.date(), place=place, signed_off=signed)
        for order in (files, [CANADA, QUEBEC])
    )
    assert engine.evaluate(one, "submit", found, now=NOW) == engine.evaluate(
        other, "submit", found, now=NOW
    )


@settings(max_examples=80, deadline=None)
@given(PACKS, SIGNED, SIGNED, FACTS)
def test_a_sign_off_never_weakens(
    packs: tuple[Made, ...], signed: frozenset[str], more: frozenset[str], found: Facts
) -> None:
    before, after = judged(packs, found, signed), judged(packs, found, signed | more)
    assert is_no_milder(after, before)
    assert {each.rule for each in after.findings} == {each.rule for each in before.findings}
    for each in after.findings:
        made = next(made for made in packs if made.name == each.pack)
        assert each.is_advisory is (made.sign_off and made.name not in signed | more)


@settings(max_examples=80, deadline=None)
@given(PACKS, SIGNED, FACTS, st.data())
def test_removing_a_fact_never_turns_a_block_into_a_pass(
    packs: tuple[Made, ...], signed: frozenset[str], found: Facts, data: st.DataObject
) -> None:
    known = [path for path in every_fact(found) if path[-1] in ("purpose", "bystanders", "faces")]
    poorer = found
    for path in data.draw(st.sets(st.sampled_from(known)) if known else st.just(set())):
        poorer = without(poorer, path)
    assert is_no_milder(judged(packs, poorer, signed), judged(packs, found, signed))


@settings(max_examples=60, deadline=None)
@given(PACKS, SIGNED, FACTS)
def test_advice_is_read_and_nothing_else(
    packs: tuple[Made, ...], signed: frozenset[str], found: Facts
) -> None:
    """The packs that do not advise decide alone; what advises has to be read, whatever its verb."""
    evaluation = judged(packs, found, signed)
    alone = judged(
        [made for made in packs if not made.sign_off or made.name in signed], found, signed
    )
    assert evaluation.verdict == alone.verdict
    assert evaluation.required_roles == alone.required_roles
    assert evaluation.stopping == alone.stopping
    assert {each.rule for each in evaluation.to_acknowledge} == {
        each.rule for each in alone.to_acknowledge
    } | {each.rule for each in evaluation.findings if each.is_advisory}


# --- days

FIRST_OF_CANADA, LAST_OF_CANADA = date(2026, 11, 1), date(2027, 6, 30)
FIRST_OF_QUEBEC, LAST_OF_QUEBEC = date(2026, 12, 1), date(2027, 3, 31)
FIRST_OF_QC_02, LAST_OF_QC_02 = date(2027, 1, 1), date(2027, 2, 28)
IN_FORCE = {
    "TR-01": (date.min, date.max),
    "CAN-01": (FIRST_OF_CANADA, LAST_OF_CANADA),
    "CAN-02": (FIRST_OF_CANADA, LAST_OF_CANADA),
    "QC-01": (FIRST_OF_QUEBEC, LAST_OF_QUEBEC),
    "QC-02": (FIRST_OF_QC_02, LAST_OF_QC_02),
}
"""The first and the last day of each rule, as the files say; that of the core of the tests never changes."""
DAYS = [
    edge + timedelta(days=beside)
    for edge in (
        FIRST_OF_CANADA, LAST_OF_CANADA, FIRST_OF_QUEBEC, LAST_OF_QUEBEC, FIRST_OF_QC_02, LAST_OF_QC_02,
    )
    for beside in (-1, 0, 1)
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(DAYS),
    st.sampled_from(["", "ca-qc", "ca-on"]),
    st.booleans(),
    st.sampled_from([0, 12, 23]),
)
def test_each_rule_judges_from_its_first_day_to_its_last(
    day: date, place: str, is_signed: bool, hour: int
) -> None:
    """The core of the tests begins on 1 November; its own rule has no day before that."""
    signed = frozenset({CANADA.digest, QUEBEC.digest}) if is_signed else frozenset[str]()
    packs = Library([CORE], [CANADA, QUEBEC]).in_force(day, place=place, signed_off=signed)
    everything = Facts(
        req=facts.RequestFacts(purpose="personal", bystanders=2), img=facts.ProbeFacts(faces=2)
    )
    now = datetime(day.year, day.month, day.day, hour, 59, tzinfo=UTC)
    evaluation = engine.evaluate(packs, "submit", everything, now=now)
    expected = {
        rule
        for rule, (first, last) in IN_FORCE.items()
        if first <= day <= last and not (rule.startswith("QC") and place == "ca-on")
    }
    if not place and not is_signed:  # advice about the law of a place waits until it is known
        expected &= {"TR-01"}
    if day < date(2026, 11, 1):
        expected.discard("TR-01")
    assert {each.rule for each in evaluation.findings} == expected
    assert {each.rule for each in evaluation.stopping} == (
        expected - {"CAN-02"} if is_signed else expected & {"TR-01"}
    )


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.data())
def test_a_part_is_refused_on_exactly_the_days_on_which_its_whole_is_not_in_force(
    starts: int, lasts: int, begins: int, goes_on: int, data: st.DataObject
) -> None:
    def on(days: int) -> date:
        return date(2026, 11, 10) + timedelta(days=days)

    whole, part = (starts, starts + lasts), (begins, begins + goes_on)
    texts = (
        CANADA.data.decode()
        .replace("2026-11-01", on(whole[0]).isoformat())
        .replace("2027-06-30", on(whole[1]).isoformat()),
        QUEBEC.data.decode()
        .replace("2026-12-01", on(part[0]).isoformat())
        .replace("2027-03-31", on(part[1]).isoformat())
        .replace("    effective_from: 2027-01-01\n    effective_to: 2027-02-28\n", ""),
    )
    files = [
        PackFile(file.pack, file.version, file.place, text.encode())
        for file, text in zip((CANADA, QUEBEC), texts, strict=True)
    ]
    edge = data.draw(st.sampled_from([*whole, *part]))
    day = edge + data.draw(st.sampled_from([-1, 0, 1]))
    held = Library([CORE], files)
    is_whole, is_part = whole[0] <= day <= whole[1], part[0] <= day <= part[1]
    if is_part and not is_whole:
        with pytest.raises(PackError) as caught:
            held.in_force(on(day), place="ca-qc")
        assert (caught.value.file, caught.value.line) == ("quebec/2026.11.0.yaml", 6)
        return
    found = {pack.id for pack in held.in_force(on(day), place="ca-qc").packs}
    expected = {"core"} | ({"canada"} if is_whole else set()) | ({"quebec"} if is_part else set())
    assert found == expected
