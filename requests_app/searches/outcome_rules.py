"""What stops a step that is planned on a lead, and what is found of one that was taken.

Pure. It judges by what was reported, and never refuses a report.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from requests_app.searches.outcome import (
    COERCIVE,
    GOES_ON,
    Disclosure,
    Disposition,
    Flaw,
    Lasts,
    LineUp,
    Plan,
    Report,
    Step,
    Warrant,
    Whereabouts,
)


def has_independent(reports: Iterable[Report], *, until: date | None = None) -> bool:
    """Whether anything that counts was found and still holds, on a day not after `until` where one is given."""
    found = False
    for report in reports:
        if report.earlier_holds is False:
            found = False
        found = found or any(
            each.counts()
            and (until is None or (each.found_on is not None and each.found_on <= until))
            for each in report.corroborations
        )
    return found


def stops_of(plan: Plan, reports: tuple[Report, ...], lasts: Lasts) -> tuple[Flaw, ...]:
    """Return what stops a planned step; nothing where it may go on.

    Args:
        plan: what is planned; reports: all so far, oldest first; lasts: the days of the lead.
    """
    found: list[Flaw] = []
    if lasts.recalled_on is not None:
        found.append(Flaw.RECALLED)
    if lasts.is_over:
        found.append(Flaw.EXPIRED)
    if reports and reports[-1].disposition not in GOES_ON:
        found.append(Flaw.GIVEN_UP)
    if not has_independent(reports):
        found.append(Flaw.NOTHING_INDEPENDENT)
    found += _flaws_of_whereabouts(reports)
    if plan.step == Step.LINE_UP:
        found += _flaws_of_line_up(plan.line_up or LineUp())
    if plan.step == Step.WARRANT and _undisclosed(plan.warrant or Warrant()):
        found.append(Flaw.UNDISCLOSED)
    return tuple(found)


def _flaws_of_lead(lasts: Lasts, day: date) -> Iterable[Flaw]:
    if day < lasts.released_on:
        yield Flaw.BEFORE_RELEASE
    if lasts.recalled_on is not None and lasts.recalled_on <= day:
        yield Flaw.RECALLED
    if lasts.expires_on < day:
        yield Flaw.EXPIRED


def _flaws_of_whereabouts(reports: Iterable[Report]) -> Iterable[Flaw]:
    checked = [
        report.whereabouts
        for report in reports
        if report.whereabouts not in {"", Whereabouts.NOT_CHECKED}
    ]
    if not checked:
        yield Flaw.WHEREABOUTS_UNCHECKED
    elif checked[-1] == Whereabouts.ELSEWHERE:
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


def flaws_of(report: Report, earlier: tuple[Report, ...], lasts: Lasts) -> tuple[Flaw, ...]:
    """Return what is found of what happened: each calls for somebody to look into it.

    Args:
        report: what was reported now; earlier: the reports before it, oldest first; lasts: the days of the lead.
    """
    found: list[Flaw] = []
    known = (*earlier, report)
    for day in _days_of_steps(report):
        found += _flaws_of_lead(lasts, day)
        if not has_independent(known, until=day):
            found.append(Flaw.NOTHING_INDEPENDENT)
        found += _flaws_of_whereabouts(known)
    if report.line_up is not None:
        found += _flaws_of_line_up(report.line_up)
    if report.warrant is not None and _undisclosed(report.warrant):
        found.append(Flaw.UNDISCLOSED)
    if report.disposition == Disposition.MISIDENTIFIED:
        found.append(Flaw.MISIDENTIFIED)
    return tuple(dict.fromkeys(found))


def _days_of_steps(report: Report) -> Iterable[date]:
    if report.taken in COERCIVE and report.taken_on is not None:
        yield report.taken_on
    if report.line_up is not None and report.line_up.held_on is not None:
        yield report.line_up.held_on
    if report.warrant is not None and report.warrant.sought_on is not None:
        yield report.warrant.sought_on
