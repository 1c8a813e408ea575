"""What a rule rests on: law only where it binds, believed as far as it was read, and no judgement it cannot make."""

from __future__ import annotations

from datetime import date

import pytest

from requests_app.policy import schema
from requests_app.policy.errors import PackError
from requests_app.policy.judged import RECORDED, YES_OR_NO
from requests_app.policy.packs import load_pack
from requests_app.policy.rules import Pack
from requests_app.policy.sources import Bilingual, Citation, Grounds, least_read
from requests_app.policy.words import read_words

GOOD = """\
format: 2
pack: trial-pack
version: 2026.11.0
jurisdiction: ca
title: {en: "Trial", fr: "Essai"}
effective_from: 2026-11-01
unanswered: {en: "Not known yet.", fr: "Pas encore connu."}
sources:
  act: {text: {en: "Some Act", fr: "Une loi"}, kind: statute, jurisdiction: ca-qc, checked: 2026-11-22}
  note: {text: {en: "A note", fr: "Une note"}, kind: guidance, checked: 2026-11-20}
rules:
  - id: TR-01
    stages: [submit]
    verb: BLOCK
    judges: [presence]
    test: lawful
    field: purpose
    needs: []
    when: "!has(req.link_type)"
    message: {en: "The tie is missing.", fr: "Le lien manque."}
    satisfy: {en: "Give it.", fr: "Indiquez-le."}
    source:
      cites:
        - {of: act, at: {en: "s. 4", fr: "art. 4"}, confidence: S}
        - {of: note, confidence: S2, checked: 2026-11-25}
      ours: {en: "the order", fr: "l’obligation"}
      implements: [CA-FR-01]
"""


def loaded(source: str = GOOD) -> Pack:
    return load_pack(source.encode(), file="mine.yaml")


def refused(old: str, new: str) -> PackError:
    assert GOOD.count(old) == 1, old
    with pytest.raises(PackError) as caught:
        loaded(GOOD.replace(old, new))
    return caught.value


def cite(kind: str, where: str = "", confidence: str = "S") -> Citation:
    return Citation(Bilingual("A", "B"), kind, where, confidence, None)


# --- status


@pytest.mark.parametrize(
    ("kind", "where", "place", "status"),
    [
        ("statute", "ca-qc", "ca-qc", "binding"),
        ("statute", "ca", "ca-qc", "binding"),
        ("judgment", "ca-on", "ca-on", "binding"),
        ("statute", "us-wa", "ca-qc", "design"),
        ("statute", "ca-qc", "ca-on", "design"),
        ("statute", "ca-fed", "ca-on", "design"),
        ("statute", "ca", "", "design"),
        ("judgment", "us-nj", "ca-on", "design"),
        ("guidance", "ca", "ca-qc", "guidance"),
        ("guidance", "eu", "ca-qc", "guidance"),
        ("finding", "ca", "ca-qc", "guidance"),
        ("settlement", "us", "us-wa", "settlement"),
        ("template", "us", "us-wa", "template"),
        ("standard", "", "us-wa", "design"),
        ("report", "ca", "ca-qc", "design"),
        ("a kind of tomorrow", "ca", "ca-qc", "design"),
        ("statute", "a place of tomorrow", "a place of tomorrow", "design"),
    ],
)
def test_a_source_makes_of_a_rule_what_it_is_where_the_agency_is(
    kind: str, where: str, place: str, status: str
) -> None:
    assert Grounds((cite(kind, where),)).status_in(place) == status


def test_no_law_binds_through_house_rules_not_even_where_it_is_law() -> None:
    anywhere = loaded(GOOD.replace("jurisdiction: ca\n", "jurisdiction: any\n"))
    assert anywhere.rules["TR-01"].grounds.status_in("ca-qc") == "guidance"
    words = read_words(GOOD.replace("jurisdiction: ca\n", "jurisdiction: any\n").encode(), file="x")
    assert words.rules["TR-01"].grounds.status_in("ca-qc") == "guidance"


def test_the_strongest_source_counts_for_the_status() -> None:
    both = Grounds((cite("report"), cite("guidance", "ca"), cite("statute", "us-wa")))
    assert both.status_in("ca-qc") == "guidance"
    assert both.status_in("us-wa") == "binding"
    assert Grounds((cite("template"), cite("settlement"))).status_in("ca-qc") == "settlement"


def test_a_source_that_is_background_makes_a_rule_nothing() -> None:
    act = Citation(Bilingual("A", "B"), "statute", "ca", "S", None, is_background=True)
    note = Citation(Bilingual("A", "B"), "guidance", "ca", "K", None, is_background=True)
    assert Grounds((act, note)).status_in("ca-qc") == "design"
    assert Grounds((act, note)).confidence == "K"
    said = GOOD.replace("confidence: S}", "confidence: S, background: true}")
    assert loaded(said).rules["TR-01"].grounds.status_in("ca-qc") == "guidance"
    words = read_words(said.encode(), file="x").rules["TR-01"].grounds
    assert words.citations == loaded(said).rules["TR-01"].grounds.citations


