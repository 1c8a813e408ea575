"""A request that is to be closed: what keeps it open, and when its content is destroyed."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from requests_app.accounts.actors import Actor
from requests_app.common.errors import PreconditionFailed
from requests_app.searches.models import FollowUp, SearchRequest
from requests_app.searches.selectors import justification
from requests_app.searches.states import Action
from requests_app.workflow import close, destroy, destroy_pictures, permissions
from requests_app.workflow.destroy import Due
from requests_app.workflow.unit_of_work import Work
from requests_app.workflow.viewing import look_up


@dataclass(frozen=True, slots=True)
class AboutToClose:
    """A request that is to be closed; nothing of the case.

    Attributes:
        count: how much was recorded of its lead.
        ended: the report that says how it ended; None where there is none.
        refused: what keeps it from being closed; None where nothing does.
        retention_class: how long its result is kept, as the officer chose (a `RetentionClass`).
        due: when the clock destroys its content; None where nothing ends it by itself, or it was destroyed.
        pictures_to_go: how many pictures of candidates who were not selected the clock destroys once it is closed;
            pictures_kept: how many pictures stay with the content.
        is_held: whether a legal hold keeps it all the same.
    """

    search_request: SearchRequest
    count: int
    ended: FollowUp | None
    refused: PreconditionFailed | None
    retention_class: str
    due: Due | None
    pictures_to_go: int
    pictures_kept: int
    is_held: bool


def about_to_close(*, actor: Actor, search_request_id: UUID) -> AboutToClose:
    """Return a request that is to be closed; shows nothing of the case, so it is no event.

    Raises:
        NotPermitted, NotFound: see `permissions.check_may_follow_up`.
        InvalidTransition: it is closed already, or no lead was released.
    """

    def find(work: Work) -> AboutToClose:
        row = work.request_row
        permissions.check_may_follow_up(actor, row)
        work.check_may(Action.CLOSE)
        why_not = close.why_not_closed(row)
        to_go, kept = destroy_pictures.to_go(row)
        return AboutToClose(
            search_request=row,
            count=row.follow_ups.count(),
            ended=close.ending_of(row),
            refused=PreconditionFailed(why_not) if why_not else None,
            retention_class=justification(row, row.version).retention_class,
            due=destroy.due_of(row.pk) if row.content_destroyed_at is None else None,
            pictures_to_go=to_go,
            pictures_kept=kept,
            is_held=row.holds.filter(released_at=None).exists(),
        )

    return look_up(
        find, actor=actor, action="close", search_request_id=search_request_id, reads=True
    )
