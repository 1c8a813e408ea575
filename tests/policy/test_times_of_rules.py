"""How long rules keep content and how soon they want a decision: the longest and the soonest of all packs hold.

The packs are invented; what is expected is said here.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest

from requests_app.policy import engine, facts
from requests_app.policy.errors import PackError
from requests_app.policy.facts import Facts
from requests_app.policy.packs import load_pack
from requests_app.policy.rules import PackSet
from requests_app.policy.words import read_words

NOW = datetime(2026, 12, 15, 12, tzinfo=UTC)
HEAD = """\
format: 2
pack: {name}
version: 2026.11.0
jurisdiction: any
sign_off: needed
title: {{en: "Pack {name}", fr: "Règles {name}"}}
effective_from: 2026-11-01
unanswered: {{en: Unknown, fr: Inconnu}}
sources: {{act: {{text: {{en: An Act, fr: Une loi}}, kind: statute, jurisdiction: ca, checked: 2026-11-22}}}}
rules:
"""
RULE = """\
  - id: {id}
    stages: [submit]
    verb: {verb}
    {time}
    judges: [threshold]
    test: lawful
    field: retention
    needs: [img.faces]
    when: img.faces > {above}
    message: {{en: "It has its time.", fr: "Cela a son délai."}}
    satisfy: {{en: "Nothing to do.", fr: "Rien à faire."}}
    source: {{cites: [{{of: act, confidence: S}}], implements: []}}
