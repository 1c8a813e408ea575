"""`docs/policy/coverage.md`: each row of the policy catalogue, with the rules that implement it or what it waits for.

Reads the newest core version, whether it judges yet or not; must not judge whether a rule covers a row well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from requests_app.ops.documents.markdown import codes, page, table
from requests_app.policy import library
from requests_app.policy.packs import load_pack
from requests_app.policy.rules import Pack

CATALOGUE = library.SHIPPED_FOLDER.parent / "catalogue.yaml"


@dataclass(frozen=True)
class Source:
    """One source of the catalogue.

    Attributes:
        waits_for: what those of its rows wait for that no rule implements.
        ids: of its rows, in their order.
    """

    title: str
    waits_for: str
    ids: tuple[str, ...]


def sources() -> tuple[Source, ...]:
    """Return the sources of the catalogue with the ids of their rows."""
    written = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))
    return tuple(Source(row["title"], row["waits_for"], tuple(row["ids"])) for row in written)


def newest_core() -> Pack:
    """Return the core version with the highest number."""
    files = [file for file in library.files_in(library.SHIPPED_FOLDER) if file.pack == "core"]
    newest = max(files, key=lambda file: tuple(map(int, file.version.split("."))))
    return load_pack(newest.data, file=newest.place)


def text() -> str:
    """Return the document."""
    core = newest_core()
    listed = sources()
    rules: dict[str, list[str]] = {}
    for rule in core.rules.values():
        for row in rule.grounds.implements:
            rules.setdefault(row, []).append(rule.id)
    ids = [row for source in listed for row in source.ids]
    implemented = [row for row in ids if row in rules]
    return page(
        "What the rules cover",
        "The policy catalogue lists what laws, findings and guidance on police facial recognition ask for, in "
        f"{len(ids)} rows. A row is *compiled* where at least one rule of the core pack {core.version} names it: the rule "
        "asks for the same thing at a stage that exists, which does not mean that it does all that the row asks for. "
        "Any other row *waits*.",
        f"**{len(implemented)} rows are compiled, {len(ids) - len(implemented)} wait.** The core pack has "
        f"{len(core.rules)} rules, of which {sum(1 for r in core.rules.values() if not r.grounds.implements)} "
        "implement no row: they are our own. Every one of them has facts that make its condition true and facts that make "
        "it false beside it, so that negating any condition breaks a test (`tests/policy/test_core_pack.py`).",
        *_parts(listed, rules),
    )


def _parts(listed: tuple[Source, ...], rules: dict[str, list[str]]) -> Iterator[str]:
    for source in listed:
        found = [row for row in source.ids if row in rules]
        yield f"## {source.title}"
        yield f"{len(found)} of {len(source.ids)} compiled. The others wait for {source.waits_for}."
        yield table(
            ["Row", "State", "Pack and rules"],
            (
                [row, "compiled" if row in rules else "waits", _named(rules.get(row, []))]
                for row in source.ids
            ),
        )


def _named(rules: list[str]) -> str:
    return f"core: {codes(rules)}" if rules else ""
