"""An auditor opens what was recorded of a lead, and what was written of its incidents.

Only with a reason and a file reference, both committed to in the log before the first byte leaves. Candidates stay closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch

from requests_app.accounts.actors import Actor
from requests_app.common.errors import NotFound
from requests_app.searches import content, follow_ups, incidents
from requests_app.searches.incident import Closing, Opening
from requests_app.searches.models import FollowUp, Incident, IncidentOwner, SearchRequest
from requests_app.workflow import permissions
from requests_app.workflow.reading.what_came_of_it import Entry, entry_of
from requests_app.workflow.stated_reason import stated_reason
from requests_app.workflow.viewing import viewing


@dataclass(frozen=True, slots=True)
class IncidentWords:
    """An incident with all that was written of it.

    Attributes:
        said: why a person opened it; closing: how it ended. Each is None where there is none, or it is damaged.
        owners: everybody who took it, oldest first.
        is_damaged: whether something of it does not open.
    """

    incident: Incident
    said: Opening | None
    closing: Closing | None
    owners: tuple[IncidentOwner, ...]
    is_damaged: bool


@dataclass(frozen=True, slots=True)
class OpenedOutcome:
    """What came of a lead, opened. event_id: the event under which it was opened."""

    search_request: SearchRequest
    entries: tuple[Entry, ...]
    incidents: tuple[IncidentWords, ...]
    event_id: int


def with_outcome(search_request_id: UUID) -> SearchRequest | None:
    """Return a request of whose lead anything was recorded, or None: what an auditor is asked a reason for."""
    row = SearchRequest.objects.filter(pk=search_request_id).first()
    return row if row is not None and _has_outcome(row) else None


def open_outcome(
    *, actor: Actor, search_request_id: UUID, reason: str, file_reference: str
) -> OpenedOutcome:
    """Open what was recorded of a lead and of its incidents for an auditor; recorded first.

    Args:
        actor: a privacy auditor, or oversight.
        search_request_id: any request.
        reason: why, in at least 20 characters; the log keeps a commitment to it.
        file_reference: the auditor's own file; a commitment too.

    Raises:
        BadInput: the reason or the reference is not enough.
        NotPermitted, NotFound: no auditor, or nothing was recorded of a lead of this request.
        ContentDestroyed: the key of this request is gone.
    """
    with viewing(actor=actor, action="open_outcome", search_request_id=search_request_id) as work:
        permissions.check_is_auditor(actor)
        stated = stated_reason(reason, file_reference)
        row = work.request_row
        if not _has_outcome(row):
            raise NotFound
        recorded = work.record(
            "content.opened",
            facts={"version": row.version, "what": "outcome_incidents"},
            commitments=stated,
        )
        owners = IncidentOwner.objects.select_related("owner_person").order_by("number")
        named = tuple(incidents.of_lead(row).prefetch_related(Prefetch("owners", owners)))
        of = {each.follow_up_id: each for each in named}
        return OpenedOutcome(
            search_request=row,
            entries=tuple(entry_of(each, of.get(each.pk)) for each in follow_ups.whole(row)),
            incidents=tuple(_words_of(each) for each in named),
            event_id=recorded.event_id,
        )


def _has_outcome(row: SearchRequest) -> bool:
    return (
        FollowUp.objects.filter(search_request=row).exists()
        or Incident.objects.filter(search_request=row).exists()
    )


def _words_of(named: Incident) -> IncidentWords:
    said, closing, is_damaged = None, None, False
    try:
        said = incidents.opened(named)
    except content.ContentDamaged:
        is_damaged = True
    try:
        closing = incidents.opened_closing(named)
    except content.ContentDamaged:
        is_damaged = True
    return IncidentWords(named, said, closing, tuple(named.owners.all()), is_damaged)
