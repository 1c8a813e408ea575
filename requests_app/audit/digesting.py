"""A file of an export that is hashed while it is written.

Nobody but this process's user can open it, and it is on the disk once it is finished.
"""

from __future__ import annotations

import hashlib
import io
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from requests_app.common import private_files


@dataclass(frozen=True, slots=True)
class MadeFile:
    """One file of an export."""

    name: str
    bytes: int
    sha256: str

    def as_facts(self) -> dict[str, Any]:
        """The file as the log and the manifest tell of it."""
        return {"name": self.name, "bytes": self.bytes, "sha256": self.sha256}


class Digesting(io.RawIOBase):
    """A file that hashes what is written to it.

    Args:
        path: where; nothing may be there yet.

    Raises:
        OSError: there is something, or it could not be written.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        self._file = os.fdopen(private_files.opener(str(path), flags), "wb")
        self._hash = hashlib.sha256()
        self.name = path.name
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._file.write(data)
        self._hash.update(data)
        self.size += len(data)
        return len(data)

    def finish(self) -> MadeFile:
        """Close the file once it is on the disk, and say what it holds.

        Raises:
            OSError: it could not be written.
        """
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        return MadeFile(self.name, self.size, self._hash.hexdigest())

    def close(self) -> None:
        self._file.close()
        super().close()
