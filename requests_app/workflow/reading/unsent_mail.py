"""What an operator reads of mail that did not leave: counts, times and a kind of error, never a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from requests_app.accounts import mailing
from requests_app.workflow.notifications.waiting_mail import KINDS


@dataclass(frozen=True, slots=True)
class UnsentMail:
    """The mail of notices and the letters about accounts that have failed at least once and not left.

    Attributes:
        waiting: how many wait for another try.
        next_at: when the first of them is tried; None where none waits.
        given_up: how many are tried no more.
        given_up_since: when the first of them was given up; None where none was.
        letters_given_up: how many of those are letters about an account.
        last_error: the class of the latest failure, as Python names it; empty where there is none.
    """

    waiting: int
    next_at: datetime | None
    given_up: int
    given_up_since: datetime | None
    letters_given_up: int
    last_error: str


def read_unsent_mail() -> UnsentMail:
    """Return how the mail that waits stands, whatever it is about."""
    found = {name: mailing.unsent(kind.rows()) for name, kind in KINDS.items()}
    failed = [each for each in found.values() if each["email_tried_at"]]
    latest = max(failed, key=lambda each: each["email_tried_at"], default={"email_error": ""})

    def first(what: str) -> datetime | None:
        return min((each[what] for each in failed if each[what]), default=None)

    return UnsentMail(
        waiting=sum(each["waiting"] for each in failed),
        next_at=first("next_at"),
        given_up=sum(each["given_up"] for each in failed),
        given_up_since=first("given_up_since"),
        letters_given_up=found["letter"]["given_up"],
        last_error=latest["email_error"],
    )
