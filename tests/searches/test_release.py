"""What a supervisor has to answer before a lead is released: each part of the description that was locked."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from requests_app.common.errors import BadInput
from requests_app.searches import release
from requests_app.searches.answers import Description
from requests_app.searches.release import Checked, ReleaseAnswers

DESCRIPTION = Description(height="about 1.80 m", marks="a scar over the left eye", build="  ")
REASON = "Both examiners name the same features, and nothing described speaks against it."
WHOLE = ReleaseAnswers(
    outcome="release",
    checked=(
        Checked("height", candidate="1.79 m, by the record of 2024", agrees="matches"),
        Checked("marks", agrees="unknown"),
    ),
    reason=REASON,
)


def problems(**changes: Any) -> dict[str, list[str]]:
    return release.problems_of(dataclasses.replace(WHOLE, **changes), DESCRIPTION)


def with_marks(**said: str) -> tuple[Checked, ...]:
    return (WHOLE.checked[0], Checked("marks", **said))


def test_a_whole_one_lacks_nothing() -> None:
    assert problems() == {}
    assert problems(outcome="withhold") == {}


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"outcome": ""}, {"outcome": ["required"]}),
        ({"outcome": "identify"}, {"outcome": ["required"]}),
        ({"reason": "as above"}, {"reason": ["too_short"]}),
        ({"checked": WHOLE.checked[:1]}, {"marks.agrees": ["required"]}),
        ({"checked": with_marks(agrees="perhaps")}, {"marks.agrees": ["required"]}),
        ({"checked": with_marks(agrees="matches")}, {"marks.candidate": ["required"]}),
        ({"checked": (*WHOLE.checked, Checked("hair", agrees="unknown"))}, {"checked": ["not_described"]}),
        ({"checked": (*WHOLE.checked, Checked("build", agrees="unknown"))}, {"checked": ["not_described"]}),
        ({"checked": (*WHOLE.checked, WHOLE.checked[0])}, {"checked": ["not_described"]}),
    ],
)  # fmt: skip
def test_what_is_missing_is_named(changes: dict[str, Any], found: dict[str, list[str]]) -> None:
    assert problems(**changes) == found


def test_a_contradiction_is_resolved_before_a_lead_is_released_and_not_before_it_is_withheld() -> (
    None
):
    against = with_marks(candidate="no scar in any picture", agrees="contradicts")
    assert problems(checked=against) == {"marks.resolution": ["contradiction_open"]}
    assert problems(checked=against, outcome="withhold") == {}
    resolved = with_marks(
        candidate="no scar in any picture",
        agrees="contradicts",
        resolution="The scar came from a wound of this year, and the picture is of 2019.",
    )
    assert problems(checked=resolved) == {}


def test_nothing_described_leaves_only_the_reason_to_give() -> None:
    empty = ReleaseAnswers(outcome="release", reason=REASON)
    assert release.problems_of(empty, Description()) == {}


def test_it_is_read_back_as_it_was_written_and_nothing_else_is() -> None:
    assert release.decode(release.encode(WHOLE)) == WHOLE
    assert release.digest_of(WHOLE) != release.digest_of(dataclasses.replace(WHOLE, reason="x"))
    for junk in (b"", b"{}x", b'{"outcome":1}', b"[]"):
        with pytest.raises(BadInput):
            release.decode(junk)
