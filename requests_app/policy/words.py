"""Reads what a version of a pack says to people, and nothing that judges.

Lenient on purpose: facts, codes and keys that today's product does not know must not take its words away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from requests_app.policy.document import Node, read
from requests_app.policy.rules import LANGUAGES, Bilingual


@dataclass(frozen=True)
class RuleWords:
    """One rule as people read it. `status`, `test` and `field` are codes as they were written."""

    id: str
    message: Bilingual
    satisfy: Bilingual
    cite: str
    status: str
    test: str
    field: str


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
    readable = (_rule(node) for node in rules.value)
    return PackWords(
        pack=_text(root, "pack"),
        version=_text(root, "version"),
        title=_bilingual(root, "title"),
        unanswered=_bilingual(root, "unanswered"),
        rules={rule.id: rule for rule in readable if rule.id and rule.message.en},
    )


def _rule(node: Node) -> RuleWords:
    source = _part(node, "source")
    return RuleWords(
        id=_text(node, "id"),
        message=_bilingual(node, "message"),
        satisfy=_bilingual(node, "satisfy"),
        cite=_text(source, "cite"),
        status=_text(node, "status"),
        test=_text(node, "test"),
        field=_text(node, "field"),
    )


def _part(node: Node | None, key: str) -> Node | None:
    if node is None or not isinstance(node.value, dict):
        return None
    part = node.value.get(key)
    return part if isinstance(part, Node) else None


def _text(node: Node | None, key: str) -> str:
    part = _part(node, key)
    return " ".join(part.value.split()) if part and isinstance(part.value, str) else ""


def _bilingual(node: Node, key: str) -> Bilingual:
    """Both languages; one stands in for the other where it is missing."""
    texts = [_text(_part(node, key), language) for language in LANGUAGES]
    return Bilingual(*(text or next(filter(None, texts), "") for text in texts))
