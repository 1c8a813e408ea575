"""The shapes of a pack's file, as it is written, in both formats; what a rule may mean is the work of packs.py.

Format 1 (no `format` key) wrote the status of a rule and one citation in one language. Format 2 says for each source
what kind it is, whose law it is and how well it was read; status and confidence follow from that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, NewType

from requests_app.policy.shapes import LastDay, Text, number_like, register, text_like
from requests_app.policy.vocabulary import (
    ApproverRole,
    Confidence,
    FormField,
    Judges,
    Jurisdiction,
    LegalTest,
    RuleStatus,
    SourceKind,
    Stage,
    Verb,
)

PACK_ID = re.compile(r"[a-z][a-z0-9-]{1,31}")
VERSION = re.compile(r"\d{4}\.\d{2}\.\d{1,4}")
RULE_ID = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)+")
EVERYWHERE = "any"
"""The jurisdiction of a pack that judges wherever the agency is."""

PackId = NewType("PackId", str)
Version = NewType("Version", str)
RuleId = NewType("RuleId", str)
Place = NewType("Place", str)
SignOff = NewType("SignOff", str)
Days = NewType("Days", int)
Hours = NewType("Hours", int)

register(PackId, text_like(PACK_ID.fullmatch, "a pack's name: small letters, digits, hyphens"))
register(Version, text_like(VERSION.fullmatch, "a version, as 2026.11.0"))
register(RuleId, text_like(RULE_ID.fullmatch, "a rule's id, as CORE-01"))
_PLACES = (EVERYWHERE, *(code.value for code in Jurisdiction))
register(Place, text_like(lambda text: text in _PLACES, f"one of: {', '.join(_PLACES)}"))
register(SignOff, text_like(lambda text: text == "needed", "'needed', or no such key"))
register(Days, number_like(1, 36_500, "a number of days, 1 to 36500"))
register(Hours, number_like(1, 8_760, "a number of hours, 1 to 8760"))


@dataclass(frozen=True)
class TextsFile:
    """A text in both languages."""

    en: Text
    fr: Text


@dataclass(frozen=True)
class OneSourceFile:
    """A rule's source in format 1."""

    cite: Text
    confidence: Confidence
    checked: date
    implements: tuple[Text, ...]


@dataclass(frozen=True, kw_only=True)
class SourceFile:
    """A source that rules of the pack cite, with the day on which it was last read."""

    text: TextsFile
    kind: SourceKind
    jurisdiction: Jurisdiction | None = None
    checked: date


@dataclass(frozen=True, kw_only=True)
class CiteFile:
    """A place in one of the pack's sources, and how well that place was read; `checked`: on another day.

    `background`: it tells something that the rule draws on, and does not demand the rule.
    """

    of: Text
    at: TextsFile | None = None
    confidence: Confidence
    checked: date | None = None
    background: bool = False


@dataclass(frozen=True, kw_only=True)
class GroundsFile:
    """What a rule rests on in format 2; `ours`: what of it no source demands."""

    cites: tuple[CiteFile, ...] = ()
    ours: TextsFile | None = None
    implements: tuple[Text, ...]


@dataclass(frozen=True, kw_only=True)
class RuleFile:
    """What both formats write of a rule; its conditions are compiled from their nodes."""

    id: RuleId
    stages: tuple[Stage, ...]
    verb: Verb
    role: ApproverRole | None = None
    test: LegalTest
    field: FormField
    effective_from: date | None = None
    effective_to: LastDay | None = None
    needs: tuple[Text, ...]
    when: Any
    unless: Any = None
    message: TextsFile
    satisfy: TextsFile


@dataclass(frozen=True, kw_only=True)
class RuleFile1(RuleFile):
    """A rule of format 1."""

    status: RuleStatus
    source: OneSourceFile


@dataclass(frozen=True, kw_only=True)
class RuleFile2(RuleFile):
    """A rule of format 2.

    Attributes:
        judges: what it can establish, which its conditions must bear out.
        keep_days: for RETAIN, how long the content is kept at the least after the request has ended.
        within_hours: for DUE, how soon after the submission the request must be decided.
    """

    judges: tuple[Judges, ...]
    keep_days: Days | None = None
    within_hours: Hours | None = None
    source: GroundsFile


@dataclass(frozen=True, kw_only=True)
class PackFile1:
    """A pack of format 1."""

    pack: PackId
    version: Version
    title: TextsFile
    effective_from: date
    effective_to: LastDay | None = None
    unanswered: TextsFile
    rules: tuple[RuleFile1, ...]


@dataclass(frozen=True, kw_only=True)
class PackFile2:
    """A pack of format 2.

    Attributes:
        jurisdiction: where an agency must be for the pack to judge, or `any`.
        part_of: the id of the pack that it is a part of, as a pack of Quebec is of one of Canada.
        sign_off: `needed` where the pack interprets law and stops nothing before counsel has signed it off.
    """

    format: int
    pack: PackId
    version: Version
    jurisdiction: Place
    part_of: PackId | None = None
    sign_off: SignOff | None = None
    title: TextsFile
    effective_from: date
    effective_to: LastDay | None = None
    unanswered: TextsFile
    sources: dict[str, SourceFile]
    rules: tuple[RuleFile2, ...]


FORMATS: dict[int, type[PackFile1] | type[PackFile2]] = {1: PackFile1, 2: PackFile2}
