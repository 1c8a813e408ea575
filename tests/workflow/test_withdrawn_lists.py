"""From the list of a gallery that was switched off nobody is selected and no lead is released; nothing written is lost.

Must go through use cases and pages; who switches a gallery off is the registry's to say.
"""

from __future__ import annotations

from typing import Any

import pytest

from requests_app.common.errors import PreconditionFailed
from requests_app.searches.models import Conclusion, LeadDecision, SearchRequest
from requests_app.workflow import release
from tests import examiners, leads, matchers
from tests.builders import InventedAgency
from tests.signed_in import browser
from tests.support import sql
from tests.web.supervisor.test_leads import filled, opened

OFF = {
    "the gallery is not on offer": (
        "UPDATE registry_gallery SET allow_listed = false",
        "UPDATE registry_gallery SET allow_listed = true",
    ),
    "its matcher is off": (
        "UPDATE registry_matcher SET is_active = false",
        "UPDATE registry_matcher SET is_active = true",
    ),
}


@pytest.fixture
def prepare() -> Any:
    return matchers.one_result


@pytest.fixture
def row(agency: InventedAgency) -> SearchRequest:
    found: SearchRequest = SearchRequest.objects.get(pk=agency.prepared.pk)
    return found


@pytest.mark.parametrize("which", OFF)
@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("en", "is switched off or was found unlawful"),
        ("fr", "est hors service ou a été jugée illicite"),
    ],
)
def test_nobody_is_selected_from_it_and_what_was_written_stays(
    agency: InventedAgency, row: SearchRequest, which: str, language: str, says: str
) -> None:
    off, on_again = OFF[which]
    examiners.took(agency, "examiner", row)
    examiners.wrote(agency, "examiner", row, examiners.record_of(1, row.result.candidate_count))
    sql("owner", off)
    with pytest.raises(PreconditionFailed) as refused:
        examiners.concluded_saved(agency, "examiner", row)
    assert refused.value.reason == "list_withdrawn"
    client = browser(agency, "examiner", language=language)
    told = client.get(f"/examinations/{row.pk}/conclude/check/", follow=True)
    assert told.redirect_chain[-1][0].endswith("/conclude/")
    assert says in told.content.decode()
    assert examiners.STATEMENT.quality in told.content.decode()
    assert not Conclusion.objects.exists()
    sql("owner", on_again)
    assert examiners.concluded_saved(agency, "examiner", row).selected_position == 1


@pytest.mark.parametrize("which", OFF)
def test_selecting_nobody_stays_possible(
    agency: InventedAgency, row: SearchRequest, which: str
) -> None:
    sql("owner", OFF[which][0])
    for who in ("examiner", "examiner3"):
        examiners.concluded(agency, who, row, selected=None)
    row.refresh_from_db()
    assert row.status == "NO_LEAD"


@pytest.mark.parametrize("which", OFF)
def test_no_lead_is_released_from_it_and_the_page_says_so_before(
    agency: InventedAgency, row: SearchRequest, which: str
) -> None:
    leads.agreed(agency, row)
    sql("owner", OFF[which][0])
    page = leads.opened(agency, "supervisor2", row)
    with pytest.raises(PreconditionFailed) as refused:
        release.decide_on_lead(
            actor=agency.actor("supervisor2", "supervisor"),
            search_request_id=row.pk,
            reading_id=page.reading_id,
            answers=leads.answers(page),
            rules_read=page.rules_read,
        )
    assert refused.value.reason == "list_withdrawn"
    client = browser(agency, "supervisor2")
    text = opened(client, row)
    assert "The list of this lead is withdrawn" in text
    told = client.post(f"/decisions/leads/{row.pk}/", filled(text))
    assert told.status_code == 400
    assert "no lead of it is released" in told.content.decode()
    assert not LeadDecision.objects.exists()
    assert leads.decided(agency, row, "withhold").outcome == "withhold"


def test_a_lead_whose_content_is_destroyed_is_not_released(
    agency: InventedAgency, row: SearchRequest
) -> None:
    leads.agreed(agency, row)
    page = leads.opened(agency, "supervisor2", row)
    with examiners.past_the_guards("searches_searchrequest") as administrator:
        administrator.execute(
            "UPDATE searches_searchrequest SET content_destroyed_at = now() WHERE id = %s", [row.pk]
        )
    with pytest.raises(PreconditionFailed) as refused:
        release.decide_on_lead(
            actor=agency.actor("supervisor2", "supervisor"),
            search_request_id=row.pk,
            reading_id=page.reading_id,
            answers=leads.answers(page),
            rules_read=page.rules_read,
        )
    assert refused.value.reason == "content_destroyed"
    assert not LeadDecision.objects.exists()
