"""The rows that an administrator's act is about, locked until the end of its transaction."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account, PowerProposal, Unit
from requests_app.accounts.roles import Role
from requests_app.common.errors import NotFound, NotPermitted
from requests_app.workflow import permissions
from requests_app.workflow.administration.administrators import keep_administrators


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


def acting_administrator(actor: Actor) -> Account:
    """The administrator who acts, and who stays one until the end of the transaction.

    Raises:
        NotPermitted: the actor is no administrator.
    """
    keep_administrators()
    return permissions.check_is_administrator(actor)


def for_somebody_else(actor: Actor, account_id: UUID) -> tuple[Account, Account]:
    """The acting administrator, and the locked account of another person.

    Raises:
        NotPermitted: the actor is no administrator, or it is their own person's account.
        NotFound: there is no such account.
    """
    acting_administrator(actor)
    account = locked_account(account_id)
    return permissions.check_may_administer(actor, account.person_id), account


def end_sessions(account: Account) -> None:
    """End every session of a locked account, because what it may do or how it signs in changed."""
    Account.objects.filter(pk=account.pk).update(session_generation=F("session_generation") + 1)
    account.refresh_from_db(fields=["session_generation"])


def check_is_no_overseer(account: Account) -> None:
    """No administrator ends the commissioner's own account; its row is locked before this is asked.

    Raises:
        NotPermitted: it holds the role of oversight.
    """
    if Role.OVERSIGHT in account.roles():
        raise NotPermitted("oversight_ends_by_command")


def check_may_lose_credentials(account: Account) -> None:
    """No administrator takes from an overseer the password with which they sign in.

    A first link that nobody has used takes nothing away, so that one may be replaced.

    Raises:
        NotPermitted: it holds the role of oversight and its person has set a password.
    """
    if account.password_set_at is not None:
        check_is_no_overseer(account)


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
