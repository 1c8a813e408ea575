"""The whole product on one machine: embedded services, matcher, web, workers, sequencer and beat."""

from __future__ import annotations

import contextlib
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings

from requests_app.audit import log_keys
from requests_app.common import private_files
from requests_app.ops import logins
from requests_app.ops.bootstrap import Plan, as_owner, bootstrap
from requests_app.tlog.notes import verifier_of
from requests_app.trial.embedded import folder, processes, secrets
from requests_app.trial.embedded import postgres as database
from requests_app.trial.embedded.environments import DATABASE, Trial
from requests_app.trial.embedded.postgres import Postgres
from requests_app.trial.embedded.redis import Redis
from requests_app.trial.embedded.supervisor import Supervisor, python
from requests_app.wire.keys import load_private_key

MATCHER_CONSENT = "--i-understand-this-is-not-a-face-recogniser"
UP_WITHIN_SECONDS = 60
LOG_HOST = "trial.invalid"
"""Stands for the agency's host in the name of a trial's log; no such host can be (RFC 2606)."""


@dataclass(frozen=True)
class Whole:
    """One installation to bring up.

    Args:
        var: the folder of its data, secrets and logs.
        port: the web's port on loopback.
        supervisor: what keeps its processes together, and ends them.
        say: takes a line for the person who waits.
        seeding: further arguments of `seed_demo`, which fills it once.
    """

    var: Path
    port: int
    supervisor: Supervisor
    say: Callable[[str], None]
    seeding: Sequence[str] = ()

    def up(self) -> Trial:
        """Start everything, in order; returns once the web answers.

        Raises:
            ServiceFailed
            NotATrials: the folder holds what no trial made.
        """
        folder.claim(self.var)
        private_files.folder(self.var, database.way_through())
        trial = self._start_services()
        plan = Plan(trial.administrator_url, DATABASE, trial.secrets.database_passwords(), "trial")
        bootstrap(plan, verbosity=0)
        self._start_matcher(trial)
        if not (trial.var / "demo_made").exists():
            private_files.write(_being_made(trial), "")  # the sign-in page says so meanwhile
        self._start_web(trial)  # its first page can be had while the demo is still being made
        self._seed_once(trial)
        self._start_log(trial, plan)
        self._start_workers(trial)  # only now: they would carry out what the demo leaves undone
        self._wait_for_web(trial)
        return trial

    def crash_words(self, name: str, code: int) -> str:
        """Return what to tell somebody whose process ended by itself, with the end of its log."""
        log = self.supervisor.log_of(name)
        if name in {"postgres", "redis"}:
            log = self.supervisor.logs.parent / name / f"{name}.log"
        tail = ""
        if log.exists():
            tail = "\n".join(log.read_text(errors="replace").splitlines()[-12:])
        return (
            f"{name} ended by itself (code {code}), so everything was stopped.\n{tail}\n"
            f"Its whole log is {log}"
        )

    def _start_services(self) -> Trial:
        ours = secrets.make(self.var / "secrets")
        postgres = Postgres(self.var / "postgres", processes.free_port(), ours.text("superuser"))
        self.say("Starting PostgreSQL and Redis ...")
        postgres.start()
        if postgres.process:
            self.supervisor.watch("postgres", postgres.process, postgres.stop)
        redis = Redis(self.var / "redis", processes.free_port(), ours.text("redis"))
        redis.start()
        if redis.process:
            self.supervisor.watch("redis", redis.process, redis.stop)
        return Trial(
            var=self.var,
            secrets=ours,
            web_port=self.port,
            postgres_port=postgres.port,
            matcher_port=_kept_port(self.var / "run" / "matcher_port"),
            broker_url=redis.url,
            administrator_url=postgres.url(),
        )

    def _seed_once(self, trial: Trial) -> None:
        """Make the demo agency unless this trial has one; a failed try is begun again next time."""
        done = trial.var / "demo_made"
        if done.exists():
            _being_made(trial).unlink(missing_ok=True)  # of a start that was broken off
            return
        self.say(
            "Making the demo agency, only this once: one to five minutes, by the machine. "
            f"Nobody can sign in at {trial.origin} before it is made."
        )
        started = time.monotonic()
        made = subprocess.run(
            python(settings.BASE_DIR / "manage.py", "seed_demo", *self.seeding),
            env=trial.of_seeding(),
            cwd=settings.BASE_DIR,
            umask=private_files.UMASK,
            check=False,
        )
        if made.returncode != 0:
            raise processes.ServiceFailed(
                "The demo agency could not be made; see above. make reset begins anew."
            )
        private_files.write(done, "")
        _being_made(trial).unlink(missing_ok=True)
        self.say(
            f"The demo agency was made in {time.monotonic() - started:.0f} s. Starting the workers ..."
        )

    def _start_matcher(self, trial: Trial) -> None:
        """Start the matcher first: the demo's own searches are sent to it."""
        matcher: list[str | Path] = [
            MATCHER_CONSENT, "--port", str(trial.matcher_port),
            "--grant-keys", trial.secrets.grant_public_keys,
            "--audience", trial.matcher_url, "--issuer", trial.grant_issuer,
            "--state", trial.var / "refmatcher.sqlite3",
        ]  # fmt: skip
        self.supervisor.start(
            "matcher",
            python("-m", "requests_app.outside.refmatcher", *matcher),
            trial.bare(),
            settings.BASE_DIR,
        )

    def _start_web(self, trial: Trial) -> None:
        command = python("-m", "config.trial_server", str(trial.web_port))
        self.supervisor.start("web", command, trial.of_process("web"), settings.BASE_DIR)

    def _start_log(self, trial: Trial, plan: Plan) -> None:
        """Start the sequencer, and the signer with its key and its memory, which are made once."""
        base, key = settings.BASE_DIR, load_private_key(trial.secrets.log_key)
        with logins.connected(**as_owner(plan)):
            origin = log_keys.origin_for(LOG_HOST)
            if not log_keys.in_use():
                log_keys.add(verifier_of(origin, key))
        command = python(base / "manage.py", "sequence_audit_log")
        self.supervisor.start("sequencer", command, trial.of_process("sequencer"), base)
        signer: list[str | Path] = [
            "--origin", origin, "--key", trial.secrets.log_key,
            "--state", trial.var / "signer", "--socket", trial.var / "run" / "log.sock",
        ]  # fmt: skip
        program = ("-m", "requests_app.outside.signer")
        if not (trial.var / "signer").exists():
            subprocess.run(
                python(*program, "begin", *signer),
                env=trial.bare(), cwd=base, check=True, stdout=subprocess.DEVNULL,
            )  # fmt: skip
        self.supervisor.start("signer", python(*program, "run", *signer), trial.bare(), base)

    def _start_workers(self, trial: Trial) -> None:
        base = settings.BASE_DIR
        for name, queue in (("worker", "default"), ("dispatcher", "dispatch")):
            command = python(
                "-m", "celery", "--app", "config.celery", "worker", "--queues", queue,
                "--concurrency", "2", "--hostname", f"{name}@localhost", "--loglevel", "INFO",
                "--without-gossip", "--without-mingle",
            )  # fmt: skip
            self.supervisor.start(name, command, trial.of_process(name), base)
        schedule = trial.var / "run" / "beat_schedule"
        command = python(
            "-m", "celery", "--app", "config.celery", "beat", "--schedule", schedule, "--pidfile="
        )
        self.supervisor.start("beat", command, trial.of_process("beat"), base)

    def _wait_for_web(self, trial: Trial) -> None:
        end = time.monotonic() + UP_WITHIN_SECONDS
        while time.monotonic() < end:
            crash = self.supervisor.crashed()
            if crash:
                raise processes.ServiceFailed(self.crash_words(*crash))
            with (
                contextlib.suppress(URLError, OSError),
                urlopen(f"{trial.origin}/healthz", timeout=2),  # noqa: S310  our own address
            ):
                return
            processes.pause(0.1)
        raise processes.ServiceFailed(
            f"The web did not answer. See {self.supervisor.log_of('web')}"
        )


def _being_made(trial: Trial) -> Path:
    """Return the file that is there while the demo is made; the settings of a trial name it too."""
    return private_files.folder(trial.var / "run") / "demo_being_made"


def _kept_port(path: Path) -> int:
    """Return the port that this trial's register names for the matcher, choosing it once."""
    private_files.folder(path.parent)
    if not path.exists():
        private_files.write(path, str(processes.free_port()))
    port = int(path.read_text(encoding="utf-8"))
    if processes.port_is_taken(port):
        raise processes.ServiceFailed(
            f"Port {port}, which this trial's matcher uses, is taken by another program. "
            "End that program, or begin anew with: make reset"
        )
    return port
