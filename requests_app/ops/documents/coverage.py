"""`docs/policy/coverage.md`: each row of the policy catalogue, with the rules that implement it or what it waits for.

Reads the newest version of each pack, whether it judges yet or not; must not judge whether a rule covers a row well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import yaml

from requests_app.ops.documents.changed_conditions import unnoticed
from requests_app.ops.documents.markdown import codes, page, table
from requests_app.policy import library
from requests_app.policy.fixtures import load_fixtures
from requests_app.policy.library import PackFile
from requests_app.policy.packs import load_pack
from requests_app.policy.rules import Pack

CATALOGUE = library.SHIPPED_FOLDER.parent / "catalogue.yaml"


@dataclass(frozen=True)
class Source:
    """One source of the catalogue.

    Attributes:
        waits_for: what those of its rows wait for that no rule implements.
        ids: of its rows, in their order.
        waits: of single rows, what they wait for.
        held: of rows that need no rule because the product itself holds them, where it does.
    """

    title: str
    waits_for: str
    ids: tuple[str, ...]
    waits: Mapping[str, str]
    held: Mapping[str, str]


def sources() -> tuple[Source, ...]:
    """Return the sources of the catalogue with the ids of their rows."""
    written = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))
    return tuple(
        Source(
            source["title"],
            source["waits_for"],
            tuple(source["ids"]),
            waits=_said("waits", source.get("rows", {})),
            held=_said("held", source.get("rows", {})),
        )
        for source in written
    )


def _said(key: str, rows: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    return {row: said[key] for row, said in rows.items() if key in said}


def newest_packs() -> tuple[Pack, ...]:
    """Return of each shipped pack the version with the highest number, core first."""
    newest: dict[str, PackFile] = {}
    for file in library.files_in(library.SHIPPED_FOLDER):
        if file.pack not in newest or _number(file) > _number(newest[file.pack]):
            newest[file.pack] = file
    in_order = sorted(newest.values(), key=lambda file: (file.pack != "core", file.pack))
    return tuple(load_pack(file.data, file=file.place) for file in in_order)


def _number(file: PackFile) -> tuple[int, ...]:
    return tuple(map(int, file.version.split(".")))


def text() -> str:
    """Return the document."""
    packs = newest_packs()
    listed = sources()
    rules: dict[str, dict[str, list[str]]] = {}
    for pack in packs:
        for rule in pack.rules.values():
            for row in rule.grounds.implements:
                rules.setdefault(row, {}).setdefault(pack.id, []).append(rule.id)
    ids = [row for source in listed for row in source.ids]
    held = {row for source in listed for row in source.held} - set(rules)
    compiled = sum(row in rules for row in ids)
    return page(
        "What the rules cover",
        "The policy catalogue lists what laws, findings and guidance on police facial recognition ask for, in "
        f"{len(ids)} rows. A row is *compiled* where at least one rule of a pack names it: the rule asks for something that "
        "the row is about, at a stage that exists; not always for the same thing, and not always for all of it. It is *held* where "
        "the product itself sees to it, without a rule. Any other row *waits*.",
        f"**{compiled} rows are compiled, {len(held)} are held, {len(ids) - compiled - len(held)} wait.** The other "
        "packs than core hold for agencies of their place, and only advise until the sign-off of a lawyer is recorded; "
        "none is recorded as the product comes.",
        _score(packs),
        table(
            ["Pack", "Version", "Place", "Rules", "Rules of our own"],
            (
                [
                    f"`{pack.id}`",
                    pack.version,
                    pack.jurisdiction or "any",
                    str(len(pack.rules)),
                    str(sum(not rule.grounds.implements for rule in pack.rules.values())),
                ]
                for pack in packs
            ),
        ),
        *_parts(listed, rules),
    )


def _score(packs: tuple[Pack, ...]) -> str:
    """How many changes of conditions the fixtures beside the packs notice."""
    tried, left = 0, 0
    for pack in packs:
        of_pack, survived = _changes(pack.id, pack.version)
        tried, left = tried + of_pack, left + survived
    rules = sum(len(pack.rules) for pack in packs)
    return (
        f"**{tried - left} of {tried} changes of a condition break a fixture.** Every condition of the {rules} rules is "
        "negated as a whole; then one thing of it at a time is changed: each comparison, each *and* and *or*, each *not*, "
        "each number by one, each code of a list. A fixture is a set of facts beside the pack that must fire a rule, or "
        "must not (`requests_app/ops/documents/changed_conditions.py`, `tests/policy/test_changed_conditions.py`)."
    )


@cache  # a version of a pack never changes, and trying its changes takes seconds
def _changes(pack_id: str, version: str) -> tuple[int, int]:
    """Return how many changes of the conditions of this pack were tried, and how many no fixture noticed."""
    folder = library.SHIPPED_FOLDER / pack_id
    rules, fixtures = folder / f"{version}.yaml", folder / f"{version}.fixtures.yaml"
    tried, survived = unnoticed(
        load_pack(rules.read_bytes(), file=rules.name),
        load_fixtures(fixtures.read_bytes(), file=fixtures.name),
    )
    return tried, len(survived)


def _parts(
    listed: tuple[Source, ...], rules: Mapping[str, Mapping[str, list[str]]]
) -> Iterator[str]:
    for source in listed:
        found = [row for row in source.ids if row in rules]
        yield f"## {source.title}"
        yield f"{len(found)} of {len(source.ids)} compiled. Rows of which nothing is said wait for {source.waits_for}."
        yield table(
            ["Row", "State", "Rules, or what it waits for"],
            ([row, *_state(row, source, rules.get(row, {}))] for row in source.ids),
        )


def _state(row: str, source: Source, rules: Mapping[str, list[str]]) -> tuple[str, str]:
    if rules:
        return "compiled", "; ".join(f"{pack}: {codes(found)}" for pack, found in rules.items())
    if row in source.held:
        return "held", source.held[row]
    return "waits", source.waits.get(row, "")
