"""The part of the tour after a release: passed on, a step stopped and let go on, reported, recalled."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable

from requests_app.trial.tour.pages import UnexpectedPage
from requests_app.trial.tour.person import Person

_WORDS = "The harbour office’s own gate log was read, without anything from the search."
_PASSED_ON: dict[str, object] = {
    "recipient": "other_unit",
    "name": "Sergeant of the harbour watch",
    "why": "They keep the gate log of the quay, which has to be read for that evening.",
}
_PUT_RIGHT = "The patrol was told on the same day, and its sergeant read the sheet with them."
_DUTIES = 5
"""Of a step in spite of a stop, on a lead that was recalled: to find out why, and to tell those who got the lead, the
prosecutor, the superior and, where it must be told, the commissioner."""
_PLAN: dict[str, object] = {"step": "arrest", "words": "An arrest at the quay, on this lead."}


def save(officer: Person, lead: str, tell: Callable[[str], None]) -> str:
    """Save the sheet of a lead as PDF/A; return the SHA-256 of the file, which the log must hold.

    Args:
        lead: the address of the sheet; tell: takes each step's line.

    Raises:
        UnexpectedPage: it is no PDF/A.
    """
    officer.open(lead)
    officer.send("Save as PDF/A")
    if not officer.raw.startswith(b"%PDF-") or b"pdfaid:part" not in officer.raw:
        raise UnexpectedPage("the sheet of the lead was not saved as PDF/A")
    tell(f"officer: saves the sheet as PDF/A, {len(officer.raw):,} bytes; the log has its digest")
    return hashlib.sha256(officer.raw).hexdigest()


def follow_up(
    officer: Person, request: str, *, today: dt.date, tell: Callable[[str], None]
) -> None:
    """Pass the lead on, be stopped at an arrest on it alone, report independent evidence, and go on.

    Args:
        request: the address of the request; today: the agency's day; tell: takes each step's line.

    Raises:
        UnexpectedPage: at the first step that does not hold.
    """
    outcome = officer.open(officer.open(request).link("What came of the lead"))
    officer.open(outcome.link("Record to whom it was passed on"))
    _expect(officer, "Record it", {**_PASSED_ON, **_day("passed_on", today)}, "harbour watch")
    plan = f"{outcome.url}plan/"
    officer.open(plan)
    _expect(officer, "Ask whether it is stopped", _PLAN, "This step is stopped: do not take it.")
    tell(
        "officer: passed the lead on; an arrest planned on the lead alone is stopped, and recorded"
    )
    officer.open(f"{outcome.url}report/")
    _expect(officer, "Record it", _report(today), "The report is recorded.")
    officer.open(plan)
    _expect(officer, "Ask whether it is stopped", _PLAN, "Countersign does not stop this step.")
    tell("officer: reported what was found without the search; the same step may go on now")


def recall(
    supervisor: Person, officer: Person, request: str, *, tell: Callable[[str], None]
) -> None:
    """Recall the lead; the officer is told on every page of it, and no step goes on any more.

    Args:
        request: the address of the request; tell: takes each step's line.

    Raises:
        UnexpectedPage: at the first step that does not hold.
    """
    number = re.sub(r".*/requests/([^/]+)/.*", r"\1", request)
    supervisor.open(f"/decisions/leads/{number}/recall/")
    _expect(
        supervisor,
        "Recall the lead",
        {"ground": "error_found", "reason": "The gallery’s entry of this person was mixed up."},
        "The lead is recalled.",
    )
    for page in ("", "lead/", "outcome/"):
        if "Do not act on it" not in officer.open(f"{request}{page}").words:
            raise UnexpectedPage(f"the recall is not told: {officer.page.words[:400]}")
    officer.open(f"{request}outcome/plan/")
    _expect(officer, "Ask whether it is stopped", _PLAN, "This step is stopped: do not take it.")
    tell("supervisor: recalled the lead; every page of it says so, and the same step is stopped")


def incident(
    officer: Person,
    released_by: Person,
    looks_into: Person,
    request: str,
    *,
    reference: str,
    today: dt.date,
    tell: Callable[[str], None],
) -> None:
    """Report an arrest on the recalled lead: it opens an incident, which somebody who had no part in it closes.

    Args:
        released_by: who released the lead, and so does not look into it; looks_into: a decider of the unit who does.
        request: the address of the request; reference: of it; today: the agency's day; tell: takes each step's line.

    Raises:
        UnexpectedPage: at the first step that does not hold.
    """
    officer.open(f"{request}outcome/report/")
    arrested = {"taken": ["arrest"], **_day("arrest_on", today), "earlier_holds": "yes"}
    _expect(officer, "Record it", _report(today) | arrested, "an incident was opened")
    way = looks_into.open("/decisions/incidents/").link(reference)
    if "You had a part in it" not in released_by.open(way).words:
        raise UnexpectedPage("whoever released the lead is not told that another looks into it")
    looks_into.open(way)
    _expect(looks_into, "Look into this incident", {}, "You are now looking into this incident.")
    tell("officer: reported an arrest on the recalled lead; an incident is opened, and taken")
    answers: dict[str, object] = {"ended": "put_right", "reason": _PUT_RIGHT}
    for duty in range(_DUTIES):
        answers |= {f"answers_{duty}_became": "done", f"answers_{duty}_words": _PUT_RIGHT}
        answers |= _day(f"answers_{duty}_done_on", today)
    _expect(looks_into, "Close the incident", answers, "The incident is closed.")
    tell("privacy officer: saw its duties done, and closed it; the content has a time again")


def close(officer: Person, request: str, *, today: dt.date, tell: Callable[[str], None]) -> None:
    """Report how the matter ended, see until when the content is kept, and close the request.

    Args:
        request: the address of the request; today: the agency's day; tell: takes each step's line.

    Raises:
        UnexpectedPage: at the first step that does not hold.
    """
    if "no report says how the matter ended" not in officer.open(f"{request}outcome/close/").words:
        raise UnexpectedPage(f"not told that a report is owed: {officer.page.words[:400]}")
    report_the_end(officer, request, today=today, earlier=True)
    page = officer.open(f"{request}outcome/close/")
    if "The content is destroyed" not in page.words:
        raise UnexpectedPage(f"not told when the content is destroyed: {page.words[:400]}")
    _expect(officer, "Close the request", {}, "The request is closed.")
    tell("officer: reported how it ended, read what is destroyed when, and closed the request")


def report_the_end(officer: Person, request: str, *, today: dt.date, earlier: bool) -> None:
    """Report that the lead led to nobody.

    Args:
        earlier: whether something was reported before, which then has to be said to hold.
    """
    officer.open(f"{request}outcome/report/")
    ended: dict[str, object] = {"disposition": "lead_discarded"}
    ended |= {"earlier_holds": "yes"} if earlier else {}
    _expect(officer, "Record it", _report(today) | ended, "The report is recorded.")


def _report(today: dt.date) -> dict[str, object]:
    return {
        "words": _WORDS,
        "whereabouts": "possible",
        "whereabouts_how": _WORDS,
        "taken": ["none"],
        "line_up_held": "no",
        "warrant_sought": "no",
        **_day("whereabouts_on", today),
        "disposition": "open",
        "corroborations_0_kind": "document",
        "corroborations_0_source": _WORDS,
        "corroborations_0_supports": "yes",
        "corroborations_0_is_independent": "yes",
        "corroborations_0_from_line_up": "no",
        **_day("corroborations_0_found_on", today),
    }


def _day(name: str, on: dt.date) -> dict[str, object]:
    parts = zip(("day", "month", "year"), (on.day, on.month, on.year), strict=True)
    return {f"{name}_{part}": str(value) for part, value in parts}


def _expect(who: Person, button: str, answers: dict[str, object], told: str) -> None:
    page = who.send(button, answers)
    if told not in page.words:
        raise UnexpectedPage(f"{who.username}: not told “{told}”: {page.words[:600]}")
