"""`manage.py audit_keys`: which keys sign the log; a new one, and the end of one. Only public halves are ever seen.

It must not bind anybody outside: a verifier takes a new key from whoever gave it the first one.
"""

from __future__ import annotations

import re
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error

from requests_app.audit import log_keys
from requests_app.ops import logins, owner
from requests_app.tlog.notes import NoteError, Verifier, read_vkey

_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,78}[a-z0-9])?")


class Command(BaseCommand):
    """Show, add or retire a key of the log."""

    help = (
        "Shows the keys that sign the audit log, adds one or retires one, each as an event of the log. "
        "Run it with COUNTERSIGN_PROCESS=owner. The key itself is made where the signer runs: "
        "python -m requests_app.outside.signer key"
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do."""
        commands = parser.add_subparsers(dest="act", required=True)
        commands.add_parser("show", help="the keys, the oldest first")
        name = commands.add_parser(
            "origin", help="the name of the log, which the signer's key bears"
        )
        name.add_argument("host", help="the agency's host name, like agency.example")
        for act, words in (
            ("create", "let the first key sign"),
            ("rotate", "let a second key sign beside the one in use, which it replaces in time"),
            ("retire", "let the older key sign no more, once the other one signs"),
        ):
            commands.add_parser(act, help=words).add_argument(
                "vkey", help="as the signer printed it"
            )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it as the owner."""
        with logins.connected(**owner.connection_settings()):
            try:
                getattr(self, options["act"])(options)
            except Error as error:
                raise CommandError(f"Nothing was changed: {error}") from error

    def show(self, _options: dict[str, Any]) -> None:
        """Print every key."""
        found = log_keys.every()
        if not found:
            self.stdout.write("The log has no key yet, and nothing of it is signed.")
        for key, in_use in found:
            self.stdout.write(f"{'in use ' if in_use else 'retired'}  {key.vkey}")

    def origin(self, options: dict[str, Any]) -> None:
        """Print the name of the log."""
        if not _HOST.fullmatch(options["host"]):
            raise CommandError("Give a host name in small letters, like agency.example.")
        self.stdout.write(log_keys.origin_for(options["host"]))

    def create(self, options: dict[str, Any]) -> None:
        """Add the first key."""
        if log_keys.in_use():
            raise CommandError(
                "Nothing was changed: the log has a key. Use rotate for another one."
            )
        self._add(options["vkey"])

    def rotate(self, options: dict[str, Any]) -> None:
        """Add a second key; the event of it is signed by the first one too."""
        if not log_keys.in_use():
            raise CommandError(
                "Nothing was changed: the log has no key yet. Use create for the first one."
            )
        self._add(options["vkey"])
        self.stdout.write(
            "Start the signer with both keys. Tell everybody who verifies the log: they take the new key from "
            "you, and not from the log. Then: audit_keys retire, with the older key."
        )

    def _add(self, vkey: str) -> None:
        key = _read(vkey)
        try:
            log_keys.add(key)
        except ValueError as error:
            raise CommandError(f"Nothing was changed: {error}") from error
        self.stdout.write(f"The key {key.id.hex()} may sign from now on.")

    def retire(self, options: dict[str, Any]) -> None:
        """Retire a key."""
        key = _read(options["vkey"])
        try:
            log_keys.retire(key)
        except LookupError:
            raise CommandError("Nothing was changed: this key is not in use.") from None
        except ValueError as error:
            raise CommandError(
                f"Nothing was changed: {error} Give both keys to the signer, and try again once it has signed."
            ) from error
        self.stdout.write(
            f"{key.id.hex()} is retired. Take it away from the signer, and start that."
        )


def _read(text: str) -> Verifier:
    try:
        return read_vkey(text)
    except NoteError as error:
        raise CommandError(
            f"This is no key: {error} Give the whole line that the signer printed."
        ) from error
