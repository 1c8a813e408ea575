"""The commissioner's own account: no administrator ends it; the installation's owner does, by a command.

Nothing here may be called from a page: whoever is overseen must not be able to shut the overseer out.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from requests_app.accounts.actors import system_actor
from requests_app.accounts.models import Account, CredentialLinkPurpose, Letter
from requests_app.accounts.roles import Role
from requests_app.common.errors import BadInput, NotPermitted, PreconditionFailed
from requests_app.workflow.administration.accounts import shut
from requests_app.workflow.administration.administrators import change_administrators
from requests_app.workflow.administration.credentials import forget_credentials, new_link
from requests_app.workflow.administration.inputs import reason_given
from requests_app.workflow.administration.rows import locked_account
from requests_app.workflow.administration.withdrawals import end_role
from requests_app.workflow.notifications.link_mail import IssuedLink
from requests_app.workflow.notifications.tell_person import tell_person
from requests_app.workflow.unit_of_work import Work, unit_of_work


@dataclass(frozen=True)
class Order:
    """What the owner was asked to do with the overseer's account.

    Attributes:
        username: of the overseer.
        asked_by: the user name of the administrator who asked; the rows and the log name them.
        reason: why, in words; the log keeps a commitment to them.
        system_user: the operating-system user who runs the command.
    """

    username: str
    asked_by: str
    reason: str
    system_user: str


def disable_oversight(order: Order) -> None:
    """Shut the overseer's account and end its sessions; what it holds stays on record.

    Raises:
        BadInput: an unknown user name, or a reason that is missing or cannot be accepted.
        NotPermitted: whoever asked is no administrator in use.
        PreconditionFailed: the account is no overseer's, or is disabled already.
    """
    with _carried_out(order, "oversight.disable") as (work, account, asking):
        shut(account, by=asking, reason=order.reason)
        _record(work, order, "account.disabled", account, asking)


def withdraw_oversight(order: Order) -> None:
    """End the role of oversight and the sessions of its account.

    Raises:
        As `disable_oversight`, but for an account that is disabled.
    """
    with _carried_out(order, "oversight.withdraw") as (work, account, asking):
        why = reason_given(order.reason)
        end_role(account, Role.OVERSIGHT, by=asking, why=why)
        _record(work, order, "role.withdrawn", account, asking, role=Role.OVERSIGHT.value)
        tell_person(account, Letter.Kind.POWERS_CHANGED)


def reset_oversight(order: Order) -> IssuedLink:
    """Take away the overseer's password and second factor, and make a link to set a new one.

    Returns:
        The link, shown once, and whether its mail left.

    Raises:
        As `disable_oversight`.
    """
    with _carried_out(order, "oversight.reset") as (work, account, asking):
        if not account.is_active:
            raise PreconditionFailed("account_disabled")
        reason_given(order.reason)
        forget_credentials(work, account)
        _record(work, order, "credential.reset", account, asking, proposal=None)
        # No proposal stands behind it, as behind the first link of an account.
        return new_link(
            work, account, purpose=CredentialLinkPurpose.FIRST_PASSWORD, issued_by=asking
        )


@contextmanager
def _carried_out(order: Order, action: str) -> Iterator[tuple[Work, Account, Account]]:
    """Open the use case: the overseer's locked account, and the administrator who asked."""
    with unit_of_work(actor=system_actor("command"), action=action) as work:
        change_administrators()
        overseer = _known(order.username, "username")
        asking = _known(order.asked_by, "asked_by")
        account = locked_account(overseer.pk)
        if Role.OVERSIGHT not in account.roles():
            raise PreconditionFailed("not_held")
        if not asking.has_role(Role.ACCOUNT_ADMINISTRATOR):
            raise NotPermitted("role_not_held", role=Role.ACCOUNT_ADMINISTRATOR.value)
        yield work, account, asking


def _known(username: str, field: str) -> Account:
    account = Account.objects.filter(username=username.strip().lower()).first()
    if account is None:
        raise BadInput({field: ["unknown"]})
    return account


def _record(
    work: Work, order: Order, code: str, account: Account, asking: Account, **facts: str | None
) -> None:
    work.record(
        code,
        object_type="account",
        object_id=str(account.pk),
        facts={"asked_by": str(asking.pk), **facts},
        commitments={"reason": order.reason, "system_user": order.system_user},
    )
