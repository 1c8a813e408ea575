"""Seals and opens what a supervisor said of a candidate, the sheet of the lead, and why it was recalled."""

from __future__ import annotations

from uuid import UUID

from requests_app.searches import content, lead, release
from requests_app.searches.lead import Lead
from requests_app.searches.models import LeadDecision, LeadRecall
from requests_app.searches.release import ReleaseAnswers


def seal_answers(search_request_id: UUID, decision_id: UUID, answers: ReleaseAnswers) -> bytes:
    """Return what a supervisor said, sealed."""
    return content.seal_part(search_request_id, _answers(decision_id), release.encode(answers))


def open_answers(decision: LeadDecision) -> ReleaseAnswers:
    """Return what a supervisor said.

    Raises:
        ContentDestroyed: the key is gone.
        ContentDamaged: what is stored does not open.
    """
    with content.readable():
        return release.decode(stored_answers(decision))


def stored_answers(decision: LeadDecision) -> bytes:
    """Return the canonical bytes of what a supervisor said, as they were recorded.

    Raises:
        ContentDestroyed, ContentDamaged: as above.
    """
    return content.open_part(decision.search_request_id, _answers(decision.id), decision.sealed)


def seal_lead(search_request_id: UUID, decision_id: UUID, sheet: Lead) -> bytes:
    """Return the sheet of a lead, sealed."""
    return content.seal_part(search_request_id, _lead(decision_id), lead.encode(sheet))


def open_lead(decision: LeadDecision) -> Lead:
    """Return the sheet of a lead that was released.

    Raises:
        ContentDestroyed: the key is gone.
        ContentDamaged: what is stored does not open, or there is none.
    """
    with content.readable():
        return lead.decode(stored_lead(decision))


def stored_lead(decision: LeadDecision) -> bytes:
    """Return the canonical bytes of the sheet of a lead, as they were recorded: its digest is of these.

    Raises:
        ContentDestroyed, ContentDamaged: as above.
    """
    if decision.sealed_lead is None:
        raise content.ContentDamaged
    return content.open_part(decision.search_request_id, _lead(decision.id), decision.sealed_lead)


def seal_recall(search_request_id: UUID, recall_id: UUID, reason: str) -> bytes:
    """Return why a lead is recalled, sealed."""
    return content.seal_part(search_request_id, _recall(recall_id), reason.encode())


def open_recall(recall: LeadRecall) -> str:
    """Return why a lead was recalled.

    Raises:
        ContentDestroyed: the key is gone.
        ContentDamaged: what is stored does not open.
    """
    opened = content.open_part(recall.search_request_id, _recall(recall.id), recall.sealed_reason)
    with content.readable():
        return opened.decode()


# These bytes never change: stored rows need them.


def _answers(decision_id: UUID) -> str:
    return f"lead-decision-{decision_id}"


def _lead(decision_id: UUID) -> str:
    return f"lead-{decision_id}"


def _recall(recall_id: UUID) -> str:
    return f"lead-recall-{recall_id}"
