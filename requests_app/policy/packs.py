"""Loads one version of a policy pack from YAML: every key known, every condition type-checked, every text in both languages.

Refuses a whole pack for one mistake, and says where; never runs with fewer rules than were written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from requests_app.policy import schema
from requests_app.policy.absence import refuse_absent_answers
from requests_app.policy.claims import refuse_claims
from requests_app.policy.conditions import compile_condition
from requests_app.policy.document import Node, read
from requests_app.policy.judged import judges_of
from requests_app.policy.pack_shapes import (
    EVERYWHERE,
    FORMATS,
    RULE_ID,
    CiteFile,
    PackFile1,
    PackFile2,
    RuleFile,
    RuleFile1,
    RuleFile2,
    SourceFile,
    TextsFile,
)
from requests_app.policy.rules import Pack, Rule
from requests_app.policy.shapes import shaped
from requests_app.policy.sources import LANGUAGES, Bilingual, Citation, Grounds
from requests_app.policy.vocabulary import (
    CITATION_CONFIDENCES,
    STAGES_JUDGED,
    VERBS_WITH_AN_EFFECT,
    Confidence,
    Judges,
    SourceKind,
    Stage,
    Verb,
)

_MAX_TEXT = 600


def load_pack(data: bytes, *, file: str) -> Pack:
    """Load one pack.

    Args:
        data: the pack's bytes; file: the name to give in errors.

    Raises:
        PackError: the first thing wrong, with file, rule, line and column.
    """
    root = _naming_rules(read(data, file=file))
    content = shaped(root, FORMATS[_format_of(root)])
    keys: dict[str, Node] = root.value
    if not content.rules:
        raise keys["rules"].fail("a pack needs at least one rule")
    rules: dict[str, Rule] = {}
    for written, node in zip(content.rules, keys["rules"].value, strict=True):
        if written.id in rules:
            raise node.value["id"].fail("this id is used twice")
        rules[written.id] = _rule(written, node.value, content, keys)
    if isinstance(content, PackFile2):
        _refuse_unused_sources(content, keys["sources"])
    place = content.jurisdiction if isinstance(content, PackFile2) else EVERYWHERE
    return Pack(
        id=content.pack,
        version=content.version,
        format=2 if isinstance(content, PackFile2) else 1,
        jurisdiction="" if place == EVERYWHERE else place,
        part_of=(content.part_of or "") if isinstance(content, PackFile2) else "",
        needs_sign_off=isinstance(content, PackFile2) and content.sign_off is not None,
        digest=hashlib.sha256(data).hexdigest(),
        title=_bilingual(content.title, keys["title"]),
        unanswered=_bilingual(content.unanswered, keys["unanswered"]),
        rules=rules,
    )


def _format_of(root: Node) -> int:
    """The format that a file says it has; 1 where it says none."""
    said = root.value.get("format") if isinstance(root.value, dict) else None
    if said is None:
        return 1
    if said.value != 2 or isinstance(said.value, bool):
        raise said.fail("this product reads format 2 (and 1, which has no such key)")
    return 2


def _naming_rules(root: Node) -> Node:
    """The same document, whose rules' nodes name the rule that they belong to."""
    rules = root.value.get("rules") if isinstance(root.value, dict) else None
    if rules is None or not isinstance(rules.value, list):
        return root
    named = replace(rules, value=[_naming(node) for node in rules.value])
    return replace(root, value=root.value | {"rules": named})


def _naming(node: Node) -> Node:
    found = node.value.get("id") if isinstance(node.value, dict) else None
    name = found.value.strip() if found is not None and isinstance(found.value, str) else ""
    return node.within(name) if RULE_ID.fullmatch(name) else node


