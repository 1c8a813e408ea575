"""Powers: proposed by one administrator for somebody else, confirmed or refused by a third person.

Nobody proposes or confirms for themselves; the database's own constraints say the same.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import Permission

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import (
    Account,
    CredentialLinkPurpose,
    DecideRight,
    Letter,
    PowerProposal,
    ProposalKind,
    ProposalOutcome,
    RoleAssignment,
    UnitPermissionHeld,
)
from requests_app.accounts.rights import DECIDE_FOR_UNIT
from requests_app.accounts.roles import DECIDING_ROLES, Role, can_be_held_together
from requests_app.common import clock
from requests_app.common.errors import (
    AlreadyTaken,
    BadInput,
    NotFound,
    PreconditionFailed,
)
from requests_app.workflow import permissions
from requests_app.workflow.administration.administrators import (
    change_administrators,
    check_two_stay_without,
)
from requests_app.workflow.administration.credentials import (
    forget_credentials,
    new_link,
)
from requests_app.workflow.administration.inputs import reason_given
from requests_app.workflow.administration.rows import (
    acting_administrator,
    check_may_lose_credentials,
    end_sessions,
    for_somebody_else,
    known_unit,
    locked_account,
    locked_proposal,
)
from requests_app.workflow.notifications.link_mail import IssuedLink
from requests_app.workflow.notifications.tell_person import (
    tell_person,
    tell_second_administrators,
)
from requests_app.workflow.unit_of_work import Work, unit_of_work


def propose_role(*, actor: Actor, account_id: UUID, role: str, reason: str) -> PowerProposal:
    """Propose a role for somebody; it is held only when another administrator has confirmed it.

    A role holds in the whole agency; what it reaches follows from the account's home unit and,
    for deciders, from the right for each unit.

    Raises:
        NotPermitted: the actor is no administrator, or it is for their own person.
        NotFound: there is no such account.
        BadInput: an unknown role, or a reason that cannot be accepted.
        PreconditionFailed: held or proposed already, or it cannot stand beside what is held.
    """
    if role not in Role.values:
        raise BadInput({"role": ["unknown"]})
    with unit_of_work(actor=actor, action="power.propose_role") as work:
        administrator, account = for_somebody_else(actor, account_id)
        _check_can_hold(account, role)
        return _propose(work, administrator, account, ProposalKind.ROLE, reason=reason, role=role)


def propose_decide_right(
    *, actor: Actor, account_id: UUID, unit_id: UUID, reason: str
) -> PowerProposal:
    """Propose that somebody may decide on the requests of a unit.

    Raises:
        As `propose_role`.
        PreconditionFailed: too when the account holds no deciding role.
    """
    with unit_of_work(actor=actor, action="power.propose_decide_right") as work:
        administrator, account = for_somebody_else(actor, account_id)
        _check_decides(account)
        if account.decide_rights.filter(unit_id=unit_id, withdrawn_at__isnull=True).exists():
            raise PreconditionFailed("already_held")
        return _propose(
            work, administrator, account, ProposalKind.DECIDE_RIGHT, reason=reason, unit_id=unit_id
        )


def propose_credential_reset(*, actor: Actor, account_id: UUID, reason: str) -> PowerProposal:
    """Propose that somebody gets a new link to set a password.

    Until it is confirmed nothing changes.

    Raises:
        As `propose_role`.
        NotPermitted: too for an overseer with a password, whom only the owner's command resets.
    """
    with unit_of_work(actor=actor, action="power.propose_credential_reset") as work:
        administrator, account = for_somebody_else(actor, account_id)
        check_may_lose_credentials(account)
        return _propose(work, administrator, account, ProposalKind.CREDENTIAL_RESET, reason=reason)


def confirm(*, actor: Actor, proposal_id: UUID) -> IssuedLink | None:
    """Confirm what another administrator proposed for a third person; it takes effect at once.

    Returns:
        The new link for a credential reset, shown once; None for a power.

    Raises:
        NotPermitted: the actor is no administrator, proposed it, or is whom it is for.
        NotFound: there is no such proposal.
        AlreadyTaken: it was decided already.
        PreconditionFailed: it has expired, the account is disabled, what it grants no longer fits, or
            a reset would leave fewer than two administrators.
    """
    with unit_of_work(actor=actor, action="power.confirm") as work:
        change_administrators()  # a reset leaves an administrator without a password
        proposal, account = _open_proposal(actor, proposal_id)
        administrator = permissions.check_may_decide_on_proposal(actor, proposal)
        _check_still_proposed(proposal)
        if not account.is_active:
            raise PreconditionFailed("account_disabled")
        # The powers' own triggers ask for a confirmed proposal, so this row is written first.
        _decide(proposal, ProposalOutcome.CONFIRMED, administrator)
        _record_about(work, "power.confirmed", proposal)
        if proposal.kind == ProposalKind.ROLE:
            _grant_role(work, proposal, account)
        elif proposal.kind == ProposalKind.DECIDE_RIGHT:
            _grant_decide_right(work, proposal, account)
        else:
            return _reset_credentials(work, proposal, account, administrator)
        end_sessions(account)
        tell_person(account, Letter.Kind.POWERS_CHANGED)
    return None


def refuse(*, actor: Actor, proposal_id: UUID, reason: str) -> None:
    """Refuse what another administrator proposed.

    Raises:
        As `confirm`.
        BadInput for a reason that is missing or cannot be accepted.
    """
    with unit_of_work(actor=actor, action="power.refuse") as work:
        proposal, _ = _open_proposal(actor, proposal_id)
        administrator = permissions.check_may_decide_on_proposal(actor, proposal)
        _decide(proposal, ProposalOutcome.REFUSED, administrator, reason_given(reason))
        _record_about(work, "power.refused", proposal)


def take_back(*, actor: Actor, proposal_id: UUID) -> None:
    """The administrator who proposed something takes the proposal back.

    Raises:
        NotPermitted: the actor is no administrator, or another person proposed it.
        NotFound: there is no such proposal.
        AlreadyTaken: it was decided already.
        PreconditionFailed: it has expired.
    """
    with unit_of_work(actor=actor, action="power.take_back") as work:
        proposal, _ = _open_proposal(actor, proposal_id)
        administrator = permissions.check_may_take_back_proposal(actor, proposal)
        _decide(proposal, ProposalOutcome.WITHDRAWN, administrator)
        _record_about(work, "power.taken_back", proposal)


# --- asked on the way ----------------------------------------------------------------------------


def _check_can_hold(account: Account, role: str) -> None:
    if role in account.roles():
        raise PreconditionFailed("already_held")
    # Of the person, over all their accounts: a second account is no way round.
    held = RoleAssignment.objects.filter(person=account.person, withdrawn_at__isnull=True)
    if not can_be_held_together(frozenset(held.values_list("role", flat=True)) | {role}):
        raise PreconditionFailed("role_stands_alone")


def _check_decides(account: Account) -> None:
    if not account.roles() & DECIDING_ROLES:
        raise PreconditionFailed("no_deciding_role")


def _check_still_proposed(proposal: PowerProposal) -> None:
    # Two administrators at this moment, not one and the memory of another.
    if not proposal.proposed_by.has_role(Role.ACCOUNT_ADMINISTRATOR):
        raise PreconditionFailed("proposer_is_no_administrator")


def _open_proposal(actor: Actor, proposal_id: UUID) -> tuple[PowerProposal, Account]:
    acting_administrator(actor)
    proposal = locked_proposal(proposal_id)
    account = locked_account(proposal.beneficiary_id)
    if proposal.outcome is not None:
        raise AlreadyTaken(outcome=proposal.outcome)
    if proposal.expires_at <= clock.now():
        raise PreconditionFailed("proposal_expired")
    return proposal, account


# --- written -------------------------------------------------------------------------------------


def _propose(
    work: Work,
    administrator: Account,
    account: Account,
    kind: ProposalKind,
    *,
    reason: str,
    role: str = "",
    unit_id: UUID | None = None,
) -> PowerProposal:
    if not account.is_active:
        raise PreconditionFailed("account_disabled")
    unit = known_unit(unit_id)
    why = reason_given(reason)
    now = clock.now()
    same = PowerProposal.objects.filter(
        kind=kind, beneficiary=account, role=role, unit=unit, outcome__isnull=True
    )
    same.filter(expires_at__lte=now).update(outcome=ProposalOutcome.EXPIRED, decided_at=now)
    if same.exists():
        raise PreconditionFailed("already_proposed")
    proposal = PowerProposal.objects.create(
        kind=kind,
        beneficiary=account,
        beneficiary_person=account.person,
        role=role,
        unit=unit,
        reason=why,
        proposed_by=administrator,
        proposed_by_person_id=administrator.person_id,
        proposed_at=now,
        expires_at=now + timedelta(days=settings.COUNTERSIGN_PROPOSAL_DAYS),
    )
    _record_about(work, "power.proposed", proposal)
    tell_second_administrators(but=(administrator.person_id, account.person_id))
    return proposal


def _decide(
    proposal: PowerProposal, outcome: ProposalOutcome, by: Account, reason: str = ""
) -> None:
    proposal.outcome = outcome
    proposal.decided_by = by
    proposal.decided_by_person_id = by.person_id
    proposal.decided_at = clock.now()
    proposal.decision_reason = reason
    proposal.save(
        update_fields=[
            "outcome",
            "decided_by",
            "decided_by_person",
            "decided_at",
            "decision_reason",
        ]
    )


def _grant_role(work: Work, proposal: PowerProposal, account: Account) -> None:
    _check_can_hold(account, proposal.role)
    RoleAssignment.objects.create(
        account=account,
        person=account.person,
        role=proposal.role,
        unit=proposal.unit,
        granted_through=proposal,
        granted_at=clock.now(),
    )
    work.record(
        "role.granted",
        object_type="account",
        object_id=str(account.pk),
        facts={"role": proposal.role, "proposal": str(proposal.pk)},
    )


def _grant_decide_right(work: Work, proposal: PowerProposal, account: Account) -> None:
    _check_decides(account)
    if proposal.unit is None or not proposal.unit.is_active:
        raise NotFound
    if account.decide_rights.filter(unit=proposal.unit, withdrawn_at__isnull=True).exists():
        raise PreconditionFailed("already_held")
    right = DecideRight.objects.create(
        account=account,
        person=account.person,
        unit=proposal.unit,
        granted_through=proposal,
        granted_at=clock.now(),
    )
    UnitPermissionHeld.objects.create(
        user=account,
        content_object=proposal.unit,
        permission=Permission.objects.get(
            codename=DECIDE_FOR_UNIT, content_type__app_label="accounts"
        ),
        decide_right=right,
    )
    work.record(
        "decide_right.granted",
        object_type="account",
        object_id=str(account.pk),
        facts={"unit": str(proposal.unit_id), "proposal": str(proposal.pk)},
    )


def _reset_credentials(
    work: Work, proposal: PowerProposal, account: Account, administrator: Account
) -> IssuedLink:
    check_may_lose_credentials(account)
    check_two_stay_without(account)
    forget_credentials(work, account)
    work.record(
        "credential.reset",
        object_type="account",
        object_id=str(account.pk),
        facts={"proposal": str(proposal.pk)},
    )
    return new_link(
        work,
        account,
        purpose=CredentialLinkPurpose.RESET,
        issued_by=administrator,
        proposal=proposal,
    )


def _record_about(work: Work, code: str, proposal: PowerProposal) -> None:
    texts = {"reason": proposal.decision_reason or proposal.reason}
    work.record(
        code,
        object_type="account",
        object_id=str(proposal.beneficiary_id),
        facts={
            "proposal": str(proposal.pk),
            "kind": proposal.kind,
            "role": proposal.role or None,
            "unit": str(proposal.unit_id) if proposal.unit_id else None,
        },
        commitments=texts if code in {"power.proposed", "power.refused"} else {},
    )
