"""What a step on a lead rests on, and what is found of a report: each rule by its own example."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

import pytest

from requests_app.common.errors import BadInput
from requests_app.searches import outcome, outcome_problems, outcome_rules
from requests_app.searches.outcome import (
    Asked,
    Corroboration,
    Done,
    Lasts,
    LineUp,
    Passing,
    Plan,
    Report,
    Warrant,
)

RELEASED = date(2026, 3, 2)
TODAY = date(2026, 3, 20)
LASTS = Lasts(released_on=RELEASED, expires_on=date(2026, 4, 1))
WORDS = "The tenant of the flat was asked, and named them."
ALL_TOLD = (
    "search_used", "image_quality", "list_size", "rank", "other_candidates", "disagreement",
)  # fmt: skip
INDEPENDENT = Corroboration(
    kind="location_data", source="The operator's record of the telephone.",
    found_on=date(2026, 3, 10), supports=True, is_independent=True, from_line_up=False,
)  # fmt: skip
HELD = LineUp(
    held_on=date(2026, 3, 15), same_picture=False, is_blind=True, witness_saw=True,
    witness_told=False, result="candidate", picture="Licence of 2024", is_sequential=True, fillers=5,
    is_recorded=True, sureness="I am quite sure.",
)  # fmt: skip
CLEAN = dataclasses.replace(HELD, held_on=None, result="", sureness="")
SOUGHT = Warrant(
    sought_on=date(2026, 3, 15), disclosed=ALL_TOLD, decision="issued", relies_on_search=True, basis=("dna",)
)  # fmt: skip
CHECKED = Report(
    whereabouts="possible", whereabouts_on=date(2026, 3, 9), whereabouts_how=WORDS, done=(Done("none"),),
    line_up_held=False, warrant_sought=False, disposition="open", words=WORDS,
)  # fmt: skip
SUPPORTED = dataclasses.replace(CHECKED, corroborations=(INDEPENDENT,))


def stops(plan: Plan, *reports: Report, lasts: Lasts = LASTS) -> set[str]:
    return set(outcome_rules.stops_of(plan, reports, lasts))


@pytest.mark.parametrize("step", ["arrest", "warrant", "line_up"])
def test_nothing_goes_on_that_rests_on_the_lead_alone(step: str) -> None:
    plan = Plan(step, line_up=CLEAN, warrant=Warrant(disclosed=ALL_TOLD), words=WORDS)
    assert stops(plan) == {"nothing_independent", "whereabouts_unchecked"}
    assert stops(plan, CHECKED) == {"nothing_independent"}
    assert stops(plan, SUPPORTED) == set()


@pytest.mark.parametrize(
    "changes",
    [
        {"is_independent": False}, {"from_line_up": True}, {"is_independent": None}, {"from_line_up": None},
        {"supports": None},
    ],
)  # fmt: skip
def test_what_the_lead_itself_brought_corroborates_nothing(changes: dict[str, Any]) -> None:
    weak = dataclasses.replace(
        SUPPORTED, corroborations=(dataclasses.replace(INDEPENDENT, **changes),)
    )
    assert stops(Plan("arrest"), weak) == {"nothing_independent"}
    assert stops(Plan("arrest"), weak, SUPPORTED) == set()


def test_whoever_was_elsewhere_is_not_arrested_until_that_is_cleared_up() -> None:
    elsewhere = dataclasses.replace(SUPPORTED, whereabouts="elsewhere")
    assert stops(Plan("arrest"), elsewhere) == {"was_elsewhere"}
    assert stops(Plan("arrest"), elsewhere, CHECKED) == set()
    for unclear in ("not_checked", "unknown"):
        unsaid = dataclasses.replace(CHECKED, whereabouts=unclear)
        assert stops(Plan("arrest"), elsewhere, unsaid) == {"was_elsewhere"}
    unknown = dataclasses.replace(SUPPORTED, whereabouts="unknown")
    assert stops(Plan("arrest"), unknown) == set()


def test_a_lead_that_was_recalled_or_has_expired_supports_nothing() -> None:
    recalled = dataclasses.replace(LASTS, recalled_on=TODAY)
    assert stops(Plan("arrest"), SUPPORTED, lasts=recalled) == {"recalled"}
    over = dataclasses.replace(LASTS, expires_on=TODAY, is_over=True)
    assert stops(Plan("arrest"), SUPPORTED, lasts=over) == {"expired"}
    on_last_day = dataclasses.replace(LASTS, expires_on=TODAY)
    assert stops(Plan("arrest"), SUPPORTED, lasts=on_last_day) == set()


@pytest.mark.parametrize(
    "disposition",
    ["lead_discarded", "excluded", "identified_otherwise", "dismissed", "acquitted", "convicted",
     "victim_identified", "missing_found", "misidentified"],
)  # fmt: skip
def test_a_lead_that_was_given_up_supports_nothing_until_it_is_taken_up_again(
    disposition: str,
) -> None:
    ended = dataclasses.replace(CHECKED, disposition=disposition)
    assert stops(Plan("arrest"), SUPPORTED, ended) == {"given_up"}
    assert stops(Plan("arrest"), SUPPORTED, ended, CHECKED) == set()
    charged = dataclasses.replace(CHECKED, disposition="charged")
    assert stops(Plan("arrest"), SUPPORTED, charged) == set()


def test_evidence_that_speaks_against_the_candidate_stops_a_step_and_is_found() -> None:
    against = dataclasses.replace(
        SUPPORTED, corroborations=(INDEPENDENT, dataclasses.replace(INDEPENDENT, kind="dna", supports=False)),
    )  # fmt: skip
    assert stops(Plan("arrest"), against) == {"speaks_against"}
    done = dataclasses.replace(against, done=(Done("arrest", date(2026, 3, 12)),))
    assert outcome_rules.flaws_of(done, (), LASTS) == ("speaks_against",)
    cleared = dataclasses.replace(SUPPORTED, earlier_holds=False)
    assert stops(Plan("arrest"), against, cleared) == set()


def test_a_check_of_where_they_were_counts_from_its_day() -> None:
    done = dataclasses.replace(SUPPORTED, done=(Done("arrest", date(2026, 3, 12)),))
    for day, flaws in ((date(2026, 3, 12), ()), (date(2026, 3, 13), ("whereabouts_unchecked",))):
        assert (
            outcome_rules.flaws_of(dataclasses.replace(done, whereabouts_on=day), (), LASTS)
            == flaws
        )


@pytest.mark.parametrize(
    ("changes", "flaw"),
    [({"disposition": "excluded"}, "misidentified"), ({"disposition": "identified_otherwise"}, "misidentified"),
     ({"whereabouts": "elsewhere"}, "was_elsewhere")],
)  # fmt: skip
def test_a_step_that_turns_out_to_have_been_against_somebody_else_is_found_later(
    changes: dict[str, Any], flaw: str
) -> None:
    arrested = dataclasses.replace(SUPPORTED, done=(Done("arrest", date(2026, 3, 12)),))
    assert outcome_rules.flaws_of(arrested, (), LASTS) == ()
    later = dataclasses.replace(CHECKED, **changes)
    assert outcome_rules.flaws_of(later, (arrested,), LASTS) == (flaw,)
    assert outcome_rules.flaws_of(later, (SUPPORTED,), LASTS) == ()


def test_a_step_after_the_lead_was_given_up_is_found() -> None:
    given_up = dataclasses.replace(SUPPORTED, disposition="lead_discarded")
    done = dataclasses.replace(CHECKED, done=(Done("arrest", date(2026, 3, 12)),))
    assert outcome_rules.flaws_of(done, (given_up,), LASTS) == ("given_up",)


def test_a_step_in_spite_of_a_stop_is_found() -> None:
    done = dataclasses.replace(SUPPORTED, done=(Done("charge", date(2026, 3, 12)),))
    stopped, goes_on = (
        Asked("arrest", is_stopped, date(2026, 3, 11)) for is_stopped in (True, False)
    )
    later = Asked("arrest", True, date(2026, 3, 13))
    other = Asked("line_up", True, date(2026, 3, 11))
    for asked, flaws in (
        ((stopped,), ("despite_stop",)), ((stopped, goes_on), ()), ((goes_on, later), ()), ((other,), ()),
    ):  # fmt: skip
        assert outcome_rules.flaws_of(done, (), LASTS, asked) == flaws


def test_only_what_comes_after_a_report_asks_whether_that_still_holds() -> None:
    assert outcome_problems.problems_of_report(SUPPORTED, TODAY, has_earlier=True) == {
        "earlier_holds": ["required"]
    }
    said = dataclasses.replace(SUPPORTED, earlier_holds=True)
    assert outcome_problems.problems_of_report(said, TODAY, has_earlier=True) == {}


def test_a_damaged_report_stops_a_step() -> None:
    assert outcome_rules.stops_of(Plan("arrest"), (SUPPORTED,), LASTS, is_damaged=True) == (
        "damaged",
    )


def test_evidence_that_does_not_hold_any_more_supports_nothing() -> None:
    undone = dataclasses.replace(CHECKED, earlier_holds=False)
    assert stops(Plan("arrest"), SUPPORTED, undone) == {"nothing_independent"}
    anew = dataclasses.replace(SUPPORTED, earlier_holds=False)
    assert stops(Plan("arrest"), SUPPORTED, anew) == set()
    assert stops(Plan("arrest"), SUPPORTED, undone, SUPPORTED) == set()
    still = dataclasses.replace(CHECKED, earlier_holds=True)
    assert stops(Plan("arrest"), SUPPORTED, still) == set()


@pytest.mark.parametrize(
    ("field", "value", "flaw"),
    [
        ("same_picture", True, "same_picture"),
        ("is_blind", False, "not_blind"),
        ("witness_saw", False, "witness_did_not_see"),
        ("witness_told", True, "witness_told"),
    ],
)
def test_a_line_up_is_fair_or_it_is_stopped_and_found_afterwards(
    field: str, value: bool, flaw: str
) -> None:
    planned = Plan("line_up", line_up=dataclasses.replace(CLEAN, **{field: value}))
    assert stops(planned, SUPPORTED) == {flaw}
    held = dataclasses.replace(CHECKED, line_up=dataclasses.replace(HELD, **{field: value}))
    assert outcome_rules.flaws_of(held, (SUPPORTED,), LASTS) == (flaw,)
    assert (
        outcome_rules.flaws_of(dataclasses.replace(CHECKED, line_up=HELD), (SUPPORTED,), LASTS)
        == ()
    )


@pytest.mark.parametrize("untold", ALL_TOLD)
def test_whoever_decides_on_a_warrant_is_told_everything_of_the_search(untold: str) -> None:
    told = tuple(each for each in ALL_TOLD if each != untold)
    assert stops(Plan("warrant", warrant=Warrant(disclosed=told)), SUPPORTED) == {"undisclosed"}
    sought = dataclasses.replace(CHECKED, warrant=dataclasses.replace(SOUGHT, disclosed=told))
    assert outcome_rules.flaws_of(sought, (SUPPORTED,), LASTS) == ("undisclosed",)


@pytest.mark.parametrize("taken", ["detention", "search", "arrest", "charge"])
def test_what_was_done_on_the_lead_alone_is_found(taken: str) -> None:
    done = dataclasses.replace(CHECKED, done=(Done(taken, date(2026, 3, 12)),))
    assert outcome_rules.flaws_of(done, (), LASTS) == ("nothing_independent",)
    assert outcome_rules.flaws_of(done, (SUPPORTED,), LASTS) == ()
    # Found by itself in the same report, and on the same day, which is early enough; a day later is not.
    same = dataclasses.replace(
        done, corroborations=(dataclasses.replace(INDEPENDENT, found_on=date(2026, 3, 12)),)
    )
    assert outcome_rules.flaws_of(same, (), LASTS) == ()
    later = dataclasses.replace(
        done, corroborations=(dataclasses.replace(INDEPENDENT, found_on=date(2026, 3, 13)),)
    )
    assert outcome_rules.flaws_of(later, (), LASTS) == ("nothing_independent",)


@pytest.mark.parametrize("taken", ["detention", "search", "arrest", "charge"])
def test_what_was_done_though_nobody_knew_where_they_were_or_they_were_elsewhere_is_found(
    taken: str,
) -> None:
    done = dataclasses.replace(SUPPORTED, done=(Done(taken, date(2026, 3, 12)),))
    unchecked = dataclasses.replace(done, whereabouts="not_checked")
    assert outcome_rules.flaws_of(unchecked, (), LASTS) == ("whereabouts_unchecked",)
    elsewhere = dataclasses.replace(done, whereabouts="elsewhere")
    assert outcome_rules.flaws_of(elsewhere, (), LASTS) == ("was_elsewhere",)
    assert outcome_rules.flaws_of(done, (), LASTS) == ()


def test_what_was_done_before_the_release_is_told_and_found() -> None:
    early = dataclasses.replace(
        SUPPORTED, whereabouts_on=date(2026, 2, 1), done=(Done("arrest", date(2026, 3, 1)),),
        corroborations=(dataclasses.replace(INDEPENDENT, found_on=date(2026, 2, 1)),),
    )  # fmt: skip
    assert problems(early) == {}
    assert outcome_rules.flaws_of(early, (), LASTS) == ("before_release",)


@pytest.mark.parametrize("taken", ["none", "interview"])
def test_an_interview_needs_nothing_besides(taken: str) -> None:
    asked = dataclasses.replace(CHECKED, done=(Done(taken, date(2026, 3, 12)),))
    assert outcome_rules.flaws_of(asked, (), LASTS) == ()


def test_what_was_done_after_a_recall_or_after_its_time_is_found() -> None:
    done = dataclasses.replace(CHECKED, done=(Done("arrest", date(2026, 3, 12)),))
    for day, flaws in ((date(2026, 3, 12), ("recalled",)), (date(2026, 3, 13), ())):
        lasts = dataclasses.replace(LASTS, recalled_on=day)
        assert outcome_rules.flaws_of(done, (SUPPORTED,), lasts) == flaws
    for day, flaws in ((date(2026, 3, 11), ("expired",)), (date(2026, 3, 12), ())):
        lasts = dataclasses.replace(LASTS, expires_on=day)
        assert outcome_rules.flaws_of(done, (SUPPORTED,), lasts) == flaws


def test_a_person_who_was_misidentified_is_found_and_told_once() -> None:
    wrong = dataclasses.replace(
        CHECKED, done=(Done("arrest", date(2026, 3, 12)),), line_up=HELD, warrant=SOUGHT,
        disposition="misidentified",
    )  # fmt: skip
    assert outcome_rules.flaws_of(wrong, (), LASTS) == ("nothing_independent", "misidentified")


# --- what is missing


WHOLE: dict[str, Any] = {
    "passing": Passing("other_agency", "Sergeant of the county force", RELEASED, WORDS),
    "plan": Plan("arrest", words=WORDS),
    "report": dataclasses.replace(
        SUPPORTED,
        done=(Done("arrest", TODAY),),
        line_up_held=True,
        line_up=HELD,
        warrant_sought=True,
        warrant=SOUGHT,
    ),
}


def problems(said: Any) -> dict[str, list[str]]:
    match said:
        case Passing():
            return outcome_problems.problems_of_passing(said, TODAY)
        case Plan():
            return outcome_problems.problems_of_plan(said)
    return outcome_problems.problems_of_report(said, TODAY)


@pytest.mark.parametrize("kind", WHOLE)
def test_what_is_whole_has_no_problem_and_comes_back_from_its_bytes(kind: str) -> None:
    said = WHOLE[kind]
    assert problems(said) == {}
    assert outcome.decode(outcome.encode(said), type(said)) == said


def test_bytes_of_one_kind_are_no_other() -> None:
    with pytest.raises(BadInput):
        outcome.decode(outcome.encode(WHOLE["plan"]), Passing)


@pytest.mark.parametrize(
    ("kind", "changes", "problem"),
    [
        ("passing", {"recipient": "friend"}, {"recipient": ["required"]}),
        ("passing", {"name": " - "}, {"name": ["required"]}),
        ("passing", {"why": "short"}, {"why": ["too_short"]}),
        ("passing", {"passed_on": None}, {"passed_on": ["required"]}),
        ("passing", {"passed_on": date(2026, 3, 1)}, {}),
        ("passing", {"passed_on": date(2026, 3, 21)}, {"passed_on": ["in_future"]}),
        ("plan", {"step": "charge"}, {"step": ["required"]}),
        ("plan", {"words": ""}, {"words": ["too_short"]}),
        ("plan", {"step": "line_up", "line_up": dataclasses.replace(CLEAN, witness_told=None)},
         {"line_up.witness_told": ["required"]}),
        ("plan", {"step": "line_up", "line_up": dataclasses.replace(CLEAN, picture=" - ", fillers=51)},
         {"line_up.picture": ["required"], "line_up.fillers": ["out_of_range"]}),
        ("plan", {"step": "line_up", "line_up": dataclasses.replace(CLEAN, fillers=0)}, {}),
        ("plan", {"step": "line_up", "line_up": dataclasses.replace(CLEAN, is_sequential=None, fillers=None, is_recorded=None)},
         {"line_up.is_sequential": ["required"], "line_up.fillers": ["required"], "line_up.is_recorded": ["required"]}),
        ("plan", {"step": "warrant", "warrant": dataclasses.replace(SOUGHT, disclosed=("all",), basis=("hunch",))},
         {"warrant.disclosed": ["unknown"], "warrant.basis": ["unknown"]}),
        ("plan", {"step": "warrant", "warrant": None}, {"warrant.relies_on_search": ["required"]}),
        ("plan", {"step": "warrant", "warrant": dataclasses.replace(SOUGHT, basis=())}, {}),
        ("report", {"line_up": dataclasses.replace(HELD, sureness="…")}, {"line_up.sureness": ["required"]}),
        ("report", {"line_up": dataclasses.replace(HELD, sureness="", result="nobody")}, {}),
        ("report", {"disposition": ""}, {"disposition": ["required"]}),
        ("report", {"words": "Nothing."}, {"words": ["too_short"]}),
        ("report", {"whereabouts": ""}, {"whereabouts": ["required"]}),
        ("report", {"whereabouts_how": ""}, {"whereabouts_how": ["too_short"]}),
        ("report", {"whereabouts": "not_checked", "whereabouts_on": None, "whereabouts_how": ""}, {}),
        ("report", {"done": (Done("shot", TODAY),)}, {"taken": ["required"]}),
        ("report", {"done": ()}, {"taken": ["required"]}),
        ("report", {"done": (Done("none"), Done("arrest", TODAY))}, {"taken": ["contradicts"]}),
        ("report", {"done": (Done("arrest", TODAY), Done("arrest", TODAY))}, {"taken": ["contradicts"]}),
        ("report", {"done": (Done("arrest"), Done("charge", date(2026, 3, 21)))},
         {"arrest_on": ["required"], "charge_on": ["in_future"]}),
        ("report", {"done": (Done("none"),)}, {}),
        ("report", {"whereabouts_on": None}, {"whereabouts_on": ["required"]}),
        ("report", {"line_up_held": None}, {"line_up_held": ["required"]}),
        ("report", {"warrant_sought": None}, {"warrant_sought": ["required"]}),
        ("report", {"corroborations": (dataclasses.replace(INDEPENDENT, found_on=date(2026, 3, 21)),)},
         {"corroborations.0.found_on": ["in_future"]}),
        ("report", {"corroborations": (dataclasses.replace(INDEPENDENT, found_on=date(2020, 1, 1)),)}, {}),
        ("report", {"corroborations": (INDEPENDENT, Corroboration())},
         {"corroborations.1.kind": ["required"], "corroborations.1.source": ["too_short"],
          "corroborations.1.found_on": ["required"], "corroborations.1.supports": ["required"],
          "corroborations.1.is_independent": ["required"],
          "corroborations.1.from_line_up": ["required"]}),
        ("report", {"corroborations": (INDEPENDENT,) * 11}, {"corroborations": ["too_many"]}),
        ("report", {"corroborations": (INDEPENDENT,) * 10}, {}),
        ("report", {"line_up": dataclasses.replace(HELD, held_on=date(2026, 3, 21), result="")},
         {"line_up.held_on": ["in_future"], "line_up.result": ["required"]}),
        ("report", {"warrant": Warrant()},
         {"warrant.sought_on": ["required"], "warrant.decision": ["required"],
          "warrant.relies_on_search": ["required"]}),
    ],
)  # fmt: skip
def test_what_is_missing_is_named_by_its_field(
    kind: str, changes: dict[str, Any], problem: dict[str, list[str]]
) -> None:
    assert problems(dataclasses.replace(WHOLE[kind], **changes)) == problem
