"""A request whose lead was followed to its end is closed by a person: from then on nothing is owed on it.

Destroys nothing: the clock does, by the periods that the page shows before (`destroy`).
"""

from __future__ import annotations

from uuid import UUID

from requests_app.accounts.actors import Actor
from requests_app.common.errors import PreconditionFailed, StaleRead
from requests_app.searches.models import FollowUp, SearchRequest
from requests_app.searches.states import Action, actions_in
from requests_app.workflow import permissions
from requests_app.workflow.unit_of_work import unit_of_work


def close(*, actor: Actor, search_request_id: UUID, after: int) -> None:
    """Close a request, for as long as nothing more is recorded of its lead.

    Args:
        actor: the officer who asked, or a supervisor for the unit.
        search_request_id: a request whose lead was released; recalled, expired or with its content destroyed does not
            matter.
        after: how much was recorded of the lead when the page was drawn, so that nobody closes over something unread.

    Raises:
        NotPermitted, NotFound: see `permissions.check_may_follow_up`.
        InvalidTransition: it is closed already, or no lead was released.
        StaleRead: something was recorded since (`follow_ups`).
        PreconditionFailed: no report says how it ended (`report_owed`), or an incident is open (`incident_open`).
    """
    with unit_of_work(actor=actor, action="close", search_request_id=search_request_id) as work:
        row = work.request_row
        permissions.check_may_follow_up(actor, row)
        work.check_may(Action.CLOSE)
        count = row.follow_ups.count()
        if count != after:
            raise StaleRead(["follow_ups"])
        ended = ending_of(row)
        why_not = why_not_closed(row)
        if ended is None or why_not is not None:
            raise PreconditionFailed(why_not or "report_owed")
        work.move(Action.CLOSE, facts={"disposition": ended.outcome, "count": count})


def ending_of(search_request: SearchRequest) -> FollowUp | None:
    """Return the last report on a lead where it says how the matter ended; None where more is to come."""
    reports = FollowUp.objects.filter(search_request=search_request, kind=FollowUp.Kind.REPORT)
    last = reports.select_related("recorded_by_person").order_by("-number").first()
    return last if last is not None and last.due_at is None else None


def why_not_closed(search_request: SearchRequest) -> str | None:
    """Return what keeps a request from being closed, as a code; None where nothing does."""
    if ending_of(search_request) is None:
        return "report_owed"
    if search_request.incidents.filter(closed_at=None).exists():
        return "incident_open"
    return None


def may_be_closed(search_request: SearchRequest) -> bool:
    """Whether a request is open, with a lead that was followed to its end."""
    return (
        Action.CLOSE in actions_in(search_request.status) and why_not_closed(search_request) is None
    )
