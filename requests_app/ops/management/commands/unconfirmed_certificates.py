"""`manage.py unconfirmed_certificates`: who may not act until a second administrator confirms.

It must not confirm anything; that takes an administrator, on the site.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from requests_app.ops import logins, owner, unconfirmed
from requests_app.registry.time_zone import agency_time


class Command(BaseCommand):
    """List the accounts whose only certificate in force is not confirmed."""

    help = (
        "Lists the accounts that may not act because their only certificate in force was confirmed "
        "by no second administrator. Run it with COUNTERSIGN_PROCESS=owner and the settings of "
        "bootstrap_database, before a new release is started. Changes nothing. Ends with 1 if there "
        "are any."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the list."""
        try:
            with logins.connected(**owner.connection_settings()), agency_time():
                lines = unconfirmed.lines()
        except Error as error:
            raise CommandError(
                f"The database cannot be asked ({type(error).__name__}); nothing was changed. Check "
                "that it is up and that bootstrap_database has run for this installation."
            ) from error
        if not lines:
            self.stdout.write("Nobody is held back: every certificate that is needed is confirmed.")
            return
        for line in lines:
            self.stdout.write(line)
        raise SystemExit(1)
