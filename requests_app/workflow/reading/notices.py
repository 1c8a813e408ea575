"""What a person was told: their notices, and how many of them are unread.

Holds references and kinds only; what a notice is about opens on a page of its own.
"""

from __future__ import annotations

from requests_app.accounts.models import Account
from requests_app.searches import selectors
from requests_app.searches.models import Notice
from requests_app.workflow.reading.pages import ListPage, count_up_to, list_page


def notices_for(account: Account, asked: str | None) -> ListPage[Notice]:
    """Return one page of the notices of this person, newest first, each with its request."""
    return list_page(selectors.notices_of(account), asked)


def count_unread(account: Account) -> int:
    """Return how many notices this person has not read, counted as `count_up_to` counts."""
    return count_up_to(selectors.unread_notices(account))
