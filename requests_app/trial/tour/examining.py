"""The part of the tour in which an examiner compares every candidate, blind, and a supervisor releases the lead."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable
from dataclasses import dataclass

from requests_app.trial.tour.pages import Page, UnexpectedPage
from requests_app.trial.tour.person import Person

WITHIN_SECONDS = 90
CANDIDATE = "SYN-"
"""How the demonstration matcher's numbers of people begin."""
_COMPARED: dict[str, object] = {
    "compared": "no",
    "not_compared": "other_appearance",
    "why": "Another drawn shape: its corners and its fill are not those of the probe.",
}
_LIKE: dict[str, object] = {
    "compared": "yes",
    "made_at": "The two screens of the examination room",
    "feature_outline": "similar",
    "similarities": "The same drawn shapes, in the same order and of the same colours.",
    "conclusion": "support",
}
_STATEMENT: dict[str, object] = {
    "quality": "A drawn shape, sharp and evenly lit; nothing of it is hidden.",
    "limitations": "A drawing shows no face, so no feature of one can be compared.",
}
_REASON = "Both examiners name the same shapes, and nothing that was described speaks against it."


@dataclass(frozen=True)
class Selected:
    """The candidate whom an examiner selected: the SHA-256 of their picture as it is shown, and the matcher's name."""

    picture: str
    name: str


def examine(
    examiner: Person,
    reference: str,
    *,
    wanted: str | None,
    tell: Callable[[str], None],
    called: str = "examiner",
) -> Selected | None:
    """Take the result, review every candidate by their pictures, conclude, and see names, ranks and scores only then.

    Args:
        wanted: the SHA-256 of the picture of the one who is selected; empty for the first one, None for nobody.
        tell: takes each step's line; called: who does it, in that line.

    Returns:
        the one who was selected, or None.

    Raises:
        UnexpectedPage: at the first step that does not hold.
    """
    examiner.sign_in()
    offered = examiner.open(examiner.open("/examinations/").link(reference))
    if CANDIDATE in offered.words:
        raise UnexpectedPage("a candidate is shown before the result is taken")
    listed = examiner.send("Take this result")
    if "Investigative lead only" not in listed.words:
        raise UnexpectedPage("the examiner's page does not say that this is a lead only")
    _is_blind(listed)
    examiner.open(f"{listed.url}picture.png")
    count = listed.words.count("Not begun")
    if not count:
        raise UnexpectedPage(f"no candidate is left to compare: {listed.words[:400]}")
    selected = 0
    for place in range(1, count + 1):
        page, picture = _with_its_picture(examiner, f"{listed.url}candidates/{place}/")
        _is_blind(page)
        wanted = picture if wanted == "" else wanted
        selected = place if picture == wanted else selected
        examiner.send("Save this record", _like(page) if picture == wanted else dict(_COMPARED))
    _is_blind(examiner.open(f"{listed.url}conclude/"))
    answer = (
        {"selected": str(selected)}
        if selected
        else {"selected": "nobody", "no_selection": "no_candidate_supported"}
    )
    read_back = examiner.send("Go on and check it", {**_STATEMENT, **answer})
    _is_blind(read_back)
    if str(_COMPARED["why"]) not in read_back.words:
        raise UnexpectedPage(f"the records are not read back: {read_back.words[:600]}")
    done = examiner.send("Record the conclusion")
    if "Your conclusion is recorded" not in done.words:
        raise UnexpectedPage(f"the conclusion was not taken: {done.words[:600]}")
    if CANDIDATE not in done.words or "Engine’s own score" not in done.words or "%" in done.words:
        raise UnexpectedPage("ranks and the engine's own scores are not shown after the conclusion")
    tell(
        f"{called}: reviewed {count} candidates in an order of their own, without name, rank or score, and "
        f"selected {'one' if selected else 'nobody'}; all three were shown afterwards"
    )
    if not selected or wanted is None:
        return None
    return Selected(wanted, _name_in(examiner.open(f"{listed.url}candidates/{selected}/")))


def _like(page: Page) -> dict[str, object]:
    """What is typed of the candidate who is selected; the matcher's own date of their picture is kept."""
    is_dated = any(page.form_with("Save this record").values.get("picture_taken_on_day", []))
    return dict(_LIKE) if is_dated else {**_LIKE, "date_unknown": "on"}


def _with_its_picture(examiner: Person, address: str) -> tuple[Page, str]:
    """Open the page of a candidate once their picture has come, and the pictures on it; with the SHA-256 of theirs."""
    end = time.monotonic() + WITHIN_SECONDS
    page = examiner.open(address)
    while "is being fetched" in page.words:
        if time.monotonic() > end:
            raise UnexpectedPage(f"the picture does not come: {page.words[:400]}")
        time.sleep(0.3)
        page = examiner.open(address)
    digest = ""
    for image in page.images:
        examiner.open(image)
        if "/candidates/" in image:
            digest = hashlib.sha256(examiner.raw).hexdigest()
    if not digest:
        raise UnexpectedPage(f"the candidate's picture is not shown: {page.words[:400]}")
    return examiner.open(address), digest


def _name_in(page: Page) -> str:
    found = re.search(rf"{re.escape(CANDIDATE)}\w+", page.words)
    if found is None:
        raise UnexpectedPage(f"the candidate is not named: {page.words[:400]}")
    return found.group()


def _is_blind(page: Page) -> None:
    for word in (CANDIDATE, "Engine’s own score", "order of the engine"):
        if word in page.words:
            raise UnexpectedPage(f"“{word}” is shown before the conclusion")


def release(
    supervisor: Person, reference: str, *, wanted: str, tell: Callable[[str], None]
) -> None:
    """Find the lead in the list, open both pictures, answer for each part of the description, release it.

    Args:
        wanted: the matcher's name of the candidate; tell: takes each step's line.

    Raises:
        UnexpectedPage: at the first step that does not hold.
    """
    supervisor.sign_in()
    page = supervisor.open(supervisor.open("/decisions/leads/").link(reference))
    if wanted not in page.words or "own score" in page.words:
        raise UnexpectedPage(f"the lead is not shown as it should be: {page.words[:600]}")
    form = page.form_with("Record the decision")
    parts = [name for name in form.offered if name.endswith("_agrees")]
    typed: dict[str, object] = {
        **dict.fromkeys(parts, "unknown"),
        "decision": "release",
        "reason": _REASON,
    }
    unseen = supervisor.send("Record the decision", typed, expect=400)
    if "Open both pictures" not in unseen.words:
        raise UnexpectedPage("a lead was released by somebody who had not opened the pictures")
    for image in page.images:
        supervisor.open(image)
    supervisor.open(page.url)
    done = supervisor.send("Record the decision", typed)
    if "is released" not in done.words:
        raise UnexpectedPage(f"the release was not taken: {done.words[:600]}")
    tell(
        f"supervisor: held the description against the candidate in {len(parts)} points, and released the lead; "
        "without opening the pictures that is refused"
    )
