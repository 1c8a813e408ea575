"""`manage.py trial`: the whole product on one's own machine, up until Ctrl-C.

It must not listen beyond loopback; `make run` prepares packages and assets and then calls it.
"""

import contextlib
import json
import os
import time
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from requests_app.common import private_files
from requests_app.trial.embedded import folder, processes, welcome
from requests_app.trial.embedded.environments import Trial
from requests_app.trial.embedded.supervisor import (
    AlreadyRunning,
    Stopped,
    Supervisor,
    sole_launcher,
    stopping_on_signals,
)
from requests_app.trial.embedded.whole import Whole


class Command(BaseCommand):
    """Start the trial."""

    help = "Starts every service and process of a trial on this machine; Ctrl-C ends all of them."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the web's port."""
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until somebody stops us, or a process crashes for good."""
        if not settings.COUNTERSIGN_TRIAL:
            raise CommandError("A trial needs config.settings.trial; production is not started so.")
        os.umask(private_files.UMASK)
        var, port = settings.VAR_DIR.resolve(), options["port"]
        address = f"http://127.0.0.1:{port}"
        started = time.monotonic()
        try:
            folder.claim(var)
            with (
                stopping_on_signals(),
                sole_launcher(var / "run", f"process {os.getpid()}, {address}"),
                Supervisor(var / "log") as supervisor,
            ):
                if processes.port_is_taken(port):
                    raise CommandError(
                        f"Port {port} is taken by another program. Choose another one: "
                        f"make run PORT={port + 10}"
                    )
                whole = Whole(var, port, supervisor, self.stdout.write)
                trial = whole.up()
                with left_for_other_terminals(trial):
                    welcome.show(trial, seconds=time.monotonic() - started)
                    name, code = supervisor.wait_for_crash(self.stdout.write)
                raise processes.ServiceFailed(whole.crash_words(name, code))
        except AlreadyRunning as error:
            raise CommandError(
                f"A trial runs here already ({error}). Use it, or end it with Ctrl-C in its terminal."
            ) from None
        except folder.NotATrials as error:
            raise CommandError(
                f"No trial can be kept in {var}: {error}. Nothing was changed, and whatever uses that "
                "folder goes on. Move what is not a trial's out of it, or set COUNTERSIGN_VAR_DIR to "
                "another folder for the trial."
            ) from None
        except processes.ServiceFailed as error:
            raise CommandError(str(error)) from error
        except Stopped:
            self.stdout.write(
                "\nEverything has stopped. Your data stay in var/; make reset forgets."
            )


@contextlib.contextmanager
def left_for_other_terminals(trial: Trial) -> Iterator[None]:
    """Let commands typed elsewhere work as the web process does, as long as we run."""
    path = trial.var / "run" / "web.json"
    ours = {k: v for k, v in trial.of_process("web").items() if k.startswith("COUNTERSIGN_")}
    private_files.write(path, json.dumps(ours))
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