def test_what_rests_on_nothing_is_our_own_design() -> None:
    alone = Grounds((), ours=Bilingual("the order", "l’ordre"))
    assert alone.status_in("ca-qc") == "design"
    assert alone.confidence == "D"


def test_the_least_read_source_counts_for_the_confidence() -> None:
    read = [cite("guidance", confidence=code) for code in ("S", "K", "S2")]
    assert Grounds(tuple(read)).confidence == "K"
    assert Grounds((read[0], read[2])).confidence == "S2"
    assert [least_read(pair) for pair in (("S", "S/K"), ("S2", "S/K"), ("S2/K", "K"), ("K?", "K"))] == [
        "S/K", "S/K", "K", "K?",
    ]  # fmt: skip


# --- reading


def test_a_rule_knows_its_citations_in_both_languages() -> None:
    grounds = loaded().rules["TR-01"].grounds
    assert [(each.text.en, each.text.fr) for each in grounds.citations] == [
        ("Some Act, s. 4", "Une loi, art. 4"),
        ("A note", "Une note"),
    ]
    assert [each.checked for each in grounds.citations] == [date(2026, 11, 22), date(2026, 11, 25)]
    assert (grounds.citations[0].jurisdiction, grounds.citations[1].jurisdiction) == ("ca-qc", "")
    assert grounds.ours is not None
    assert grounds.ours.fr == "l’obligation"
    assert grounds.implements == ("CA-FR-01",)


def test_the_words_of_a_pack_say_the_same_of_its_sources_as_the_pack() -> None:
    words = read_words(GOOD.encode(), file="mine.yaml").rules["TR-01"]
    strict = loaded().rules["TR-01"]
    assert words.grounds.citations == strict.grounds.citations
    assert words.grounds.ours == strict.grounds.ours
    assert words.grounds.status_in("ca-qc") == strict.grounds.status_in("ca-qc") == "binding"
    assert set(words.judges) == strict.judges == {"presence"}


def test_a_pack_judges_only_where_it_is_for() -> None:
    assert [loaded().judges_in(place) for place in ("ca", "ca-qc", "us-wa", "")] == [
        True, True, False, True,
    ]  # fmt: skip
    anywhere = loaded(GOOD.replace("jurisdiction: ca\n", "jurisdiction: any\n"))
    assert anywhere.judges_in("")
    assert anywhere.judges_in("us-wa")


# --- what is refused


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("format: 2", "format: 3", 1, "format 2"),
        ("format: 2", "format: true", 1, "format 2"),
        ("jurisdiction: ca\n", "", 1, "'jurisdiction' is missing"),
        ("jurisdiction: ca\n", "jurisdiction: atlantis\n", 4, "one of: any, ca, ca-fed"),
        ("kind: statute, jurisdiction: ca-qc", "kind: statute", 9, "needs the jurisdiction"),
        ("kind: statute, jurisdiction: ca-qc", "kind: judgment", 9, "needs the jurisdiction"),
        ("jurisdiction: ca-qc,", "jurisdiction: ca-xx,", 9, "'ca-xx' is not one of"),
        ("kind: guidance", "kind: rumour", 10, "'rumour' is not one of"),
        ("of: note,", "of: nothing,", 25, "there is no source 'nothing'"),
        ("- {of: note, confidence: S2, checked: 2026-11-25}",
         "- {of: act, at: {en: \"s. 4\", fr: \"art. 4\"}, confidence: S}", 25, "cited twice"),
        ("        - {of: note, confidence: S2, checked: 2026-11-25}\n", "", 10, "no rule cites 'note'"),
        ("confidence: S2,", "confidence: S2/D,", 25, "what is ours goes to 'ours'"),
        ("confidence: S2,", "confidence: D,", 25, "what is ours goes to 'ours'"),
        ("confidence: S2,", "confidence: 'K?',", 14, "may not block"),
        ("judges: [presence]", "judges: [threshold]", 15, "can establish: presence"),
        ("judges: [presence]", "judges: [presence, answer]", 15, "can establish: presence"),
        ("judges: [presence]", "judges: [presence, presence]", 15, "can establish: presence"),
        ("judges: [presence]", "judges: [truth]", 15, "'truth' is not one of"),
        ("The tie is missing.", "The tie is not justified.", 20, "'not justified' is a judgement"),
        ("The tie is missing.", "This is unlawful.", 20, "'unlawful' is a judgement"),
        ("Le lien manque.", "Le lien n’est pas justifié.", 20, "'pas justifié' is a judgement"),
        ("Le lien manque.", "Les motifs sont insuffisants.", 20, "'insuffisants' is a judgement"),
    ],
)  # fmt: skip
def test_a_pack_that_says_more_than_it_can_is_refused_at_its_place(
    old: str, new: str, line: int, words: str
) -> None:
    error = refused(old, new)
    assert words in str(error), error
    assert error.line == line, error


