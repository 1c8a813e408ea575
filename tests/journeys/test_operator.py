"""A search that could not be sent: the operator sees why and puts it back, the officer is told.

No fact of the case may stand on the operator's pages.
"""

from requests_app.searches.states import Status
from tests import builders


def test_a_dead_sending_is_put_back_with_a_reason(agency, visit):
    row = builders.search_request_at(agency, Status.SEARCH_FAILED)

    operator = visit("operator", keyboard=True)
    operator.go("/operations/")
    operator.press(row.reference)
    operator.does_not_see("GO26")
    operator.press("Put it back into the outbox")
    assert operator.page.title().startswith("Error:")
    operator.answer("reason", "The matcher’s certificate was renewed at noon; it answers again.")
    operator.press("Put it back into the outbox")
    operator.sees("Waiting")

    officer = visit("officer", keyboard=True, width=320)
    officer.go("/notices/")
    officer.sees(row.reference)
    officer.sees("New")
    officer.press("Mark all as read")
    officer.go("/notices/")
    officer.does_not_see("New")
