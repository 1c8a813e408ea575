"""`manage.py dbshell`: Django's own, after the database was asked who made it.

It must not hand a login to another program for a database that the other kind of installation made.
"""

from __future__ import annotations

from typing import Any

from django.core.management.commands import dbshell
from django.db import connections


class Command(dbshell.Command):
    """Open the database's own command line, which connects past Django."""

    def handle(self, **options: Any) -> None:
        """Connect once, which compares (`requests_app/ops/kinds.py`), and open it."""
        connections[options["database"]].ensure_connection()
        super().handle(**options)
