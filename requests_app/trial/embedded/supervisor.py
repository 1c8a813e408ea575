"""Keeps a set of processes together: all run, or none does.

It must not hide a crash: what is started again is told of, and only so often.
"""

import contextlib
import fcntl
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType

from requests_app.common import private_files
from requests_app.trial.embedded import processes


class AlreadyRunning(RuntimeError):
    """Another launcher holds this folder; the message is what it left: its process and address."""


class Stopped(BaseException):
    """Somebody asked us to end, by Ctrl-C or by a signal."""


@contextmanager
def sole_launcher(run_folder: Path, note: str) -> Iterator[None]:
    """Hold the folder's lock; the kernel frees it however we end.

    Args:
        note: what another launcher should say of us.

    Raises:
        AlreadyRunning
    """
    place = private_files.folder(run_folder) / "launcher.lock"
    with open(place, "a+", encoding="utf-8", opener=private_files.opener) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise AlreadyRunning(lock.read().strip()) from None
        lock.truncate(0)
        lock.write(note)
        lock.flush()
        yield


@contextmanager
def stopping_on_signals() -> Iterator[None]:
    """Turn SIGINT, SIGTERM and SIGHUP into Stopped, once; more of them do not cut the clean end."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        raise Stopped

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


MOST_RESTARTS = 3
"""How often one process is started again before everything ends: production has no such limit."""


class Supervisor:
    """Starts processes by name and watches them. Use as a context: leaving it ends all of them."""

    def __init__(self, logs: Path) -> None:
        self.logs = logs
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._ours: list[subprocess.Popen[bytes]] = []
        self._ends = ExitStack()
        self._starters: dict[str, Callable[[], None]] = {}
        self._restarts: Counter[str] = Counter()

    def __enter__(self) -> "Supervisor":
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._ours:  # all at once: the slowest sets the time, not their sum
            if process.poll() is None:
                process.terminate()
        self._ends.close()

    def log_of(self, name: str) -> Path:
        """Return where a process writes."""
        return self.logs / f"{name}.log"

    def watch(self, name: str, service: subprocess.Popen[bytes], end: Callable[[], None]) -> None:
        """Watch a process that somebody else started. Args: end: how to stop it."""
        self._running[name] = service
        self._ends.callback(end)

    def start(self, name: str, command: Sequence[str | Path], env: Mapping[str, str],
              cwd: Path) -> None:  # fmt: skip
        """Start one of our programs with exactly this environment."""
        private_files.folder(self.logs)
        self._starters[name] = lambda: self.start(name, command, env, cwd)
        process = processes.start(command, log=self.log_of(name), env=env, cwd=cwd)
        self._ours.append(process)
        self.watch(name, process, lambda: _wait_for_end(process))

    def crashed(self) -> tuple[str, int] | None:
        """Return the first process that ended by itself, with its exit code."""
        for name, process in self._running.items():
            code = process.poll()
            if code is not None:
                return name, code
        return None

    def wait_for_crash(self, say: Callable[[str], None]) -> tuple[str, int]:
        """Start again what ended by itself; return only when that cannot be done, or not once more.

        Args:
            say: takes a line for each process that was started again.
        """
        while True:
            while (found := self.crashed()) is None:
                processes.pause(0.3)
            name, code = found
            if name not in self._starters or self._restarts[name] == MOST_RESTARTS:
                return found
            self._restarts[name] += 1
            self._starters[name]()
            say(
                f"{name} ended by itself (code {code}) and was started again; the others went on. "
                f"See {self.log_of(name)}"
            )


def _wait_for_end(process: subprocess.Popen[bytes]) -> None:
    """Wait for a process that was asked to end, then kill it and whatever of its session is left."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(8)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def python(*arguments: str | Path) -> list[str | Path]:
    """Return a command line of this very Python."""
    return [sys.executable, *arguments]
