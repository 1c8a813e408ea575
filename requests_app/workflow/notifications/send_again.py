"""An operator has every mail that was given up sent again, once the mail server is mended.

Sends nothing itself: the worker finds what has become due.
"""

from __future__ import annotations

from requests_app.accounts import mailing
from requests_app.accounts.actors import Actor
from requests_app.common import clock
from requests_app.common.errors import PreconditionFailed
from requests_app.workflow import permissions
from requests_app.workflow.notifications.waiting_mail import KINDS
from requests_app.workflow.unit_of_work import unit_of_work


def send_again(*, actor: Actor) -> int:
    """Make every given-up mail due now, with all its tries before it; returns how many.

    Args:
        actor: an operator.

    Raises:
        NotPermitted: no operator.
        PreconditionFailed: no mail was given up, or somebody has just sent them again.
    """
    with unit_of_work(actor=actor, action="send_mail_again") as work:
        permissions.check_is_operator(actor)
        total = 0
        for kind in KINDS.values():
            again = mailing.given_up(kind.rows())
            count = again.update(email_attempts=0, email_next_at=clock.now())
            if count:
                work.record(kind.requeued, facts={kind.counted: count})
                total += count
        if not total:
            raise PreconditionFailed("no_mail_given_up")
        return total
