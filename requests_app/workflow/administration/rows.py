"""The rows that an administrator's act is about, locked until the end of its transaction."""

from __future__ import annotations

from uuid import UUID

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account, PowerProposal, Unit
from requests_app.common.errors import NotFound
from requests_app.workflow import permissions


def locked_account(account_id: UUID) -> Account:
    """The account's row, locked until the end of the transaction.

    Raises:
        NotFound: there is no such account.
    """
    # Not a key lock: two administrators who act on each other only name each other, and need not
    # wait for one another.
    account = (
        Account.objects.select_for_update(of=("self",), no_key=True)
        .select_related("person", "unit")
        .filter(pk=account_id)
        .first()
    )
    if account is None:
        raise NotFound
    return account


def for_somebody_else(actor: Actor, account_id: UUID) -> tuple[Account, Account]:
    """The acting administrator, and the locked account of another person.

    Raises:
        NotPermitted: the actor is no administrator, or it is their own person's account.
        NotFound: there is no such account.
    """
    permissions.check_is_administrator(actor)
    account = locked_account(account_id)
    return permissions.check_may_administer(actor, account.person_id), account


def locked_proposal(proposal_id: UUID) -> PowerProposal:
    """The proposal's row, locked until the end of the transaction.

    Raises:
        NotFound: there is no such proposal.
    """
    proposal = (
        PowerProposal.objects.select_for_update(of=("self",), no_key=True)
        .select_related("beneficiary__person", "unit")
        .filter(pk=proposal_id)
        .first()
    )
    if proposal is None:
        raise NotFound
    return proposal


def known_unit(unit_id: UUID | None) -> Unit | None:
    """The unit with this id, or None for none.

    Raises:
        NotFound: there is no such unit in use.
    """
    if unit_id is None:
        return None
    unit = Unit.objects.filter(pk=unit_id, is_active=True).first()
    if unit is None:
        raise NotFound
    return unit
