"""A request that is to be closed: what keeps it open, and when its content is destroyed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from requests_app.accounts.actors import Actor
from requests_app.common import clock
from requests_app.common.errors import PreconditionFailed
from requests_app.policy.vocabulary import RetentionClass
from requests_app.searches import follow_ups
from requests_app.searches.models import FollowUp, SearchRequest
from requests_app.searches.outcome import DISPOSED_OF
from requests_app.searches.selectors import justification
from requests_app.searches.states import Action
from requests_app.workflow import close, destroy, destroy_pictures, permissions
from requests_app.workflow.destroy import Due
from requests_app.workflow.destroy_pictures import PicturesHere
from requests_app.workflow.viewing import viewing


class KeptFor(StrEnum):
    """Why nothing ends the content by itself."""

    GOES_ON = "goes_on"
    NOT_LOOKED_INTO = "not_looked_into"
    SEALED = "sealed"
    NO_PERIOD = "no_period"


@dataclass(frozen=True, slots=True)
class AboutToClose:
    """A request that is to be closed.

    Attributes:
        count: how much was recorded of its lead.
        ended: the report that says how it ended; None where there is none.
        refused: what keeps it from being closed; None where nothing does.
        retention_class: how long its result is kept, as the officer chose (a `RetentionClass`).
        due: when the clock destroys its content; None where nothing ends it by itself, or it was destroyed. is_due: whether
            that is now.
        kept_for: why nothing ends it by itself; None where something does.
        pictures: those of candidates that are still here. pictures_go_first: whether some go before the content.
        is_held: whether a legal hold keeps all of it.
    """

    search_request: SearchRequest
    count: int
    ended: FollowUp | None
    refused: PreconditionFailed | None
    retention_class: str
    due: Due | None
    is_due: bool
    kept_for: KeptFor | None
    pictures: PicturesHere
    pictures_go_first: bool
    is_held: bool


def about_to_close(*, actor: Actor, search_request_id: UUID) -> AboutToClose:
    """Return a request that is to be closed; the opening is recorded first, since it says how the matter ended.

    Raises:
        NotPermitted, NotFound: see `permissions.check_may_follow_up`.
        InvalidTransition: it is closed already, or no lead was released.
    """
    with viewing(actor=actor, action="open_closing", search_request_id=search_request_id) as work:
        row = work.request_row
        permissions.check_may_follow_up(actor, row)
        work.check_may(Action.CLOSE)
        why_not, ended = close.why_not_closed(row), close.ending_of(row)
        retention_class = justification(row, row.version).retention_class
        due = destroy.due_of(row.pk) if row.content_destroyed_at is None else None
        count, pictures = row.follow_ups.count(), destroy_pictures.pictures_here(row)
        work.record("followup.viewed", facts={"count": count})
        return AboutToClose(
            search_request=row,
            count=count,
            ended=ended,
            refused=PreconditionFailed(why_not) if why_not else None,
            retention_class=retention_class,
            due=due,
            is_due=due is not None and due.at <= clock.real_now(),
            kept_for=_kept_for(row, ended, why_not, retention_class) if due is None else None,
            pictures=pictures,
            pictures_go_first=bool(pictures.of_others)
            and pictures.due is not None
            and (due is None or pictures.due < due.at),
            is_held=row.holds.filter(released_at=None).exists(),
        )


def _kept_for(
    row: SearchRequest, ended: FollowUp | None, why_not: str | None, retention_class: str
) -> KeptFor:
    if ended is None or why_not is not None:
        return KeptFor.GOES_ON
    if follow_ups.not_looked_into(row).exists():
        return KeptFor.NOT_LOOKED_INTO
    is_sealed = retention_class == RetentionClass.SEALED_UNTIL_DISPOSITION
    if is_sealed and not follow_ups.since_it_ended(row).filter(outcome__in=DISPOSED_OF).exists():
        return KeptFor.SEALED
    return KeptFor.NO_PERIOD
