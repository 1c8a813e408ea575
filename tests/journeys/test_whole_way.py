"""From the officer's first page to the auditor's export, at the browser and before the real matcher.

Once in each language by keyboard alone, once on a telephone's width without any script.
"""

from __future__ import annotations

import re

from requests_app.searches.models import SearchRequest
from tests.journeys import asking, onward

THE_WAY = (
    "search.drafted",
    "search.submitted",
    "search.claimed",
    "probe.viewed",
    "search.approved",
    "search.grant_issued",
    "search.result_received",
    "candidates.viewed",
    "exam.started",
    "exam.concluded",
    "candidates.revealed",
    "content.opened",
)


def _request_at(address: str) -> SearchRequest:
    return SearchRequest.objects.get(pk=address.split("/")[2])


def _onward(agency, visit, address, words, **window) -> None:
    """Decide, send, examine and audit; then the officer is told, and sees no candidate."""
    row = _request_at(address)
    onward.decide(visit("supervisor", **window), words, row)
    onward.send(row)
    onward.examine(agency, visit("examiner", **window), words, row)
    codes = onward.audit(visit("auditor", **window), words, row)
    missing = set(THE_WAY) - set(codes)
    assert not missing, f"not in the export: {missing}; there are {sorted(set(codes))}"


def test_by_keyboard_in_english(agency, matcher, visit):
    officer = visit("officer", keyboard=True)
    address = asking.start(officer, asking.ENGLISH)
    asking.fill_everything(officer, asking.ENGLISH, address)
    asking.check_and_submit(officer, asking.ENGLISH, address)
    _onward(agency, visit, address, asking.ENGLISH, keyboard=True)
    officer.go(f"{address}/")
    officer.sees(asking.ENGLISH.awaiting_examination)
    assert not re.search(r"Candidate \d|\bRank\b", officer.page.locator("main").inner_text())


def test_by_keyboard_in_french_from_the_language_toggle(agency, matcher, visit):
    officer = visit("officer", keyboard=True)
    address = asking.start(officer, asking.ENGLISH)
    officer.go(f"{address}/questions/case/")
    officer.answer("case_number", "2026-0")
    before = officer.page.url
    officer.switch_language("Français")
    assert officer.page.url == before, "the toggle left the page"
    officer.holds("case_number", "2026-0")
    asking.fill_everything(officer, asking.FRENCH, address)
    asking.check_and_submit(officer, asking.FRENCH, address)
    _onward(agency, visit, address, asking.FRENCH, keyboard=True, language="fr")
    officer.go(f"{address}/")
    officer.sees(asking.FRENCH.awaiting_examination)


def test_at_320_pixels_without_scripts(agency, matcher, visit):
    officer = visit("officer", width=320, scripts=False)
    address = asking.start(officer, asking.ENGLISH)
    asking.fill_everything(officer, asking.ENGLISH, address)
    asking.check_and_submit(officer, asking.ENGLISH, address)
    _onward(agency, visit, address, asking.ENGLISH, width=320, scripts=False)
    officer.go(f"{address}/")
    officer.sees(asking.ENGLISH.awaiting_examination)
