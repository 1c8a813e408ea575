"""The officer at the browser."""

from tests import builders


def test_the_officer_sees_what_is_theirs(agency, visit):
    builders.drafted(agency)
    builders.submitted(agency)
    officer = visit("officer")
    officer.go("/requests/")
    officer.picture("officer-requests")
    officer.press("CS-2026-")
    officer.picture("officer-one")
