"""Which texts of other requests are nearly equal, as far as each reader may know of those requests.

Must not name a request to whoever may not know of it: they are told that there is one in the unit.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch

from requests_app.accounts.actors import Actor
from requests_app.searches import selectors
from requests_app.searches.models import CheckRun, SearchRequest
from requests_app.workflow import permissions
from requests_app.workflow.earlier_texts import Found


@dataclass(frozen=True, slots=True)
class Named:
    """A request that this reader may know of, and how like its text is, in percent."""

    reference: str
    percent: int


@dataclass(slots=True)
class AlikeField:
    """One narrative that is nearly the same in other requests.

    Attributes:
        field: by the name of its meter.
        named: the requests that the reader may know of, the most alike first.
        others: how many more were found in the unit; there may be still more that were not opened.
    """

    field: str
    named: list[Named] = dataclasses.field(default_factory=list)
    others: int = 0


def of_found(actor: Actor, found: Iterable[Found]) -> tuple[AlikeField, ...]:
    """Return what was found just now, as far as this reader may know it."""
    nearest: dict[tuple[str, UUID], tuple[str, SearchRequest, int]] = {}
    for each in found:
        if each.is_nearly_equal:
            told = (each.field, each.search_request, each.per_mille)
            nearest.setdefault((each.field, each.search_request.pk), told)
    return _told(actor, nearest.values())


def of_check(actor: Actor, run: CheckRun | None) -> tuple[AlikeField, ...]:
    """Return what one check found, as far as this reader may know it; nothing where there was no check."""
    if run is None:
        return ()
    kept = (
        run.alike_texts.select_related("found__unit")
        .prefetch_related(Prefetch("found__decisions", selectors.who_decided()))
        .order_by("-per_mille", "field")
    )
    return _told(actor, ((each.field, each.found, each.per_mille) for each in kept))


def _told(actor: Actor, found: Iterable[tuple[str, SearchRequest, int]]) -> tuple[AlikeField, ...]:
    told: dict[str, AlikeField] = {}
    known: dict[UUID, bool] = {}
    for name, other, per_mille in found:
        row = told.setdefault(name, AlikeField(name))
        if other.pk not in known:
            known[other.pk] = permissions.can_know_of(actor, other)
        if known[other.pk]:
            row.named.append(Named(other.reference, per_mille // 10))
        else:
            row.others += 1
    return tuple(told[name] for name in sorted(told))
