"""`manage.py translations update|check|compile`: the French catalogue, kept whole.

It must not write a translation; people do that in the .po file.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from requests_app.ops import catalogue


class Command(BaseCommand):
    """Keep the French catalogue whole."""

    help = "Bring the French catalogue up to date, check that it is whole, or compile it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the one argument: what to do."""
        parser.add_argument("what", choices=["update", "check", "compile"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; `check` ends in an error that lists what is missing."""
        if options["what"] == "update":
            self.stdout.write(f"{len(catalogue.update())} texts in the catalogue.")
        elif options["what"] == "compile":
            catalogue.compile_catalogue()
        else:
            self._check()

    def _check(self) -> None:
        gaps = catalogue.gaps()
        for gap in gaps[:40]:
            self.stderr.write(f"{gap.text!r}: {gap.why}")
        if gaps:
            raise CommandError(f"{len(gaps)} texts have no French twin.")
        self.stdout.write("Every text has its French twin.")
