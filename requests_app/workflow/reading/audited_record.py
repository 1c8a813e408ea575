"""One request as an auditor sees it: what was known at each step, and the same as a paper exhibit.

Must hold no content: that opens for a reason, in `opened_content.py`, and candidates never do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from requests_app.accounts.actors import Actor
from requests_app.audit import checkpoints, places
from requests_app.audit import selectors as log
from requests_app.audit.checkpoints import Signed
from requests_app.audit.models import Event
from requests_app.audit.places import Place
from requests_app.common import clock
from requests_app.dispatch import selectors as dispatch
from requests_app.dispatch.models import Attempt, SearchResult
from requests_app.searches import incidents, selectors
from requests_app.searches.models import (
    CheckRun,
    Decision,
    FollowUp,
    Incident,
    Justification,
    SearchRequest,
)
from requests_app.workflow import permissions
from requests_app.workflow.reading import alike
from requests_app.workflow.reading.alike import AlikeField
from requests_app.workflow.reading.findings import WordedFinding, of_check
from requests_app.workflow.reading.names import Names, names_in
from requests_app.workflow.unit_of_work import Work
from requests_app.workflow.viewing import viewing


@dataclass(frozen=True, slots=True)
class JudgedVersion:
    """One submitted version, and each check of it: its findings, and which texts it found nearly equal."""

    version: Justification
    checks: tuple[tuple[CheckRun, tuple[WordedFinding, ...], tuple[AlikeField, ...]], ...]


@dataclass(frozen=True, slots=True)
class AuditedRecord:
    """Everything about a request but its content.

    Attributes:
        search_request: the request, with its unit and the one it was started from.
        waits_because: the state and the error of its sending, where it is held or waits for another try.
        requester: the name of who asked.
        versions: what was submitted, and what the rules found.
        decisions: every decision, oldest first, each with who gave it.
        attempts: what was tried to reach the matcher.
        result: what came back, if anything.
        incidents: each with `owner_name`, of whoever looks into it or closed it; nothing of what was written.
        has_outcome: whether anything was recorded of its lead.
        events: what happened, oldest first.
        names: for the events.
        places: where each event stands in the log's tree, by its number; those that stand nowhere yet are left out.
        checkpoint: the latest signed one.
    """

    search_request: SearchRequest
    waits_because: tuple[str, str]
    requester: str
    versions: tuple[JudgedVersion, ...]
    decisions: tuple[Decision, ...]
    attempts: tuple[Attempt, ...]
    result: SearchResult | None
    incidents: tuple[Incident, ...]
    has_outcome: bool
    events: tuple[Event, ...]
    names: Names
    places: Mapping[int, Place]
    checkpoint: Signed | None


def open_audited_record(*, actor: Actor, search_request_id: UUID) -> AuditedRecord:
    """Return what happened to one request; recorded with the request.

    Its own reading is not among the events.

    Raises:
        NotPermitted, NotFound: no auditor, or no such request.
    """
    with viewing(actor=actor, action="read_timeline", search_request_id=search_request_id) as work:
        permissions.check_is_auditor(actor)
        record = _gathered(work)
        work.record(
            "record.viewed", facts={"version": work.request_row.version, "what": "timeline"}
        )
    return record


@dataclass(frozen=True, slots=True)
class PrintedRecord:
    """A record as a paper exhibit, which names who printed it, when, and under which event."""

    record: AuditedRecord
    printed_by: str
    printed_at: datetime
    event_id: int


def print_record(*, actor: Actor, search_request_id: UUID) -> PrintedRecord:
    """Return a request's record for a paper exhibit; the printing is recorded first.

    Raises:
        NotPermitted, NotFound: no auditor, or no such request.
    """
    with viewing(actor=actor, action="print_record", search_request_id=search_request_id) as work:
        account = permissions.check_is_auditor(actor)
        record = _gathered(work)
        recorded = work.record(
            "record.printed", facts={"version": work.request_row.version, "what": "timeline"}
        )
        return PrintedRecord(
            record=record,
            printed_by=account.person.full_name,
            printed_at=clock.real_now(),
            event_id=recorded.event_id,
        )


def _gathered(work: Work) -> AuditedRecord:
    row = work.request_row
    events = tuple(log.timeline(row.id).defer("entry", "leaf_hash"))
    return AuditedRecord(
        search_request=row,
        waits_because=dispatch.waits_because(row),
        requester=row.requested_by_person.full_name,
        versions=tuple(
            _judged(work.actor, row, version)
            for version in row.justifications.select_related("gallery")
        ),
        decisions=tuple(selectors.decisions_on(row)),
        attempts=tuple(Attempt.objects.filter(dispatch__search_request=row)),
        result=SearchResult.objects.filter(search_request=row).first(),
        incidents=(named := tuple(incidents.audited(row))),
        has_outcome=bool(named) or FollowUp.objects.filter(search_request=row).exists(),
        events=events,
        names=names_in(events),
        places=places.of(event.pk for event in events),
        checkpoint=checkpoints.latest(),
    )


def _judged(actor: Actor, row: SearchRequest, version: Justification) -> JudgedVersion:
    runs = CheckRun.objects.filter(search_request=row, version=version.version)
    return JudgedVersion(
        version,
        tuple(
            (run, of_check(run), alike.of_check(actor, run))
            for run in runs.prefetch_related("findings")
        ),
    )
