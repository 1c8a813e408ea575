"""An examiner concludes, or takes a selection back; two who agree, or three who do not, settle the result.

What was concluded never changes. A correction is made after ranks and scores were shown, so it selects nobody.
"""

from __future__ import annotations

import dataclasses
from uuid import UUID

from django.utils import timezone

from requests_app.accounts.actors import Actor
from requests_app.common import clock
from requests_app.common.errors import BadInput, PreconditionFailed, StaleRead
from requests_app.policy.engine import Evaluation
from requests_app.searches import candidate_pictures, examinations, examined
from requests_app.searches.examinations import Standing
from requests_app.searches.examined import Examined, Statement
from requests_app.searches.models import CheckRun, Conclusion, Examination, Notice, Reading
from requests_app.searches.states import Action
from requests_app.workflow import judged_selection, permissions, viewing
from requests_app.workflow.examine import own_examination, unconcluded
from requests_app.workflow.notifications import notify
from requests_app.workflow.unit_of_work import Work, unit_of_work

NOBODY_SELECTED, EXAMINERS_DIFFER = "nobody_selected", "examiners_differ"
"""Why an examination ends without a lead."""


def conclude(
    *, actor: Actor, search_request_id: UUID, revision: int, rules_read: str
) -> Conclusion:
    """Record the conclusion that the actor's saved record holds.

    Args:
        actor: the examiner whose examination it is, with a current certificate.
        search_request_id: the request.
        revision: of the saved record that is meant; each save makes the next one.
        rules_read: the mark of what the rules were shown to find (`check.mark_of`); empty where nobody is selected.

    Raises:
        NotPermitted, NotFound: they have no examination of this result, or may examine no longer; the record stays.
        StaleRead: something else was saved since (`examination`), or the rules find something else (`rules`).
        BadInput: the record lacks something; see `examined.problems_of_statement`.
        PreconditionFailed: they have concluded (`already_concluded`), or have not opened the probe image and the
            candidates since they took the result (`examination_unopened`), a rule does not let this candidate be selected
            (`selection_stopped_by_rule`, with the rules), the list is of a gallery that is off now (`list_withdrawn`), or the
            rules cannot be applied (`rules_unjudged`).
        ContentDamaged: the answers that the rules read do not open; whoever selects nobody can conclude.
    """
    with unit_of_work(actor=actor, action="conclude", search_request_id=search_request_id) as work:
        mine, record = _ready(work, revision)
        before = examinations.standing(work.request_row)
        evaluation = judged_selection.judged(work, mine, record)
        run = judged_selection.kept(work, evaluation, read=rules_read)
        concluded = _recorded(work, mine, record, number=1, run=run)
        _settle(work, before)
        return concluded


def check(*, actor: Actor, search_request_id: UUID, revision: int) -> Evaluation | None:
    """Return what the rules say of the selection, before it is read back; None where nobody is selected.

    Records nothing but a refusal: that the record was opened is an event of the page that reads it back.

    Raises:
        What `conclude` would raise for the same, but where a rule stops it: what is returned says which.
    """
    return viewing.look_up(
        lambda work: judged_selection.judged(work, *_ready(work, revision)),
        actor=actor,
        action="conclude",
        search_request_id=search_request_id,
    )


def _ready(work: Work, revision: int) -> tuple[Examination, Examined]:
    """Return the examination, and of the record what can be concluded."""
    mine = unconcluded(work)
    work.check_may(Action.RECORD_CONCLUSION)
    permissions.check_may_examine(work.actor, work.request_row)
    record = examinations.opened_draft(mine)
    if examinations.revision_of(mine) != revision:
        raise StaleRead(["examination"])
    _refuse_unopened(mine)
    _refuse_unfinished(work, mine, record, corrects=False)
    return mine, record.only_what_counts()


