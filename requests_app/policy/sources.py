"""What a rule rests on: its citations, and what they make of it in the place where an agency is.

Status and confidence are worked out here and written nowhere, so that no pack can say more than its sources do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from requests_app.policy.vocabulary import (
    CITATION_CONFIDENCES,
    Confidence,
    Jurisdiction,
    RuleStatus,
    SourceKind,
)

LANGUAGES = ("en", "fr")

_BINDING = frozenset({SourceKind.STATUTE, SourceKind.JUDGMENT})
_OTHERWISE = {
    SourceKind.SETTLEMENT: RuleStatus.SETTLEMENT,
    SourceKind.FINDING: RuleStatus.GUIDANCE,
    SourceKind.GUIDANCE: RuleStatus.GUIDANCE,
    SourceKind.TEMPLATE: RuleStatus.TEMPLATE,
}
"""What a kind of source makes a rule. A statute or judgment of another place, a technical standard or a report
makes it nothing more than our own design: we chose to follow it."""
_STRENGTH = list(RuleStatus)


@dataclass(frozen=True)
class Bilingual:
    """One sentence or two in both languages."""

    en: str
    fr: str

    def in_language(self, language: str) -> str:
        """The text in French for any kind of French, else in English."""
        return self.fr if language.lower().startswith("fr") else self.en


@dataclass(frozen=True)
class Citation:
    """One source, with the place in it. Codes are as they were written: words of old packs are read leniently.

    Attributes:
        text: the source and the place in it.
        kind: a code of SourceKind; empty in packs of format 1, which did not say.
        jurisdiction: a code of Jurisdiction; empty where the source is no place's law or guidance.
        confidence: a code of Confidence; checked: the day on which it was read; None where not said.
        is_background: it tells something that the rule draws on, and does not demand the rule.
    """

    text: Bilingual
    kind: str
    jurisdiction: str
    confidence: str
    checked: date | None
    is_background: bool = False

    def binds(self, place: str) -> bool:
        """Whether this is law in a place (a code of Jurisdiction, or empty where it is not known)."""
        try:
            law = Jurisdiction(self.jurisdiction)
        except ValueError:
            return False
        return self.kind in _BINDING and not self.is_background and law.covers(place)


@dataclass(frozen=True)
class Grounds:
    """Everything that a rule rests on.

    Attributes:
        citations: what it follows; none for what is our own design alone.
        ours: what of it is our own choice; None where nothing is.
        implements: rows of the policy catalogue.
        is_house_rule: its pack judges agencies of every place, so that no law binds through it, whose ever it is.
        written: the status as a pack of format 1 wrote it; empty in format 2, where it is worked out.
    """

    citations: tuple[Citation, ...]
    ours: Bilingual | None = None
    implements: tuple[str, ...] = ()
    is_house_rule: bool = False
    written: str = ""

    def status_in(self, place: str) -> str:
        """The code of RuleStatus that the rule has for an agency in a place.

        Args:
            place: a code of Jurisdiction; empty where the agency has not said where it is.
        """
        if self.written:
            return self.written
        if any(self.binds_through(citation, place) for citation in self.citations):
            return RuleStatus.BINDING
        found = [
            _OTHERWISE.get(each.kind, RuleStatus.DESIGN)  # type: ignore[call-overload]
            for each in self.citations
            if not each.is_background
        ]
        return min(found, key=_STRENGTH.index, default=RuleStatus.DESIGN)

    def binds_through(self, citation: Citation, place: str) -> bool:
        """Whether one of the citations makes the rule law for an agency in a place."""
        return not self.is_house_rule and citation.binds(place)

    @property
    def confidence(self) -> str:
        """How well the sources were read: as the one that was read least; `D` where there is none."""
        if not self.citations:
            return Confidence.DESIGN
        return least_read(citation.confidence for citation in self.citations)


def least_read(confidences: Iterable[str]) -> str:
    """The least of some codes; a code that says of itself what is design (format 1) counts as read least.

    Raises:
        ValueError: there is none.
    """
    order = {code.value: place for place, code in enumerate(CITATION_CONFIDENCES)}
    return max(confidences, key=lambda code: order.get(code, len(order)))
