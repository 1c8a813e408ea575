"""Reads what a version of a pack says to people, and nothing that judges.

Lenient on purpose: facts, codes and keys that today's product does not know must not take its words away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from requests_app.policy.document import Node, read
from requests_app.policy.pack_shapes import EVERYWHERE
from requests_app.policy.sources import LANGUAGES, Bilingual, Citation, Grounds


@dataclass(frozen=True)
class RuleWords:
    """One rule as people read it. `test`, `field`, `role` and `judges` are codes as they were written."""

    id: str
    message: Bilingual
    satisfy: Bilingual
    grounds: Grounds
    judges: tuple[str, ...]
    test: str
    field: str
    role: str
    keep_days: int | None
    within_hours: int | None


@dataclass(frozen=True)
class PackWords:
    """One version of a pack as people read it."""

    pack: str
    version: str
    title: Bilingual
    unanswered: Bilingual
    rules: Mapping[str, RuleWords]


def read_words(data: bytes, *, file: str) -> PackWords:
    """Read the words of one version, without compiling or checking anything.

    A rule that has no id or no message is left out: it has nothing to say.

    Args:
        data: the version's bytes; file: the name to give in errors.

    Raises:
        PackError: not YAML, or nothing that looks like a pack.
    """
    root = read(data, file=file)
    rules = _part(root, "rules")
    if rules is None or not isinstance(rules.value, list):
        raise root.fail("expected a map with a list of rules")
    sources = _part(root, "sources")
    is_house_rule = _text(root, "jurisdiction") == EVERYWHERE
    readable = (_rule(node, sources, is_house_rule) for node in rules.value)
    return PackWords(
        pack=_text(root, "pack"),
        version=_text(root, "version"),
        title=_bilingual(root, "title"),
        unanswered=_bilingual(root, "unanswered"),
        rules={rule.id: rule for rule in readable if rule.id and rule.message.en},
    )


def _rule(node: Node, sources: Node | None, is_house_rule: bool) -> RuleWords:
    return RuleWords(
        id=_text(node, "id"),
        message=_bilingual(node, "message"),
        satisfy=_bilingual(node, "satisfy"),
        grounds=_grounds(node, sources, is_house_rule),
        judges=_texts(node, "judges"),
        test=_text(node, "test"),
        field=_text(node, "field"),
        role=_text(node, "role"),
        keep_days=_number(node, "keep_days"),
        within_hours=_number(node, "within_hours"),
    )


def _grounds(rule: Node, sources: Node | None, is_house_rule: bool) -> Grounds:
    """What a rule says that it rests on, in either format of packs."""
    source = _part(rule, "source")
    cites = _part(source, "cites")
    if cites is None or not isinstance(cites.value, list):
        cite = _text(source, "cite")
        words = Bilingual(cite, cite)
        cited = Citation(words, "", "", _text(source, "confidence"), _day(source, "checked"))
        written = _text(rule, "status")
        return Grounds((cited,) if cite else (), _ours(source), written=written)
    return Grounds(
        tuple(_citation(each, sources) for each in cites.value),
        _ours(source),
        is_house_rule=is_house_rule,
    )


def _citation(cite: Node, sources: Node | None) -> Citation:
    source = _part(sources, _text(cite, "of"))
    name, at = _bilingual(source, "text"), _bilingual(cite, "at")
    return Citation(
        text=Bilingual(
            *(", ".join(filter(None, pair)) for pair in ((name.en, at.en), (name.fr, at.fr)))
        ),
        kind=_text(source, "kind"),
        jurisdiction=_text(source, "jurisdiction"),
        confidence=_text(cite, "confidence"),
        checked=_day(cite, "checked") or _day(source, "checked"),
        is_background=(said := _part(cite, "background")) is not None and said.value is True,
    )


def _ours(source: Node | None) -> Bilingual | None:
    ours = _bilingual(source, "ours")
    return ours if ours.en else None


def _part(node: Node | None, key: str) -> Node | None:
    if node is None or not isinstance(node.value, dict):
        return None
    part = node.value.get(key)
    return part if isinstance(part, Node) else None


def _text(node: Node | None, key: str) -> str:
    part = _part(node, key)
    return " ".join(part.value.split()) if part and isinstance(part.value, str) else ""


def _texts(node: Node, key: str) -> tuple[str, ...]:
    part = _part(node, key)
    items = part.value if part is not None and isinstance(part.value, list) else []
    return tuple(item.value for item in items if isinstance(item.value, str))


def _number(node: Node, key: str) -> int | None:
    part = _part(node, key)
    value = part.value if part is not None else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _day(node: Node | None, key: str) -> date | None:
    part = _part(node, key)
    return part.value if part is not None and isinstance(part.value, date) else None


def _bilingual(node: Node | None, key: str) -> Bilingual:
    """Both languages; one stands in for the other where it is missing."""
    texts = [_text(_part(node, key), language) for language in LANGUAGES]
    return Bilingual(*(text or next(filter(None, texts), "") for text in texts))
