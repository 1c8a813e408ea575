"""`manage.py audit_guards`: prints the SQL that keeps even the owner from altering the log.

It must not run it: only a superuser of the database may, and no process of ours is one.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, connection

from requests_app.audit import ddl_guard


class Command(BaseCommand):
    """Print the guard for a superuser to run, and say whether it is on."""

    help = (
        "Prints the event triggers that refuse every DROP, ALTER and DISABLE TRIGGER on the audit "
        "schema, for a superuser of the database to run with psql, and says on the error stream "
        "whether they are on. Use --off before a migration of the audit schema."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Let the guard be taken off for a migration, or only asked about."""
        parser.add_argument("--off", action="store_true", help="print what takes the guard off")
        parser.add_argument("--check", action="store_true", help="end with 1 unless it is on")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the SQL on the output, and the state beside it."""
        on = self._is_on()
        self.stderr.write(
            "The guard's state is not known: the database cannot be asked."
            if on is None
            else "The guard is on."
            if on
            else "The guard is off. Run the SQL as a superuser, in the installation's database."
        )
        if options["check"]:
            raise SystemExit(0 if on else 1)
        self.stdout.write(ddl_guard.DDL_GUARD_OFF if options["off"] else ddl_guard.DDL_GUARD)

    def _is_on(self) -> bool | None:
        try:
            with connection.cursor() as cursor:
                return ddl_guard.is_on(cursor)
        except DatabaseError:
            return None
