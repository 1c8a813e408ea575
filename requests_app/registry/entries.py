"""Reads what an agency says of itself, its matchers and its galleries from a TOML file.

Must not write: `workflow.administration.configuration` does, and records it.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import translation

from requests_app.common.foreign_data import (
    Fault,
    Malformed,
    Problem,
    StrictConverter,
    WritersKey,
    path_text,
)
from requests_app.common.visible import is_unseen
from requests_app.registry.entry_rules import LIMITS, choices_of, problems_of_values
from requests_app.registry.models import Agency, Gallery, Matcher, Paper, RetentionPeriod


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyEntry:
    """What a file says of the agency. None, here and below: the file does not say, so it stays."""

    name_en: str
    name_fr: str
    case_number_pattern: str | None = None
    case_number_example: str | None = None
    approval_hours: int | None = None
    decision_days: int | None = None
    claim_minutes: int | None = None
    lead_days: int | None = None
    report_days: int | None = None
    report_again_days: int | None = None
    overdue_stops_requests: bool | None = None
    incident_days: int | None = None
    disclosure_days: int | None = None
    disclosure_full_for: tuple[str, ...] | None = None
    urgent_contact_en: str | None = None
    urgent_contact_fr: str | None = None
    time_zone: str | None = None
    serious_offences: tuple[str, ...] | None = None
    accountable_officer: str | None = None
    policy_address: str | None = None
    access_contact: str | None = None
    complaints_contact: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MatcherEntry:
    """What a file says of one matcher."""

    code: str
    name: str
    base_url: str
    audience: str
    score_scale: str
    engine_version: str | None = None
    spec_version: str | None = None
    lower_is_better: bool | None = None
    score_minimum: str | None = None
    score_maximum: str | None = None
    least_eyes_apart: int | None = None
    poses: tuple[str, ...] | None = None
    read_timeout_seconds: int | None = None
    is_idempotent: bool | None = None
    ca_certificate: str | None = None
    wants_client_certificate: bool | None = None
    is_active: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GalleryEntry:
    """What a file says of one gallery; `matcher` is the code of its matcher."""

    code: str
    name_en: str
    name_fr: str
    matcher: str
    engine_gallery_id: str
    acquisition: str
    legal_basis: str
    size: int
    contains_minors: bool | None = None
    youth_periods_applied: bool | None = None
    last_purged_on: date | None = None
    in_service_on: date | None = None
    allow_listed: bool | None = None
    candidate_min: int | None = None
    candidate_max: int | None = None
    candidate_default: int | None = None
    threshold_floor: str | None = None
    legal_review_decision: str | None = None
    legal_reviewed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureEntry:
    """What a report gives for one group of people, in its own words and figures."""

    group: str
    false_positives: str
    false_negatives: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperEntry:
    """What a file says of one paper about a gallery, or about a version of a matcher, by their codes."""

    code: str
    kind: str
    title: str
    issuer: str
    sha256: str
    dated: date
    valid_until: date
    gallery: str | None = None
    matcher: str | None = None
    engine_version: str | None = None
    figures: tuple[FigureEntry, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionEntry:
    """For how many days a file says that the content of one kind of ended request is kept."""

    code: str
    days: int


Entry = AgencyEntry | MatcherEntry | GalleryEntry | PaperEntry | RetentionEntry
_Model = type[Agency] | type[Matcher] | type[Gallery] | type[Paper] | type[RetentionPeriod]
_TABLES: dict[str, tuple[type[Entry], _Model]] = {
    "agency": (AgencyEntry, Agency),
    "matcher": (MatcherEntry, Matcher),
    "gallery": (GalleryEntry, Gallery),
    "paper": (PaperEntry, Paper),
    "retention": (RetentionEntry, RetentionPeriod),
}
_KNOWN_TABLES = "[agency], [[matcher]], [[gallery]], [[paper]] and [[retention]]"
_CODES = frozenset({"matcher", "gallery"})
"""Keys that name another entry by its code."""
_converter = StrictConverter(null_for_none=False)


class BadEntries(Exception):
    """The file cannot be taken as it is. `problems`: a line for each thing to mend."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Entries:
    """What the file says: one agency, its matchers, its galleries, the papers about them, how long content is kept."""

    agency: AgencyEntry | None
    matchers: tuple[MatcherEntry, ...]
    galleries: tuple[GalleryEntry, ...]
    papers: tuple[PaperEntry, ...] = ()
    retention: tuple[RetentionEntry, ...] = ()


def keys_of(entry: Entry) -> frozenset[str]:
    """Return every key that an entry of this kind may have, said or not."""
    return _converter.keys_of(type(entry))


def said_in(entry: Entry) -> dict[str, Any]:
    """Return the keys and values that the file gives for an entry."""
    values = {key: getattr(entry, key) for key in keys_of(entry)}
    return {key: value for key, value in values.items() if value is not None}


