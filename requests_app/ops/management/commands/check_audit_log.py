"""`manage.py check_audit_log`: checks the whole log and each request against its events, now.

Must change nothing, and stops nothing: the nightly check does that where it finds the same.
"""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError
from django.utils import translation

from requests_app.audit.difference_words import WORDS
from requests_app.audit.differences import Difference
from requests_app.workflow import log_check


class Command(BaseCommand):
    """Check, print each difference with where it is, and end with 1 if there is one, with 2 if it could not be read."""

    help = (
        "Reads the whole audit log and computes hashes, tree and roots anew, compares them with what is stored and"
        " signed, and folds each request's events into its status. Ends with 0 when all fits, with 1 where something"
        " differs, with 2 when the log could not be read."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check and print."""
        try:
            checked = log_check.check(self._progress)
        except DatabaseError as problem:
            self.stderr.write(
                f"The log could not be read ({type(problem).__name__}), so nothing is known of it. See that the"
                " database answers and that this login may read the schema audit, then run this again."
            )
            sys.exit(2)
        found = checked.differences
        with translation.override("en"):
            for difference in found.first:
                self.stdout.write(_line(difference))
        differing = found.count + found.known
        if differing > len(found.first):
            self.stdout.write(f"… and {differing - len(found.first)} more")
        self.stdout.write(
            f"{checked.size} events in the tree, {checked.requests} requests, {differing} differences,"
            f" {found.known} of them lifted by an auditor before."
        )
        if differing:
            self.stdout.write(
                "Change nothing. Keep a copy of the database and the newest export, and tell an auditor. This command"
                " records nothing and stops nothing: the check of the coming night does both."
            )
            sys.exit(1)

    def _progress(self, done: int, total: int) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r{done} of {total} events", ending="\n" if done == total else "")


def _line(difference: Difference) -> str:
    where = ", ".join(
        f"{name} {value}"
        for name, value in difference.as_facts().items()
        if name in {"index", "event", "request"}
    )
    text = f"{where}: {WORDS[difference.code]}" if where else str(WORDS[difference.code])
    return f"{text} (an auditor has lifted this before)" if difference.is_lifted else text
