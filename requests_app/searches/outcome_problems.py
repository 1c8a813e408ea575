"""What is missing of what is to be recorded of a lead, by its field: codes, for which `web` has the words.

Pure. What happened is never a problem, only what is left unsaid.
"""

from __future__ import annotations

from datetime import date

from requests_app.common.visible import says_something
from requests_app.searches.outcome import (
    LEAST_WORDS,
    MOST_CORROBORATIONS,
    MOST_FILLERS,
    Corroboration,
    Disclosure,
    Disposition,
    Done,
    Evidence,
    LineUp,
    LineUpResult,
    Passing,
    Plan,
    Recipient,
    Report,
    Step,
    Taken,
    Warrant,
    WarrantDecision,
    Whereabouts,
)

Problems = dict[str, list[str]]
"""Name of a field (of a part `part.field`, of a corroboration `corroborations.number.field`) -> codes."""


def problems_of_passing(said: Passing, today: date) -> Problems:
    """Return what keeps a passing on from being recorded."""
    found: Problems = {}
    if said.recipient not in set(Recipient):
        found["recipient"] = ["required"]
    if not _says_anything(said.name):
        found["name"] = ["required"]
    if not says_something(said.why, least=LEAST_WORDS):
        found["why"] = ["too_short"]
    return found | _problems_of_day("passed_on", said.passed_on, today)


def problems_of_plan(said: Plan) -> Problems:
    """Return what is missing of a plan, whether or not it is stopped then."""
    found: Problems = {}
    if said.step not in set(Step):
        found["step"] = ["required"]
    if not says_something(said.words, least=LEAST_WORDS):
        found["words"] = ["too_short"]
    if said.step == Step.LINE_UP:
        found |= _open_questions(said.line_up or LineUp())
    if said.step == Step.WARRANT:
        found |= _problems_of_application(said.warrant or Warrant())
    return found


def problems_of_report(said: Report, today: date, *, has_earlier: bool = False) -> Problems:
    """Return what keeps a report from being recorded; what happened is never one of them.

    Args:
        said: the report; today: the agency's day; has_earlier: whether there is a report before it.
    """
    found: Problems = {}
    if said.disposition not in set(Disposition):
        found["disposition"] = ["required"]
    if not says_something(said.words, least=LEAST_WORDS):
        found["words"] = ["too_short"]
    if has_earlier and said.earlier_holds is None:
        found["earlier_holds"] = ["required"]
    found |= _problems_of_whereabouts(said, today)
    found |= _problems_of_done(said.done, today)
    for number, each in enumerate(said.corroborations[: MOST_CORROBORATIONS + 1]):
        found |= _problems_of_corroboration(f"corroborations.{number}", each, today)
    if len(said.corroborations) > MOST_CORROBORATIONS:
        found["corroborations"] = ["too_many"]
    if said.line_up_held is None:
        found["line_up_held"] = ["required"]
    if said.warrant_sought is None:
        found["warrant_sought"] = ["required"]
    if said.line_up is not None:
        found |= _problems_of_line_up(said.line_up, today)
    if said.warrant is not None:
        found |= _problems_of_warrant(said.warrant, today)
    return found


def _problems_of_whereabouts(said: Report, today: date) -> Problems:
    if said.whereabouts not in set(Whereabouts):
        return {"whereabouts": ["required"]}
    if said.whereabouts == Whereabouts.NOT_CHECKED:
        return {}
    found = _problems_of_day("whereabouts_on", said.whereabouts_on, today)
    if not says_something(said.whereabouts_how, least=LEAST_WORDS):
        found["whereabouts_how"] = ["too_short"]
    return found


def _problems_of_done(done: tuple[Done, ...], today: date) -> Problems:
    kinds = [each.taken for each in done]
    if not kinds or set(kinds) - set(Taken):
        return {"taken": ["required"]}
    if len(set(kinds)) != len(kinds) or (Taken.NONE in kinds and len(kinds) > 1):
        return {"taken": ["contradicts"]}
    found: Problems = {}
    for each in done:
        if each.taken != Taken.NONE:
            found |= _problems_of_day(f"{each.taken}_on", each.on, today)
    return found


def _problems_of_corroboration(where: str, said: Corroboration, today: date) -> Problems:
    found: Problems = {}
    if said.kind not in set(Evidence):
        found[f"{where}.kind"] = ["required"]
    if not says_something(said.source, least=LEAST_WORDS):
        found[f"{where}.source"] = ["too_short"]
    if said.found_on is None:
        found[f"{where}.found_on"] = ["required"]
    elif said.found_on > today:  # it may be older than the lead
        found[f"{where}.found_on"] = ["in_future"]
    for name in ("supports", "is_independent", "from_line_up"):
        if getattr(said, name) is None:
            found[f"{where}.{name}"] = ["required"]
    return found


def _open_questions(said: LineUp) -> Problems:
    asked = (
        "same_picture", "is_blind", "witness_saw", "witness_told",
        "is_sequential", "fillers", "is_recorded",
    )  # fmt: skip
    found = {f"line_up.{name}": ["required"] for name in asked if getattr(said, name) is None}
    if said.fillers is not None and not 0 <= said.fillers <= MOST_FILLERS:
        found["line_up.fillers"] = ["out_of_range"]
    if not _says_anything(said.picture):
        found["line_up.picture"] = ["required"]
    return found


def _problems_of_line_up(said: LineUp, today: date) -> Problems:
    found = _open_questions(said) | _problems_of_day("line_up.held_on", said.held_on, today)
    if said.result not in set(LineUpResult):
        found["line_up.result"] = ["required"]
    elif said.result != LineUpResult.NOBODY and not _says_anything(said.sureness):
        found["line_up.sureness"] = ["required"]
    return found


def _problems_of_warrant(said: Warrant, today: date) -> Problems:
    found = _problems_of_day("warrant.sought_on", said.sought_on, today)
    if said.decision not in set(WarrantDecision):
        found["warrant.decision"] = ["required"]
    return found | _problems_of_application(said)


def _problems_of_application(said: Warrant) -> Problems:
    found: Problems = {}
    if said.relies_on_search is None:
        found["warrant.relies_on_search"] = ["required"]
    if set(said.disclosed) - set(Disclosure):
        found["warrant.disclosed"] = ["unknown"]
    if set(said.basis) - set(Evidence):
        found["warrant.basis"] = ["unknown"]
    return found


def _says_anything(text: str) -> bool:
    return any(each.isalnum() for each in text)


def _problems_of_day(name: str, day: date | None, today: date) -> Problems:
    if day is None:
        return {name: ["required"]}
    if day > today:
        return {name: ["in_future"]}
    return {}
