"""Registers the agency, its matchers and its galleries, each change with its event.

Works under the owner's login alone: no web process can add a gallery or move a matcher.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from requests_app.accounts.actors import system_actor
from requests_app.common.errors import PreconditionFailed
from requests_app.registry import time_zone
from requests_app.registry.entries import Entries, Entry, keys_of, said_in
from requests_app.registry.models import Agency, Gallery, Matcher
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
        PreconditionFailed: a gallery names a matcher that neither the file nor the registry has.
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
            named = Matcher.objects.filter(code=entry.matcher).first()
            if named is None:
                raise PreconditionFailed(
                    "matcher_unknown", gallery=entry.code, matcher=entry.matcher
                )
            changes += _bring(work, gallery, "gallery", entry, system_user, matcher=named)
        work.record("registry.configured", facts={"changed": len(changes)})
    time_zone.forget()
    return tuple(changes)


def _bring(
    work: Work,
    row: Agency | Matcher | Gallery,
    kind: str,
    entry: Entry,
    system_user: str,
    **found: Matcher,
) -> list[Change]:
    """Write one entry if it differs, and record what it said and says, as digests.

    `found`: the rows that take the place of codes in the entry.
    """
    keys = keys_of(entry)
    is_new = row._state.adding
    before = "" if is_new else _digest(row, keys)
    for key, value in (said_in(entry) | found).items():
        setattr(row, key, value)
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


def _digest(row: Agency | Matcher | Gallery, keys: frozenset[str]) -> str:
    """Return the hex SHA-256 of what an entry says, in canonical JSON."""
    values = {key: str(getattr(row, key)) for key in keys if key != "matcher"}
    if isinstance(row, Gallery):
        values["matcher"] = row.matcher.code
    return hashlib.sha256(canonical.encode(values)).hexdigest()
