"""An examiner takes a result, writes down what each comparison shows, and gives the result back undone.

Must tell no examiner whether another one has concluded, or what: who may come in is the same before and after.
"""

from __future__ import annotations

import dataclasses
import secrets
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account
from requests_app.accounts.roles import Role
from requests_app.common import clock
from requests_app.common.errors import BadInput, NotFound, PreconditionFailed, StaleRead
from requests_app.searches import candidate_pictures, examinations, examined
from requests_app.searches.examined import Comparison, Examined, Statement
from requests_app.searches.models import Examination, ExaminationDraft
from requests_app.searches.states import Action
from requests_app.workflow import permissions
from requests_app.workflow.notifications import notify
from requests_app.workflow.unit_of_work import Work, unit_of_work
from requests_app.workflow.wanted_pictures import ask_for_pictures

LASTS = timedelta(days=7)
"""How long an examiner keeps a result after taking it, and after saving a part of the record."""
LONGEST_TEXT = 4_000
"""Characters in one answer; more than a page."""


def start(*, actor: Actor, search_request_id: UUID) -> Examination:
    """Take a result to examine. Whoever has taken it already goes on with the same examination.

    Args:
        actor: a trained examiner of the unit who neither asked nor decided.
        search_request_id: a request with a result.

    Raises:
        NotPermitted, NotFound: see `permissions.check_may_examine`.
        InvalidTransition: there is no result to examine.
        PreconditionFailed: it has its examiners (`has_its_examiners`), this person took it under another account
            (`examined_under_another_account`), or its content was destroyed (`content_destroyed`).
    """
    with unit_of_work(actor=actor, action="examine", search_request_id=search_request_id) as work:
        row = work.request_row
        account = permissions.check_may_examine(actor, row)
        work.check_may(Action.START_EXAMINATION)
        _refuse_destroyed(work)
        mine = examinations.of_person(row, account.person_id)
        if mine is not None and mine.examiner_id != account.pk:
            raise PreconditionFailed("examined_under_another_account")
        is_again = mine is not None
        if mine is None:
            mine = _taken(work, account)
        work.move(
            Action.START_EXAMINATION,
            facts={
                "seat": mine.seat,
                "order_seed": mine.order_seed,
                "candidate_count": row.result.candidate_count,
                "again": is_again,
            },
            about=("examination", mine.id),
        )
        ask_for_pictures(work, mine)
        return mine


def _taken(work: Work, account: Account) -> Examination:
    row, now = work.request_row, clock.real_now()
    seat = _free_seat(work)
    if seat is None:
        raise PreconditionFailed("has_its_examiners")
    return Examination.objects.create(
        search_request=row,
        requested_by_person_id=row.requested_by_person_id,
        seat=seat,
        examiner=account,
        examiner_person=account.person,
        order_seed=secrets.token_hex(32),
        started_at=now,
        until=now + LASTS,
    )


def _free_seat(work: Work) -> int | None:
    """Return the first seat that nobody keeps, and end the examination of whoever left it."""
    row = work.request_row
    so_far = examinations.standing(row)
    if so_far.agreed:
        return None
    taken = {
        each.seat
        for each, has_concluded in examinations.kept_seats(row)
        if has_concluded or not _is_left(work, each)
    }
    return next((seat for seat in range(1, so_far.seats + 1) if seat not in taken), None)


def _is_left(work: Work, examination: Examination) -> bool:
    """Whether an examination without a conclusion has run out, or lost its examiner; if so, end it."""
    if examination.until <= clock.real_now():
        cause = Examination.Ended.LAPSED
    elif not permissions.can_examine(
        Actor(account=examination.examiner, role=Role.EXAMINER), work.request_row
    ):
        cause = Examination.Ended.RIGHT_ENDED
    else:
        return False
    _end(examination, cause)
    work.record(
        "exam.ended",
        object_type="examination",
        object_id=str(examination.id),
        facts={"cause": cause.value},
    )
    return True


def _end(examination: Examination, how: Examination.Ended) -> None:
    examination.ended_at = clock.real_now()
    examination.ended_how = how.value
    examination.save(update_fields=["ended_at", "ended_how"])


def give_back(*, actor: Actor, search_request_id: UUID) -> None:
    """Give a result back to the other examiners before concluding; what was written is kept, and read by nobody.

    Raises:
        NotPermitted, NotFound: the actor has no examination of this result.
        PreconditionFailed: they have concluded (`already_concluded`).
    """
    with unit_of_work(actor=actor, action="give_back", search_request_id=search_request_id) as work:
        mine = unconcluded(work)
        work.check_may(Action.GIVE_BACK_EXAMINATION)
        _end(mine, Examination.Ended.GIVEN_BACK)
        work.move(Action.GIVE_BACK_EXAMINATION, about=("examination", mine.id))
        notify.examiners(work.request_row, but_for=mine.examiner)


