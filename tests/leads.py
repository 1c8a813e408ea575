"""What supervisors do with a result on whose candidate two examiners agree, for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from requests_app.searches.models import LeadDecision, SearchRequest
from requests_app.searches.release import Checked, ReleaseAnswers
from requests_app.workflow import recall, release
from requests_app.workflow.reading import pictures, release_page
from requests_app.workflow.reading.candidate_pictures import open_candidate_picture
from requests_app.workflow.reading.release_page import ReleasePage
from tests import examiners

if TYPE_CHECKING:
    from tests.builders import InventedAgency

REASON = "Both examiners name the same fold of the ear, and nothing described speaks against it."


def agreed(agency: InventedAgency, row: SearchRequest, *, selected: int = 1) -> None:
    """Let two examiners select the same candidate."""
    for who in ("examiner", "examiner3"):
        examiners.concluded(agency, who, row, selected=selected)


def agreed_with_pictures(agency: InventedAgency, *, selected: int | None = 2) -> SearchRequest:
    """A result whose candidates' pictures are here, on one of which, or on none, two examiners agree."""
    row = examiners.with_pictures(agency, "examiner")
    for who in ("examiner", "examiner3"):
        actor = agency.actor(who)
        if who != "examiner":
            examiners.took(agency, who, row)
        for place in range(1, row.result.candidate_count + 1):
            open_candidate_picture(actor=actor, search_request_id=row.pk, place=place)
        examiners.wrote(agency, who, row, examiners.record_of(selected, row.result.candidate_count))
        examiners.concluded_saved(agency, who, row)
    return row


def opened(agency: InventedAgency, who: str, row: SearchRequest) -> ReleasePage:
    """Let a supervisor open the page of a lead and the pictures on it."""
    actor = agency.actor(who, "supervisor")
    page = release_page.open_release_page(actor=actor, search_request_id=row.pk)
    pictures.open_probe(actor=actor, search_request_id=row.pk)
    if page.picture.is_here:
        release_page.open_lead_picture(actor=actor, search_request_id=row.pk)
    return page


def answers(page: ReleasePage, outcome: str = "release", reason: str = REASON) -> ReleaseAnswers:
    """A supervisor's whole answers: each part that was described matches."""
    return ReleaseAnswers(
        outcome=outcome,
        checked=tuple(
            Checked(name, candidate=f"The record says: {words}", agrees="matches")
            for name, words in page.described.items()
        ),
        reason=reason,
    )


def decided(
    agency: InventedAgency, row: SearchRequest, outcome: str = "release", *, by: str = "supervisor2"
) -> LeadDecision:
    """Let a supervisor open a lead and decide on it."""
    page = opened(agency, by, row)
    return release.decide_on_lead(
        rules_read=page.rules_read,
        actor=agency.actor(by, "supervisor"),
        search_request_id=row.pk,
        reading_id=page.reading_id,
        answers=answers(page, outcome),
    )


def recalled(agency: InventedAgency, row: SearchRequest, *, by: str = "supervisor") -> None:
    """Let a supervisor recall the lead of a request."""
    recall.recall_lead(
        actor=agency.actor(by, "supervisor"),
        search_request_id=row.pk,
        ground="error_found",
        reason="An error was found in the gallery's entry of this person.",
    )
