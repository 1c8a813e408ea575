"""An operator puts a search that failed back into the outbox, with a reason.

The authorisation stays what it was: expired or sent ones cannot be revived.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from requests_app.accounts.actors import Actor
from requests_app.common import clock
from requests_app.common.errors import BadInput, PreconditionFailed
from requests_app.common.visible import length
from requests_app.dispatch import outbox
from requests_app.dispatch.errors import AnswerNoLongerKept
from requests_app.dispatch.models import Dispatch
from requests_app.dispatch.refusals import may_have_searched
from requests_app.searches import selectors
from requests_app.searches.states import Action
from requests_app.workflow import gallery_now, permissions
from requests_app.workflow.unit_of_work import unit_of_work

LEAST_REASON = 20
FOR_GOOD = frozenset({gallery_now.CHANGED, "expired", AnswerNoLongerKept.default_code})
"""Errors after which nothing can be tried again: what was approved is no more, or the search has been made."""


def may_search_twice(row: Dispatch) -> bool:
    """Whether to send this search again might be to search twice: its matcher would, and may have searched."""
    if row.authorisation.gallery.matcher.is_idempotent:
        return False
    tried = row.attempts.order_by("-fence").values_list("error", "http_status")[:1]
    return any(may_have_searched(*last) for last in tried)


def retry(*, actor: Actor, search_request_id: UUID, reason: str, not_made: bool = False) -> None:
    """Try a failed search again.

    Args:
        actor: an operator.
        search_request_id: a request in SEARCH_FAILED.
        reason: why trying again can help; kept as a commitment, readable until erased.
        not_made: the operator has asked the matcher's operator, who says that the search was not made. Needed
            where the matcher would search a second time.

    Raises:
        BadInput: no real reason, or the search may have been made (`not_made`).
        PreconditionFailed: the authorisation has expired, or the gallery that was approved has
            changed.
        InvalidTransition: the request has not failed.
    """
    with unit_of_work(actor=actor, action="retry", search_request_id=search_request_id) as work:
        permissions.check_is_operator(actor)
        if length(reason) < LEAST_REASON:
            raise BadInput({"reason": ["too_short"]})
        work.check_may(Action.RETRY)
        row = (
            Dispatch.objects.select_for_update(of=("self",))
            .select_related("authorisation__gallery__matcher")
            .get(search_request=work.request_row)
        )
        if row.last_error == AnswerNoLongerKept.default_code:
            raise PreconditionFailed("answer_no_longer_kept")
        if may_search_twice(row) and not not_made:
            raise BadInput({"not_made": ["required"]})
        frozen = selectors.justification(work.request_row)
        if gallery_now.what_is_wrong(frozen) == gallery_now.CHANGED:
            raise PreconditionFailed("gallery_changed_for_good")
        if row.deadline_at <= clock.real_now():
            raise PreconditionFailed("authorisation_expired")
        work.move(
            Action.RETRY,
            reason="said_not_made" if may_search_twice(row) else None,
            facts={"search_id": str(row.search_id), "attempts_so_far": row.attempt},
            commitments={"operator_reason": reason.strip()},
        )
        row.state = Dispatch.State.READY
        row.attempt = 0
        row.next_attempt_at = clock.real_now()
        row.finished_at = None
        row.save(update_fields=["state", "attempt", "next_attempt_at", "finished_at"])
        transaction.on_commit(lambda: outbox.wake(row.search_id))
