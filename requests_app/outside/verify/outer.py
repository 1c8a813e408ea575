"""What an export is made of: the files of its rows and manifest, and the log, in a zip of its own or beside them.

Must not unpack more than the zip of the log itself, and leaves nothing behind.
"""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from .source import OUTER, Source, Unreadable, Unsafe, ZipReader, source_at

LOG = "log.zip"
MOST_DENSE = 20
"""The log's zip is compressed already: one that unpacks to so many times its bytes was made to fill the disk."""
SMALL = 16 * 1024 * 1024


@dataclass(frozen=True)
class Export:
    """An export that is open.

    Attributes:
        log: where the log lies, or None; outer: where everything lies, or None where there is nothing but a log.
        problem: why there is no log although there is a file of it.
    """

    log: Source | None
    outer: Source | None = None
    problem: Unreadable | None = None


@contextmanager
def export_at(path: str) -> Iterator[Export]:
    """Find the parts of an export.

    Raises:
        Unsafe: there is nothing, or nothing that can be read.
        OSError: the folder of temporary files is full.
    """
    found = source_at(path)
    reader = found.open()
    if not any(reader.has(name) for name in OUTER):
        yield Export(found)
    elif not reader.has(LOG):
        yield Export(found if reader.has("checkpoint") else None, found)
    elif isinstance(reader, ZipReader):
        with tempfile.TemporaryDirectory(prefix="countersign-verify-") as folder:
            copy = os.path.join(folder, LOG)
            try:
                _unpack(reader, copy)
                log, problem = _zip_at(copy), None
            except Unreadable as error:
                log, problem = None, error
            yield Export(log, found, problem)
    else:
        try:
            log, problem = _zip_at(os.path.join(found.path, LOG)), None
        except Unreadable as error:
            log, problem = None, error
        yield Export(log, found, problem)


def lies_in(export: Export) -> str:
    """The name of the zip that has the files of the log, or nothing where they lie open."""
    if export.log is None or not export.log.is_zip:
        return ""
    return LOG if export.outer not in (None, export.log) else os.path.basename(export.log.path)


def _unpack(reader: ZipReader, copy: str) -> None:
    if reader.size(LOG) > MOST_DENSE * reader.packed(LOG) + SMALL:
        raise Unreadable("file_long", LOG)
    with open(copy, "xb") as file:
        for data in reader.chunks(LOG):
            file.write(data)


def _zip_at(path: str) -> Source:
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            raise Unreadable("file_closed", LOG)
        return source_at(path)
    except Unsafe as error:
        raise Unreadable(error.code, LOG) from None
    except OSError:
        raise Unreadable("file_closed", LOG) from None