def test_a_rule_says_what_it_cites_or_what_is_ours() -> None:
    cites = GOOD[GOOD.index("      cites:"): GOOD.index("      ours:")]  # fmt: skip
    sources = GOOD[GOOD.index("sources:"): GOOD.index("rules:")]  # fmt: skip
    ours_alone = GOOD.replace(cites, "").replace(sources, "sources: {}\n")
    assert loaded(ours_alone).rules["TR-01"].grounds.citations == ()
    neither = ours_alone.replace('      ours: {en: "the order", fr: "l’obligation"}\n', "")
    with pytest.raises(PackError, match="what is cited, or what is 'ours'"):
        loaded(neither)


def test_a_rule_that_goes_by_an_answer_may_say_what_the_answer_says() -> None:
    rule = (
        GOOD.replace("judges: [presence]", "judges: [answer]")
        .replace("needs: []", "needs: [req.legal_basis.type]")
        .replace('"!has(req.link_type)"', "req.legal_basis.type == 'none'")
        .replace("The tie is missing.", "By the answer, this is unlawful.")
    )
    assert loaded(rule).rules


# --- what a condition can establish


@pytest.mark.parametrize(
    ("condition", "needs", "found"),
    [
        ("!has(req.mode)", "", {"presence"}),
        ("req.legal_basis.citation_given == false", "req.legal_basis.citation_given", {"presence"}),
        ("!req.legal_basis.citation_given", "req.legal_basis.citation_given", {"presence"}),
        ("req.case_number_valid == false", "req.case_number_valid", {"form"}),
        ("meter.objective.length < 80", "meter.objective.length", {"form"}),
        ("80 > meter.objective.length", "meter.objective.length", {"form"}),
        ("meter.objective.likeness >= 900", "meter.objective.likeness", {"form"}),
        ("!(has(meter.objective.length) && meter.objective.length >= 80)", "", {"form"}),
        ("req.mode == 'real_time'", "req.mode", {"answer"}),
        ("req.mode in ['real_time']", "req.mode", {"answer"}),
        ("req.mode == 'real_time' && !has(req.target_specific)", "req.mode", {"presence"}),
        ("req.mode == 'real_time' && req.bystanders > 2", "req.mode, req.bystanders", {"threshold"}),
        ("req.bystanders > 2", "req.bystanders", {"threshold"}),
        ("img.collected_on > today", "img.collected_on", {"threshold"}),
        ("size(alt) < 3", "alt", {"threshold"}),
        ("size(alt) == 0", "alt", {"presence"}),
        ("size(req.basis_flags) > 0", "req.basis_flags", {"answer"}),
        ("alt.exists(row, row.reason_length < 40)", "alt, 'alt[].reason_length'", {"form"}),
        ("alt.exists(row, !has(row.result))", "alt", {"presence"}),
        ("img.faces > req.bystanders", "img.faces, req.bystanders", {"consistency"}),
        ("img.taken_after_collected", "img.taken_after_collected", {"consistency"}),
        ("db.size > 1000", "db.size", {"registry"}),
        ("u.requesting_valid_until < today", "u.requesting_valid_until", {"registry"}),
        ("srch.enrol", "srch.enrol", {"registry"}),
        ("ex.examining_valid_until < today", "ex.examining_valid_until", {"registry"}),
        ("ex.picture_taken_on < today", "ex.picture_taken_on", {"threshold"}),
        ("fu.recalled", "fu.recalled", {"registry"}),
        ("fu.evidence.exists(row, row.supports)", "fu.evidence, 'fu.evidence[].supports'", {"answer"}),
        ("req.max_candidates > db.max_candidates", "req.max_candidates, db.max_candidates",
         {"consistency", "registry"}),
        ("meter.objective.length < 80 || req.bystanders > 3", "meter.objective.length, req.bystanders",
         {"form", "threshold"}),
    ],
)  # fmt: skip
def test_what_a_condition_can_establish(condition: str, needs: str, found: set[str]) -> None:
    source = (
        GOOD.replace('when: "!has(req.link_type)"', f'when: "{condition}"')
        .replace("needs: []", f"needs: [{needs}]")
        .replace("judges: [presence]", f"judges: [{', '.join(sorted(found))}]")
    )
    assert loaded(source).rules["TR-01"].judges == found


def test_of_every_answer_that_is_yes_or_no_it_is_said_what_it_stands_for() -> None:
    yes_or_no = {
        path
        for path, fact in schema.paths().items()
        if fact.python is bool and path.partition(".")[0] not in RECORDED
    }
    assert set(YES_OR_NO) == yes_or_no
