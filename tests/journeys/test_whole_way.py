"""The officer at the browser."""

from tests.journeys import asking


def test_the_officer_asks_by_keyboard_and_gets_a_reference(agency, visit):
    officer = visit("officer", keyboard=True)
    address = asking.ask(officer, asking.ENGLISH)
    officer.go(f"{address}/tasks/")
    officer.picture("officer-task-list")
    officer.press("Check your answers")
    officer.picture("officer-check")
    officer.press("declaration")
    officer.picture("officer-declaration")
