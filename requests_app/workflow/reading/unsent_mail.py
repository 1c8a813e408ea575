"""What an operator reads of mail that did not leave: counts, times and a kind of error, never a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from requests_app.searches import selectors


@dataclass(frozen=True, slots=True)
class UnsentMail:
    """The mail of notices that has failed at least once and has not left.

    Attributes:
        waiting: how many wait for another try.
        next_at: when the first of them is tried; None where none waits.
        given_up: how many are tried no more.
        given_up_since: when the first of them was given up; None where none was.
        last_error: the class of the latest failure, as Python names it; empty where there is none.
    """

    waiting: int
    next_at: datetime | None
    given_up: int
    given_up_since: datetime | None
    last_error: str


def read_unsent_mail() -> UnsentMail:
    """Return how the mail of notices stands."""
    return UnsentMail(**selectors.unsent_mail())
