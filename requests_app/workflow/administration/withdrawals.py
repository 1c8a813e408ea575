"""Withdrawals: one administrator ends a role or a right to decide, at once and with a reason.

Nothing is deleted, and nobody withdraws anything from themselves.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account, DecideRight, Letter, RoleAssignment
from requests_app.accounts.roles import DECIDING_ROLES, Role
from requests_app.common import clock
from requests_app.common.errors import PreconditionFailed
from requests_app.workflow import claim
from requests_app.workflow.administration.administrators import (
    change_administrators,
    check_two_stay_without,
)
from requests_app.workflow.administration.inputs import reason_given
from requests_app.workflow.administration.rows import (
    check_is_no_overseer,
    end_sessions,
    for_somebody_else,
)
from requests_app.workflow.notifications.tell_person import tell_person
from requests_app.workflow.unit_of_work import Work, unit_of_work


def withdraw_role(*, actor: Actor, account_id: UUID, role: str, reason: str) -> None:
    """End a role at once, and every session of the account; one administrator is enough.

    The rights to decide end with the last role that decides.

    Raises:
        NotPermitted: the actor is no administrator, or it is their own person's account.
        NotPermitted: too when it is the overseer's, which only the owner's command ends.
        NotFound: there is no such account.
        PreconditionFailed: the role is not held, or fewer than two administrators would be left.
        BadInput: the reason is missing or cannot be accepted.
    """
    with unit_of_work(actor=actor, action="power.withdraw_role") as work:
        change_administrators()
        administrator, account = for_somebody_else(actor, account_id)
        check_is_no_overseer(account)
        why = reason_given(reason)
        end_role(account, role, by=administrator, why=why)
        work.record(
            "role.withdrawn",
            object_type="account",
            object_id=str(account.pk),
            facts={"role": role},
            commitments={"reason": why},
        )
        if not account.roles() & DECIDING_ROLES:
            for right in account.decide_rights.filter(withdrawn_at__isnull=True):
                _withdraw_right(work, right, administrator, why)
        claim.end_without_right(work, Q(account=account))
        tell_person(account, Letter.Kind.POWERS_CHANGED)


def end_role(account: Account, role: str, *, by: Account, why: str) -> None:
    """End a role of a locked account inside a use case that holds `change_administrators`.

    Raises:
        PreconditionFailed: the role is not held, or fewer than two administrators would be left.
    """
    assignment = account.role_assignments.filter(role=role, withdrawn_at__isnull=True).first()
    if assignment is None:
        raise PreconditionFailed("not_held")
    if role == Role.ACCOUNT_ADMINISTRATOR:
        check_two_stay_without(account)
    _withdraw(assignment, by, why)
    end_sessions(account)


def withdraw_decide_right(*, actor: Actor, account_id: UUID, unit_id: UUID, reason: str) -> None:
    """End a right to decide for a unit at once; one administrator is enough.

    Raises:
        As `withdraw_role`.
    """
    with unit_of_work(actor=actor, action="power.withdraw_decide_right") as work:
        administrator, account = for_somebody_else(actor, account_id)
        why = reason_given(reason)
        right = account.decide_rights.filter(unit_id=unit_id, withdrawn_at__isnull=True).first()
        if right is None:
            raise PreconditionFailed("not_held")
        _withdraw_right(work, right, administrator, why)
        end_sessions(account)
        claim.end_without_right(work, Q(account=account))
        tell_person(account, Letter.Kind.POWERS_CHANGED)


def _withdraw(power: RoleAssignment | DecideRight, by: Account, why: str) -> None:
    power.withdrawn_at = clock.now()
    power.withdrawn_by = by
    power.withdrawn_reason = why
    power.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])


def _withdraw_right(work: Work, right: DecideRight, by: Account, why: str) -> None:
    # Guardian's row goes with it, by a trigger.
    _withdraw(right, by, why)
    work.record(
        "decide_right.withdrawn",
        object_type="account",
        object_id=str(right.account_id),
        facts={"unit": str(right.unit_id)},
        commitments={"reason": why},
    )
