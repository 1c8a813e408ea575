"""What a person was told: their notices, and how many of them are unread.

Holds references and kinds only; what a notice is about opens on a page of its own.
"""

from __future__ import annotations

from requests_app.accounts.models import Account
from requests_app.searches import selectors
from requests_app.searches.models import Notice

MOST = 100


def notices_for(account: Account) -> tuple[Notice, ...]:
    """Return the latest notices of this person, newest first, each with its request."""
    return tuple(selectors.notices_of(account)[:MOST])


def count_unread(account: Account) -> int:
    """Return how many notices this person has not read."""
    return selectors.unread_notices(account).count()
