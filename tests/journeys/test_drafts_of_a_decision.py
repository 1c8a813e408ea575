"""A decision that is half written: the window is closed, or there are no scripts, and it is there again.

The claim is renewed by what the page saves, and the page says until when it then holds.
"""

from __future__ import annotations

from playwright.sync_api import expect

from requests_app.searches.models import Claim
from tests import builders

WORDS = "Who took the second statement, and when was it read back to the witness?"


def test_a_window_that_is_closed_loses_nothing_and_writing_keeps_the_request_in_hand(agency, visit):
    row = builders.submitted(agency)
    address = f"/decisions/supervisor/{row.pk}/"
    supervisor = visit("supervisor")
    supervisor.go(address)
    supervisor.press("Claim this request")
    builders.claim_grows_old(row, minutes_left=4)
    supervisor.go(address)
    notice = supervisor.page.locator("[data-claim-notice]")
    expect(notice).to_contain_text("less than five minutes more")
    supervisor.answer("message", WORDS)
    supervisor.answer("faces", "1")
    expect(supervisor.page.locator("[data-draft-said]")).to_contain_text("Saved at", timeout=15_000)
    expect(notice).to_be_empty()
    assert Claim.objects.get().first_until is not None
    supervisor.answer("lawful_reason", WORDS)
    supervisor.page.goto("about:blank")  # before the page has saved it by itself
    supervisor.page.wait_for_timeout(500)
    again = visit("supervisor")
    again.go(address)
    again.sees("What you had written is in the fields again")
    again.holds("message", WORDS)
    again.holds("lawful_reason", WORDS)
    again.holds("faces", "")  # counted anew


def test_without_scripts_the_button_saves(agency, visit):
    row = builders.submitted(agency)
    address = f"/decisions/supervisor/{row.pk}/"
    supervisor = visit("supervisor", scripts=False, width=320)
    supervisor.go(address)
    supervisor.press("Claim this request")
    supervisor.sees("You have this request in hand until")
    supervisor.answer("message", WORDS)
    supervisor.press("Save and go on later")
    supervisor.sees("What you have written is saved, and nothing was decided.")
    supervisor.go(address)
    supervisor.holds("message", WORDS)
    supervisor.press("Release without deciding")
    supervisor.go(address)
    supervisor.sees("What you had written is kept for you.")
