"""What stands around every page of a signed-in person: name, roles, and how many notices are unread."""

from __future__ import annotations

from dataclasses import dataclass

from requests_app.accounts.models import Account
from requests_app.workflow.reading.notices import count_unread


@dataclass(frozen=True, slots=True)
class Frame:
    """The full name, the codes of the roles held now, and the number of unread notices."""

    name: str
    roles: frozenset[str]
    unread: int


def read_frame(account: Account) -> Frame:
    """Return what stands around the pages of this account."""
    return Frame(account.person.full_name, account.roles(), count_unread(account))
