"""Starting child processes that never outlive us, and small network helpers."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from requests_app.common import private_files

PR_SET_PDEATHSIG = 1
LOOPBACK = "127.0.0.1"


class ServiceFailed(RuntimeError):
    """A service did not start or stopped by itself; the message says where to look."""


def free_port() -> int:
    """Return a TCP port of the loopback address that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def port_is_taken(port: int) -> bool:
    """Say whether somebody already holds this port of the loopback address."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return True
    return False


def is_running(pid: int) -> bool:
    """Say whether a process with this id exists and is not a zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    with contextlib.suppress(OSError):
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
        return state != "Z"
    return True


def start(
    command: Sequence[str | Path],
    *,
    log: Path,
    env: Mapping[str, str] | None = None,
    user: int | None = None,
    group: int | None = None,
    death_signal: signal.Signals = signal.SIGTERM,
    cwd: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start a process in its own session, its output appended to `log`, its files closed to others.

    Args:
        user, group: numeric ids to run as (only root may).
        death_signal: what the kernel sends it when this process dies, however it dies
            (Linux; elsewhere a stop is the caller's duty).
    """
    if not log.parent.exists():
        private_files.folder(log.parent)
    parent = os.getpid()

    def die_with_parent() -> None:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(death_signal))
            if os.getppid() != parent:  # it died between fork and here
                os._exit(1)

    with open(log, "ab", opener=private_files.opener) as output:
        return subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=None if env is None else dict(env),
            user=user,
            group=group,
            extra_groups=[] if user is not None else None,
            start_new_session=True,
            umask=private_files.UMASK,
            preexec_fn=die_with_parent,
            cwd=cwd,
        )


def stop(process: subprocess.Popen[bytes], *, by: signal.Signals, patience: float = 10) -> None:
    """Ask a process to end, then make it."""
    if process.poll() is None:
        process.send_signal(by)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until(ready: Callable[[], bool], *, process: subprocess.Popen[bytes], name: str, log: Path,
               patience: float = 30) -> None:  # fmt: skip
    """Wait for a service to answer.

    Raises:
        ServiceFailed: with the end of its log.
    """
    end = time.monotonic() + patience
    while not ready():
        if process.poll() is not None or time.monotonic() > end:
            tail = "\n".join(log.read_text(errors="replace").splitlines()[-8:])
            raise ServiceFailed(f"{name} did not start. Its log {log} ends:\n{tail}")
        time.sleep(0.03)


def pause(seconds: float = 0.05) -> None:
    """Wait a moment between two looks."""
    time.sleep(seconds)