def save_comparison(
    *,
    actor: Actor,
    search_request_id: UUID,
    position: int,
    comparison: Comparison,
    based_on: str,
) -> examined.Problems:
    """Save what is recorded of one candidate, as unfinished as it may be.

    Args:
        actor: the examiner whose examination it is; a certificate that has lapsed keeps nobody from saving.
        search_request_id: the request.
        position: of the candidate in the stored list, from 1.
        comparison: what to save.
        based_on: the digest of what the page showed of this candidate (`examined.digest_for_page`).

    Returns:
        what the saved record still lacks for a conclusion.

    Raises:
        NotPermitted, NotFound: the actor has no examination of this result, or there is no such candidate.
        StaleRead: something else was saved since in its place, or the result was taken anew (`comparison`).
        BadInput: a text is too long, or a feature is none of those that are known.
        PreconditionFailed: they have concluded (`already_concluded`).
    """
    with unit_of_work(actor=actor, action="save_exam", search_request_id=search_request_id) as work:
        mine = unconcluded(work)
        work.check_may(Action.SAVE_EXAMINATION)
        if not 1 <= position <= work.request_row.result.candidate_count:
            raise NotFound
        record = examinations.opened_draft(mine)
        _check_texts(comparison)
        if not examined.are_known(comparison.features):
            raise BadInput({"features": ["unknown"]})
        if any(len(feature.words) > LONGEST_TEXT for feature in comparison.features):
            raise BadInput({"features": ["too_long"]})
        if examined.digest_for_page(record.of(position), mine.order_seed) != based_on:
            raise StaleRead(["comparison"])
        _save(work, mine, record.with_comparison(position, comparison))
        today = timezone.localdate(clock.real_now())
        return examined.problems_of_comparison(
            comparison,
            today=today,
            is_shown=position in candidate_pictures.positions_here(work.request_row),
            is_unopened=position in candidate_pictures.positions_unopened(mine),
        )


def save_statement(
    *, actor: Actor, search_request_id: UUID, statement: Statement, based_on: str
) -> int:
    """Save what an examiner says of the whole list, as unfinished as it may be.

    Args:
        actor, search_request_id: as in `save_comparison`.
        statement: what to save.
        based_on: the digest of the statement that the page showed (`examined.digest_for_page`).

    Returns:
        the revision of the record that was saved.

    Raises:
        NotPermitted, NotFound, BadInput, PreconditionFailed: as in `save_comparison`.
        StaleRead: another statement was saved since (`statement`).
    """
    with unit_of_work(actor=actor, action="save_exam", search_request_id=search_request_id) as work:
        mine = unconcluded(work)
        work.check_may(Action.SAVE_EXAMINATION)
        record = examinations.opened_draft(mine)
        _check_texts(statement)
        if examined.digest_for_page(record.statement, mine.order_seed) != based_on:
            raise StaleRead(["statement"])
        return _save(work, mine, dataclasses.replace(record, statement=statement))


def own_examination(work: Work) -> Examination:
    """Return the actor's own examination of the request at hand.

    Raises:
        NotPermitted, NotFound: they have none.
        PreconditionFailed: its content was destroyed (`content_destroyed`).
    """
    account = permissions.check_is_examiner(work.actor)
    mine = examinations.of_person(work.request_row, account.person_id)
    if mine is None:
        raise NotFound
    permissions.check_is_its_examiner(work.actor, mine)
    _refuse_destroyed(work)
    return mine


def _refuse_destroyed(work: Work) -> None:
    if work.request_row.content_destroyed_at is not None:
        raise PreconditionFailed("content_destroyed")


def unconcluded(work: Work) -> Examination:
    """Return the actor's own examination, which is not concluded.

    Raises:
        NotPermitted, NotFound: they have none.
        PreconditionFailed: they have concluded (`already_concluded`).
    """
    mine = own_examination(work)
    if mine.conclusions.exists():
        raise PreconditionFailed("already_concluded")
    return mine


def _save(work: Work, mine: Examination, record: Examined) -> int:
    now = clock.real_now()
    kept = ExaminationDraft.objects.filter(examination=mine).first()
    sealed = examinations.seal_draft(mine, record)
    if kept is None:
        kept = ExaminationDraft.objects.create(examination=mine, sealed=sealed, saved_at=now)
    else:
        kept.sealed, kept.revision, kept.saved_at = sealed, kept.revision + 1, now
        kept.save(update_fields=["sealed", "revision", "saved_at"])
    mine.until = max(mine.until, now + LASTS)
    mine.save(update_fields=["until"])
    work.move(
        Action.SAVE_EXAMINATION,
        facts={"revision": kept.revision},
        about=("examination", mine.id),
    )
    return kept.revision


def _check_texts(part: Comparison | Statement) -> None:
    too_long = {
        each.name: ["too_long"]
        for each in dataclasses.fields(part)
        if isinstance(value := getattr(part, each.name), str) and len(value) > LONGEST_TEXT
    }
    if too_long:
        raise BadInput(too_long)
