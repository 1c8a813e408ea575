"""Closed requests, for tests: a lead that was followed to its end, and closed by whoever may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from requests_app.searches.models import SearchRequest
from requests_app.workflow import close
from tests import follow_ups

if TYPE_CHECKING:
    from tests.builders import InventedAgency


def ended(
    agency: InventedAgency,
    row: SearchRequest,
    *,
    disposition: str = "excluded",
    who: str = "officer",
    role: str | None = None,
) -> None:
    """Let somebody report how the matter of a lead ended."""
    said = follow_ups.report(disposition=disposition)
    follow_ups.recorded(agency, row, said, who=who, role=role)


def closed(
    agency: InventedAgency, row: SearchRequest, *, who: str = "officer", role: str | None = None
) -> SearchRequest:
    """Let somebody close a request whose matter has ended; return it as it is then."""
    close.close(
        actor=agency.actor(who, role),
        search_request_id=row.pk,
        after=row.follow_ups.count(),
    )
    return SearchRequest.objects.get(pk=row.pk)
