"""Withdrawals: one administrator ends a role or a right to decide, at once and with a reason.

Nothing is deleted, and nobody withdraws anything from themselves.
"""

from __future__ import annotations

from uuid import UUID

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account, DecideRight, RoleAssignment
from requests_app.accounts.roles import DECIDING_ROLES, Role
from requests_app.common import clock
from requests_app.common.errors import PreconditionFailed
from requests_app.workflow.administration.credentials import end_sessions
from requests_app.workflow.administration.inputs import reason_given
from requests_app.workflow.administration.rows import for_somebody_else
from requests_app.workflow.notifications.account_mail import powers_letter
from requests_app.workflow.unit_of_work import Work, unit_of_work


def withdraw_role(*, actor: Actor, account_id: UUID, role: str, reason: str) -> None:
    """End a role at once, and every session of the account; one administrator is enough.

    The rights to decide end with the last role that decides.

    Raises:
        NotPermitted: the actor is no administrator, or it is their own person's account.
        NotFound: there is no such account.
        PreconditionFailed: the role is not held, or fewer than two administrators would be left.
        BadInput: the reason is missing or cannot be accepted.
    """
    with unit_of_work(actor=actor, action="power.withdraw_role") as work:
        administrator, account = for_somebody_else(actor, account_id)
        why = reason_given(reason)
        assignment = account.role_assignments.filter(role=role, withdrawn_at__isnull=True).first()
        if assignment is None:
            raise PreconditionFailed("not_held")
        if role == Role.ACCOUNT_ADMINISTRATOR:
            _check_two_administrators_stay(account)
        _withdraw(assignment, administrator, why)
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
        end_sessions(account)
        powers_letter(account)


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
        powers_letter(account)


def _check_two_administrators_stay(leaving: Account) -> None:
    # Locked, so that two administrators cannot withdraw each other's role at once.
    administrators = list(
        RoleAssignment.objects.select_for_update(of=("self",), no_key=True).filter(
            role=Role.ACCOUNT_ADMINISTRATOR,
            withdrawn_at__isnull=True,
            account__is_active=True,
        )
    )
    if len({row.person_id for row in administrators if row.account_id != leaving.pk}) < 2:
        raise PreconditionFailed("two_administrators_must_stay")


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
