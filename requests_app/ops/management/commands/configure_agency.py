"""`manage.py configure_agency FILE`: registers the agency, its matchers and its galleries.

It must not register a demonstration matcher, nor take a file that it understands only in part.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error

from requests_app.common.errors import PreconditionFailed
from requests_app.ops import logins, owner
from requests_app.ops.management.commands.create_first_administrators import operating_system_user
from requests_app.registry.entries import BadEntries, Entries, read
from requests_app.registry.models import Gallery, Matcher
from requests_app.workflow.administration.configuration import configure


class Command(BaseCommand):
    """Bring the registry to what a file says."""

    help = (
        "Registers what a TOML file says of the agency, its matchers and its galleries; see "
        "docs/examples/agency.toml. Each change is an event in the log. Run it with "
        "COUNTERSIGN_PROCESS=owner and the settings of bootstrap_database; run it again after a "
        "change of the file. What the file does not name stays as it is and is listed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path, help="the TOML file")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read all of it, then change all of it or nothing."""
        try:
            entries = read(options["file"].read_text(encoding="utf-8"))
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise CommandError(
                f"{options['file']} is not UTF-8 text. Save it as UTF-8, accents included."
            ) from error
        except BadEntries as error:
            lines = "\n".join(f"- {problem}" for problem in error.problems)
            raise CommandError(f"Nothing was changed. To mend:\n{lines}") from error
        try:
            with logins.connected(**owner.connection_settings()):
                changes = configure(wanted=entries, system_user=operating_system_user())
                for change in changes:
                    what = "registered" if change.is_new else "changed"
                    self.stdout.write(f"{change.kind} {change.code}: {what}")
                if entries == Entries(None, (), ()):
                    self.stdout.write("The file names nothing, so nothing was changed.")
                elif not changes:
                    self.stdout.write("Everything was so already.")
                self._list_unnamed(
                    {row.code for row in entries.matchers},
                    {row.code for row in entries.galleries},
                )
        except PreconditionFailed as refusal:
            raise CommandError(f"Nothing was changed. {_words(refusal)}") from refusal
        except Error as error:
            raise CommandError(
                f"The database did not take it ({type(error).__name__}); nothing was changed. Check "
                "that it is up and that bootstrap_database has run for this version."
            ) from error

    def _list_unnamed(self, matchers: set[str], galleries: set[str]) -> None:
        """Say what the registry holds beside the file, so that nothing is forgotten there."""
        left = Matcher.objects.filter(is_active=True).exclude(code__in=matchers)
        for matcher in left:
            self.stdout.write(f"matcher {matcher.code}: not in this file, still active")
        for gallery in Gallery.objects.filter(allow_listed=True).exclude(code__in=galleries):
            self.stdout.write(f"gallery {gallery.code}: not in this file, still allowed")


def _words(refusal: PreconditionFailed) -> str:
    """What the registry has against the file, and what to do."""
    named = refusal.params
    if refusal.reason == "paper_twice":
        return (
            f"The papers {named['paper']} and {named['other']} are of one kind and about the same thing. Keep the code "
            "of the one that is recorded, and change what it says."
        )
    if refusal.reason == "gallery_unknown":
        return (
            f"The paper {named['paper']} names the gallery {named['gallery']}, which neither the file nor the registry "
            "has. Mend the name, or add a [[gallery]] with that code."
        )
    return (
        f"The entry {named['gallery']} names the matcher {named['matcher']}, which neither the file nor the registry "
        "has. Mend the name, or add a [[matcher]] with that code."
    )
