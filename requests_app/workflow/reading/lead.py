"""The sheet of a lead that was released, for the officer who asked and for whoever released it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from requests_app.accounts.actors import Actor
from requests_app.common import clock
from requests_app.searches import content, lead_decisions
from requests_app.searches.lead import Lead
from requests_app.searches.models import LeadDecision, LeadRecall, Reading, SearchRequest
from requests_app.workflow import permissions, viewing
from requests_app.workflow.reading.readings import record_reading
from requests_app.workflow.unit_of_work import Work


@dataclass(frozen=True, slots=True)
class Recalled:
    """That a lead was recalled: when, by whom, on which ground (a `LeadRecall.Ground`), and in which words."""

    at: datetime
    by: str
    ground: str
    reason: str


@dataclass(frozen=True, slots=True)
class LeadSheet:
    """The sheet of a lead, opened.

    Attributes:
        decision: its release; sheet: what stands on it; digest: hex SHA-256 of the sheet, which the event of the release holds too.
        has_expired: whether it may no longer be acted on.
        reason: why it was released, for whoever released it; empty for the officer.
        recalled: that it was recalled; None where it was not.
    """

    search_request: SearchRequest
    decision: LeadDecision
    sheet: Lead
    digest: str
    has_expired: bool
    reason: str
    recalled: Recalled | None


def open_lead(*, actor: Actor, search_request_id: UUID) -> LeadSheet:
    """Open the sheet of a lead; recorded first.

    Raises:
        NotPermitted, NotFound: see `permissions.check_may_read_lead`.
        ContentDestroyed, ContentDamaged: it does not open.
    """
    with viewing.viewing(
        actor=actor, action="open_lead", search_request_id=search_request_id
    ) as work:
        opened = _opened(work)
        record_reading(
            work,
            permissions.check_is_person(actor),
            kind=Reading.Kind.LEAD,
            version=work.request_row.version,
            digest=opened.digest,
        )
        _record(work, "lead.viewed", opened)
    return opened


@dataclass(frozen=True, slots=True)
class PrintedLead:
    """The sheet of a lead for paper or for a file, with who printed or saved it and when."""

    opened: LeadSheet
    printed_by: str
    printed_at: datetime


@dataclass(frozen=True, slots=True)
class SavedLead:
    """The sheet of a lead as a file. reference: of its request."""

    reference: str
    file: bytes


def print_lead(*, actor: Actor, search_request_id: UUID) -> PrintedLead:
    """Return the sheet of a lead for a paper exhibit; the printing is recorded first.

    Raises:
        As `open_lead`.
    """
    with viewing.viewing(
        actor=actor, action="print_lead", search_request_id=search_request_id
    ) as work:
        opened = _opened(work)
        _record(work, "lead.printed", opened)
        printed_by = permissions.check_is_person(actor).person.full_name
    return PrintedLead(opened, printed_by, clock.real_now())


def save_lead(
    *, actor: Actor, search_request_id: UUID, typeset: Callable[[PrintedLead], bytes]
) -> SavedLead:
    """Return the sheet of a lead as a file; the saving is recorded first, with the digest of the file.

    Args:
        typeset: how an opened sheet becomes the bytes of a file.

    Raises:
        As `open_lead`; and what `typeset` raises, before anything is recorded.
    """
    with viewing.viewing(
        actor=actor, action="save_lead", search_request_id=search_request_id
    ) as work:
        opened = _opened(work)
        saved_by = permissions.check_is_person(actor).person.full_name
        file = typeset(PrintedLead(opened, saved_by, clock.real_now()))
        _record(work, "lead.saved", opened, file_digest=hashlib.sha256(file).hexdigest())
    return SavedLead(opened.search_request.reference, file)


def _record(work: Work, code: str, opened: LeadSheet, **facts: str) -> None:
    work.record(
        code,
        object_type="lead",
        object_id=str(opened.decision.pk),
        facts={"digest": opened.digest, **facts},
    )


def _opened(work: Work) -> LeadSheet:
    row = work.request_row
    permissions.check_may_read_lead(work.actor, row)
    decision = LeadDecision.objects.get(search_request=row)
    sheet = lead_decisions.open_lead(decision)
    # Of the bytes that were recorded: an earlier release had fewer fields.
    digest = hashlib.sha256(lead_decisions.stored_lead(decision)).hexdigest()
    if digest != decision.lead_digest:
        raise content.ContentDamaged
    is_for_officer = permissions.can_act_as_requester(work.actor, row)
    expires_at = decision.expires_at
    return LeadSheet(
        search_request=row,
        decision=decision,
        sheet=sheet,
        digest=digest,
        has_expired=expires_at is not None and expires_at <= clock.real_now(),
        reason="" if is_for_officer else lead_decisions.open_answers(decision).reason,
        recalled=_recalled(row),
    )


def _recalled(row: SearchRequest) -> Recalled | None:
    recall = (
        LeadRecall.objects.filter(search_request=row).select_related("recalled_by_person").first()
    )
    if recall is None:
        return None
    return Recalled(
        at=recall.recalled_at,
        by=recall.recalled_by_person.full_name,
        ground=recall.ground,
        reason=lead_decisions.open_recall(recall),
    )
