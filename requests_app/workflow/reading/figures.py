"""An auditor reads the figures of a period, which are counted from the log; the reading is itself an event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from requests_app.accounts.actors import Actor
from requests_app.audit import figures
from requests_app.audit.figures import Figures
from requests_app.audit.selectors import EventFilter
from requests_app.searches.models import SearchRequest
from requests_app.workflow import permissions
from requests_app.workflow.viewing import viewing


@dataclass(frozen=True, slots=True)
class ReadFigures:
    """The figures of a period; None where it has too many events. references: of the requests that they name."""

    figures: Figures | None
    references: Mapping[UUID, str]


def read_figures(*, actor: Actor, since: datetime, until: datetime) -> ReadFigures:
    """Return the figures of a period; recorded with the period.

    Args:
        actor: a privacy auditor, or oversight.
        since, until: at or after, and before.

    Raises:
        NotPermitted: the actor is neither privacy auditor nor oversight.
    """
    with viewing(actor=actor, action="read_figures") as work:
        permissions.check_is_auditor(actor)
        found = figures.of(since, until)
        named = found.named if found else frozenset()
        references = SearchRequest.objects.filter(pk__in=named).values_list("pk", "reference")
        period = EventFilter(since=since, until=until).as_facts()
        work.record(
            "log.viewed",
            facts={
                "filters": {**period, "figures": True},
                "shown": found.counted if found else 0,
            },
        )
        return ReadFigures(found, dict(references))
