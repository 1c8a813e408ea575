"""Where the agency is, and what is proposed of it, for policy administrators. Holds no case."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from requests_app.accounts.actors import Actor
from requests_app.common.errors import NotFound
from requests_app.registry import selectors as registry
from requests_app.registry.models import JurisdictionProposal
from requests_app.workflow import permissions

_WITH_NAMES = JurisdictionProposal.objects.select_related(
    "proposed_by__person", "settled_by__person"
)


@dataclass(frozen=True, slots=True)
class ShownJurisdictionProposal:
    """One proposal, with what the person who looks can do about it."""

    proposal: JurisdictionProposal
    can_settle: bool
    can_withdraw: bool


@dataclass(frozen=True, slots=True)
class JurisdictionToday:
    """What holds, and what waits for a second policy administrator; None where there is none."""

    confirmed: JurisdictionProposal | None
    waiting: ShownJurisdictionProposal | None


def jurisdiction_today(viewer: Actor) -> JurisdictionToday:
    """Return where the agency is, as this policy administrator sees it.

    Raises:
        NotPermitted: the viewer is no policy administrator.
    """
    permissions.check_is_policy_administrator(viewer)
    waiting = _WITH_NAMES.filter(outcome="").first()
    return JurisdictionToday(
        confirmed=registry.confirmed_jurisdictions()
        .select_related("proposed_by__person", "settled_by__person")
        .first(),
        waiting=_shown(viewer, waiting) if waiting else None,
    )


def read_jurisdiction_proposal(viewer: Actor, proposal_id: UUID) -> ShownJurisdictionProposal:
    """Return one proposal as this policy administrator sees it.

    Raises:
        NotPermitted: the viewer is no policy administrator.
        NotFound: there is none.
    """
    permissions.check_is_policy_administrator(viewer)
    proposal = _WITH_NAMES.filter(pk=proposal_id).first()
    if proposal is None:
        raise NotFound
    return _shown(viewer, proposal)


def _shown(viewer: Actor, proposal: JurisdictionProposal) -> ShownJurisdictionProposal:
    return ShownJurisdictionProposal(
        proposal=proposal,
        can_settle=not proposal.outcome
        and permissions.can_settle_policy_proposal(viewer, proposal),
        can_withdraw=not proposal.outcome
        and permissions.can_withdraw_policy_proposal(viewer, proposal),
    )