def _rule(
    content: RuleFile,
    keys: dict[str, Node],
    whole: PackFile1 | PackFile2,
    pack: dict[str, Node],
) -> Rule:
    """One rule, checked for what its shape cannot say. `keys` and `pack`: for the places."""
    if (content.verb is Verb.APPROVER) != (content.role is not None):
        raise (keys.get("role") or keys["verb"]).fail("APPR+ needs a role, and only APPR+ has one")
    # A rule that says "no last day" has none, though its pack has one.
    starts: date = (keys.get("effective_from") or pack["effective_from"]).value
    ends = keys.get("effective_to") or pack.get("effective_to")
    last: date | None = ends.value if ends is not None else None
    if ends is not None and last is not None and last < starts:
        raise ends.fail("ends before it begins, so it can never fire")
    _check_needs(content.needs, keys["needs"])
    when = compile_condition(keys["when"])
    for path in sorted(when.reads - set(content.needs) - when.tested):
        raise keys["when"].fail(f"reads '{path}', which is neither in needs nor tested with has()")
    refuse_absent_answers(when, keys["when"], needs=content.needs, missing_makes_true=True)
    unless = compile_condition(keys["unless"]) if "unless" in keys else None
    if unless is not None:
        asked = unless.reads - unless.tested  # without these nobody is exempt (`engine`)
        refuse_absent_answers(unless, keys["unless"], needs=asked, missing_makes_true=False)
    grounds = _grounds(content, keys["source"], whole)
    if grounds.confidence == Confidence.UNCHECKED and content.verb is Verb.BLOCK:
        raise keys["verb"].fail("a rule whose source is unchecked (K?) may not block")
    if not content.stages:
        raise keys["stages"].fail("at least one is needed")
    unjudged = sorted(set(content.stages) - set(STAGES_JUDGED))
    if unjudged and isinstance(content, RuleFile2):
        wanted = ", ".join(STAGES_JUDGED)
        raise keys["stages"].fail(f"nothing is judged at {unjudged[0]} yet; one of: {wanted}")
    message = _bilingual(content.message, keys["message"])
    judges = judges_of(when)
    if isinstance(content, RuleFile2):
        _check_times(content, keys)
        _check_judges(content.judges, judges, keys["judges"])
        refuse_claims(message, judges, keys["message"])
    return Rule(
        id=content.id,
        stages=frozenset(content.stages),
        verb=content.verb,
        role=content.role,
        judges=judges,
        test=content.test,
        field=content.field,
        effective_from=starts,
        effective_to=last,
        needs=tuple(content.needs),
        when=when,
        unless=unless,
        message=message,
        satisfy=_bilingual(content.satisfy, keys["satisfy"]),
        grounds=grounds,
        keep_days=content.keep_days if isinstance(content, RuleFile2) else None,
        within_hours=content.within_hours if isinstance(content, RuleFile2) else None,
    )


def _check_times(content: RuleFile2, keys: dict[str, Node]) -> None:
    """Refuse a verb that would do nothing, and a time that its verb does not have or cannot do without."""
    verb = keys["verb"]
    for stage in (Stage.EXAMINE, Stage.FOLLOWUP):
        if content.verb is Verb.RETAIN and stage in content.stages:
            raise verb.fail(f"what is judged at {stage} keeps no content longer: no RETAIN there")
    if content.verb not in VERBS_WITH_AN_EFFECT:
        wanted = ", ".join(each for each in Verb if each in VERBS_WITH_AN_EFFECT)
        raise verb.fail(f"nothing is done for {content.verb} yet; one of: {wanted}")
    for key, owner in (("keep_days", Verb.RETAIN), ("within_hours", Verb.DUE)):
        if (content.verb is owner) != (getattr(content, key) is not None):
            raise (keys.get(key) or verb).fail(f"{owner} needs {key}, and only {owner} has it")
    if content.verb is Verb.DUE and set(content.stages) != {Stage.SUBMIT}:
        raise keys["stages"].fail(
            "a decision is due from the submission on: DUE has the stage submit alone"
        )


