"""The schema of events that comes with an export, and the entries of the log against it.

Must not excuse an entry that has another form, unless a later event of the log says that the form changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .entries import BODY, FIELDS, OBJECT, WHO
from .entry import SCHEMA_CHANGED, Entry
from .findings import Fact, Findings
from .manifest import BadManifest, read_json

FORMAT = "countersign-event-schema/1"
LONGEST = 4 * 1024 * 1024
MOST = 500
"""Ways in which entries differ that are kept, each with the places where."""
_ENVELOPE = {"entry": FIELDS, "body": BODY, "who": WHO, "object": OBJECT}
Schema = Mapping[str, tuple[frozenset[str], frozenset[str]]]
"""Code -> the facts that are required, and all that are allowed."""
_Way = tuple[str, str, str]
"""Code of a finding, code of an event, fact."""


def read_schema(data: bytes) -> Schema:
    """The schema of its bytes.

    Raises:
        BadManifest: with what is wrong.
    """
    said = read_json(data)
    if not isinstance(said, dict) or said.keys() != {
        "format", "entry_schema", "envelope", "events",
    }:  # fmt: skip
        raise BadManifest("manifest_json")
    if said["format"] != FORMAT or said["entry_schema"] is True or said["entry_schema"] != 1:
        raise BadManifest("manifest_field", "format, entry_schema")
    envelope, events = said["envelope"], said["events"]
    if envelope != {name: sorted(fields) for name, fields in _ENVELOPE.items()}:
        raise BadManifest("manifest_field", "envelope")
    if not isinstance(events, dict):
        raise BadManifest("manifest_field", "events")
    return {code: _facts(code, kind) for code, kind in events.items()}


def _facts(code: str, kind: Any) -> tuple[frozenset[str], frozenset[str]]:
    field = f"events.{code[:100]}"
    if not isinstance(kind, dict) or kind.keys() != {"required", "optional"}:
        raise BadManifest("manifest_field", field)
    for facts in kind.values():
        if not isinstance(facts, dict) or not all(isinstance(each, str) for each in facts.values()):
            raise BadManifest("manifest_field", field)
    required = frozenset(kind["required"])
    if required & kind["optional"].keys():
        raise BadManifest("manifest_field", field)
    return required, required | kind["optional"].keys()


@dataclass
class Differences:
    """How entries differ from the schema, and where the log says that it changed.

    Attributes:
        ways: each way -> first place, last place, how many; changed: code of an event -> the last place where the log
            says that its form changed.
    """

    ways: dict[_Way, tuple[int, int, int]] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)

    def look(self, schema: Schema, entry: Entry, index: int) -> None:
        """Look at one entry."""
        kind = schema.get(entry.code)
        if kind is None:
            self._add(("schema_code", entry.code, ""), index, index, 1)
        elif not kind[0].issubset(entry.facts) or not kind[1].issuperset(entry.facts):
            for fact in kind[0].difference(entry.facts):
                self._add(("schema_missing", entry.code, fact), index, index, 1)
            for fact in set(entry.facts) - kind[1]:
                self._add(("schema_unlisted", entry.code, fact), index, index, 1)
        if entry.code == SCHEMA_CHANGED and entry.told is not None:
            what = entry.told.get("what")
            if isinstance(what, str) and len(self.changed) < MOST:
                self.changed[what] = index

    def merge(self, other: Differences) -> None:
        """Take in those of a later part of the log."""
        for way, (first, last, count) in other.ways.items():
            self._add(way, first, last, count)
        for code, index in other.changed.items():
            if code in self.changed or len(self.changed) < MOST:
                self.changed[code] = index

    def _add(self, way: _Way, first: int, last: int, count: int) -> None:
        if way not in self.ways and len(self.ways) >= MOST:
            way = (way[0], "…", "")
        known = self.ways.get(way)
        if known:
            first, count = known[0], known[2] + count
        self.ways[way] = (first, last, count)

    def say(self, findings: Findings) -> None:
        """Tell of those that no later event of the log explains."""
        for (way, event, fact), (first, last, count) in self.ways.items():
            changed = self.changed.get(event, -1)
            if last <= changed:
                continue
            facts: dict[str, Fact] = {"event": event, "count": count}
            index = first if changed < 0 else last
            if way == "schema_code":
                findings.add("schema_code", index, also=facts)
            elif way == "schema_missing":
                findings.add("schema_missing", index, also=facts, fact=fact)
            else:
                findings.add("schema_unlisted", index, also=facts, fact=fact)
