"""What each process of the trial is told: its own login and its own secrets, nothing of the others'."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from requests_app.ops import logins
from requests_app.trial.embedded.secrets import Secrets

DATABASE = "countersign"
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TERM", "TMPDIR", "LD_LIBRARY_PATH", "VIRTUAL_ENV")


@dataclass(frozen=True)
class Trial:
    """Where everything of one trial is. Args: see the names; ports are of the loopback address."""

    var: Path
    secrets: Secrets
    web_port: int
    postgres_port: int
    matcher_port: int
    broker_url: str
    administrator_url: str

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.web_port}"

    @property
    def matcher_url(self) -> str:
        return f"http://127.0.0.1:{self.matcher_port}"

    @property
    def grant_issuer(self) -> str:
        """Random for each trial: a grant of one is worth nothing at another."""
        return "urn:countersign:" + self.secrets.text("issuer")

    def of_process(self, process: str) -> dict[str, str]:
        """Return the whole environment of web, worker, dispatcher, sequencer or beat."""
        own = self._common(process)
        if process != "beat":
            own["COUNTERSIGN_DATABASE_URL"] = self._login(f"countersign_{process}")
        if process in {"web", "worker"}:
            own["COUNTERSIGN_AUDITOR_DATABASE_URL"] = self._login(logins.AUDITOR)
        if process in {"web", "dispatcher"}:
            own["COUNTERSIGN_LOOKUP_KEY"] = self.secrets.text("lookup")
            own["COUNTERSIGN_CONTENT_KEY_FILE"] = str(self.secrets.content_key)
        if process == "dispatcher":
            own["COUNTERSIGN_GRANT_KEY_FILE"] = str(self.secrets.grant_key)
        return own

    def of_seeding(self) -> dict[str, str]:
        """Return the environment of the command that makes the demo: it plays every process."""
        return (
            self.of_process("dispatcher")
            | self.of_process("web")
            | {"COUNTERSIGN_WAKE_WORKERS": "no"}
            | {
                f"COUNTERSIGN_DATABASE_PASSWORD_{login.removeprefix('countersign_').upper()}": text
                for login, text in self.secrets.database_passwords().items()
            }
        )

    def bare(self) -> dict[str, str]:
        """Return what a process needs that is none of ours: no secret at all."""
        return {name: os.environ[name] for name in KEPT if name in os.environ}

    def _common(self, process: str) -> dict[str, str]:
        return {
            **self.bare(),
            **_passed_on(os.environ),
            "DJANGO_SETTINGS_MODULE": "config.settings.trial",
            "PYTHONUNBUFFERED": "1",
            "COUNTERSIGN_PROCESS": process,
            "COUNTERSIGN_VAR_DIR": str(self.var),
            "COUNTERSIGN_SECRET_KEY": self.secrets.text(f"django_{process}"),
            "COUNTERSIGN_BROKER_URL": self.broker_url,
            "COUNTERSIGN_PUBLIC_ORIGIN": self.origin,
            "COUNTERSIGN_MATCHER_URL": self.matcher_url,
            "COUNTERSIGN_GRANT_ISSUER": self.grant_issuer,
        }

    def _login(self, login: str) -> str:
        password = self.secrets.text(f"database_{login}")
        return f"postgresql://{login}:{password}@127.0.0.1:{self.postgres_port}/{DATABASE}"


def _passed_on(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the settings that a person may choose for a trial too (limits, time zone)."""
    chosen = ("COUNTERSIGN_TIME_ZONE", "COUNTERSIGN_IDLE_MINUTES", "COUNTERSIGN_SESSION_HOURS")
    return {name: environment[name] for name in chosen if name in environment}
