"""The texts of letters about an account: changes that its person must notice, in their language.

No case facts, no password, no code; sends nothing: `waiting_mail` does.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from requests_app.accounts.models import Letter

_Kind = Letter.Kind
_TEXTS: Mapping[str, tuple[Promise, Promise]] = {
    _Kind.PASSWORD_SET: (
        gettext_lazy("Countersign: your password was set"),
        gettext_lazy(
            "The password of your account %(username)s has just been set. If this was not "
            "you, tell an account administrator at once."
        ),
    ),
    _Kind.POWERS_CHANGED: (
        gettext_lazy("Countersign: your roles or rights have changed"),
        gettext_lazy(
            "Two account administrators have granted something to your account %(username)s, "
            "or one has withdrawn something from it. Sign in to see what you hold now. If you "
            "did not expect it, tell an auditor."
        ),
    ),
    _Kind.APP_ADDED: (
        gettext_lazy("Countersign: an authenticator app was set up"),
        gettext_lazy(
            "An authenticator app has just been set up for your account %(username)s, with "
            "recovery codes for when it is not at hand. Signing in now asks for a code as "
            "well. If this was not you, somebody knows your password: tell an account "
            "administrator at once."
        ),
    ),
    _Kind.SECOND_FACTOR_REMOVED: (
        gettext_lazy("Countersign: your second factor was removed"),
        gettext_lazy(
            "The authenticator app and the recovery codes of your account %(username)s have "
            "just been removed. Signing in asks for the password alone. If you neither did "
            "this nor asked an account administrator for it, tell an account administrator at "
            "once. To have a second factor again, sign in and set one up on the page of your "
            "account."
        ),
    ),
    _Kind.NEW_CODES: (
        gettext_lazy("Countersign: new recovery codes were made"),
        gettext_lazy(
            "New recovery codes have just been made for your account %(username)s. The earlier "
            "ones no longer work. If this was not you, somebody knows your password: tell an "
            "account administrator at once."
        ),
    ),
    _Kind.CODE_USED: (
        gettext_lazy("Countersign: a recovery code was used"),
        gettext_lazy(
            "A recovery code of your account %(username)s has just been used to sign in or to "
            "confirm who you are. If this was not you, somebody knows your password and your "
            "codes: tell an account administrator at once."
        ),
    ),
    _Kind.TO_CONFIRM: (
        gettext_lazy("Countersign: something waits for a second administrator"),
        gettext_lazy(
            "Another account administrator has proposed a role, a right to decide or a credential "
            "reset, or has recorded a training certificate. It counts only once a second "
            "administrator has looked at it, and you may be that one with your account "
            "%(username)s. Open the list of what waits: %(proposals)s"
        ),
    ),
    _Kind.LOG_DIFFERS: (
        gettext_lazy("Countersign: the check of the log found a difference"),
        gettext_lazy(
            "The check of the whole audit log found something in the database that is not as the "
            "log says. No search is sent until an auditor allows it again, with a reason. Change nothing. "
            "Sign in with your account %(username)s to read what differs and where: %(log)s"
        ),
    ),
}


def compose(letter: Letter) -> EmailMessage:
    """Write the mail of a letter."""
    account = letter.account
    subject, text = _TEXTS[letter.kind]
    with translation.override(account.person.language):
        origin = settings.COUNTERSIGN_PUBLIC_ORIGIN.rstrip("/")
        words = {
            "username": account.username,
            "proposals": origin + reverse("administrator:proposals"),
            "log": origin + reverse("auditor:health"),
        }
        parts = [str(text) % words]
        if letter.codes_left is not None:
            parts.append(_codes_left(letter.codes_left))
        # The mail may leave hours later.
        when = formats.date_format(timezone.localtime(letter.created_at), "DATETIME_FORMAT")
        parts.append(_("Date and time: %(when)s") % {"when": when})
        return EmailMessage(
            subject=str(subject), body="\n\n".join(parts), to=[account.person.email]
        )


def _codes_left(left: int) -> str:
    still = ngettext("%(left)s recovery code is left.", "%(left)s recovery codes are left.", left)
    more = _("You can make new ones on the page of your account.")
    return f"{still % {'left': left}} {more}"
