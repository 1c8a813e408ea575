"""`manage.py seed_demo`: the invented agency of a trial, once.

It must not run anywhere but in a trial, nor touch an installation that somebody already uses.
"""

from __future__ import annotations

import json
import os
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from requests_app.accounts.models import Account
from requests_app.common import private_files
from requests_app.searches.models import SearchRequest
from requests_app.trial.demo import people, seeding


class Command(BaseCommand):
    """Make the invented people and requests of a trial."""

    help = "Fills an empty trial with invented people and about sixty requests."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how much to make."""
        parser.add_argument(
            "--people-only", action="store_true", help="nobody has asked for anything yet"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill it, and leave the sign-ins for the launcher to print."""
        path = settings.COUNTERSIGN_DEMO_ACCOUNTS
        if not settings.COUNTERSIGN_TRIAL or path is None:
            raise CommandError("Invented data belong to a trial only: use config.settings.trial.")
        if SearchRequest.objects.exists() or Account.objects.exists():
            raise CommandError(
                "This trial holds data already, perhaps of a seeding that was interrupted. "
                "Nothing was changed. `make reset` begins anew."
            )
        os.umask(private_files.UMASK)
        started = time.monotonic()
        made = seeding.fill(with_requests=not options["people_only"], say=self._say)
        private_files.write(path, json.dumps(self._sign_ins(made.passwords), indent=1))
        count = SearchRequest.objects.count()
        self.stdout.write(f"{count} invented requests in {time.monotonic() - started:.0f} s.")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _sign_ins(self, passwords: dict[str, str]) -> list[dict[str, str]]:
        return [
            {
                "username": character.username,
                "password": passwords[character.username],
                "name": character.full_name,
                "role": ", ".join(str(role) for role in character.roles).replace("_", " "),
                "unit": character.unit or "",
                "language": character.language,
            }
            for character in people.CAST
        ]
