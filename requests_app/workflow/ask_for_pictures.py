"""An examiner asks anew for the pictures that are missing; the dispatcher fetches them one by one."""

from __future__ import annotations

from uuid import UUID

from requests_app.accounts.actors import Actor
from requests_app.common.errors import PreconditionFailed
from requests_app.searches.states import Status
from requests_app.workflow.examine import own_examination
from requests_app.workflow.unit_of_work import unit_of_work
from requests_app.workflow.wanted_pictures import ask_for_pictures


def ask(*, actor: Actor, search_request_id: UUID) -> int:
    """Ask for every picture that is neither here nor on its way.

    Args:
        actor: an examiner who has taken the result.
        search_request_id: the request.

    Returns:
        how many were asked for.

    Raises:
        NotPermitted, NotFound: the actor has no examination of this result.
        PreconditionFailed: its content was destroyed (`content_destroyed`), it is settled (`no_result_to_examine`), or
            every picture is here or on its way (`pictures_asked_for`).
    """
    with unit_of_work(
        actor=actor, action="ask_for_pictures", search_request_id=search_request_id
    ) as work:
        mine = own_examination(work)
        if work.request_row.status != Status.RESULT_RECEIVED:
            raise PreconditionFailed("no_result_to_examine")
        count = ask_for_pictures(work, mine)
        if not count:
            raise PreconditionFailed("pictures_asked_for")
        return count
