"""Duties of an incident by what was found, and what keeps it from being opened or closed."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from requests_app.common.errors import BadInput
from requests_app.searches import incident
from requests_app.searches.incident import Answer, Closing, Opening
from requests_app.searches.outcome import Flaw

TODAY = dt.date(2026, 12, 1)
WORDS = "The officer had not read the sheet, and knows it by now."
# Stated by hand: what each finding demands beside finding out why.
DEMANDS = """
nothing_independent   tell_prosecutor tell_superior
whereabouts_unchecked tell_superior
was_elsewhere         recall_lead tell_person correct_records tell_recipients tell_prosecutor tell_superior tell_commissioner
speaks_against        tell_prosecutor tell_superior
damaged
stopped_by_rule
rules_unjudged
despite_stop          tell_prosecutor tell_superior
given_up              tell_superior
before_release        tell_superior tell_commissioner
recalled              tell_recipients tell_prosecutor tell_superior tell_commissioner
expired               tell_prosecutor tell_superior tell_commissioner
same_picture          tell_prosecutor
not_blind             tell_prosecutor
witness_did_not_see   tell_prosecutor
witness_told          tell_prosecutor
undisclosed           tell_judge tell_prosecutor
misidentified         recall_lead tell_person correct_records tell_recipients tell_prosecutor tell_superior tell_commissioner
"""
DEMANDED = {flaw: set(duties) for flaw, *duties in map(str.split, DEMANDS.strip().splitlines())}


def test_each_finding_has_its_duties() -> None:
    assert set(DEMANDED) == set(Flaw)
    for flaw, duties in DEMANDED.items():
        assert set(incident.duties_of("recorded", [flaw])) == duties | {"find_out_why"}, flaw


def test_duties_of_several_findings_come_once_and_in_one_order() -> None:
    found = incident.duties_of("recorded", ["undisclosed", "misidentified"])
    assert found == incident.duties_of(
        "recorded", ["misidentified", "undisclosed", "misidentified"]
    )
    assert len(found) == len(set(found))
    assert found[:2] == ("recall_lead", "find_out_why")


def test_a_finding_of_another_release_brings_no_duty_of_its_own() -> None:
    assert incident.duties_of("tomorrow", ["of_tomorrow"]) == ("find_out_why",)


def test_a_complaint_is_answered_and_an_error_takes_the_lead_back() -> None:
    assert set(incident.duties_of("complaint", [])) == {"find_out_why", "tell_complainant"}
    assert set(incident.duties_of("error_found", [])) == {
        "find_out_why", "recall_lead", "tell_recipients",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "problems"),
    [
        (Opening("complaint", WORDS), {}),
        (Opening("recorded", WORDS), {"ground": ["required"]}),
        (Opening("", "short"), {"ground": ["required"], "words": ["too_short"]}),
    ],
)
def test_an_opening_says_on_which_ground_and_what_happened(
    said: Opening, problems: dict[str, list[str]]
) -> None:
    assert incident.problems_of_opening(said) == problems


DUTIES = incident.duties_of("recorded", ["undisclosed"])
DONE = tuple(Answer(duty, "done", TODAY, WORDS) for duty in DUTIES)
RELEASED_ON = TODAY - dt.timedelta(days=9)
WHOLE = Closing("put_right", DONE, WORDS)


def problems(**changes: object) -> dict[str, list[str]]:
    said = dataclasses.replace(WHOLE, **changes)  # type: ignore[arg-type]
    return incident.problems_of_closing(
        said, DUTIES, TODAY, not_before=RELEASED_ON, is_recalled=False
    )


def with_first(**changes: object) -> tuple[Answer, ...]:
    return (dataclasses.replace(DONE[0], **changes), *DONE[1:])  # type: ignore[arg-type]


def test_a_whole_closing_has_no_problem() -> None:
    assert len(DUTIES) == 3
    assert problems() == {}


@pytest.mark.parametrize("outcome", ["", "closed"])
def test_a_closing_says_what_became_of_it(outcome: str) -> None:
    assert problems(outcome=outcome) == {"outcome": ["required"]}


def test_what_is_put_right_has_every_duty_done() -> None:
    undone = with_first(became="not_done", done_on=None)
    assert problems(answers=undone) == {"outcome": ["not_all_done"]}
    for outcome in ("finding_wrong", "handed_over"):
        assert problems(answers=undone, outcome=outcome) == {}


def test_what_does_not_apply_is_not_undone_and_is_counted_by_itself() -> None:
    unneeded = tuple(
        each
        if each.duty == "find_out_why"
        else dataclasses.replace(each, became="not_needed", done_on=None)
        for each in DONE
    )
    said = dataclasses.replace(WHOLE, answers=unneeded)
    assert (said.undone, said.not_needed) == (0, 2)
    assert problems(answers=said.answers) == {}
    assert dataclasses.replace(WHOLE, answers=with_first(became="not_done")).undone == 1


def test_why_it_happened_is_found_out_of_every_incident() -> None:
    assert DUTIES[0] == "find_out_why"
    for outcome in ("put_right", "finding_wrong", "handed_over"):
        unneeded = with_first(became="not_needed", done_on=None)
        assert problems(answers=unneeded, outcome=outcome) == {
            "answers.0.became": ["always_applies"]
        }


@pytest.mark.parametrize("became", ["done", "not_needed", "not_done"])
@pytest.mark.parametrize("is_recalled", [True, False])
def test_that_a_lead_was_recalled_is_not_taken_on_anybodys_word(
    became: str, is_recalled: bool
) -> None:
    duties = incident.duties_of("error_found", [])
    answers = tuple(
        Answer(duty, became if duty == "recall_lead" else "done",
               None if duty == "recall_lead" and became != "done" else TODAY, WORDS)
        for duty in duties
    )  # fmt: skip
    found = incident.problems_of_closing(
        Closing("handed_over", answers, WORDS), duties, TODAY, not_before=RELEASED_ON,
        is_recalled=is_recalled,
    )  # fmt: skip
    place = duties.index(incident.Duty.RECALL_LEAD)
    wrong = {f"answers.{place}.became": ["not_recalled"]}
    assert found == (wrong if became == "done" and not is_recalled else {})


def test_what_came_before_the_release_can_be_put_right_before_it() -> None:
    early = with_first(done_on=RELEASED_ON - dt.timedelta(days=1))
    said = dataclasses.replace(WHOLE, answers=early)
    assert not incident.problems_of_closing(said, DUTIES, TODAY, not_before=None, is_recalled=False)


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"done_on": None}, {"answers.0.done_on": ["required"]}),
        ({"done_on": TODAY + dt.timedelta(days=1)}, {"answers.0.done_on": ["in_future"]}),
        (
            {"done_on": RELEASED_ON - dt.timedelta(days=1)},
            {"answers.0.done_on": ["before_release"]},
        ),
        ({"done_on": RELEASED_ON}, {}),
        ({"words": "Yes."}, {"answers.0.words": ["too_short"]}),
    ],
)
def test_what_was_done_has_its_day_and_its_words(
    changes: dict[str, object], found: dict[str, list[str]]
) -> None:
    assert problems(answers=with_first(**changes)) == found


def test_a_duty_that_is_not_answered_is_asked_for() -> None:
    found = problems(outcome="handed_over", answers=with_first(became=""))
    assert found == {"answers.0.became": ["required"]}


@pytest.mark.parametrize(
    "answers",
    [(), DONE[:2], DONE[::-1], (*DONE, DONE[0])],
    ids=["none", "one missing", "another order", "one twice"],
)
def test_each_duty_is_answered_once(answers: tuple[Answer, ...]) -> None:
    assert problems(answers=answers)["answers"] == ["malformed"]


@pytest.mark.parametrize("said", [WHOLE, Opening("other", "Ça s’est passé là, très tôt.")])
def test_what_was_said_comes_back_from_its_bytes(said: Closing | Opening) -> None:
    assert incident.decode(incident.encode(said), type(said)) == said
    assert len(incident.digest_of(said)) == 64


def test_bytes_of_another_kind_are_refused() -> None:
    with pytest.raises(BadInput):
        incident.decode(incident.encode(WHOLE), Opening)
