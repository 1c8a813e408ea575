"""A record on paper: what it is, who printed it and when stand on it, and nothing to press is left.

Held in the print view of the browser.
"""

from playwright.sync_api import expect

from requests_app.searches.states import Status
from tests import builders


def test_the_record_prints_as_a_clean_exhibit(agency, visit):
    row = builders.search_request_at(agency, Status.REFUSED)
    auditor = visit("auditor", keyboard=True)
    auditor.go(f"/audit/requests/{row.pk}/")
    auditor.press("Make a paper exhibit")
    auditor.page.emulate_media(media="print")
    auditor.picture("exhibit-on-paper")
    for words in (
        row.reference,
        "Printed by Leona Strathmore",
        "Refused",
        "This printing is event",
    ):
        auditor.sees(words)
    for what in ("button", "nav", ".govuk-skip-link"):
        for each in auditor.page.locator(what).all():
            expect(each).not_to_be_visible()
    assert auditor.page.pdf(format="Letter").startswith(b"%PDF")
