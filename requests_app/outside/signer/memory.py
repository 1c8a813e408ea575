"""What the signer signed: one line for each checkpoint, at the end of a file that only grows.

Must not let a signature out before its line is on the disk, nor go on from a line that is damaged.

A line holds size, root, the hashes of the tree's right edge and, last, a hash over all of it and the hash of the line
before. The edge is what lets the signer go on without reading the whole log again; the hash shows a line that was
changed by mistake. A line without its end belongs to a signature that was never given out, and is cut off.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from requests_app.common import private_files
from requests_app.tlog.proofs import RightEdge

FILE = "signed"
HEAD = b"countersign-signer/1\n"
_LONGEST_LINE = 20 + 66 * (63 + 3)


class Damaged(ValueError):
    """The memory cannot be read: a line was changed, or the file is none."""


class InUse(RuntimeError):
    """Another signer has this memory open."""


@dataclass(frozen=True)
class Line:
    """One thing that was signed. `edge`: hashes of whole subtrees, the largest first; `chained`: of the whole line."""

    size: int
    root: bytes
    edge: tuple[bytes, ...]
    chained: bytes

    def write(self) -> bytes:
        hashes = (self.root, *self.edge, self.chained)
        return f"{self.size} {' '.join(each.hex() for each in hashes)}\n".encode()


class Memory:
    """The open file. Use `opened`."""

    def __init__(self, descriptor: int, last: Line) -> None:
        self._descriptor = descriptor
        self.last = last

    def edge(self) -> RightEdge:
        """The tree as it was signed last."""
        return RightEdge(self.last.size, self.last.edge)

    def remember(self, edge: RightEdge) -> None:
        """Write down what is about to be signed; on the disk when this returns.

        Raises:
            OSError: it could not be written; nothing may be signed then.
            ValueError: it is no larger than what was signed before.
        """
        if edge.size <= self.last.size:
            raise ValueError(f"{edge.size} entries do not go on from {self.last.size}.")
        line = _line(edge, self.last.chained)
        data = line.write()
        at = os.lseek(self._descriptor, 0, os.SEEK_END)
        try:
            if os.write(self._descriptor, data) != len(data):
                raise OSError("The disk took only a part of the line.")
            os.fsync(self._descriptor)
        except OSError:
            os.ftruncate(self._descriptor, at)
            raise
        self.last = line


def begin(folder: Path, edge: RightEdge) -> None:
    """Make a memory, from which a signer goes on.

    Args:
        folder: of the signer alone; edge: empty for a new log.

    Raises:
        FileExistsError: there is one; it is never written over.
        OSError
    """
    private_files.folder(folder)
    descriptor = os.open(folder / FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, private_files.FILE)
    try:
        os.write(descriptor, HEAD + _line(edge, b"").write())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    _sync_folder(folder)


@contextmanager
def opened(folder: Path) -> Iterator[Memory]:
    """Open the memory for one signer alone.

    Raises:
        FileNotFoundError: there is none.
        Damaged
        InUse
        OSError
    """
    descriptor = os.open(folder / FILE, os.O_RDWR)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUse from None
        yield Memory(descriptor, _last(descriptor))
    finally:
        os.close(descriptor)


def _last(descriptor: int) -> Line:
    """The last whole line; what stands behind it, without an end, is cut off.

    Raises:
        Damaged: this line is none, or does not go on from the one before it.
    """
    if os.pread(descriptor, len(HEAD), 0) != HEAD:
        raise Damaged("The file does not begin as a signer's memory does.")
    size = os.fstat(descriptor).st_size
    start = max(len(HEAD), size - 3 * _LONGEST_LINE)
    tail = os.pread(descriptor, size - start, start)
    end = tail.rfind(b"\n") + 1
    lines = tail[:end].split(b"\n")[:-1]
    if start > len(HEAD):
        lines = lines[1:]  # it may begin in the middle
    if not lines:
        raise Damaged("The file holds no whole line.")
    read = [_read(line) for line in lines]
    before = b"" if start == len(HEAD) else None
    for line in read:
        if before is not None and line != _line(RightEdge(line.size, line.edge), before):
            raise Damaged(f"The line of size {line.size} was changed, or one before it is missing.")
        before = line.chained
    if start + end < size:
        os.ftruncate(descriptor, start + end)
    return read[-1]


def _line(edge: RightEdge, before: bytes) -> Line:
    root = edge.root()
    said = f"{edge.size} ".encode() + root + b"".join(edge.hashes)
    return Line(edge.size, root, edge.hashes, hashlib.sha256(before + said).digest())


def _read(line: bytes) -> Line:
    try:
        size, root, *edge, chained = line.decode("ascii").split(" ")
        read = Line(
            int(size), bytes.fromhex(root), tuple(map(bytes.fromhex, edge)), bytes.fromhex(chained)
        )
        same = RightEdge(read.size, read.edge).root() == read.root
    except ValueError as error:
        raise Damaged(f"A line of it is none: {error}") from None
    if not same:
        raise Damaged(f"The line of size {read.size} has another root than its edge.")
    return read


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
