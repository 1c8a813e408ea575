"""`manage.py oversight_account`: the only way to end the commissioner's own account, or its password.

It must not run for any other account: those are administered on the site.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error

from requests_app.common.errors import BadInput, CountersignError
from requests_app.ops import logins, owner
from requests_app.ops.management.commands.create_first_administrators import (
    operating_system_user,
    said_of_mail,
)
from requests_app.workflow.administration import (
    Order,
    disable_oversight,
    link_address,
    reset_oversight,
    withdraw_oversight,
)

_REASONS = {
    "not_held": "This account does not hold the role of oversight.",
    "account_disabled": "This account is disabled.",
    "role_not_held": "Whoever --asked-by names is no account administrator in use.",
}
_FIELDS = {
    ("username", "unknown"): "No account has the user name given first.",
    ("asked_by", "unknown"): "No account has the user name given with --asked-by.",
    ("reason", "required"): "Say why with --reason.",
}


class Command(BaseCommand):
    """Disable the account, withdraw its role or reset its credentials."""

    help = (
        "Disables the commissioner's own account, withdraws its role or resets its credentials: no "
        "administrator can do any of this on the site. Each is an event in the log that names the "
        "operating-system user and the administrator who asked. Run it with "
        "COUNTERSIGN_PROCESS=owner and the settings of bootstrap_database."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what is to be done, with whom, who asked and why."""
        parser.add_argument("act", choices=("disable", "withdraw-role", "reset-credentials"))
        parser.add_argument("username", help="the user name of the commissioner's account")
        parser.add_argument(
            "--asked-by", required=True, help="the user name of the administrator who asked for it"
        )
        parser.add_argument("--reason", required=True, help="why, in words")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do all of it or nothing."""
        order = Order(
            username=options["username"],
            asked_by=options["asked_by"],
            reason=options["reason"],
            system_user=operating_system_user(),
        )
        if options["act"] == "reset-credentials" and not settings.COUNTERSIGN_PUBLIC_ORIGIN:
            raise CommandError(
                "COUNTERSIGN_PUBLIC_ORIGIN is missing: the link would lead nowhere. Set it to the "
                "site's address, for example https://countersign.agency.example. Nothing was changed."
            )
        try:
            with logins.connected(**owner.connection_settings()):
                self.stdout.write(_carried_out(options["act"], order))
        except CountersignError as refusal:
            raise CommandError(f"{_explain(refusal)} Nothing was changed.") from refusal
        except Error as error:
            raise CommandError(
                f"The database did not take it ({type(error).__name__}); nothing was changed. Check "
                "that it is up and that bootstrap_database has run for this version."
            ) from error


def _carried_out(act: str, order: Order) -> str:
    if act == "disable":
        disable_oversight(order)
        return (
            f"The account {order.username} is disabled and its sessions have ended. An account "
            "administrator can enable it again on the site."
        )
    if act == "withdraw-role":
        withdraw_oversight(order)
        return (
            f"The account {order.username} holds the role of oversight no more. To grant it again "
            "takes two administrators, on the site."
        )
    link = reset_oversight(order)
    return (
        f"The password and the second factor of {order.username} work no more. Give this link to "
        f"the commissioner, and nobody else; it works once, within "
        f"{settings.COUNTERSIGN_LINK_HOURS} hours, and is not shown again.\n  {link_address(link.secret)}\n"
        f"{said_of_mail(link)}"
    )


def _explain(refusal: CountersignError) -> str:
    if isinstance(refusal, BadInput):
        return " ".join(
            _FIELDS.get(
                (field, code),
                "The reason cannot be accepted: it is too long, or holds "
                "characters that cannot be seen.",
            )
            for field, codes in refusal.field_errors.items()
            for code in codes
        )
    return _REASONS.get(getattr(refusal, "reason", ""), "It was refused.")
