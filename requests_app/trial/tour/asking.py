"""The part of the tour up to a result: a request is filled in, declared, decided, and its result waited for."""

from __future__ import annotations

import datetime as dt
import re
import time
from dataclasses import dataclass

from requests_app.trial.tour import form_answers
from requests_app.trial.tour.pages import Page, UnexpectedPage
from requests_app.trial.tour.person import Person

WITHIN_SECONDS = 90
_REFERENCE = re.compile(r"\b[A-Z]{2,4}-\d{4}-[0-9A-Z-]{4,}\b")


MANY = 15
"""How many candidates are asked for where nothing else is said."""


@dataclass(frozen=True)
class Case:
    """What one request of the tour is about.

    Args:
        number: of the case; today: the date on which it is written; picture: the drawn picture that is searched with.
        means: how many less-intrusive means are named, of those there are.
        candidates: how many are asked for.
    """

    number: str
    today: dt.date
    picture: bytes
    means: int = form_answers.MEANS
    candidates: int = MANY


def draft(officer: Person, case: Case) -> str:
    """Fill in a request from its task list; return its address.

    Raises:
        UnexpectedPage: an answer is not taken.
    """
    officer.open("/requests/new/")
    tasks = officer.send("Start")
    request = tasks.url.partition("/tasks/")[0] + "/"
    means = form_answers.means(case.today)[: case.means]
    for kind, rows in (("facts", form_answers.FACTS), ("means", means)):
        for row in rows:
            page = officer.open(f"{request}rows/{kind}/add/")
            _no_errors(officer.send("Save", dict(row)), before=page)
    pages = form_answers.pages(
        case_number=case.number, today=case.today, candidates=case.candidates
    )
    for slug, typed in pages.items():
        if slug == "image-source":
            _upload(officer, request, case.picture)
        page = officer.open(f"{request}questions/{slug}/")
        _no_errors(officer.send("Save and continue", dict(typed)), before=page)
    return request


def _upload(officer: Person, request: str, picture: bytes) -> None:
    officer.open(f"{request}questions/image/")
    page = officer.send("Upload the image", file=("image", "frame 1807.jpg", picture, "image/jpeg"))
    if "The image was taken in" not in page.words:
        raise UnexpectedPage(f"the picture was not taken in: {page.words[:300]}")


def open_declaration(officer: Person, request: str) -> Page:
    """Read what the rules say of a request, and go on to the declaration."""
    officer.open(f"{request}check/")
    return officer.follow("Continue to the declaration")


def declare(officer: Person) -> Page:
    """Make every statement, mark every warning that the page asks to be read, and press the button."""
    form = officer.page.form_with("Declare and submit")
    boxes: form_answers.Answers = {
        name: sorted(form.offered[name])
        for name in ("attestations", "acknowledged")
        if name in form.offered
    }
    return officer.send("Declare and submit", boxes)


def submit(officer: Person, request: str) -> str:
    """Go on to the declaration and make it; return the reference number of the request.

    Raises:
        UnexpectedPage: it was not submitted.
    """
    open_declaration(officer, request)
    return reference_in(declare(officer))


def reference_in(page: Page) -> str:
    """The reference number on the page that says that a request was submitted.

    Raises:
        UnexpectedPage: it is another page.
    """
    found = _REFERENCE.search(page.words) if "/submitted/" in page.url else None
    if found is None:
        raise UnexpectedPage(f"no reference number: {page.url}: {page.words[:400]}")
    return found.group()


def claim(supervisor: Person, reference: str) -> str:
    """Find a request in the queue and claim it; return the address of its decision page."""
    queue = supervisor.open("/decisions/")
    supervisor.open(queue.link(reference))
    return supervisor.send("Claim this request").url


def approve(supervisor: Person, page: str) -> None:
    """Open the picture of a claimed request, answer each test, and approve it.

    Args:
        page: the address of its decision page.

    Raises:
        UnexpectedPage: the approval was not taken.
    """
    for image in supervisor.open(supervisor.open(page).link("Open the picture")).images:
        supervisor.open(image)
    supervisor.open(page)
    supervisor.send("Approve this search", reasons())
    done = supervisor.send("Record this approval")
    if "/done/" not in done.url:
        raise UnexpectedPage(f"the approval was not taken: {done.words[:600]}")


def reasons() -> form_answers.Answers:
    """What a supervisor answers to each test."""
    return form_answers.decision(words="In my own words: file 2214 bears this out as it stands")


def wait_for_the_result(officer: Person, request: str) -> None:
    """Open the page of a request until its result has come.

    Raises:
        UnexpectedPage: it does not come.
    """
    end = time.monotonic() + WITHIN_SECONDS
    while time.monotonic() < end:
        if "awaiting examination" in officer.open(request).words:
            return
        time.sleep(0.5)
    raise UnexpectedPage(f"no result within {WITHIN_SECONDS} s: {officer.page.words[:400]}")


def _no_errors(page: Page, *, before: Page) -> None:
    if "There is a problem" in page.words:
        words = page.words.partition("There is a problem")[2][:300]
        raise UnexpectedPage(f"{before.url}: {words}")
