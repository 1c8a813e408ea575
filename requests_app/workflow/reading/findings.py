"""Findings with the words of the pack version that judged, for every page that shows one.

Must not judge: what was found is read as it was stored.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from requests_app.policy.words import PackWords, RuleWords
from requests_app.registry import selectors as registry
from requests_app.searches.models import CheckRun, Finding
from requests_app.workflow import check


@dataclass(frozen=True, slots=True)
class WordedFinding:
    """One stored finding, and what its rule says to people.

    Attributes:
        finding: the row.
        pack: the version that judged; None where its bytes can no longer be read.
        rule: the rule in it; None where the version has no words for it.
        is_advisory: it was advice when it was made, for want of a sign-off of its pack.
    """

    finding: Finding
    pack: PackWords | None
    rule: RuleWords | None
    is_advisory: bool


def worded(findings: Iterable[Finding]) -> tuple[WordedFinding, ...]:
    """Return findings in their order, each with its words."""
    rows = []
    for finding in findings:
        pack = registry.pack_words(finding.pack_digest)
        rule = pack.rules.get(finding.rule) if pack is not None else None
        rows.append(WordedFinding(finding, pack, rule, check.is_advisory(finding)))
    return tuple(rows)


def of_check(run: CheckRun | None) -> tuple[WordedFinding, ...]:
    """Return the findings of one check; none where there was no check."""
    return worded(run.findings.all()) if run is not None else ()
