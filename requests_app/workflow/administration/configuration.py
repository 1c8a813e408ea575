"""Registers the agency, its matchers and its galleries, each change with its event.

Works under the owner's login alone: no web process can add a gallery or move a matcher.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from requests_app.accounts.actors import system_actor
from requests_app.common.errors import PreconditionFailed
from requests_app.registry import time_zone
from requests_app.registry.entries import Entries, Entry, PaperEntry, keys_of, said_in
from requests_app.registry.models import Agency, Gallery, Matcher, Paper, RetentionPeriod
from requests_app.wire import canonical
from requests_app.workflow.unit_of_work import Work, unit_of_work


@dataclass(frozen=True, slots=True)
class Change:
    """One entry that is now otherwise than before. `is_new`: it was not there."""

    kind: str
    code: str
    is_new: bool


def configure(*, wanted: Entries, system_user: str, is_demo: bool = False) -> tuple[Change, ...]:
    """Bring the registry to what a file says; entries that it does not name stay as they are.

    Args:
        wanted: what `registry.entries.read` returned.
        system_user: the operating-system user who runs this, for the log.
        is_demo: the matchers are a trial's; production refuses to start beside them.

    Raises:
        PreconditionFailed: a gallery or a paper names a matcher or a gallery that neither the file nor the
            registry has, or a second paper of one kind is given for the same thing.
    """
    with unit_of_work(actor=system_actor("command"), action="registry.configure") as work:
        changes = []
        if wanted.agency is not None:
            agency = Agency.objects.filter(singleton=True).first() or Agency(singleton=True)
            changes += _bring(work, agency, "agency", wanted.agency, system_user)
        for wanted_matcher in wanted.matchers:
            found = Matcher.objects.filter(code=wanted_matcher.code).first()
            matcher = found or Matcher(is_demo=is_demo)
            changes += _bring(work, matcher, "matcher", wanted_matcher, system_user)
        for entry in wanted.galleries:
            gallery = Gallery.objects.filter(code=entry.code).first() or Gallery()
            named = _matcher(entry.matcher, by=entry.code)
            changes += _bring(work, gallery, "gallery", entry, system_user, matcher=named)
        for wanted_paper in wanted.papers:
            paper = Paper.objects.filter(code=wanted_paper.code).first() or Paper()
            about = _what_it_is_about(wanted_paper)
            changes += _bring(work, paper, "paper", wanted_paper, system_user, **about)
        for kept in wanted.retention:
            period = RetentionPeriod.objects.filter(code=kept.code).first() or RetentionPeriod()
            changes += _bring(work, period, "retention", kept, system_user)
        work.record("registry.configured", facts={"changed": len(changes)})
    time_zone.forget()
    return tuple(changes)


def _matcher(code: str, *, by: str) -> Matcher:
    named = Matcher.objects.filter(code=code).first()
    if named is None:
        raise PreconditionFailed("matcher_unknown", gallery=by, matcher=code)
    return named


def _what_it_is_about(paper: PaperEntry) -> dict[str, Gallery | Matcher]:
    """The gallery or the matcher that a paper names, if no other paper of its kind is about the same."""
    about: dict[str, Gallery | Matcher] = {}
    if paper.gallery is not None:
        gallery = Gallery.objects.filter(code=paper.gallery).first()
        if gallery is None:
            raise PreconditionFailed("gallery_unknown", paper=paper.code, gallery=paper.gallery)
        about["gallery"] = gallery
    if paper.matcher is not None:
        about["matcher"] = _matcher(paper.matcher, by=paper.code)
    others = Paper.objects.filter(
        kind=paper.kind, engine_version=paper.engine_version or "", **about
    ).exclude(code=paper.code)
    if others:
        raise PreconditionFailed("paper_twice", paper=paper.code, other=others[0].code)
    return about


def _bring(
    work: Work,
    row: Agency | Matcher | Gallery | Paper | RetentionPeriod,
    kind: str,
    entry: Entry,
    system_user: str,
    **found: Gallery | Matcher,
) -> list[Change]:
    """Write one entry if it differs, and record what it said and says, as digests.

    `found`: the rows that take the place of codes in the entry.
    """
    keys = keys_of(entry)
    is_new = row._state.adding
    before = "" if is_new else _digest(row, keys)
    for key, value in (said_in(entry) | found).items():
        setattr(row, key, _as_kept(value))
    after = _digest(row, keys)
    if after == before:
        return []
    row.save()
    code = getattr(row, "code", "agency")
    work.record(
        "registry.changed",
        object_type=kind,
        object_id=code,
        facts={"kind": kind, "code": code, "before": before, "after": after},
        commitments={"system_user": system_user},
    )
    return [Change(kind=kind, code=code, is_new=is_new)]


def _as_kept(value: Any) -> Any:
    """A list, of texts or of tables such as the figures of a report, as its column keeps it."""
    if isinstance(value, tuple):
        return [each if isinstance(each, str) else dataclasses.asdict(each) for each in value]
    return value


def _as_text(value: Any) -> str:
    """A value in one spelling: the database gives the keys of a table back in an order of its own."""
    if isinstance(value, list):
        return json.dumps(value, sort_keys=True, ensure_ascii=False)
    return str(value)


def _digest(row: Agency | Matcher | Gallery | Paper | RetentionPeriod, keys: frozenset[str]) -> str:
    """Return the hex SHA-256 of what an entry says, in canonical JSON."""
    values = {key: _as_text(getattr(row, key)) for key in keys - {"matcher", "gallery"}}
    for key in ("matcher", "gallery"):
        if key in keys and getattr(row, key) is not None:
            values[key] = getattr(row, key).code
    return hashlib.sha256(canonical.encode(values)).hexdigest()
