"""From the candidate on whom two examiners agree to the closed request and its disclosure pack, by keyboard alone.

Once in each language; the second way goes by a recall and an incident.
"""

from __future__ import annotations

from typing import Any

import pytest

from requests_app.searches.models import Incident, SearchRequest
from requests_app.searches.states import Status
from tests import leads, matchers
from tests.builders import InventedAgency
from tests.journeys import afterwards
from tests.journeys.afterwards import ENGLISH, FRENCH, Words

BOTH = pytest.mark.parametrize("words", [ENGLISH, FRENCH], ids=["en", "fr"])


@pytest.fixture
def prepare() -> Any:
    return agreed


def agreed(agency: InventedAgency) -> SearchRequest:
    row = matchers.one_result(agency)
    leads.agreed(agency, row)
    return row


def now(row: SearchRequest) -> SearchRequest:
    return SearchRequest.objects.get(pk=row.pk)


@BOTH
def test_a_lead_is_released_followed_closed_and_disclosed(agency, visit, words: Words) -> None:
    row, how = agency.prepared, {"keyboard": True, "language": words.language}
    afterwards.release(visit("supervisor2", **how), words, row)
    officer = visit("officer", **how)
    assert afterwards.read_and_save(officer, words, row).startswith(b"%PDF-")
    afterwards.pass_on(officer, words, row)
    afterwards.plan_on_the_lead_alone(officer, words, row)
    afterwards.report(officer, words, row, "excluded")
    afterwards.close(officer, words, row)
    assert now(row).status == Status.CLOSED
    parts = afterwards.disclose(visit("privacy", **how), words, row)
    assert {"lead/sheet.json", "lead/decision.json", "outcome/1.json"} <= parts


@BOTH
def test_a_lead_is_recalled_and_an_incident_looked_into(agency, visit, words: Words) -> None:
    row, how = agency.prepared, {"keyboard": True, "language": words.language}
    leads.decided(agency, row)
    afterwards.recall(visit("privacy", **how), words, row)
    officer = visit("officer", **how)
    officer.go(f"/requests/{row.pk}/")
    officer.sees(words.recalled)
    afterwards.open_an_incident(visit("supervisor2", **how), words, row)
    afterwards.look_into_and_close(visit("sergeant", **how), words, row)
    assert Incident.objects.get(search_request=row).closed_at is not None
