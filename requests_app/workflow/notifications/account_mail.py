"""What is told by e-mail about an account: links, and changes that its person must notice.

No case facts, no password; a letter that cannot be sent never undoes what it tells of.
"""

from __future__ import annotations

import logging
from datetime import datetime
from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from requests_app.accounts.models import Account, Person
from requests_app.workflow.notifications.sending import SENDING_FAILED

_log = logging.getLogger(__name__)


def link_address(secret: str) -> str:
    """The whole address of a link, as it is printed and sent."""
    return settings.COUNTERSIGN_PUBLIC_ORIGIN.rstrip("/") + reverse("password_link", args=[secret])


def link_letter(account: Account, *, secret: str, expires_at: datetime) -> None:
    """Send the link to the person whose account it is."""
    with translation.override(account.person.language):
        until = formats.date_format(timezone.localtime(expires_at), "DATETIME_FORMAT")
        _post(
            account.person,
            _("Countersign: set your password"),
            _(
                "An account administrator has made this link for you. Open it to set your own "
                "password. It works once, until %(until)s.\n\n%(link)s\n\n"
                "Your user name is %(username)s. Nobody else may use the link. If you did not "
                "expect it, tell an account administrator."
            )
            % {
                "until": until,
                "link": link_address(secret),
                "username": account.username,
            },
        )


def password_set_letter(account: Account) -> None:
    """Tell the person that a password was set, in case it was not they who did."""
    with translation.override(account.person.language):
        _post(
            account.person,
            _("Countersign: your password was set"),
            _(
                "The password of your account %(username)s has just been set. If this was not "
                "you, tell an account administrator at once."
            )
            % {"username": account.username},
        )


def powers_letter(account: Account) -> None:
    """Tell the person that what they may do has changed."""
    with translation.override(account.person.language):
        _post(
            account.person,
            _("Countersign: your roles or rights have changed"),
            _(
                "Two account administrators have granted something to your account %(username)s, "
                "or one has withdrawn something from it. Sign in to see what you hold now. If you "
                "did not expect it, tell an auditor."
            )
            % {"username": account.username},
        )


def app_added_letter(account: Account) -> None:
    """Tell the person that an authenticator app was set up for their account."""
    with translation.override(account.person.language):
        _post(
            account.person,
            _("Countersign: an authenticator app was set up"),
            _(
                "An authenticator app has just been set up for your account %(username)s, with "
                "recovery codes for when it is not at hand. Signing in now asks for a code as "
                "well. If this was not you, somebody knows your password: tell an account "
                "administrator at once."
            )
            % {"username": account.username},
        )


def second_factor_removed_letter(account: Account) -> None:
    """Tell the person that their account has no second factor any more."""
    with translation.override(account.person.language):
        _post(
            account.person,
            _("Countersign: your second factor was removed"),
            _(
                "The authenticator app and the recovery codes of your account %(username)s have "
                "just been removed. Signing in asks for the password alone. If you neither did "
                "this nor asked an account administrator for it, tell an account administrator at "
                "once. To have a second factor again, sign in and set one up on the page of your "
                "account."
            )
            % {"username": account.username},
        )


def new_codes_letter(account: Account) -> None:
    """Tell the person that new recovery codes were made, and that the earlier ones have ended."""
    with translation.override(account.person.language):
        _post(
            account.person,
            _("Countersign: new recovery codes were made"),
            _(
                "New recovery codes have just been made for your account %(username)s. The earlier "
                "ones no longer work. If this was not you, somebody knows your password: tell an "
                "account administrator at once."
            )
            % {"username": account.username},
        )


def code_used_letter(account: Account, *, left: int) -> None:
    """Tell the person that one of their recovery codes was used, and how many they still have."""
    with translation.override(account.person.language):
        used = _(
            "A recovery code of your account %(username)s has just been used to sign in or to "
            "confirm who you are. If this was not you, somebody knows your password and your "
            "codes: tell an account administrator at once."
        ) % {"username": account.username}
        still = ngettext(
            "%(left)s recovery code is left.", "%(left)s recovery codes are left.", left
        ) % {"left": left}
        more = _("You can make new ones on the page of your account.")
        _post(
            account.person,
            _("Countersign: a recovery code was used"),
            f"{used}\n\n{still} {more}",
        )


def _post(person: Person, subject: str, text: str) -> None:
    transaction.on_commit(partial(_send, person.email, subject, text))


def _send(address: str, subject: str, text: str) -> None:
    try:
        send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [address])
    except SENDING_FAILED as error:
        _log.warning(
            "account_letter_not_sent",
            extra={
                "problem": type(error).__name__,
                "still_works": "the act itself, which stands and is recorded",
                "what_now": "mend the mail server, then tell the person by another way",
            },
        )
