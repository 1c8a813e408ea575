"""`manage.py large_objects`: prints the SQL that keeps every login from making large objects.

It must not run it: only a superuser of the database may, and no process of ours is one.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, connection

from requests_app.ops.large_objects import LARGE_OBJECTS_OFF, are_off


class Command(BaseCommand):
    """Print it for a superuser to run, and say whether it was run."""

    help = (
        "Prints the SQL that keeps every login from making large objects, for a superuser of the "
        "database to run with psql, and says on the error stream whether it was run."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Let it be only asked about."""
        parser.add_argument("--check", action="store_true", help="end with 1 unless it was run")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the SQL on the output, and the state beside it."""
        try:
            with connection.cursor() as cursor:
                off = are_off(cursor)
        except DatabaseError:
            off = None
        self.stderr.write(
            "Whether a login may make large objects is not known: the database cannot be asked."
            if off is None
            else "No login may make large objects."
            if off
            else "Every login may make large objects. All else works. Run the SQL as a superuser, "
            "in the installation's database."
        )
        if options["check"]:
            raise SystemExit(0 if off else 1)
        self.stdout.write(LARGE_OBJECTS_OFF)
