"""`make reset` deletes what a trial made, and nothing of anybody else's.

Must not run in this checkout's own folder: a trial of whoever runs the tests may be there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from requests_app.searches.envelope import WrappingKey
from requests_app.trial.embedded import folder, forget, secrets
from requests_app.trial.embedded.supervisor import AlreadyRunning, sole_launcher

ROOT = Path(__file__).parents[2]


def everything(var: Path) -> dict[str, tuple[int, int, bytes]]:
    """Each path below a folder, with what tells that it was touched."""
    return {
        path.relative_to(var).as_posix(): (
            path.lstat().st_mtime_ns,
            path.lstat().st_mode,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in (var, *var.rglob("*"))
    }


def put(path: Path, content: str = "x") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


@pytest.fixture
def of_a_trial(tmp_path: Path) -> Path:
    """A folder as a trial leaves it."""
    var = tmp_path / "var"
    folder.claim(var)
    secrets.make(var / "secrets").database_passwords()
    for name in ("log/web.log", "mail/1.log", "postgres/data/PG_VERSION", "redis/redis.conf",
                 "exports/1/events.csv", "signer/signed", "refmatcher.sqlite3", "demo_made"):  # fmt: skip
        put(var / name)
    return var


def of_production(var: Path) -> None:
    """What production leaves in the folder that is its default, and what an operator may put there."""
    put(var / "exports" / "f3" / "events.csv")
    put(var / "exports" / "f3" / "manifest.json", "{}")


def with_keys(var: Path) -> None:
    of_production(var)
    put(var / "secrets" / "superuser.txt", "hunter2")
    WrappingKey(os.urandom(32)).write(var / "secrets" / "content.key")


def with_a_database(var: Path) -> None:
    put(var / "postgres" / "data" / "PG_VERSION")


def marked_production(var: Path) -> None:
    of_production(var)
    put(var / "installation-kind", "production\n")


@pytest.mark.parametrize("fill", [of_production, with_keys, with_a_database, marked_production])
def test_a_folder_that_looks_like_productions_is_left_as_it_is(
    tmp_path: Path, fill: Callable[[Path], None]
) -> None:
    var = tmp_path / "var"
    fill(var)
    before = everything(var)
    with pytest.raises(SystemExit) as refused:
        forget.main(var)
    said = str(refused.value)
    assert f"make reset deleted nothing: {var}" in said
    assert (
        f"It would have deleted: {', '.join(sorted(path.name for path in var.iterdir()))}." in said
    )
    assert "COUNTERSIGN_VAR_DIR" in said
    assert everything(var) == before
    with pytest.raises(folder.NotATrials):
        folder.claim(var)
    assert everything(var) == before


def own_key(var: Path) -> None:
    (var / "secrets" / "content.key").unlink()
    WrappingKey(os.urandom(32)).write(var / "secrets" / "content.key")


def own_private_key(name: str) -> Callable[[Path], None]:
    def put_it(var: Path) -> None:
        made = Ed25519PrivateKey.generate()
        pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        put(var / "secrets" / name, pem.decode())

    return put_it


MIXED: dict[str, Callable[[Path], None]] = {
    "no trial makes backup": lambda var: put(var / "backup" / "dump.sql"),
    "no trial makes content.key": lambda var: WrappingKey(os.urandom(32)).write(
        var / "content.key"
    ),
    "no trial made secrets/content.key": own_key,
    "no trial made secrets/grant.pem": own_private_key("grant.pem"),
    "no trial made secrets/log.pem": own_private_key("log.pem"),
    "no trial made secrets/web_password.txt": lambda var: put(
        var / "secrets" / "web_password.txt", "hunter2"
    ),
    "no trial made secrets/keys": lambda var: put(var / "secrets" / "keys" / "a"),
    "postgres/outside leads to somebody else's folder": lambda var: (
        var / "postgres" / "outside"
    ).symlink_to(var.parent),
}


@pytest.mark.parametrize("why", MIXED)
def test_a_trials_folder_with_something_else_in_it_is_left_as_it_is(
    of_a_trial: Path, why: str
) -> None:
    MIXED[why](of_a_trial)
    before = everything(of_a_trial)
    with pytest.raises(SystemExit) as refused:
        forget.main(of_a_trial)
    assert f"({why})" in str(refused.value)
    assert "hunter2" not in str(refused.value)
    assert everything(of_a_trial) == before


def test_a_link_to_a_folder_is_not_followed(of_a_trial: Path) -> None:
    link = of_a_trial.parent / "link"
    link.symlink_to(of_a_trial)
    before = everything(of_a_trial)
    with pytest.raises(SystemExit, match="it is a link to another folder"):
        forget.main(link)
    assert everything(of_a_trial) == before


@pytest.mark.parametrize("marked", [True, False], ids=["marked", "of before the mark"])
def test_a_trial_is_forgotten(of_a_trial: Path, marked: bool) -> None:
    secrets.make(of_a_trial / "secrets").text("superuser")
    if not marked:
        (of_a_trial / "installation-kind").unlink()
    forget.main(of_a_trial)
    assert not of_a_trial.exists()
    forget.main(of_a_trial)  # nothing is there, so there is nothing to say


def test_a_trial_that_runs_is_not_forgotten(of_a_trial: Path) -> None:
    with sole_launcher(of_a_trial / "run", "process 1"), pytest.raises(AlreadyRunning):
        forget.forget(of_a_trial)
    assert (of_a_trial / "demo_made").exists()


def test_the_make_target_asks_too_where_no_package_is_installed(tmp_path: Path) -> None:
    """In a copy of what it needs, by a Python without our packages, as in a fresh checkout."""
    for part in ("Makefile", "requests_app"):
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(
                source, tmp_path / part, ignore=shutil.ignore_patterns("static", "*.mo")
            )
        else:
            shutil.copy(source, tmp_path / part)
    of_production(tmp_path / "var")
    before = everything(tmp_path / "var")
    bare = tmp_path / "python"
    put(bare, f'#!/bin/sh\nexec {sys.executable} -S -I -c "{BARE}" "$@"\n')
    bare.chmod(0o700)
    done = subprocess.run(
        ["make", "reset", f"PYTHON={bare}"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "make reset deleted nothing" in done.stderr
    assert everything(tmp_path / "var") == before


BARE = (
    "import sys, runpy; sys.path.insert(0, '.'); runpy.run_module(sys.argv[2], run_name='__main__')"
)
"""Python without a folder of packages, which runs the module that `-m` names."""


def test_a_trial_does_not_start_in_a_folder_of_production(tmp_path: Path) -> None:
    of_production(tmp_path)
    before = everything(tmp_path)
    tried = subprocess.run(
        [sys.executable, "manage.py", "trial", "--port", "0"],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.trial",
            "COUNTERSIGN_VAR_DIR": str(tmp_path),
        },
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert tried.returncode == 1
    assert f"No trial can be kept in {tmp_path}: it lacks a trial's mark" in tried.stderr
    assert everything(tmp_path) == before
