"""A lead is taken back: a gallery or a matcher was withdrawn, or an error was found. Whoever saw it is told.

The request keeps its status, and what came of the lead is owed all the same.
"""

from __future__ import annotations

from uuid import UUID, uuid4

from requests_app.accounts.actors import Actor
from requests_app.common import clock
from requests_app.common.errors import BadInput, PreconditionFailed
from requests_app.common.visible import says_something
from requests_app.searches import lead_decisions
from requests_app.searches.models import LeadRecall
from requests_app.searches.states import Action
from requests_app.workflow import permissions
from requests_app.workflow.examine import LONGEST_TEXT
from requests_app.workflow.notifications import notify
from requests_app.workflow.unit_of_work import unit_of_work

LEAST_REASON = 20
"""Characters, half of them letters."""


def recall_lead(*, actor: Actor, search_request_id: UUID, ground: str, reason: str) -> LeadRecall:
    """Recall a lead that was released.

    Args:
        actor: a supervisor or privacy officer with the right to decide for the unit, who did not ask.
        search_request_id: a request whose lead was released, expired or not.
        ground: a `LeadRecall.Ground`.
        reason: what was found, in words for those who opened the lead; sealed with the request's key.

    Raises:
        NotPermitted, NotFound: see `permissions.check_may_recall_lead`.
        InvalidTransition: no lead of this request was released.
        BadInput: the ground is none, or the reason is too short or too long.
        PreconditionFailed: it is recalled already (`lead_recalled_already`), or the content was destroyed
            (`content_destroyed`).
    """
    with unit_of_work(
        actor=actor, action="recall_lead", search_request_id=search_request_id
    ) as work:
        row = work.request_row
        account = permissions.check_may_recall_lead(actor, row)
        work.check_may(Action.RECALL_LEAD)
        if row.content_destroyed_at is not None:
            raise PreconditionFailed("content_destroyed")
        if LeadRecall.objects.filter(search_request=row).exists():
            raise PreconditionFailed("lead_recalled_already")
        _refuse_unanswered(ground, reason)
        recall_id = uuid4()
        recalled = LeadRecall.objects.create(
            id=recall_id,
            search_request=row,
            requested_by_person_id=row.requested_by_person_id,
            ground=ground,
            sealed_reason=lead_decisions.seal_recall(row.pk, recall_id, reason),
            recalled_by=account,
            recalled_by_person=account.person,
            recalled_at=clock.real_now(),
        )
        told = notify.who_opened_the_lead(row, but_for=account)
        work.move(
            Action.RECALL_LEAD,
            facts={"ground": ground, "told": told},
            about=("lead_recall", recall_id),
        )
        return recalled


def _refuse_unanswered(ground: str, reason: str) -> None:
    problems: dict[str, list[str]] = {}
    if ground not in LeadRecall.Ground.values:
        problems["ground"] = ["required"]
    if not says_something(reason, least=LEAST_REASON):
        problems["reason"] = ["too_short"]
    elif len(reason) > LONGEST_TEXT:
        problems["reason"] = ["too_long"]
    if problems:
        raise BadInput(problems)
