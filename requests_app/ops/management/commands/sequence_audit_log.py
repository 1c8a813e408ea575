"""`manage.py sequence_audit_log`: the process that gives each event its place in the Merkle tree over the log.

It must not run with another login than the sequencer's, which may do this and nothing else.
"""

from __future__ import annotations

import signal
import threading
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error

from requests_app.audit.sequencer import Altered, OtherCluster, take_over_cluster
from requests_app.ops import startup
from requests_app.ops.sequencing import PROCESS, Running

RESTORED = (
    "This database was restored into another cluster, where the ids of its transactions mean other "
    "transactions. Nothing was changed. Make sure that it is the copy to go on with and that web, worker "
    "and dispatcher are stopped, then run once: manage.py sequence_audit_log --restored"
)


class Command(BaseCommand):
    """Take in the log's events until somebody stops it."""

    help = (
        "Gives each event of the audit log its place in the Merkle tree, as a process that runs until "
        "it is stopped, with COUNTERSIGN_PROCESS=sequencer and the sequencer's database login. An "
        "existing log is taken in from its first event. A second one waits for the first to end."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Let a restored database be taken over, once."""
        parser.add_argument(
            "--restored",
            action="store_true",
            help="go on in the cluster into which a dump was restored, record that in the log, and end",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until SIGTERM or SIGINT, or take over a restored database."""
        if settings.COUNTERSIGN_PROCESS != PROCESS:
            raise CommandError(
                "This command is the sequencer's. Set COUNTERSIGN_PROCESS=sequencer, and "
                "COUNTERSIGN_DATABASE_URL to its login."
            )
        startup.refuse_if_unsafe()
        if options["restored"]:
            self._take_over()
            return
        stop = threading.Event()

        def end(_number: int, _frame: FrameType | None) -> None:
            stop.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, end)
        try:
            Running(
                settings.COUNTERSIGN_SEQUENCER_POLL_MS / 1000,
                stop,
                Path(settings.COUNTERSIGN_LOG_SOCKET),
            ).until_stopped()
        except OSError as error:
            raise CommandError(
                f"The socket {settings.COUNTERSIGN_LOG_SOCKET} cannot be made: {error}. Make its folder for "
                "this process’s user, or name another one in COUNTERSIGN_LOG_SOCKET."
            ) from None
        except OtherCluster:
            raise CommandError(RESTORED) from None
        except Altered as error:
            raise CommandError(
                f"{error} Nothing was taken in, and events go on being recorded. Somebody changed the "
                "database past its guards: keep it as it is, tell the privacy auditor, and compare "
                "with the last backup and the last signed checkpoint."
            ) from None

    def _take_over(self) -> None:
        try:
            waiting = take_over_cluster()
        except Error as error:
            raise CommandError(f"Nothing was changed: {error}") from error
        self.stdout.write(
            f"The log goes on in this cluster; {waiting} events were without a place in it. The log "
            "says so. Start the sequencer, then the other processes."
        )