"""


def rule(name: str, time: str, *, above: int = 0, verb: str = "") -> str:
    verb = verb or ("RETAIN" if time.startswith("keep_days") else "DUE")
    return RULE.format(id=name, verb=verb, time=time, above=above)


def pack(name: str, *rules: str) -> bytes:
    return (HEAD.format(name=name) + "".join(rules)).encode()


ONE = pack("one", rule("ONE-01", "keep_days: 365"), rule("ONE-02", "within_hours: 72"))
TWO = pack(
    "two",
    rule("TWO-01", "keep_days: 730"),
    rule("TWO-02", "within_hours: 24"),
    rule("TWO-03", "keep_days: 3650", above=1),
    rule("TWO-04", "within_hours: 1", above=1),
)


def judged(*signed: bytes, faces: int | None = 1) -> engine.Evaluation:
    """Both packs judge a picture with so many faces; those named are signed off."""
    packs = PackSet(
        tuple(load_pack(data, file="x") for data in (ONE, TWO)),
        signed_off=frozenset(hashlib.sha256(data).hexdigest() for data in signed),
    )
    return engine.evaluate(packs, "submit", Facts(img=facts.ProbeFacts(faces=faces)), now=NOW)


@pytest.mark.parametrize(
    ("signed", "faces", "days", "hours", "won"),
    [
        ((ONE, TWO), 1, 730, 24, ("TWO-01", "TWO-02")),
        ((ONE,), 1, 365, 72, ("ONE-01", "ONE-02")),
        ((TWO,), 1, 730, 24, ("TWO-01", "TWO-02")),
        ((ONE, TWO), 2, 3650, 1, ("TWO-03", "TWO-04")),
        ((ONE, TWO), None, 3650, 1, ("TWO-03", "TWO-04")),  # what is not known is taken as strictly
        ((ONE, TWO), 0, 0, None, ()),
        ((), 2, 0, None, ()),
    ],
)
def test_the_longest_keeping_and_the_soonest_decision_of_the_packs_that_judge(
    signed: tuple[bytes, ...],
    faces: int | None,
    days: int,
    hours: int | None,
    won: tuple[str, ...],
) -> None:
    evaluation = judged(*signed, faces=faces)
    assert (evaluation.keep_days, evaluation.within_hours) == (days, hours)
    deciding = evaluation.deciding
    assert tuple(each.rule for each in (*deciding.keeping, *deciding.soonest)) == won
    assert (evaluation.verdict, evaluation.stopping) == ("passed", ())


def test_two_rules_that_want_the_same_are_both_named() -> None:
    same = pack("two", rule("TWO-01", "keep_days: 365"), rule("TWO-02", "within_hours: 72"))
    packs = PackSet(
        tuple(load_pack(data, file="x") for data in (ONE, same)),
        signed_off=frozenset(hashlib.sha256(data).hexdigest() for data in (ONE, same)),
    )
    found = engine.evaluate(packs, "submit", Facts(img=facts.ProbeFacts(faces=1)), now=NOW)
    assert [each.rule for each in found.deciding.keeping] == ["ONE-01", "TWO-01"]
    assert [each.rule for each in found.deciding.soonest] == ["ONE-02", "TWO-02"]


def test_a_rule_with_a_time_asks_for_no_acknowledgement_and_no_role() -> None:
    evaluation = judged(ONE, TWO)
    assert evaluation.to_acknowledge == ()
    assert evaluation.required_roles == {"supervisor"}


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (rule("ONE-01", "keep_days: 365", verb="DUE"), "only RETAIN has it"),
        (rule("ONE-01", "keep_days: 365", verb="WARN"), "only RETAIN has it"),
        (rule("ONE-01", "within_hours: 2", verb="BLOCK"), "only DUE has it"),
        (rule("ONE-01", "{}", verb="RETAIN").replace("    {}\n", ""), "RETAIN needs keep_days"),
        (rule("ONE-01", "{}", verb="DUE").replace("    {}\n", ""), "DUE needs within_hours"),
        (rule("ONE-01", "keep_days: 0"), "a number of days, 1 to 36500"),
        (rule("ONE-01", "keep_days: 36501"), "a number of days, 1 to 36500"),
        (rule("ONE-01", "keep_days: true"), "a number of days, 1 to 36500"),
        (rule("ONE-01", "keep_days: '30'"), "a number of days, 1 to 36500"),
        (rule("ONE-01", "within_hours: 0"), "a number of hours, 1 to 8760"),
        (rule("ONE-01", "within_hours: 8761"), "a number of hours, 1 to 8760"),
        (rule("ONE-01", "within_hours: 1.5"), "a number of hours, 1 to 8760"),
        (rule("ONE-01", "within_hours: 2").replace("[submit]", "[submit, approve]"),
         "DUE has the stage submit alone"),
        (rule("ONE-01", "keep_days: 365").replace("[submit]", "[followup]"), "judged at followup keeps no content longer"),
        (rule("ONE-01", "keep_days: 365").replace("[submit]", "[examine]"),
         "judged at examine keeps no content longer"),
        (rule("ONE-01", "keep_days: 365").replace("[submit]", "[candidates]"),
         "nothing is judged at candidates yet"),
        (rule("ONE-01", "within_hours: 2").replace("[submit]", "[approve]"),
         "DUE has the stage submit alone"),
        *(
            (rule("ONE-01", "{}", verb=verb).replace("    {}\n", ""), f"nothing is done for {verb} yet")
            for verb in ("PURGE", "LABEL", "DISC", "REPORT", "NOTIFY")
        ),
    ],
)  # fmt: skip
def test_a_time_that_does_not_fit_its_verb_and_a_verb_that_does_nothing_are_refused(
    written: str, words: str
) -> None:
    with pytest.raises(PackError) as caught:
        load_pack(pack("one", written), file="one.yaml")
    assert caught.value.rule == "ONE-01"
    assert words in caught.value.reason


@pytest.mark.parametrize("time", ["keep_days: 1", "keep_days: 36500", "within_hours: 1", "within_hours: 8760"])  # fmt: skip
def test_the_least_and_the_most_are_read(time: str) -> None:
    name, number = time.split(": ")
    loaded = load_pack(pack("one", rule("ONE-01", time)), file="x")
    assert loaded.format == 2
    found = loaded.rules["ONE-01"]
    assert getattr(found, name) == int(number)
    assert {found.keep_days, found.within_hours} == {None, int(number)}


def test_the_words_of_a_stored_pack_say_its_times() -> None:
    words = read_words(TWO, file="x").rules
    assert [(each.keep_days, each.within_hours) for each in words.values()] == [
        (730, None), (None, 24), (3650, None), (None, 1),
    ]  # fmt: skip
    old = read_words(TWO.replace(b"keep_days: 730", b"keep_days: long"), file="x").rules
    assert old["TWO-01"].keep_days is None
