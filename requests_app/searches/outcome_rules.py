"""What stops a step that is planned on a lead, and what is found of one that was taken.

Pure. It judges by what was reported, and never refuses a report.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from requests_app.searches.outcome import (
    COERCIVE,
    GOES_ON,
    Asked,
    Corroboration,
    Disclosure,
    Disposition,
    Flaw,
    Lasts,
    LineUp,
    Plan,
    Report,
    Step,
    Taken,
    Warrant,
    Whereabouts,
)

_NOT_THEM = frozenset(
    {Disposition.EXCLUDED, Disposition.IDENTIFIED_OTHERWISE, Disposition.MISIDENTIFIED}
)
"""By these the candidate is not the person who was sought."""


def standing(reports: Iterable[Report], *, until: date | None = None) -> list[Corroboration]:
    """Return the evidence that was reported and still holds, of days not after `until` where one is given."""
    found: list[Corroboration] = []
    for report in reports:
        if report.earlier_holds is False:
            found.clear()
        found += report.corroborations
    return [
        each
        for each in found
        if until is None or (each.found_on is not None and each.found_on <= until)
    ]


def whereabouts_of(reports: Iterable[Report], *, until: date | None = None) -> Whereabouts:
    """Return what checks of where the candidate was have found, of days not after `until` where one is given.

    Only a check that found that they could have been there undoes another that found them elsewhere.
    """
    known = Whereabouts.NOT_CHECKED
    for report in reports:
        if report.whereabouts in {"", Whereabouts.NOT_CHECKED}:
            continue
        if until is not None and (report.whereabouts_on is None or report.whereabouts_on > until):
            continue
        if report.whereabouts != Whereabouts.UNKNOWN or known == Whereabouts.NOT_CHECKED:
            known = Whereabouts(report.whereabouts)
    return known


def stops_of(
    plan: Plan, reports: tuple[Report, ...], lasts: Lasts, *, is_damaged: bool = False
) -> tuple[Flaw, ...]:
    """Return what stops a planned step; nothing where it may go on.

    Args:
        plan: what is planned; reports: all so far, oldest first; lasts: the days of the lead.
        is_damaged: whether a report does not open after which no other was recorded.
    """
    found: list[Flaw] = []
    if lasts.recalled_on is not None:
        found.append(Flaw.RECALLED)
    if lasts.is_over:
        found.append(Flaw.EXPIRED)
    if is_damaged:
        found.append(Flaw.DAMAGED)
    if reports and reports[-1].disposition not in GOES_ON:
        found.append(Flaw.GIVEN_UP)
    found += _flaws_of_evidence(standing(reports))
    found += _flaws_of_whereabouts(reports)
    if plan.step == Step.LINE_UP:
        found += _flaws_of_line_up(plan.line_up or LineUp())
    if plan.step == Step.WARRANT and _undisclosed(plan.warrant or Warrant()):
        found.append(Flaw.UNDISCLOSED)
    return tuple(found)


def flaws_of(
    report: Report, earlier: tuple[Report, ...], lasts: Lasts, asked: tuple[Asked, ...] = ()
) -> tuple[Flaw, ...]:
    """Return what is found of what happened: each calls for somebody to look into it.

    Args:
        report: what was reported now; earlier: the reports before it, oldest first; lasts: the days of the lead.
        asked: the steps that were asked for before, oldest first.
    """
    found: list[Flaw] = []
    known = (*earlier, report)
    steps = list(_steps_of(report))
    for step, day in steps:
        found += _flaws_of_lead(lasts, day)
        if earlier and earlier[-1].disposition not in GOES_ON:
            found.append(Flaw.GIVEN_UP)
        if _was_stopped(step, day, asked):
            found.append(Flaw.DESPITE_STOP)
        found += _flaws_of_evidence(standing(known, until=day))
        found += _flaws_of_whereabouts(known, until=day)
    if report.line_up is not None:
        found += _flaws_of_line_up(report.line_up)
    if report.warrant is not None and _undisclosed(report.warrant):
        found.append(Flaw.UNDISCLOSED)
    found += _found_afterwards(report, known)
    return tuple(dict.fromkeys(found))


def _found_afterwards(report: Report, known: Iterable[Report]) -> Iterable[Flaw]:
    """What a report says of steps that were taken before: that they were taken against somebody else."""
    was_taken = any(True for each in known for _step in _steps_of(each))
    if report.disposition == Disposition.MISIDENTIFIED or (
        was_taken and report.disposition in _NOT_THEM
    ):
        yield Flaw.MISIDENTIFIED
    if was_taken and report.whereabouts == Whereabouts.ELSEWHERE:
        yield Flaw.WAS_ELSEWHERE


def _steps_of(report: Report) -> Iterable[tuple[str, date]]:
    """Each step that may not rest on the lead alone, as a `Step` or a `Taken`, and its day."""
    for each in report.done:
        if each.taken in COERCIVE and each.on is not None:
            yield each.taken, each.on
    if report.line_up is not None and report.line_up.held_on is not None:
        yield Step.LINE_UP, report.line_up.held_on
    if report.warrant is not None and report.warrant.sought_on is not None:
        yield Step.WARRANT, report.warrant.sought_on


def _was_stopped(step: str, day: date, asked: Iterable[Asked]) -> bool:
    """Whether the last answer on such a step, up to its day, was that it is stopped."""
    of = Step.ARREST if step in set(Taken) else step
    answers = [each.is_stopped for each in asked if each.step == of and each.on <= day]
    return bool(answers) and answers[-1]


def _flaws_of_lead(lasts: Lasts, day: date) -> Iterable[Flaw]:
    if day < lasts.released_on:
        yield Flaw.BEFORE_RELEASE
    if lasts.recalled_on is not None and lasts.recalled_on <= day:
        yield Flaw.RECALLED
    if lasts.expires_on < day:
        yield Flaw.EXPIRED


def _flaws_of_evidence(evidence: list[Corroboration]) -> Iterable[Flaw]:
    if not any(each.counts() for each in evidence):
        yield Flaw.NOTHING_INDEPENDENT
    if any(each.supports is False for each in evidence):
        yield Flaw.SPEAKS_AGAINST


def _flaws_of_whereabouts(
    reports: Iterable[Report], *, until: date | None = None
) -> Iterable[Flaw]:
    known = whereabouts_of(reports, until=until)
    if known == Whereabouts.NOT_CHECKED:
        yield Flaw.WHEREABOUTS_UNCHECKED
    elif known == Whereabouts.ELSEWHERE:
        yield Flaw.WAS_ELSEWHERE


def _flaws_of_line_up(line_up: LineUp) -> Iterable[Flaw]:
    if line_up.same_picture is not False:
        yield Flaw.SAME_PICTURE
    if line_up.is_blind is not True:
        yield Flaw.NOT_BLIND
    if line_up.witness_saw is not True:
        yield Flaw.WITNESS_DID_NOT_SEE
    if line_up.witness_told is not False:
        yield Flaw.WITNESS_TOLD


def _undisclosed(warrant: Warrant) -> bool:
    return not set(Disclosure) <= set(warrant.disclosed)
