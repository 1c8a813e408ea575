"""Reads what an agency says of itself, its matchers and its galleries from a TOML file.
Must not write: `workflow.administration.registry` does, and records it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils import translation

from requests_app.registry.models import Agency, Gallery, Matcher

AGENCY_KEYS = frozenset(
    {
        "name_en", "name_fr", "case_number_pattern", "case_number_example", "approval_hours",
        "decision_days", "claim_minutes", "urgent_contact_en", "urgent_contact_fr",
    }
)  # fmt: skip
MATCHER_KEYS = frozenset(
    {
        "code", "name", "base_url", "audience", "spec_version", "score_scale",
        "read_timeout_seconds", "is_active",
    }
)  # fmt: skip
GALLERY_KEYS = frozenset(
    {
        "code", "name_en", "name_fr", "matcher", "engine_gallery_id", "acquisition", "legal_basis",
        "size", "contains_minors", "allow_listed", "candidate_min", "candidate_max",
        "candidate_default", "threshold_floor", "legal_review_decision", "legal_reviewed_on",
    }
)  # fmt: skip
_NEEDED = {
    "agency": {"name_en", "name_fr"},
    "matcher": {"code", "name", "base_url", "audience", "score_scale"},
    "gallery": {"code", "name_en", "name_fr", "matcher", "engine_gallery_id", "acquisition",
                "legal_basis", "size"},
}  # fmt: skip
_KEYS = {"agency": AGENCY_KEYS, "matcher": MATCHER_KEYS, "gallery": GALLERY_KEYS}


class BadEntries(Exception):
    """The file cannot be taken as it is. `problems`: a line for each thing to mend."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Entries:
    """What the file says: one agency, its matchers, its galleries, each as keys and values."""

    agency: Mapping[str, Any] | None
    matchers: tuple[Mapping[str, Any], ...]
    galleries: tuple[Mapping[str, Any], ...]


def read(text: str, *, plain_http: bool = False) -> Entries:
    """Return the entries of a file.

    Args:
        text: the TOML text: one [agency], any number of [[matcher]] and [[gallery]].
        plain_http: accept matchers without TLS; a trial's is on loopback.

    Raises:
        BadEntries: not TOML, an unknown table or key, a missing or an unusable value.
    """
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadEntries([f"This is not TOML: {error}"]) from error
    problems = list(_problems_of_shape(said))
    if problems:
        raise BadEntries(problems)
    entries = Entries(
        agency=said.get("agency"),
        matchers=tuple(said.get("matcher", ())),
        galleries=tuple(said.get("gallery", ())),
    )
    problems = list(_problems_of_values(entries, plain_http=plain_http))
    if problems:
        raise BadEntries(problems)
    return entries


def _problems_of_shape(said: Mapping[str, Any]) -> Iterator[str]:
    for table in sorted(set(said) - set(_KEYS)):
        yield f"[{table}] is not known. A file has [agency], [[matcher]] and [[gallery]]."
    for kind, keys in _KEYS.items():
        given = said.get(kind)
        if given is None:
            continue
        is_list = isinstance(given, list)
        if is_list == (kind == "agency") or not isinstance(given, (list, dict)):
            yield f"Write {'[agency], once' if kind == 'agency' else f'[[{kind}]], with two brackets'}."
            continue
        rows = given if isinstance(given, list) else [given]
        for number, row in enumerate(rows, 1):
            where = f"{kind} {row.get('code', number)}" if kind != "agency" else "agency"
            for key in sorted(set(row) - keys):
                yield f"{where}: {key!r} is not known. Known: {', '.join(sorted(keys))}."
            for key in sorted(_NEEDED[kind] - set(row)):
                yield f"{where}: {key!r} is missing."
    for kind in ("matcher", "gallery"):
        codes = [row.get("code") for row in said.get(kind, ()) if isinstance(row, dict)]
        for code in sorted({str(code) for code in codes if codes.count(code) > 1}):
            yield f"{kind} {code}: listed twice."


def _problems_of_values(entries: Entries, *, plain_http: bool) -> Iterator[str]:
    if entries.agency is not None:
        yield from _refused_by(Agency(**entries.agency), "agency")
    for row in entries.matchers:
        where = f"matcher {row['code']}"
        yield from _refused_by(Matcher(**row), where)
        if urlsplit(str(row["base_url"])).scheme != "https" and not plain_http:
            yield f"{where}: 'base_url' must begin with https: grants and images travel on it."
    for row in entries.galleries:
        values = {key: value for key, value in row.items() if key != "matcher"}
        yield from _refused_by(Gallery(**values), f"gallery {row['code']}", skip=("matcher",))


def _refused_by(
    row: Agency | Matcher | Gallery, where: str, skip: tuple[str, ...] = ()
) -> Iterator[str]:
    """What the model itself refuses, field by field, without asking the database."""
    with translation.override("en"):
        try:
            row.clean_fields(exclude=skip)
            row.validate_constraints(exclude={"code", "singleton", *skip})
        except ValidationError as error:
            for name, words in error.message_dict.items():
                said = name if name != "__all__" else "values"
                yield f"{where}: {said!r}: {' '.join(words)}"
