"""`manage.py tour`: the main job from asking to export, over HTTP, on services made for it alone.

It must not touch a trial that exists: it makes its own in a folder that it removes.
"""

import itertools
import json
import os
import shutil
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from psycopg.conninfo import make_conninfo

from requests_app.common import clock, private_files
from requests_app.trial.demo import driving
from requests_app.trial.embedded import folder as of_trials
from requests_app.trial.embedded import processes
from requests_app.trial.embedded.environments import DATABASE
from requests_app.trial.embedded.supervisor import Stopped, Supervisor, stopping_on_signals
from requests_app.trial.embedded.whole import Whole
from requests_app.trial.tour import passing_time
from requests_app.trial.tour.pages import UnexpectedPage
from requests_app.trial.tour.story import Tour


class Command(BaseCommand):
    """Walk through the product, a line a step."""

    help = "Drives the main job over HTTP on throw-away services; ends 0 only if all of it held."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Take where to keep what was exported."""
        parser.add_argument("--out", type=Path, help="a folder for the export that was made")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make an installation, walk, and take it away again."""
        if not settings.COUNTERSIGN_TRIAL:
            raise CommandError("The tour makes a trial of its own: use config.settings.trial.")
        os.umask(private_files.UMASK)
        folder = Path(tempfile.mkdtemp(prefix="countersign-tour-"))
        try:
            with stopping_on_signals(), Supervisor(folder / "log") as supervisor:
                self._walk(folder, supervisor, options["out"])
        except (processes.ServiceFailed, UnexpectedPage) as error:
            kept = Path(tempfile.mkdtemp(prefix="countersign-tour-logs-"))
            shutil.copytree(folder / "log", kept, dirs_exist_ok=True)
            raise CommandError(f"The tour ended early. {error}\nThe logs are in {kept}") from error
        except Stopped:
            raise CommandError("The tour was stopped; its services have ended.") from None
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            shutil.rmtree(of_trials.outside_of(folder / "postgres"), ignore_errors=True)

    def _walk(self, folder: Path, supervisor: Supervisor, out: Path | None) -> None:
        started = time.monotonic()
        whole = Whole(
            folder,
            processes.free_port(),
            supervisor,
            self.stdout.write,
            seeding=("--people-only",),
        )
        trial = whole.up()
        self.stdout.write(f"All processes are up after {time.monotonic() - started:.0f} s.")
        accounts = json.loads(trial.secrets.demo_accounts.read_text("utf-8"))
        numbers = itertools.count(1)
        Tour(
            origin=trial.origin,
            matcher_url=trial.matcher_url,
            people={account["username"]: account["password"] for account in accounts},
            picture=driving.picture(7),
            today=timezone.localdate(clock.real_now()),
            out=out,
            tell=lambda line: self.stdout.write(f"{next(numbers):2d}  {line}"),
            days_pass=partial(
                passing_time.released_earlier,
                make_conninfo(trial.administrator_url, dbname=DATABASE),
            ),
        ).walk()
        crash = supervisor.crashed()
        if crash:
            raise processes.ServiceFailed(whole.crash_words(*crash))
        self.stdout.write(f"Everything held. {time.monotonic() - started:.0f} s in all.")
