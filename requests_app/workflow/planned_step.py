"""Judges a step that is planned on a lead by the rules of the packs.

Beside `outcome_rules`, which hold whatever a pack says. Must not stop a report: what happened is not planned.
"""

from __future__ import annotations

import logging

from requests_app.policy.engine import Evaluation, Finding
from requests_app.policy.errors import PackError
from requests_app.policy.facts import EvidenceFacts, FollowUpFacts, LineUpFacts
from requests_app.policy.schema import FactError
from requests_app.policy.vocabulary import Disclosure, Evidence, Step
from requests_app.searches import content, outcome_rules, selectors
from requests_app.searches.follow_ups import SoFar
from requests_app.searches.models import CheckRun
from requests_app.searches.outcome import Flaw, Lasts, Plan
from requests_app.workflow import check
from requests_app.workflow.unit_of_work import Work

STAGE = "followup"
"""Of the rules that are judged when a step is planned."""

HOUSE_RULES = "leads"
"""The pack that says with its sources what `outcome_rules` hold."""

log = logging.getLogger(__name__)


def judged(
    work: Work, plan: Plan, so_far: SoFar, lasts: Lasts, *, floor: tuple[Flaw, ...]
) -> tuple[CheckRun | None, list[Flaw]]:
    """Judge a planned step and keep what the rules found; return that, and why they stop it besides.

    Of what the floor stops already, the house rules say the same with its source: the log need not say it twice.

    Args:
        work: of the plan; plan: what is planned; so_far: what was reported; lasts: the days of the lead.
        floor: what stops it whatever a pack says (`outcome_rules`).

    Where what they read does not open, the step is stopped and asked for again once it does: no step goes on unjudged,
    and nobody loses what they wrote.
    """
    row = work.request_row
    frozen = selectors.justification(row)
    try:
        evaluation = check.evaluate(
            search_request=row,
            answers=content.open_version(frozen),
            stage=STAGE,
            frozen=frozen,
            follow_up=facts_of(plan, so_far, lasts),
        ).evaluation
    except (content.ContentDamaged, PackError, FactError):
        log.exception(
            "planned_step_not_judged",
            extra={
                "request_id": str(row.pk),
                "still_works": "the step was recorded, and stopped; reports can be recorded",
                "what_now": "mend the pack or restore the answers that the stack below names, and have it asked again",
            },
        )
        return None, [Flaw.UNJUDGED]
    run = check.store(work, evaluation, stage=STAGE, version=frozen.version)
    stopping = _stopping(evaluation)
    said_already = bool(floor) and all(finding.pack == HOUSE_RULES for finding in stopping)
    return run, [Flaw.RULE] if stopping and not said_already else []


def _stopping(evaluation: Evaluation) -> list[Finding]:
    """The rules that let it not go on. Nobody can give the approval that one demands, so that stops it too."""
    return [finding for finding in evaluation.findings if finding.stops or finding.demands]


def facts_of(plan: Plan, so_far: SoFar, lasts: Lasts) -> FollowUpFacts:
    """Return what rules may know of a planned step.

    Args:
        plan: what is planned; so_far: what was reported; lasts: the days of the lead.
    """
    line_up, warrant = plan.line_up, plan.warrant
    return FollowUpFacts(
        step=Step(plan.step),
        recalled=lasts.recalled_on is not None,
        expired=lasts.is_over,
        reports=len(so_far.reports),
        # Of a report that does not open nobody knows what it says.
        evidence=None
        if so_far.is_damaged
        else tuple(
            EvidenceFacts(
                kind=Evidence(each.kind),
                found_on=each.found_on,
                supports=each.supports,
                is_independent=each.is_independent,
                from_line_up=each.from_line_up,
            )
            for each in outcome_rules.standing(so_far.reports)
        ),
        whereabouts=None if so_far.is_damaged else outcome_rules.whereabouts_of(so_far.reports),
        line_up=LineUpFacts(
            same_picture=line_up.same_picture,
            is_blind=line_up.is_blind,
            witness_saw=line_up.witness_saw,
            witness_told=line_up.witness_told,
            is_sequential=line_up.is_sequential,
            fillers=line_up.fillers,
            is_recorded=line_up.is_recorded,
        )
        if line_up is not None
        else LineUpFacts(),
        disclosed=tuple(Disclosure(each) for each in warrant.disclosed)
        if warrant is not None
        else None,
        relies_on_search=warrant.relies_on_search if warrant is not None else None,
        basis=tuple(Evidence(each) for each in warrant.basis) if warrant is not None else None,
    )
