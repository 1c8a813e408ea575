"""The part of the tour in which one examiner compares every candidate, blind, and selects nobody."""

from __future__ import annotations

from collections.abc import Callable

from requests_app.trial.tour.pages import Page, UnexpectedPage
from requests_app.trial.tour.person import Person

_COMPARED: dict[str, object] = {
    "compared": "no",
    "not_compared": "other_appearance",
    "why": "Another drawn shape: its corners and its fill are not those of the probe.",
}
_STATEMENT: dict[str, object] = {
    "quality": "A drawn shape, sharp and evenly lit; nothing of it is hidden.",
    "limitations": "A drawing shows no face, so no feature of one can be compared.",
    "selected": "nobody",
    "no_selection": "no_candidate_supported",
}


def examine(
    examiner: Person, reference: str, *, candidate: str, tell: Callable[[str], None]
) -> None:
    """Take the result, review every candidate, conclude, and see ranks and scores only then.

    Args:
        candidate: the matcher's name of one of them; tell: takes each step's line.

    Raises:
        UnexpectedPage: at the first step that does not hold.
    """
    examiner.sign_in()
    offered = examiner.open(examiner.open("/examinations/").link(reference))
    if candidate in offered.words:
        raise UnexpectedPage("a candidate is shown before the result is taken")
    listed = examiner.send("Take this result")
    if "Investigative lead only" not in listed.words:
        raise UnexpectedPage("the examiner's page does not say that this is a lead only")
    _is_blind(listed, candidate)
    examiner.open(f"{listed.url}picture.png")
    count = listed.words.count("Not begun")
    if not count:
        raise UnexpectedPage(f"no candidate is left to compare: {listed.words[:400]}")
    for place in range(1, count + 1):
        _is_blind(examiner.open(f"{listed.url}candidates/{place}/"), "")
        examiner.send("Save this record", dict(_COMPARED))
    _is_blind(examiner.open(f"{listed.url}conclude/"), "")
    read_back = examiner.send("Go on and check it", dict(_STATEMENT))
    _is_blind(read_back, "")
    if str(_COMPARED["why"]) not in read_back.words:
        raise UnexpectedPage(f"the records are not read back: {read_back.words[:600]}")
    done = examiner.send("Record the conclusion")
    if "Your conclusion is recorded" not in done.words:
        raise UnexpectedPage(f"the conclusion was not taken: {done.words[:600]}")
    if candidate not in done.words or "Engine’s own score" not in done.words or "%" in done.words:
        raise UnexpectedPage("ranks and the engine's own scores are not shown after the conclusion")
    tell(
        f"examiner: reviewed {count} candidates in an order of their own, without rank or score, and "
        "selected nobody; ranks and scores were shown afterwards"
    )


def _is_blind(page: Page, candidate: str) -> None:
    if candidate not in page.words:
        raise UnexpectedPage(f"the candidate is not shown: {page.words[:400]}")
    if "Engine’s own score" in page.words or "order of the engine" in page.words:
        raise UnexpectedPage("a rank or a score is shown before the conclusion")
