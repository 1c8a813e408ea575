"""What all proposals of policy administrators share: the lock, finding an open one, and settling it once.

Checks and records nothing by itself; each use case says who may, and writes its own event.
"""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db import connection

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account
from requests_app.accounts.roles import Role
from requests_app.common import clock
from requests_app.common.errors import AlreadyTaken, NotFound, PreconditionFailed
from requests_app.registry.models import Proposal, SettledHow
from requests_app.workflow import permissions
from requests_app.workflow.administration.administrators import keep_administrators

_LOCK = "registry.jurisdiction"
_P = TypeVar("_P", bound=Proposal)


def one_at_a_time() -> None:
    """Nobody loses a role, and no other act on a proposal runs, until the transaction ends."""
    keep_administrators()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [_LOCK])


def open_proposal(kind: type[_P], by: Actor, proposal_id: UUID) -> _P:
    """Return a proposal that nobody has settled.

    Raises:
        NotPermitted: the actor is no policy administrator.
        NotFound: there is no such proposal.
        AlreadyTaken: it was settled already; `is_own` says whether this person did it.
    """
    one_at_a_time()
    account = permissions.check_is_policy_administrator(by)
    proposal = kind._default_manager.select_related("proposed_by").filter(pk=proposal_id).first()
    if proposal is None:
        raise NotFound
    if proposal.outcome:
        raise AlreadyTaken(
            outcome=proposal.outcome, is_own=proposal.settled_by_person_id == account.person_id
        )
    return proposal


def check_proposer_still_holds(proposal: Proposal) -> None:
    """Two policy administrators at this moment, not one and the memory of another.

    Raises:
        PreconditionFailed: whoever proposed it is no policy administrator any more.
    """
    proposer = proposal.proposed_by
    if not (proposer.is_active and proposer.has_role(Role.POLICY_ADMINISTRATOR)):
        raise PreconditionFailed("proposer_is_no_policy_administrator")


def settle(proposal: Proposal, outcome: SettledHow, by: Account, reason: str = "") -> None:
    """Add to an open proposal how it ended."""
    proposal.outcome = outcome
    proposal.settled_by = by
    proposal.settled_by_person_id = by.person_id
    proposal.settled_at = clock.now()
    proposal.settled_reason = reason
    proposal.save(
        update_fields=[
            "outcome",
            "settled_by",
            "settled_by_person",
            "settled_at",
            "settled_reason",
        ]
    )
