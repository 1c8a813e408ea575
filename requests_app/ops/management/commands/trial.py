"""`manage.py trial`: the whole product on one's own machine, up until Ctrl-C.

It must not listen beyond loopback; `make run` prepares packages and assets and then calls it.
"""

import contextlib
import json
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings
from django.core.management import get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser

from requests_app.ops.bootstrap import Plan, bootstrap
from requests_app.ops.embedded import processes, secrets, welcome
from requests_app.ops.embedded.environments import DATABASE, Trial
from requests_app.ops.embedded.postgres import Postgres
from requests_app.ops.embedded.redis import Redis
from requests_app.ops.embedded.supervisor import (
    AlreadyRunning,
    Stopped,
    Supervisor,
    python,
    sole_launcher,
    stopping_on_signals,
)

MATCHER_CONSENT = "--i-understand-this-is-not-a-face-recogniser"


class Command(BaseCommand):
    """Start the trial."""

    help = "Starts every service and process of a trial on this machine; Ctrl-C ends all of them."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the web's port."""
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until somebody stops us or a process crashes."""
        if not settings.COUNTERSIGN_TRIAL:
            raise CommandError("A trial needs config.settings.trial; production is not started so.")
        var, port = settings.VAR_DIR.resolve(), options["port"]
        address = f"http://127.0.0.1:{port}"
        try:
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
                self._run(var, port, supervisor)
        except AlreadyRunning as error:
            raise CommandError(
                f"A trial runs here already ({error}). Use it, or end it with Ctrl-C in its terminal."
            ) from None
        except processes.ServiceFailed as error:
            raise CommandError(str(error)) from error
        except Stopped:
            self.stdout.write(
                "\nEverything has stopped. Your data stay in var/; make reset forgets."
            )

    def _run(self, var: Path, port: int, supervisor: Supervisor) -> None:
        started = time.monotonic()
        trial = self._start_services(var, port, supervisor)
        bootstrap(
            Plan(trial.administrator_url, DATABASE, trial.secrets.database_passwords(), "trial"),
            verbosity=0,
        )
        self._start_matcher(trial, supervisor)
        self._seed_once(trial)
        self._start_processes(trial, supervisor)
        self._wait_for_web(trial, supervisor)
        with _left_for_other_terminals(trial):
            welcome.show(trial, seconds=time.monotonic() - started)
            name, code = supervisor.wait_for_crash()
        raise processes.ServiceFailed(_crash_words(name, code, supervisor))

    def _start_services(self, var: Path, port: int, supervisor: Supervisor) -> Trial:
        ours = secrets.make(var / "secrets")
        postgres = Postgres(var / "postgres", processes.free_port(), ours.text("superuser"))
        self.stdout.write("Starting PostgreSQL and Redis ...")
        postgres.start()
        if postgres.process:
            supervisor.watch("postgres", postgres.process, postgres.stop)
        redis = Redis(var / "redis", processes.free_port(), ours.text("redis"))
        redis.start()
        if redis.process:
            supervisor.watch("redis", redis.process, redis.stop)
        return Trial(
            var=var,
            secrets=ours,
            web_port=port,
            postgres_port=postgres.port,
            matcher_port=_kept_port(var / "run" / "matcher_port"),
            broker_url=redis.url,
            administrator_url=postgres.url(),
        )

    def _seed_once(self, trial: Trial) -> None:
        """Make the demo agency unless this trial has one; a failed try is begun again next time."""
        done = trial.var / "demo_made"
        if done.exists() or "seed_demo" not in get_commands():
            return
        self.stdout.write("Making the demo agency (only this once) ...")
        made = subprocess.run(
            python(settings.BASE_DIR / "manage.py", "seed_demo"),
            env=trial.of_seeding(),
            cwd=settings.BASE_DIR,
            check=False,
        )
        if made.returncode != 0:
            raise CommandError(
                "The demo agency could not be made; see above. make reset begins anew."
            )
        done.touch()

    def _start_matcher(self, trial: Trial, supervisor: Supervisor) -> None:
        """Start the matcher first: the demo's own searches are sent to it."""
        matcher: list[str | Path] = [
            MATCHER_CONSENT, "--port", str(trial.matcher_port),
            "--grant-keys", trial.secrets.grant_public_keys,
            "--audience", trial.matcher_url, "--issuer", trial.grant_issuer,
            "--state", trial.var / "refmatcher.sqlite3",
        ]  # fmt: skip
        supervisor.start(
            "matcher",
            python("-m", "requests_app.outside.refmatcher", *matcher),
            trial.bare(),
            settings.BASE_DIR,
        )

    def _start_processes(self, trial: Trial, supervisor: Supervisor) -> None:
        base = settings.BASE_DIR
        for name, queue in (("worker", "default"), ("dispatcher", "dispatch")):
            command = python(
                "-m", "celery", "--app", "config.celery", "worker", "--queues", queue,
                "--concurrency", "2", "--hostname", f"{name}@localhost", "--loglevel", "INFO",
                "--without-gossip", "--without-mingle",
            )  # fmt: skip
            supervisor.start(name, command, trial.of_process(name), base)
        schedule = trial.var / "run" / "beat_schedule"
        command = python(
            "-m", "celery", "--app", "config.celery", "beat", "--schedule", schedule, "--pidfile="
        )
        supervisor.start("beat", command, trial.of_process("beat"), base)
        command = python(
            "-m", "gunicorn", "--config", "config/gunicorn.py",
            "--bind", f"127.0.0.1:{trial.web_port}", "config.wsgi",
        )  # fmt: skip
        supervisor.start("web", command, trial.of_process("web"), base)

    def _wait_for_web(self, trial: Trial, supervisor: Supervisor) -> None:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            crash = supervisor.crashed()
            if crash:
                raise processes.ServiceFailed(_crash_words(*crash, supervisor))
            with (
                contextlib.suppress(URLError, OSError),
                urlopen(f"{trial.origin}/healthz", timeout=2),  # noqa: S310  our own address
            ):
                return
            processes.pause(0.1)
        raise processes.ServiceFailed(f"The web did not answer. See {supervisor.log_of('web')}")


def _kept_port(path: Path) -> int:
    """Return the port that this trial's register names for the matcher, choosing it once."""
    if not path.exists():
        path.write_text(str(processes.free_port()), encoding="utf-8")
    port = int(path.read_text(encoding="utf-8"))
    if processes.port_is_taken(port):
        raise processes.ServiceFailed(
            f"Port {port}, which this trial's matcher uses, is taken by another program. "
            "End that program, or begin anew with: make reset"
        )
    return port


@contextlib.contextmanager
def _left_for_other_terminals(trial: Trial) -> Iterator[None]:
    """Let commands typed elsewhere work as the web process does, as long as we run."""
    path = trial.var / "run" / "web.json"
    path.touch(mode=0o600)
    ours = {k: v for k, v in trial.of_process("web").items() if k.startswith("COUNTERSIGN_")}
    path.write_text(json.dumps(ours), encoding="utf-8")
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def _crash_words(name: str, code: int, supervisor: Supervisor) -> str:
    log = supervisor.log_of(name)
    if name in {"postgres", "redis"}:
        log = supervisor.logs.parent / name / f"{name}.log"
    tail = ""
    if log.exists():
        tail = "\n".join(log.read_text(errors="replace").splitlines()[-12:])
    return (
        f"{name} ended by itself (code {code}), so everything was stopped.\n{tail}\n"
        f"Its whole log is {log}"
    )