def read(text: str, *, plain_http: bool = False) -> Entries:
    """Return the entries of a file.

    Args:
        text: the TOML text: one [agency], any number of [[matcher]], [[gallery]], [[paper]] and [[retention]].
        plain_http: accept matchers without TLS; a trial's is on loopback.

    Raises:
        BadEntries: not TOML, an unknown table or key, a missing or an unusable value.
    """
    try:
        content = tomllib.loads(text)
    except RecursionError:
        raise BadEntries(["This is not TOML that can be read: nested too deeply."]) from None
    except ValueError as error:
        raise BadEntries([f"This is not TOML: {error}"]) from error
    problems = [*_problems_of_tables(content), *_problems_of_rows(content, plain_http=plain_http)]
    if problems:
        raise BadEntries(problems)
    agency = content.get("agency")
    return Entries(
        agency=None if agency is None else _converter.read(agency, AgencyEntry),
        matchers=tuple(_converter.read(row, MatcherEntry) for row in content.get("matcher", ())),
        galleries=tuple(_converter.read(row, GalleryEntry) for row in content.get("gallery", ())),
        papers=tuple(_converter.read(row, PaperEntry) for row in content.get("paper", ())),
        retention=tuple(
            _converter.read(row, RetentionEntry) for row in content.get("retention", ())
        ),
    )


def _rows(content: Mapping[str, Any], kind: str) -> list[dict[str, Any]] | None:
    """The rows of a table, or None where the file writes that table in another way."""
    if kind not in content:
        return []
    given = [content[kind]] if kind == "agency" else content[kind]
    if not isinstance(given, list) or not all(isinstance(row, dict) for row in given):
        return None
    return given


def _problems_of_tables(content: Mapping[str, Any]) -> Iterator[str]:
    for table in sorted(set(content) - set(_TABLES)):
        yield f"[{table}] is not known. A file has {_KNOWN_TABLES}."
    for kind in _TABLES:
        rows = _rows(content, kind)
        if rows is None:
            how = "[agency], once" if kind == "agency" else f"[[{kind}]], with two brackets"
            yield f"Write {how}."
            continue
        codes = [str(row["code"]) for row in rows if "code" in row]
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            yield f"{kind} {code}: listed twice."


def _problems_of_rows(content: Mapping[str, Any], *, plain_http: bool) -> Iterator[str]:
    for kind, (shape, model) in _TABLES.items():
        for number, row in enumerate(_rows(content, kind) or (), 1):
            where = "agency" if kind == "agency" else f"{kind} {row.get('code', number)}"
            refused = _refused_by_shape(row, shape)
            for problem in refused:
                yield f"{where}: {_words(problem, row)}"
            for key, value in row.items():
                if isinstance(value, str) and (unseen := _unseen_in(value)):
                    yield f"{where}: {key!r}: holds {unseen}, which nobody sees. Type the text again."
            # The model then says what it thinks of the rest, so that one reading tells all.
            bad = {str(problem.path[0]) for problem in refused} | _CODES
            usable = {key: row[key] for key in sorted(_converter.keys_of(shape) & set(row) - bad)}
            named = {key: row[key] for key in _CODES & set(row)}
            for words in problems_of_values(kind, usable | named, plain_http=plain_http):
                yield f"{where}: {words}"
            limited = {key for key in LIMITS[kind] if key in usable}
            yield from _refused_by(model(**usable), where, skip=bad | limited)


def _unseen_in(text: str) -> str:
    """The first character of a text that is not seen, by its number and name, or nothing.

    The log takes no such character in the name of a gallery: two names that look the same are the same.
    """
    for sign in text:
        if sign not in "\n\r\t" and is_unseen(sign):
            return (
                f"the character U+{ord(sign):04X} ({unicodedata.name(sign, 'a control character')})"
            )
    return ""


def _refused_by_shape(row: Mapping[str, Any], shape: type[Entry]) -> tuple[Problem, ...]:
    try:
        _converter.read(row, shape)
    except Malformed as malformed:
        return malformed.problems
    return ()


def _words(problem: Problem, row: Mapping[str, Any]) -> str:
    """One problem for the operator, who wrote the file and may read the file's own keys in it."""
    key = problem.path[0]
    if len(problem.path) > 1:
        return f"{path_text(problem.path)}: {_of_part(problem)}."
    if isinstance(key, WritersKey):
        return f"{key.shown!r} is not known. Known: {problem.wanted}."
    if problem.fault is Fault.MISSING:
        return f"{key!r} is missing."
    hint = ""
    if isinstance(row[str(key)], str):
        hint = ", without quotes"
    elif problem.wanted == "a text":
        hint = ", in quotes"
    return f"{key!r}: expected {problem.wanted}{hint}."


def _of_part(problem: Problem) -> str:
    """What is wrong inside a list of tables, such as the figures of a report."""
    if problem.fault is Fault.MISSING:
        return "is missing"
    return f"expected {problem.wanted}" if problem.fault is Fault.UNFIT else "is not known"


def _refused_by(
    row: Agency | Matcher | Gallery | Paper | RetentionPeriod, where: str, skip: set[str]
) -> Iterator[str]:
    """What the model itself refuses, field by field, without asking the database."""
    with translation.override("en"):
        try:
            row.clean_fields(exclude=skip)
        except ValidationError as error:
            for name, words in error.message_dict.items():
                said = choices_of(name, " ".join(words), row._meta.get_field)
                yield f"{where}: {name!r}: {said}"
