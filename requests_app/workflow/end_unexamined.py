"""A result that too few people are left to examine: deciders are told of it, and one of them can end it without a lead.

Nobody can release a lead so: this ends a search, and decides on no candidate.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db.models import Exists, OuterRef, QuerySet

from requests_app.accounts.actors import Actor
from requests_app.common import clock
from requests_app.common.errors import BadInput, PreconditionFailed
from requests_app.common.visible import says_something
from requests_app.searches import examinations, lacking_examiners
from requests_app.searches.models import EndedUnexamined, Notice, SearchRequest
from requests_app.searches.states import Action
from requests_app.workflow import permissions
from requests_app.workflow.examine import LONGEST_TEXT
from requests_app.workflow.notifications import notify
from requests_app.workflow.unit_of_work import Work, unit_of_work

LEAST_REASON = 20
"""Characters, half of them letters."""
TOLD_AGAIN = timedelta(days=7)
"""After so long it is told again, while it lasts."""


def end_unexamined(*, actor: Actor, search_request_id: UUID, reason: str) -> EndedUnexamined:
    """End a result without a lead because nobody is left who could bring its examination to an end.

    Args:
        actor: a trained supervisor or privacy officer for the unit, who neither asked nor examines for it.
        search_request_id: a request with a result.
        reason: why no examiner can be found; sealed with the request's key.

    Raises:
        NotPermitted, NotFound: see `permissions.check_may_end_unexamined`.
        InvalidTransition: there is no result to examine.
        PreconditionFailed: enough people are left to examine it (`examiners_not_lacking`).
        BadInput: the reason is too short or too long.
    """
    with unit_of_work(
        actor=actor, action="end_unexamined", search_request_id=search_request_id
    ) as work:
        row = work.request_row
        account = permissions.check_may_end_unexamined(actor, row)
        check_is_lacking(work)
        _refuse_unclear(reason)
        ended_id = uuid4()
        concluded = examinations.standing(row).concluded
        ended = EndedUnexamined.objects.create(
            id=ended_id,
            search_request=row,
            requested_by_person_id=row.requested_by_person_id,
            ground=ground_of(concluded),
            concluded=concluded,
            sealed_reason=lacking_examiners.seal_reason(row.pk, ended_id, reason),
            ended_by=account,
            ended_by_person=account.person,
            ended_at=clock.real_now(),
        )
        work.move(
            Action.END_UNEXAMINED,
            facts={"concluded": concluded, "ground": ended.ground},
            about=("ended_unexamined", ended_id),
        )
        notify.requester(row, Notice.Kind.NO_LEAD)
        return ended


def check_is_lacking(work: Work) -> None:
    """Refuse what is no result that lacks examiners.

    Raises:
        InvalidTransition: there is no result to examine.
        PreconditionFailed: enough people are left to examine it (`examiners_not_lacking`).
    """
    work.check_may(Action.END_UNEXAMINED)
    lacking = lacking_examiners.without_enough_examiners()
    if not lacking.filter(pk=work.request_row.pk).exists():
        raise PreconditionFailed("examiners_not_lacking")


def ground_of(concluded: int) -> EndedUnexamined.Ground:
    """Return why a result lacks examiners, by how many have concluded."""
    if concluded < 2:
        return EndedUnexamined.Ground.TOO_FEW_EXAMINERS
    return EndedUnexamined.Ground.NO_THIRD_EXAMINER


def _refuse_unclear(reason: str) -> None:
    if not says_something(reason, least=LEAST_REASON):
        raise BadInput({"reason": ["too_short"]})
    if len(reason) > LONGEST_TEXT:
        raise BadInput({"reason": ["too_long"]})


def ids_to_tell(*, most: int = 200) -> list[UUID]:
    """Return results that lack examiners, of which nobody was told lately; each is judged again under its lock."""
    waiting = _to_tell(clock.real_now()).order_by("status_since", "id")
    return list(waiting.values_list("pk", flat=True)[:most])


def _to_tell(now: datetime) -> QuerySet[SearchRequest]:
    told = Notice.objects.filter(
        search_request=OuterRef("pk"),
        kind=Notice.Kind.EXAMINERS_LACKING,
        created_at__gte=now - TOLD_AGAIN,
    )
    return lacking_examiners.without_enough_examiners().filter(~Exists(told))


def tell(*, actor: Actor, search_request_id: UUID) -> None:
    """Tell whoever can end it that a result lacks examiners; again after a week while it lasts.

    Args:
        actor: the worker.
        search_request_id: a request with a result.

    Raises:
        PreconditionFailed: there is nothing to tell (`nothing_owed`).
    """
    with unit_of_work(
        actor=actor, action="tell_of_examiners", search_request_id=search_request_id
    ) as work:
        permissions.check_is_process(actor, "worker")
        row = work.request_row
        if not _to_tell(clock.real_now()).filter(pk=row.pk).exists():
            raise PreconditionFailed("nothing_owed")
        told = notify.who_ends_unexamined(row)
        work.record(
            "exam.examiners_lacking",
            facts={"concluded": examinations.standing(row).concluded, "told": told},
        )
