"""Where the agency is: proposed by one policy administrator, confirmed or refused by another person.

One proposal is open at a time. Nobody settles their own; the database's own constraints say the same.
"""

from __future__ import annotations

from uuid import UUID

from requests_app.accounts.actors import Actor
from requests_app.common import clock
from requests_app.common.errors import BadInput, PreconditionFailed
from requests_app.policy.vocabulary.jurisdiction import AGENCY_PLACES
from requests_app.registry import selectors
from requests_app.registry.models import JurisdictionProposal, SettledHow
from requests_app.workflow import permissions
from requests_app.workflow.administration.inputs import reason_given
from requests_app.workflow.administration.policy_proposals import (
    check_proposer_still_holds,
    one_at_a_time,
    open_proposal,
    settle,
)
from requests_app.workflow.unit_of_work import Work, unit_of_work


def propose_jurisdiction(*, actor: Actor, place: str, reason: str) -> JurisdictionProposal:
    """Propose where the agency is; it holds only when another policy administrator has confirmed it.

    Args:
        place: a code of `AGENCY_PLACES`.

    Raises:
        NotPermitted: the actor is no policy administrator.
        BadInput: an unknown place, or a reason that cannot be accepted.
        PreconditionFailed: another proposal is open, or the place holds already.
    """
    with unit_of_work(actor=actor, action="jurisdiction.propose") as work:
        one_at_a_time()
        account = permissions.check_is_policy_administrator(actor)
        if place not in AGENCY_PLACES:
            raise BadInput({"place": ["unknown"]})
        why = reason_given(reason)
        if JurisdictionProposal.objects.filter(outcome="").exists():
            raise PreconditionFailed("already_proposed")
        if place == selectors.jurisdiction():
            raise PreconditionFailed("place_holds_already")
        proposal = JurisdictionProposal.objects.create(
            place=place,
            reason=why,
            proposed_by=account,
            proposed_by_person_id=account.person_id,
            proposed_at=clock.now(),
        )
        _record(work, "jurisdiction.proposed", proposal, reason=why)
    return proposal


def confirm_jurisdiction(*, actor: Actor, proposal_id: UUID) -> None:
    """Confirm where another policy administrator says that the agency is; it holds at once.

    Raises:
        NotPermitted: the actor is no policy administrator, or their own person proposed it.
        NotFound: there is no such proposal.
        AlreadyTaken: it was settled already.
        PreconditionFailed: whoever proposed it is no policy administrator any more.
    """
    with unit_of_work(actor=actor, action="jurisdiction.confirm") as work:
        proposal = open_proposal(JurisdictionProposal, actor, proposal_id)
        account = permissions.check_may_settle_policy_proposal(actor, proposal)
        check_proposer_still_holds(proposal)
        settle(proposal, SettledHow.CONFIRMED, account)
        _record(work, "jurisdiction.confirmed", proposal)


def refuse_jurisdiction(*, actor: Actor, proposal_id: UUID, reason: str) -> None:
    """Refuse where another policy administrator says that the agency is; what held before still holds.

    Raises:
        NotPermitted, NotFound, AlreadyTaken: as `confirm_jurisdiction`.
        BadInput: a reason that is missing or cannot be accepted.
    """
    with unit_of_work(actor=actor, action="jurisdiction.refuse") as work:
        proposal = open_proposal(JurisdictionProposal, actor, proposal_id)
        account = permissions.check_may_settle_policy_proposal(actor, proposal)
        why = reason_given(reason)
        settle(proposal, SettledHow.REFUSED, account, why)
        _record(work, "jurisdiction.refused", proposal, reason=why)


def withdraw_jurisdiction(*, actor: Actor, proposal_id: UUID) -> None:
    """Whoever proposed where the agency is withdraws the proposal.

    Raises:
        NotPermitted: the actor is no policy administrator, or another person proposed it.
        NotFound: there is no such proposal.
        AlreadyTaken: it was settled already.
    """
    with unit_of_work(actor=actor, action="jurisdiction.withdraw") as work:
        proposal = open_proposal(JurisdictionProposal, actor, proposal_id)
        account = permissions.check_may_withdraw_policy_proposal(actor, proposal)
        settle(proposal, SettledHow.WITHDRAWN, account)
        _record(work, "jurisdiction.withdrawn", proposal)


def _record(work: Work, code: str, proposal: JurisdictionProposal, **texts: str) -> None:
    work.record(
        code,
        object_type="jurisdiction",
        object_id=str(proposal.pk),
        facts={"place": proposal.place},
        commitments=texts,
    )
