"""`manage.py bootstrap_database`: roles, database, tables and rights, as often as one likes.

It must not print a password; without one for a login it stops before the first change.
"""

from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from requests_app.ops import logins, owner, unconfirmed
from requests_app.ops.bootstrap import Plan, bootstrap


class Command(BaseCommand):
    """Make the database ready; an agency and the trial run the very same command."""

    help = (
        "Makes the database ready, repeatably. Run it with COUNTERSIGN_PROCESS=owner. "
        "Reads COUNTERSIGN_ADMIN_DATABASE_URL (a login that may "
        "create roles and databases, naming any database of the server), COUNTERSIGN_DATABASE_NAME "
        "and a password for each login, e.g. COUNTERSIGN_DATABASE_PASSWORD_WEB, or the file that "
        "COUNTERSIGN_DATABASE_PASSWORD_WEB_FILE names."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def handle(self, *args: Any, **options: Any) -> None:
        """Read the plan from the environment and carry it out."""
        missing = [
            f"COUNTERSIGN_DATABASE_PASSWORD_{login.removeprefix('countersign_').upper()}"
            for login, password in settings.COUNTERSIGN_DATABASE_PASSWORDS.items()
            if not password
        ]
        if not settings.COUNTERSIGN_ADMIN_DATABASE_URL:
            missing.insert(0, "COUNTERSIGN_ADMIN_DATABASE_URL")
        if missing:
            raise CommandError(
                f"Missing: {', '.join(missing)}. Set each, or {missing[0]}_FILE and so on to a file "
                "that holds it. Nothing was changed."
            )
        plan = Plan(
            administrator=settings.COUNTERSIGN_ADMIN_DATABASE_URL,
            database=settings.COUNTERSIGN_DATABASE_NAME,
            passwords=settings.COUNTERSIGN_DATABASE_PASSWORDS,
            kind=settings.COUNTERSIGN_INSTALLATION_KIND,
        )
        try:
            bootstrap(plan, verbosity=options["verbosity"])
        except psycopg.OperationalError as error:
            raise CommandError(f"The database server does not answer: {error}") from error
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The database {plan.database} is ready.")
        with logins.connected(**owner.connection_settings()):
            for line in unconfirmed.lines():
                self.stdout.write(line)
