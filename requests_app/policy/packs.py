"""Loads one version of a policy pack from YAML: every key known, every condition type-checked, every text in both languages.

Refuses a whole pack for one mistake, and says where; never runs with fewer rules than were written.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from requests_app.policy import schema
from requests_app.policy.conditions import Condition, compile_condition
from requests_app.policy.document import Node, read
from requests_app.policy.rules import LANGUAGES, Bilingual, Pack, Rule, Source
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

_Code = TypeVar("_Code", bound=StrEnum)


def load_pack(data: bytes, *, file: str) -> Pack:
    """Load one pack.

    Args:
        data: the pack's bytes; file: the name to give in errors.

    Raises:
        PackError: the first thing wrong, with file, rule, line and column.
    """
    root = read(data, file=file)
    keys = root.mapping(
        required={"pack", "version", "title", "effective_from", "unanswered", "rules"},
        optional={"effective_to"},
    )
    rules: dict[str, Rule] = {}
    for node in keys["rules"].items():
        rule = _rule(node, pack=keys)
        if rule.id in rules:
            raise node.value["id"].within(rule.id).fail("this id is used twice")
        rules[rule.id] = rule
    if not rules:
        raise keys["rules"].fail("a pack needs at least one rule")
    return Pack(
        id=_matching(keys["pack"], PACK_ID, "a pack's name: small letters, digits, hyphens"),
        version=_matching(keys["version"], VERSION, "a version, as 2026.11.0"),
        digest=hashlib.sha256(data).hexdigest(),
        title=_bilingual(keys["title"]),
        unanswered=_bilingual(keys["unanswered"]),
        rules=rules,
    )


def _rule(node: Node, *, pack: dict[str, Node]) -> Rule:
    required = {
        "id", "stages", "verb", "status", "test", "field", "needs", "when", "message", "satisfy",
        "source",
    }  # fmt: skip
    if isinstance(node.value, dict) and "id" in node.value:
        rule_id = _matching(node.value["id"], _RULE_ID, "a rule's id, as CORE-01")
        node = node.within(rule_id)
    keys = node.mapping(
        required=required, optional={"role", "unless", "effective_from", "effective_to"}
    )
    verb = _code(keys["verb"], Verb)
    role = _code(keys["role"], ApproverRole) if "role" in keys else None
    if (verb is Verb.APPROVER) != (role is not None):
        raise (keys.get("role") or keys["verb"]).fail("APPR+ needs a role, and only APPR+ has one")
    starts = keys.get("effective_from") or pack["effective_from"]
    ends = keys.get("effective_to") or pack.get("effective_to")
    last = ends.day() if ends is not None and ends.value is not None else None
    if ends is not None and last is not None and last < starts.day():
        raise ends.fail("ends before it begins, so it can never fire")
    needs = _needs(keys["needs"])
    when = compile_condition(keys["when"])
    for path in sorted(when.reads - set(needs) - when.tested):
        raise keys["when"].fail(f"reads '{path}', which is neither in needs nor tested with has()")
    source = _source(keys["source"])
    if source.confidence is Confidence.UNCHECKED and verb is Verb.BLOCK:
        raise keys["verb"].fail("a rule whose source is unchecked (K?) may not block")
    return Rule(
        id=keys["id"].text(),
        stages=frozenset(_some(keys["stages"], Stage)),
        verb=verb,
        role=role,
        status=_code(keys["status"], RuleStatus),
        test=_code(keys["test"], LegalTest),
        field=_code(keys["field"], FormField),
        effective_from=starts.day(),
        effective_to=last,
        needs=needs,
        when=when,
        unless=_exemption(keys.get("unless")),
        message=_bilingual(keys["message"]),
        satisfy=_bilingual(keys["satisfy"]),
        source=source,
    )


def _exemption(node: Node | None) -> Condition | None:
    return compile_condition(node) if node is not None else None


def _needs(node: Node) -> tuple[str, ...]:
    needed: list[str] = []
    for item in node.items():
        path = item.text()
        fact = schema.paths().get(path)
        if fact is None or path.endswith(schema.ELEMENT):
            raise item.fail(f"there is no fact '{path}'")
        if fact.is_group and not fact.many:
            raise item.fail(f"'{path}' is a group: name its fields")
        if path in needed:
            raise item.fail(f"'{path}' is given twice")
        needed.append(path)
    return tuple(needed)


def _source(node: Node) -> Source:
    keys = node.mapping(required={"cite", "confidence", "checked", "implements"})
    return Source(
        cite=keys["cite"].text(),
        confidence=_code(keys["confidence"], Confidence),
        checked=keys["checked"].day(),
        implements=tuple(item.text() for item in keys["implements"].items()),
    )


def _bilingual(node: Node) -> Bilingual:
    keys = node.mapping(required=set(LANGUAGES))
    texts = {language: " ".join(keys[language].text().split()) for language in LANGUAGES}
    for language, text in texts.items():
        if len(text) > _MAX_TEXT:
            raise keys[language].fail(f"longer than {_MAX_TEXT} characters")
    if texts["en"] == texts["fr"]:
        raise keys["fr"].fail("the French text is the same as the English")
    return Bilingual(**texts)


def _matching(node: Node, pattern: re.Pattern[str], wanted: str) -> str:
    text = node.text()
    if not pattern.fullmatch(text):
        raise node.fail(f"expected {wanted}")
    return text


def _code(node: Node, codes: type[_Code]) -> _Code:
    try:
        return codes(node.value)
    except ValueError:
        known = ", ".join(code.value for code in codes)
        raise node.fail(f"'{node.value}' is not one of: {known}") from None


def _some(node: Node, codes: type[_Code]) -> Iterable[_Code]:
    if not node.items():
        raise node.fail("at least one is needed")
    return [_code(item, codes) for item in node.items()]
