"""Loads one version of a policy pack from YAML: every key known, every condition type-checked, every text in both languages.

Refuses a whole pack for one mistake, and says where; never runs with fewer rules than were written.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NewType

from requests_app.policy import schema
from requests_app.policy.absence import refuse_absent_answers
from requests_app.policy.conditions import compile_condition
from requests_app.policy.document import Node, read
from requests_app.policy.rules import LANGUAGES, Bilingual, Pack, Rule, Source
from requests_app.policy.shapes import LastDay, Text, register, shaped, text_like
from requests_app.policy.vocabulary import (
    ApproverRole,
    Confidence,
    FormField,
    LegalTest,
    RuleStatus,
    Stage,
    Verb,
)

PACK_ID = re.compile(r"[a-z][a-z0-9-]{1,31}")
VERSION = re.compile(r"\d{4}\.\d{2}\.\d{1,4}")
_RULE_ID = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)+")
_MAX_TEXT = 600

_PackId = NewType("_PackId", str)
_Version = NewType("_Version", str)
_RuleId = NewType("_RuleId", str)

register(_PackId, text_like(PACK_ID.fullmatch, "a pack's name: small letters, digits, hyphens"))
register(_Version, text_like(VERSION.fullmatch, "a version, as 2026.11.0"))
register(_RuleId, text_like(_RULE_ID.fullmatch, "a rule's id, as CORE-01"))


@dataclass(frozen=True)
class _TextsFile:
    """A text in both languages, as it is written."""

    en: Text
    fr: Text


@dataclass(frozen=True)
class _SourceFile:
    """A rule's source, as it is written."""

    cite: Text
    confidence: Confidence
    checked: date
    implements: tuple[Text, ...]


@dataclass(frozen=True, kw_only=True)
class _RuleFile:
    """A rule as it is written; its conditions are compiled from their nodes."""

    id: _RuleId
    stages: tuple[Stage, ...]
    verb: Verb
    role: ApproverRole | None = None
    status: RuleStatus
    test: LegalTest
    field: FormField
    effective_from: date | None = None
    effective_to: LastDay | None = None
    needs: tuple[Text, ...]
    when: Any
    unless: Any = None
    message: _TextsFile
    satisfy: _TextsFile
    source: _SourceFile


@dataclass(frozen=True, kw_only=True)
class _PackFile:
    """A pack as it is written."""

    pack: _PackId
    version: _Version
    title: _TextsFile
    effective_from: date
    effective_to: LastDay | None = None
    unanswered: _TextsFile
    rules: tuple[_RuleFile, ...]


def load_pack(data: bytes, *, file: str) -> Pack:
    """Load one pack.

    Args:
        data: the pack's bytes; file: the name to give in errors.

    Raises:
        PackError: the first thing wrong, with file, rule, line and column.
    """
    root = _naming_rules(read(data, file=file))
    content = shaped(root, _PackFile)
    keys: dict[str, Node] = root.value
    if not content.rules:
        raise keys["rules"].fail("a pack needs at least one rule")
    rules: dict[str, Rule] = {}
    for written, node in zip(content.rules, keys["rules"].value, strict=True):
        if written.id in rules:
            raise node.value["id"].fail("this id is used twice")
        rules[written.id] = _rule(written, node.value, pack=keys)
    return Pack(
        id=content.pack,
        version=content.version,
        digest=hashlib.sha256(data).hexdigest(),
        title=_bilingual(content.title, keys["title"]),
        unanswered=_bilingual(content.unanswered, keys["unanswered"]),
        rules=rules,
    )


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
    return node.within(name) if _RULE_ID.fullmatch(name) else node


def _rule(content: _RuleFile, keys: dict[str, Node], *, pack: dict[str, Node]) -> Rule:
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
    if content.source.confidence is Confidence.UNCHECKED and content.verb is Verb.BLOCK:
        raise keys["verb"].fail("a rule whose source is unchecked (K?) may not block")
    if not content.stages:
        raise keys["stages"].fail("at least one is needed")
    return Rule(
        id=content.id,
        stages=frozenset(content.stages),
        verb=content.verb,
        role=content.role,
        status=content.status,
        test=content.test,
        field=content.field,
        effective_from=starts,
        effective_to=last,
        needs=tuple(content.needs),
        when=when,
        unless=unless,
        message=_bilingual(content.message, keys["message"]),
        satisfy=_bilingual(content.satisfy, keys["satisfy"]),
        source=Source(
            cite=content.source.cite,
            confidence=content.source.confidence,
            checked=content.source.checked,
            implements=tuple(content.source.implements),
        ),
    )


def _check_needs(needs: Sequence[str], node: Node) -> None:
    for number, (path, item) in enumerate(zip(needs, node.value, strict=True)):
        fact = schema.paths().get(path)
        if fact is None or path.endswith(schema.ELEMENT):
            raise item.fail(f"there is no fact '{path}'")
        if fact.is_group and not fact.many:
            raise item.fail(f"'{path}' is a group: name its fields")
        if path in needs[:number]:
            raise item.fail(f"'{path}' is given twice")


def _bilingual(content: _TextsFile, node: Node) -> Bilingual:
    texts = Bilingual(en=" ".join(content.en.split()), fr=" ".join(content.fr.split()))
    for language in LANGUAGES:
        if len(getattr(texts, language)) > _MAX_TEXT:
            raise node.at((language,)).fail(f"longer than {_MAX_TEXT} characters")
    if texts.en == texts.fr:
        raise node.at(("fr",)).fail("the French text is the same as the English")
    return texts
