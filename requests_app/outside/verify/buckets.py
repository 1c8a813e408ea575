"""Fixed-length records sorted by a key into files, so that what belongs together is found in flat memory.

Must not leave anything behind: the files have no name in the folder of temporary files once they are open.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import IO

COUNT = 64
IN_MEMORY = 16 * 1024 * 1024
"""Bytes of records that are kept before they go to files."""


class Buckets:
    """Records in as many buckets as COUNT. Those of one bucket come back in the order in which they were added."""

    def __init__(self) -> None:
        """Begin in memory; a small log needs no file."""
        self._waiting = [bytearray() for _ in range(COUNT)]
        self._bytes = 0
        self._files: list[IO[bytes]] = []

    def add(self, bucket: int, records: bytes) -> None:
        """Add records to a bucket.

        Raises:
            OSError: the folder of temporary files is full.
        """
        self._waiting[bucket] += records
        self._bytes += len(records)
        if self._bytes > IN_MEMORY:
            self._write()

    def each(self) -> Iterator[bytes]:
        """The records of each bucket, one bucket after the other."""
        if self._files:
            self._write()
        for bucket, waiting in enumerate(self._waiting):
            if self._files:
                self._files[bucket].seek(0)
                yield self._files[bucket].read()
            else:
                yield bytes(waiting)

    def close(self) -> None:
        """Give the files back."""
        for file in self._files:
            file.close()

    def _write(self) -> None:
        if not self._files:
            self._files = [tempfile.TemporaryFile() for _ in range(COUNT)]  # noqa: SIM115  closed by `close`
        for file, waiting in zip(self._files, self._waiting, strict=True):
            file.write(waiting)
            waiting.clear()
        self._bytes = 0
