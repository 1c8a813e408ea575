"""The requester ends a request: before it is decided, or before an approved search is sent.

Once a search has left, it can no longer be withdrawn here.
"""

from __future__ import annotations

from uuid import UUID

from requests_app.accounts.actors import Actor
from requests_app.dispatch import outbox
from requests_app.searches.states import Action
from requests_app.workflow import claim, permissions
from requests_app.workflow.unit_of_work import unit_of_work


def withdraw(*, actor: Actor, search_request_id: UUID) -> None:
    """End a request.

    Raises:
        NotFound: not this officer's.
        InvalidTransition: it has been sent, or has ended already.
    """
    with unit_of_work(actor=actor, action="withdraw", search_request_id=search_request_id) as work:
        permissions.check_is_requester(actor, work.request_row)
        work.check_may(Action.WITHDRAW)
        claim.end_all(work.request_row, how="withdrawn")
        outbox.cancel(work.request_row.id, error="withdrawn")
        work.move(Action.WITHDRAW, facts={"version": work.request_row.version})
