"""The part of the tour in which examiners differ and a third one decides, a report is overdue, and a search brings no lead."""

from __future__ import annotations

from collections.abc import Callable

from requests_app.trial.tour import asking, examining, following_up
from requests_app.trial.tour.pages import UnexpectedPage
from requests_app.trial.tour.person import Person

_DAYS = 31
"""One more than the days after which the first report on a lead is due."""


def walk(
    officer: Person,
    person: Callable[[str], Person],
    request: str,
    reference: str,
    *,
    case: asking.Case,
    days_pass: Callable[[str, int], None],
    tell: Callable[[str], None],
) -> str:
    """Take a submitted request to a lead over which examiners differed, owe its report, and end another without a lead.

    Args:
        officer: who asked, signed in; person: makes a person by user name.
        request: the address of the submitted request; reference: of it.
        case: of the search that brings no lead.
        days_pass: lets the release of a lead have been so many days ago; tell: takes each step's line.

    Returns:
        the reference of the request that ended without a lead.

    Raises:
        UnexpectedPage: at the first step that does not hold.
    """
    _search(officer, person, request, reference)
    selected = _examine(person, "examiner", reference, "", tell)
    if selected is None:
        raise UnexpectedPage("nobody was selected")
    _examine(person, "examiner4", reference, None, tell)
    _is_not_for_release(person, reference)
    tell("supervisor: two examiners differ, so there is no lead to release")
    _examine(person, "examiner3", reference, selected.picture, tell, called="third examiner")
    with person("supervisor") as supervisor:
        examining.release(supervisor, reference, wanted=selected.name, tell=tell)
    days_pass(reference, _DAYS)
    tell(f"{_DAYS} days pass: the tour moves the dates of the release in its own database")
    second = asking.draft(officer, case)
    _is_stopped_by_the_report(officer, request, second, reference)
    tell("sergeant: owes the report on that lead, and cannot submit another request before it")
    following_up.report_the_end(officer, request, today=case.today, earlier=False)
    reference = asking.submit(officer, second)
    tell("sergeant: recorded the report, and submitted the request")
    _search(officer, person, second, reference)
    for name in ("examiner", "examiner4"):
        _examine(person, name, reference, None, tell)
    _reads_that_there_is_none(officer, second)
    tell("sergeant: reads that the search brought no lead, a result like any other")
    return reference


def _search(officer: Person, person: Callable[[str], Person], request: str, reference: str) -> None:
    with person("supervisor") as supervisor:
        supervisor.sign_in()
        asking.approve(supervisor, asking.claim(supervisor, reference))
    asking.wait_for_the_result(officer, request)


def _examine(
    person: Callable[[str], Person],
    name: str,
    reference: str,
    wanted: str | None,
    tell: Callable[[str], None],
    *,
    called: str = "examiner",
) -> examining.Selected | None:
    with person(name) as examiner:
        return examining.examine(examiner, reference, wanted=wanted, tell=tell, called=called)


def _is_not_for_release(person: Callable[[str], Person], reference: str) -> None:
    with person("supervisor") as supervisor:
        supervisor.sign_in()
        if reference in supervisor.open("/decisions/leads/").words:
            raise UnexpectedPage("a lead on which two examiners differ is offered for release")


def _is_stopped_by_the_report(officer: Person, request: str, second: str, reference: str) -> None:
    if "Overdue since" not in officer.open(request).words:
        raise UnexpectedPage(f"not told that the report is overdue: {officer.page.words[:400]}")
    asking.open_declaration(officer, second)
    told = asking.declare(officer)
    if "/submitted/" in told.url or reference not in told.words:
        raise UnexpectedPage(f"not told which report is owed: {told.words[:400]}")


def _reads_that_there_is_none(officer: Person, request: str) -> None:
    page = officer.open(request)
    if "The search brought no lead" not in page.words or examining.CANDIDATE in page.words:
        raise UnexpectedPage(f"the end without a lead is not told: {page.words[:400]}")
