"""`manage.py index_texts`: lets the texts be found that were submitted before this release.

It must not change a text, nor show one.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from requests_app.accounts.actors import system_actor
from requests_app.workflow.earlier_texts import index_earlier


class Command(BaseCommand):
    """Make the signatures of the last year's texts that have none."""

    help = (
        "Lets new texts be compared with those that were submitted in the last year by an earlier "
        "release. Run it once after bootstrap_database, with the settings of the web process, which "
        "holds both keys; people can work meanwhile. Each version is an event in the log. It can be "
        "stopped and run again: it goes on where it was."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Index version by version; say which could not be opened."""
        done = 0
        closed: list[str] = []
        try:
            for reference, version, opened in index_earlier(actor=system_actor("web")):
                if opened:
                    done += 1
                else:
                    closed.append(f"{reference}, version {version}")
        except Error as error:
            raise CommandError(
                f"The database stopped answering ({type(error).__name__}) after {done} versions, which "
                "are kept. The site works; texts that are not indexed yet are not compared. Run it again."
            ) from error
        self.stdout.write(f"Versions whose texts can be found from now on: {done}.")
        if closed:
            listed = "\n".join(f"- {each}" for each in closed)
            raise CommandError(
                f"These could not be opened, and their texts are not compared:\n{listed}\n"
                "See that COUNTERSIGN_CONTENT_KEY_FILE is the one they were sealed with, then run it again."
            )
