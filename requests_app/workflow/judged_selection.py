"""Judges the selection of a candidate by the rules of the packs, when an examiner concludes.

Must not judge whoever selects nobody, so that no rule makes anybody select somebody; and must know nothing of another
examiner, so that no rule tells what that one concluded.
"""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from requests_app.accounts import training
from requests_app.common.errors import PreconditionFailed, StaleRead
from requests_app.policy.engine import Evaluation, Finding
from requests_app.policy.facts import ExaminationFacts
from requests_app.policy.vocabulary import ComparisonConclusion, Seen
from requests_app.searches import candidate_pictures, content, selectors
from requests_app.searches.examined import Comparison, Examined
from requests_app.searches.models import CandidatePicture, CheckRun, Examination
from requests_app.workflow import check, gallery_now
from requests_app.workflow.unit_of_work import Work

STAGE = "examine"
"""Of the rules that are judged when an examiner selects a candidate."""


def judged(work: Work, mine: Examination, record: Examined) -> Evaluation | None:
    """Return what the rules say of a selection; None where nobody is selected.

    Args:
        mine: the examination; record: what is to be concluded.

    Raises:
        ContentDamaged: the answers of the request do not open.
        PreconditionFailed: the list is of a gallery that is off now (`list_withdrawn`), or the rules cannot be applied
            (`rules_unjudged`).
    """
    if record.statement.selected is None:
        return None
    row = work.request_row
    frozen = selectors.justification(row)
    gallery_now.refuse_lead_from_what_is_off(frozen)
    return check.evaluate_or_refuse(
        search_request=row,
        answers=content.open_version(frozen),
        stage=STAGE,
        frozen=frozen,
        examination=facts_of(mine, record, record.statement.selected),
    ).evaluation


def stopping(evaluation: Evaluation) -> list[Finding]:
    """The rules that do not let the candidate be selected. Nobody can give the approval that one demands."""
    return [finding for finding in evaluation.findings if finding.stops or finding.demands]


def kept(work: Work, evaluation: Evaluation | None, *, read: str) -> CheckRun | None:
    """Keep what the rules found of a selection that they let pass; None where nobody is selected.

    Args:
        evaluation: what they found; read: `check.mark_of` what the examiner was shown.

    Raises:
        StaleRead: they find something else than what was shown (`rules`).
        PreconditionFailed: a rule stops it (`selection_stopped_by_rule`, with the rules).
    """
    if check.mark_of(evaluation) != read:
        raise StaleRead(["rules"])
    if evaluation is None:
        return None
    stops = stopping(evaluation)
    if stops:
        rules = [finding.rule for finding in stops]
        raise PreconditionFailed("selection_stopped_by_rule", rules=rules)
    version = selectors.justification(work.request_row).version
    return check.store(work, evaluation, stage=STAGE, version=version)


def facts_of(mine: Examination, record: Examined, selected: int) -> ExaminationFacts:
    """Return what rules may know of a selection.

    Args:
        mine: the examination; record: what is to be concluded; selected: the position of the candidate.
    """
    comparison = record.of(selected)
    picture = candidate_pictures.here(mine.search_request, selected)
    different = (Seen.DIFFERENCE_EXPLAINED, Seen.DIFFERENCE_UNEXPLAINED)
    return ExaminationFacts(
        conclusion=ComparisonConclusion(comparison.conclusion),
        picture_shown=picture is not None,
        picture_taken_on=_taken_on(comparison, picture),
        features=len(comparison.features),
        differences=sum(feature.seen in different for feature in comparison.features),
        compared=sum(placed.comparison.compared is True for placed in record.comparisons),
        candidates=mine.search_request.result.candidate_count,
        examining_valid_until=training.last_valid_day(
            mine.examiner_person, training.Course.EXAMINING
        ),
    )


def _taken_on(comparison: Comparison, picture: CandidatePicture | None) -> date | None:
    """The earlier of the days that examiner and matcher name, so that neither makes a picture younger than it may be.

    None where the examiner says that nobody knows, and where what the matcher says does not open.
    """
    if comparison.date_unknown or comparison.picture_taken_on is None:
        return None
    try:
        says_the_matcher = candidate_pictures.captured_at(picture) if picture is not None else None
    except (content.ContentDamaged, content.ContentDestroyed):
        return None
    if says_the_matcher is None:
        return comparison.picture_taken_on
    return min(comparison.picture_taken_on, timezone.localtime(says_the_matcher).date())
