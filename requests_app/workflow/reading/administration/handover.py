"""The page that shows a new link once: whose it is, and until when it works."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from requests_app.accounts import selectors
from requests_app.accounts.models import Account, CredentialLink
from requests_app.workflow.reading.administration.subjects import find_account


@dataclass(frozen=True, slots=True)
class Handover:
    """An account, and the link with which its person may set a password (not its secret)."""

    account: Account
    link: CredentialLink | None


def read_handover(account_id: UUID) -> Handover:
    """Return whose link has just been made.

    Raises:
        NotFound
    """
    account = find_account(account_id).account
    return Handover(account, selectors.open_link(account))
