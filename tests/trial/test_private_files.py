"""Nobody else on the machine opens anything that a trial keeps, its mail and secrets above all.

Must not trust a umask: everything here is made under one that takes nothing away.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.mail import EmailMessage, get_connection

from requests_app.common import private_files
from requests_app.trial.embedded import folder, secrets
from tests.support import generous_umask, open_to_others

ROOT = Path(__file__).parents[2]
START = """
import subprocess, sys
from pathlib import Path
import django
django.setup()
from requests_app.trial.embedded import folder, processes
from requests_app.trial.embedded.supervisor import Supervisor, sole_launcher
from requests_app.trial.embedded.whole import Whole
from requests_app.trial.management.commands.trial import left_for_other_terminals
var = Path(sys.argv[1])
folder.claim(var)
with sole_launcher(var / "run", "a test"), Supervisor(var / "log") as supervisor:
    whole = Whole(var, processes.free_port(), supervisor, print, seeding=("--people-only",))
    trial = whole.up()
    with left_for_other_terminals(trial):
        subprocess.run(
            [sys.executable, "manage.py", "sendtestemail", "ada@example.org"],
            env=trial.of_process("worker"), check=True,
        )
        print("UP", flush=True)
        sys.stdin.readline()
"""
"""What `make run` does, without the hour of an agency's work."""


@pytest.fixture
def generous() -> Iterator[None]:
    with generous_umask():
        yield


@pytest.mark.usefixtures("generous")
def test_mail_of_a_trial_is_closed_to_others(tmp_path: Path) -> None:
    mail = tmp_path / "mail"
    connection = get_connection("requests_app.trial.mail.PrivateFiles", file_path=str(mail))
    EmailMessage("s", "b", "a@example.org", ["b@example.org"], connection=connection).send()
    assert len(list(mail.iterdir())) == 1
    assert open_to_others(mail) == {}


@pytest.mark.usefixtures("generous")
def test_secrets_of_a_trial_are_closed_to_others(tmp_path: Path) -> None:
    made = secrets.make(tmp_path / "var" / "secrets")
    made.database_passwords()
    assert open_to_others(tmp_path / "var") == {}


@pytest.mark.usefixtures("generous")
def test_what_was_open_is_closed_when_it_is_used_again(tmp_path: Path) -> None:
    kept, file = tmp_path / "kept", tmp_path / "kept" / "file"
    kept.mkdir(mode=0o777)
    file.touch(mode=0o666)
    private_files.folder(kept)
    open(file, "ab", opener=private_files.opener).close()
    assert open_to_others(kept) == {}
    file.chmod(0o666)
    private_files.write(file, "é")
    assert open_to_others(kept) == {}
    assert file.read_bytes() == b"\xc3\xa9"
    assert list(kept.iterdir()) == [file]


def test_everything_that_a_running_trial_keeps_is_closed_to_others(services_folder: Path) -> None:
    (services_folder / "trial").mkdir(mode=0o755)
    var = services_folder / "trial" / "var"
    trial = subprocess.Popen(
        [sys.executable, "-c", START, str(var)],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.trial",
            "COUNTERSIGN_VAR_DIR": str(var),
        },
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, umask=0,
    )  # fmt: skip
    with trial:
        assert trial.stdout
        assert trial.stdin
        up = any(line == "UP\n" for line in trial.stdout)
        kept = {path.relative_to(var).as_posix() for path in var.rglob("*")}
        # As root, PostgreSQL runs as another user, who passes through these two.
        passable = (var, var / "postgres") if os.geteuid() == 0 else ()
        found = open_to_others(var, passable)
        folder.check(var)  # `make reset` knows everything that a trial makes
        trial.stdin.close()
    assert up
    assert trial.returncode == 0
    assert found == {}
    assert kept >= {
        "run/launcher.lock", "run/matcher_port", "run/web.json", "redis/redis.conf",
        "redis/redis.log", "postgres/postgres.log", "secrets/demo_accounts.json", "log/web.log",
        "log/worker.log", "log/dispatcher.log", "log/beat.log", "log/matcher.log",
        "refmatcher.sqlite3", "demo_made", "installation-kind",
    }  # fmt: skip
    assert any(name.startswith("mail/") for name in kept)
