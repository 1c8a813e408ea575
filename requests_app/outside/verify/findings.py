"""What a run found: what does not hold, what could not be checked, what is worth knowing.

Must not hold words: a finding is a code with its facts, and `words.py` says it in a language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

SHOWN = 3
"""How many findings of one code are kept: the first ones. The others are counted."""

Fact = str | int
UNCHECKED = frozenset(
    {
        "unsafe", "no_checkpoint", "no_policy", "policy_bad", "given_missing", "held_bad", "file_unreadable", "not_checked",
        "root_unknown", "root_at_unknown", "chain_unknown", "entries_unread", "no_anchor", "changed",
        "unexpected", "receipt_bad", "receipt_other_size", "no_manifest",
        "manifest_unknown", "log_unsigned", "rows_unknown", "erased_later",
    }
)  # fmt: skip
NOTES = frozenset(
    {
        "cut_from_fuller", "time_back", "held_empty", "signature_unknown", "log_unpacked", "asked_later",
        "closed_later", "rows_later", "columns_unproved", "disclosures_none",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """One thing that was found.

    Attributes:
        code: of the text; facts: for its blanks. index: of the entry in the log, or -1.
    """

    code: str
    index: int = -1
    facts: dict[str, Fact] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """`broken`, `unchecked` or `note`."""
        if self.code in UNCHECKED:
            return "unchecked"
        return "note" if self.code in NOTES else "broken"


class Findings:
    """Findings by code, in the order in which a code was first met; of each code the first by place in the log."""

    def __init__(self) -> None:
        """Nothing was found yet."""
        self._first: dict[str, list[Finding]] = {}
        self.counts: dict[str, int] = {}

    def add(
        self, code: str, index: int = -1, also: Mapping[str, Fact] | None = None, **facts: Fact
    ) -> None:
        """Add one finding. `also`: facts that somebody else gathered."""
        self._keep(Finding(code, index, {**(also or {}), **facts}), 1)

    def merge(self, other: Findings) -> None:
        """Take in those of another part of the log."""
        for code, kept in other._first.items():
            for finding in kept:
                self._keep(finding, 0)
            self.counts[code] += other.counts[code]

    def _keep(self, finding: Finding, count: int) -> None:
        kept = self._first.setdefault(finding.code, [])
        self.counts[finding.code] = self.counts.get(finding.code, 0) + count
        if len(kept) == SHOWN and finding.index >= kept[-1].index:
            return
        kept.append(finding)
        kept.sort(key=lambda each: each.index)
        del kept[SHOWN:]

    def each(self, kind: str) -> Iterator[tuple[Finding, int]]:
        """Those of a kind; beside the last one shown of a code, how many more there are."""
        for code, kept in self._first.items():
            for number, finding in enumerate(kept, 1):
                if finding.kind == kind:
                    rest = self.counts[code] - len(kept) if number == len(kept) else 0
                    yield finding, rest

    def has(self, kind: str) -> bool:
        """Whether there is one of a kind."""
        return any(True for _ in self.each(kind))
