"""Legal sign-offs of versions of packs, and what is proposed of them, for policy administrators. Holds no case."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from requests_app.accounts.actors import Actor
from requests_app.common.errors import NotFound
from requests_app.policy.rules import Pack
from requests_app.registry import selectors as registry
from requests_app.registry.models import PackSignOff
from requests_app.workflow import permissions
from requests_app.workflow.administration.pack_sign_off import version_that_needs_sign_off

_NAMES = ("proposed_by__person", "settled_by__person")


@dataclass(frozen=True, slots=True)
class ShownSignOff:
    """One proposal, with what the person who looks can do about it, and the sign-off that it would end."""

    proposal: PackSignOff
    can_settle: bool
    can_withdraw: bool
    ends: PackSignOff | None = None


@dataclass(frozen=True, slots=True)
class SignOffsToday:
    """By digest: the sign-off that holds, and the proposal that waits for a second policy administrator."""

    holding: dict[str, PackSignOff]
    waiting: dict[str, ShownSignOff]


def sign_offs_today(viewer: Actor) -> SignOffsToday:
    """Return every sign-off that holds and every proposal that is open, as this policy administrator sees it.

    Raises:
        NotPermitted: the viewer is no policy administrator.
    """
    permissions.check_is_policy_administrator(viewer)
    holding = {row.digest: row for row in registry.sign_offs_that_hold().select_related(*_NAMES)}
    waiting = PackSignOff.objects.filter(outcome="").select_related(*_NAMES)
    return SignOffsToday(
        holding, {row.digest: _shown(viewer, row, holding.get(row.digest)) for row in waiting}
    )


def read_version_to_sign_off(viewer: Actor, digest: str) -> tuple[Pack, PackSignOff | None]:
    """Return a version of a pack that needs a sign-off, and the sign-off that holds.

    Raises:
        NotPermitted: the viewer is no policy administrator.
        NotFound: no version of a pack with these bytes is here.
        PreconditionFailed: it needs no sign-off.
    """
    permissions.check_is_policy_administrator(viewer)
    pack = version_that_needs_sign_off(digest)
    return pack, registry.sign_offs_that_hold().filter(digest=digest).select_related(
        *_NAMES
    ).first()


def read_sign_off_proposal(viewer: Actor, proposal_id: UUID) -> ShownSignOff:
    """Return one proposal as this policy administrator sees it.

    Raises:
        NotPermitted: the viewer is no policy administrator.
        NotFound: there is none.
    """
    permissions.check_is_policy_administrator(viewer)
    proposal = PackSignOff.objects.select_related(*_NAMES).filter(pk=proposal_id).first()
    if proposal is None:
        raise NotFound
    holding = registry.sign_offs_that_hold().filter(digest=proposal.digest)
    return _shown(viewer, proposal, holding.select_related(*_NAMES).first())


def _shown(viewer: Actor, proposal: PackSignOff, holding: PackSignOff | None) -> ShownSignOff:
    is_open = not proposal.outcome
    return ShownSignOff(
        proposal=proposal,
        can_settle=is_open and permissions.can_settle_policy_proposal(viewer, proposal),
        can_withdraw=is_open and permissions.can_withdraw_policy_proposal(viewer, proposal),
        ends=holding if is_open and proposal.kind == "withdrawal" else None,
    )
