"""What a rule rests on, in words: its status, whose law or guidance that is, how well it was read, what it can tell.

Works out no status: `policy.sources` does.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from requests_app.policy.sources import Citation, Grounds
from requests_app.policy.vocabulary import Confidence, Judges, SourceKind
from requests_app.web.looks import AUTHORITIES
from requests_app.web.places import PLACES

KINDS: Mapping[str, Any] = {
    SourceKind.STATUTE: gettext_lazy("Statute"),
    SourceKind.JUDGMENT: pgettext_lazy("source of a rule", "Judgment"),
    SourceKind.SETTLEMENT: gettext_lazy("Settlement between parties"),
    SourceKind.FINDING: gettext_lazy("Finding of a regulator"),
    SourceKind.GUIDANCE: gettext_lazy("Guidance"),
    SourceKind.TEMPLATE: gettext_lazy("Model policy"),
    SourceKind.STANDARD: pgettext_lazy("source of a rule", "Standard"),
    SourceKind.REPORT: pgettext_lazy("source of a rule", "Report"),
}

READINGS: Mapping[str, Any] = {
    Confidence.READ: gettext_lazy("read in the original"),
    Confidence.READ_SECONDARY: gettext_lazy("read through another source"),
    Confidence.READ_IN_PART: gettext_lazy("read in part, the rest from general knowledge"),
    Confidence.READ_AND_DESIGN: gettext_lazy("read; part of the rule is our own design"),
    Confidence.READ_SECONDARY_AND_DESIGN: gettext_lazy(
        "read through another source; part of the rule is our own design"
    ),
    Confidence.READ_SECONDARY_IN_PART: gettext_lazy(
        "read in part through another source, the rest from general knowledge"
    ),
    Confidence.KNOWN: gettext_lazy("from general knowledge, not read"),
    Confidence.KNOWN_AND_DESIGN: gettext_lazy(
        "from general knowledge, not read; part of the rule is our own design"
    ),
    Confidence.UNCHECKED: gettext_lazy("not checked"),
    Confidence.DESIGN: gettext_lazy("our own design"),
}

ESTABLISHES: Mapping[str, Any] = {
    Judges.PRESENCE: gettext_lazy("It sees whether something was given, not whether it is true."),
    Judges.FORM: gettext_lazy("It sees how long or how general a text is, not what it says."),
    Judges.ANSWER: gettext_lazy(
        "It goes by the answer that was chosen and cannot tell whether it is true."
    ),
    Judges.THRESHOLD: gettext_lazy(
        "It compares a number or a day with a limit, and takes it as it was given."
    ),
    Judges.CONSISTENCY: gettext_lazy(
        "It sees whether answers agree with one another, not which of them is true."
    ),
    Judges.REGISTRY: gettext_lazy(
        "It goes by what the agency has recorded and does not verify it."
    ),
}


@dataclass(frozen=True, slots=True)
class ShownCitation:
    """One citation in words.

    Attributes:
        text: the source and the place in it.
        is_english: the text is English though the page is not: packs of format 1 cite in one language.
        facts: what kind of source it is, whose, whether it binds here, how it was read and when.
    """

    text: str
    is_english: bool
    facts: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class ShownGrounds:
    """What a rule rests on, as components/grounds.html draws it.

    Attributes:
        in_short: whose its sources are, and how well the one was read that was read least.
    """

    authority: Any
    in_short: tuple[Any, ...]
    citations: tuple[ShownCitation, ...]
    ours: str
    establishes: tuple[Any, ...]


def grounds_in_words(grounds: Grounds, judges: Collection[str], *, place: str) -> ShownGrounds:
    """Return in words what a rule rests on and what it can establish.

    Args:
        grounds: of the rule.
        judges: codes of Judges; none where its pack does not say.
        place: where the agency was when the rule judged, a code of Jurisdiction, or empty.
    """
    status = str(grounds.status_in(place))
    language = get_language() or "en"
    return ShownGrounds(
        authority=AUTHORITIES.get(status, status),
        in_short=_in_short(grounds),
        citations=tuple(_citation(grounds, each, place, language) for each in grounds.citations),
        ours=grounds.ours.in_language(language) if grounds.ours is not None else "",
        establishes=tuple(words for kind, words in ESTABLISHES.items() if kind in judges),
    )


def _in_short(grounds: Grounds) -> tuple[Any, ...]:
    places = dict.fromkeys(
        str(PLACES[each.jurisdiction])
        for each in grounds.citations
        if each.jurisdiction in PLACES and not each.is_background
    )
    reading = READINGS.get(grounds.confidence) if grounds.citations else None
    return tuple(words for words in (", ".join(places), reading) if words)


def _citation(grounds: Grounds, citation: Citation, place: str, language: str) -> ShownCitation:
    facts = [
        KINDS.get(citation.kind),
        PLACES.get(citation.jurisdiction),
        _("background, which does not demand this") if citation.is_background else None,
        _force(grounds, citation, place),
        READINGS.get(citation.confidence),
        _("as of %(day)s") % {"day": date_format(citation.checked)}
        if citation.checked is not None
        else None,
    ]
    return ShownCitation(
        text=citation.text.in_language(language),
        is_english=not citation.kind and not language.startswith("en"),
        facts=tuple(words for words in facts if words),
    )


def _force(grounds: Grounds, citation: Citation, place: str) -> Any:
    """Whether a law binds the agency; nothing of what is no law."""
    if citation.is_background or citation.kind not in (SourceKind.STATUTE, SourceKind.JUDGMENT):
        return None
    if grounds.binds_through(citation, place):
        return _("binds this agency")
    if grounds.is_house_rule or place:
        return _("taken as good practice")
    return _("not shown as binding: where this agency is has not been recorded")
