"""One step of the signer that ends as by `kill -9` at its Nth call: `python -m tests.ops.killed_signer N ORIGIN KEY STATE SOCKET`.

A call is what reads the log, hands a checkpoint in, or asks the operating system for something about the memory. It
can end before each of them and after it; a write can also have taken only a part. Ends with 0 when nothing was left to
end at.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from requests_app.outside.signer import memory
from requests_app.outside.signer.log import Log
from requests_app.outside.signer.signing import Signer


class Countdown:
    """Ends this process at the Nth moment."""

    def __init__(self, left: int) -> None:
        self.left = left

    def is_now(self) -> bool:
        self.left -= 1
        return self.left == 0

    def around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **named: Any) -> Any:
            if self.is_now():
                _end()
            done = call(*args, **named)
            if self.is_now():
                _end()
            return done

        return counted

    def around_write(self, write: Callable[[int, bytes], int]) -> Callable[[int, bytes], int]:
        def torn(descriptor: int, data: bytes) -> int:
            if self.is_now():
                write(descriptor, data[: len(data) // 2])
                _end()
            return write(descriptor, data)

        return self.around(torn)


def _end() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(left: str, origin: str, key_file: str, state: str, socket: str) -> None:
    """Hand in what was signed last, then sign what is new; or end on the way."""
    key = load_pem_private_key(Path(key_file).read_bytes(), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(key_file)
    countdown = Countdown(int(left))
    for name in ("lseek", "fsync", "ftruncate"):
        setattr(os, name, countdown.around(getattr(os, name)))
    os.write = countdown.around_write(os.write)  # type: ignore[assignment]
    for name in ("head", "entries", "hand_in"):
        setattr(Log, name, countdown.around(getattr(Log, name)))
    with memory.opened(Path(state)) as kept:
        signer = Signer(origin, (key,), Log(Path(socket)), kept)
        signer.resume()
        signer.step()


if __name__ == "__main__":
    main(*sys.argv[1:])
