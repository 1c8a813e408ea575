"""The mail with a link to set a password: sent once, from the process that made the link.

It holds a secret that is kept nowhere, so it cannot be tried again: whoever made the link is told whether it left.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from requests_app.accounts.models import Account
from requests_app.workflow.notifications.sending import SENDING_FAILED

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class IssuedLink:
    """A link that was just made.

    Attributes:
        secret: what stands in its address; shown once, kept nowhere.
        mailed: whether the mail server took the mail with it; known once the use case has ended.
    """

    secret: str = field(repr=False)
    mailed: bool = False


def link_address(secret: str) -> str:
    """The whole address of a link, as it is printed and sent."""
    return settings.COUNTERSIGN_PUBLIC_ORIGIN.rstrip("/") + reverse("password_link", args=[secret])


def mail_link(account: Account, link: IssuedLink, *, expires_at: datetime) -> None:
    """Send the link to the person whose account it is, once the use case has committed."""
    person = account.person
    with translation.override(person.language):
        until = formats.date_format(timezone.localtime(expires_at), "DATETIME_FORMAT")
        subject = _("Countersign: set your password")
        text = _(
            "An account administrator has made this link for you. Open it to set your own "
            "password. It works once, until %(until)s.\n\n%(link)s\n\n"
            "Your user name is %(username)s. Nobody else may use the link. If you did not "
            "expect it, tell an account administrator."
        ) % {
            "until": until,
            "link": link_address(link.secret),
            "username": account.username,
        }
    transaction.on_commit(partial(_send, link, person.email, subject, text))


def _send(link: IssuedLink, address: str, subject: str, text: str) -> None:
    try:
        link.mailed = bool(send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [address]))
    except SENDING_FAILED as error:
        _log.warning(
            "link_not_mailed",
            extra={
                "problem": type(error).__name__,
                "still_works": "the link, which whoever made it was shown and told to hand over",
                "what_now": "mend the mail server",
            },
        )