def _grounds(content: RuleFile, node: Node, whole: PackFile1 | PackFile2) -> Grounds:
    """What a rule rests on, in format 2 with the words of the sources that it cites."""
    if isinstance(content, RuleFile1):
        only = content.source
        citation = Citation(Bilingual(only.cite, only.cite), "", "", only.confidence, only.checked)
        return Grounds((citation,), implements=tuple(only.implements), written=content.status)
    if not (isinstance(content, RuleFile2) and isinstance(whole, PackFile2)):
        raise TypeError(type(content).__name__)
    cited: list[Citation] = []
    for number, cite in enumerate(content.source.cites):
        place = node.at(("cites", number))
        found = whole.sources.get(cite.of)
        if found is None:
            raise place.at(("of",)).fail(f"there is no source '{cite.of}' in this pack")
        citation = _citation(cite, found, place)
        if citation in cited:
            raise place.fail("this place is cited twice")
        cited.append(citation)
    if not cited and content.source.ours is None:
        raise node.fail("say what is cited, or what is 'ours'")
    ours = content.source.ours
    return Grounds(
        tuple(cited),
        ours=_bilingual(ours, node.at(("ours",))) if ours is not None else None,
        implements=tuple(content.source.implements),
        is_house_rule=whole.jurisdiction == EVERYWHERE,
    )


def _citation(cite: CiteFile, source: SourceFile, node: Node) -> Citation:
    if cite.confidence not in CITATION_CONFIDENCES:
        wanted = ", ".join(CITATION_CONFIDENCES)
        raise node.at(("confidence",)).fail(
            f"expected one of: {wanted}; what is ours goes to 'ours'"
        )
    at = _bilingual(cite.at, node.at(("at",)), may_agree=True) if cite.at is not None else None
    return Citation(
        text=Bilingual(
            f"{source.text.en}, {at.en}" if at else source.text.en,
            f"{source.text.fr}, {at.fr}" if at else source.text.fr,
        ),
        kind=source.kind,
        jurisdiction=source.jurisdiction or "",
        confidence=cite.confidence,
        checked=cite.checked or source.checked,
        is_background=cite.background,
    )


def _refuse_unused_sources(content: PackFile2, node: Node) -> None:
    """Refuse a source that no rule cites, or that is law without a place where it is law."""
    used = {cite.of for rule in content.rules for cite in rule.source.cites}
    for key, source in content.sources.items():
        place = node.at((key,))
        _bilingual(source.text, place.at(("text",)), may_agree=True)
        if key not in used:
            raise place.fail(f"no rule cites '{key}'")
        if source.jurisdiction is None and source.kind in (SourceKind.STATUTE, SourceKind.JUDGMENT):
            raise place.fail(f"a {source.kind} needs the jurisdiction in which it is law")


def _check_judges(said: Sequence[Judges], found: frozenset[Judges], node: Node) -> None:
    if len(said) != len(set(said)) or set(said) != found:
        seen = ", ".join(sorted(found))
        raise node.fail(f"the condition can establish: {seen}")


def _check_needs(needs: Sequence[str], node: Node) -> None:
    for number, (path, item) in enumerate(zip(needs, node.value, strict=True)):
        fact = schema.paths().get(path)
        if fact is None or path.endswith(schema.ELEMENT):
            raise item.fail(f"there is no fact '{path}'")
        if fact.is_group and not fact.many:
            raise item.fail(f"'{path}' is a group: name its fields")
        if path in needs[:number]:
            raise item.fail(f"'{path}' is given twice")


def _bilingual(content: TextsFile, node: Node, *, may_agree: bool = False) -> Bilingual:
    """A text in both languages. `may_agree`: it may read the same in both, as "Art. 5" does."""
    texts = Bilingual(en=" ".join(content.en.split()), fr=" ".join(content.fr.split()))
    for language in LANGUAGES:
        if len(getattr(texts, language)) > _MAX_TEXT:
            raise node.at((language,)).fail(f"longer than {_MAX_TEXT} characters")
    if texts.en == texts.fr and not may_agree:
        raise node.at(("fr",)).fail("the French text is the same as the English")
    return texts
