"""What stands around every page of a signed-in person: name, roles, and how much waits for them."""

from __future__ import annotations

from dataclasses import dataclass

from requests_app.accounts.models import Account
from requests_app.accounts.roles import Role
from requests_app.workflow.reading.administration.proposals import count_to_confirm
from requests_app.workflow.reading.notices import count_unread


@dataclass(frozen=True, slots=True)
class Frame:
    """The full name, the codes of the roles held now, and what waits.

    Attributes:
        unread: the number of unread notices.
        to_confirm: how much waits for this administrator, of what others proposed or recorded.
    """

    name: str
    roles: frozenset[str]
    unread: int
    to_confirm: int = 0


def read_frame(account: Account) -> Frame:
    """Return what stands around the pages of this account."""
    roles = account.roles()
    administers = Role.ACCOUNT_ADMINISTRATOR in roles
    return Frame(
        name=account.person.full_name,
        roles=roles,
        unread=count_unread(account),
        to_confirm=count_to_confirm(account.person_id) if administers else 0,
    )
