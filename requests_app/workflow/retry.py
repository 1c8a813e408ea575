"""An operator puts a search that failed back into the outbox, with a reason.

The authorisation stays what it was: expired or sent ones cannot be revived.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from requests_app.accounts.actors import Actor
from requests_app.common import clock
from requests_app.common.errors import BadInput, PreconditionFailed
from requests_app.dispatch import outbox
from requests_app.dispatch.models import Dispatch
from requests_app.policy.visible import length
from requests_app.searches import selectors
from requests_app.searches.states import Action
from requests_app.workflow import gallery_now, permissions
from requests_app.workflow.unit_of_work import unit_of_work

LEAST_REASON = 20
FOR_GOOD = frozenset({gallery_now.CHANGED, "expired"})
"""Errors after which nothing can be tried again: what was approved is no more."""


def retry(*, actor: Actor, search_request_id: UUID, reason: str) -> None:
    """Try a failed search again.

    Args:
        actor: an operator.
        search_request_id: a request in SEARCH_FAILED.
        reason: why trying again can help; kept as a commitment, readable until erased.

    Raises:
        BadInput: no real reason.
        PreconditionFailed: the authorisation has expired, or the gallery that was approved has
            changed.
        InvalidTransition: the request has not failed.
    """
    with unit_of_work(actor=actor, action="retry", search_request_id=search_request_id) as work:
        permissions.check_is_operator(actor)
        if length(reason) < LEAST_REASON:
            raise BadInput({"reason": ["too_short"]})
        work.check_may(Action.RETRY)
        row = Dispatch.objects.select_for_update().get(search_request=work.request_row)
        frozen = selectors.justification(work.request_row)
        if gallery_now.what_is_wrong(frozen) == gallery_now.CHANGED:
            raise PreconditionFailed("gallery_changed_for_good")
        if row.deadline_at <= clock.real_now():
            raise PreconditionFailed("authorisation_expired")
        work.move(
            Action.RETRY,
            facts={"search_id": str(row.search_id), "attempts_so_far": row.attempt},
            commitments={"operator_reason": reason.strip()},
        )
        row.state = Dispatch.State.READY
        row.attempt = 0
        row.next_attempt_at = clock.real_now()
        row.finished_at = None
        row.save(update_fields=["state", "attempt", "next_attempt_at", "finished_at"])
        transaction.on_commit(lambda: outbox.wake(row.search_id))