def correct(
    *, actor: Actor, search_request_id: UUID, no_selection: str, correction: str
) -> Conclusion:
    """Take back what one selected: the earlier conclusion stays, and a new one takes its place.

    Args:
        actor: the examiner who concluded, with a current certificate.
        search_request_id: the request, before anything was released.
        no_selection: why nobody is selected any more, a `NoSelection`; correction: what was wrong.

    Raises:
        NotPermitted, NotFound: they have no examination of this result, or may examine no longer.
        BadInput: a reason is missing.
        PreconditionFailed: they have not concluded (`not_concluded`), or select nobody as it is (`selects_nobody`).
    """
    with unit_of_work(actor=actor, action="correct", search_request_id=search_request_id) as work:
        mine = own_examination(work)
        work.check_may(Action.CORRECT_CONCLUSION)
        permissions.check_may_examine(actor, work.request_row)
        earlier = examinations.conclusion_of(mine)
        if earlier is None:
            raise PreconditionFailed("not_concluded")
        if earlier.selected_position is None:
            raise PreconditionFailed("selects_nobody")
        before = examinations.opened_conclusion(earlier)
        statement = Statement(
            quality=before.statement.quality,
            limitations=before.statement.limitations,
            no_selection=no_selection,
            correction=correction,
        )
        record = dataclasses.replace(before, statement=statement)
        _refuse_unfinished(work, mine, record, corrects=True)
        standing = examinations.standing(work.request_row)
        corrected = _recorded(work, mine, record, number=earlier.number + 1, run=None)
        _settle(work, standing)
        return corrected


def _refuse_unopened(mine: Examination) -> None:
    opened = Reading.objects.filter(
        search_request=mine.search_request_id,
        person=mine.examiner_person_id,
        opened_at__gte=mine.started_at,
    ).values_list("kind", flat=True)
    if not {Reading.Kind.PROBE.value, Reading.Kind.CANDIDATES.value} <= set(opened):
        raise PreconditionFailed("examination_unopened")


def _refuse_unfinished(work: Work, mine: Examination, record: Examined, *, corrects: bool) -> None:
    count = work.request_row.result.candidate_count
    today = timezone.localdate(clock.real_now())
    problems = examined.problems_of_statement(
        record,
        count,
        today=today,
        shown=candidate_pictures.positions_here(work.request_row),
        # A correction takes back what was concluded before; a picture that came since was no part of that.
        unopened=() if corrects else candidate_pictures.positions_unopened(mine),
        corrects=corrects,
    )
    if problems:
        raise BadInput(problems)


def _recorded(
    work: Work, mine: Examination, record: Examined, *, number: int, run: CheckRun | None
) -> Conclusion:
    row = work.request_row
    concluded = Conclusion.objects.create(
        examination=mine,
        search_request=row,
        number=number,
        outcome=record.outcome(),
        selected_position=record.statement.selected,
        candidates=row.result.candidate_count,
        compared=sum(1 for placed in record.comparisons if placed.comparison.compared),
        sealed=examinations.seal_conclusion(mine, number, record),
        concluded_at=clock.real_now(),
        examiner_id=mine.examiner_id,
        check_run=run,
    )
    work.move(
        Action.RECORD_CONCLUSION if number == 1 else Action.CORRECT_CONCLUSION,
        facts={
            "number": number,
            "outcome": concluded.outcome,
            "selected_position": concluded.selected_position,
            "candidate_count": concluded.candidates,
            "compared": concluded.compared,
        },
        commitments={"conclusion_sha256": examined.digest_of(record)},
        about=("examination", mine.id),
    )
    return concluded


def _settle(work: Work, before: Standing) -> None:
    """Record what follows from the conclusions so far: nothing from one, a lead to release, none, or a third view.

    Args:
        before: how far they had come before the present one; who may release a lead is told of it once.
    """
    row = work.request_row
    so_far = examinations.standing(row)
    if so_far.concluded < 2:
        return
    facts = {"concluded": so_far.concluded}
    if so_far.agreed and so_far.selected is not None:
        work.record("exam.agreed", facts={**facts, "selected_position": so_far.selected})
        if before.selected != so_far.selected:
            notify.who_release(row)
        return
    if not so_far.agreed:
        work.record("exam.disagreed", facts=facts)
    if so_far.is_without_lead:
        ground = NOBODY_SELECTED if so_far.agreed else EXAMINERS_DIFFER
        work.move(Action.END_WITHOUT_LEAD, facts={**facts, "ground": ground})
        notify.requester(row, Notice.Kind.NO_LEAD)
    elif len(examinations.kept_seats(row)) < so_far.seats:
        notify.examiners(row)
