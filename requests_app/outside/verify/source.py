"""An export as a folder or a zip, read without trusting it: its names, its lengths, what kind of file each is.

Must not write or unpack anything, and must not follow a link: every read has a bound.
"""

from __future__ import annotations

import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO

from .zip_end import LONGEST_DIRECTORY, directory_bytes, is_read_in_one_way

DEEPEST = 32
CHUNK = 1024 * 1024
OUTER = ("manifest.json", "events.jsonl", "events.csv", "log.zip")
"""By any of these at the top, an export is more than its log."""
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


class Unsafe(ValueError):
    """An export that is not read any further. `code`: of the text that says why; `name`: of the file."""

    def __init__(self, code: str, name: str = "") -> None:
        """Keep what the text needs."""
        super().__init__(code)
        self.code = code
        self.name = name


class Unreadable(ValueError):
    """One file that cannot be read as a whole. `code`: of the text that says why; `name`: of the file."""

    def __init__(self, code: str, name: str) -> None:
        """Keep what the text needs."""
        super().__init__(code)
        self.code = code
        self.name = name


@dataclass(frozen=True)
class Source:
    """Where an export lies. `top`: the one folder of a zip that holds everything, with its slash, or nothing."""

    path: str
    is_zip: bool
    top: str = ""

    def open(self) -> Reader:
        """Begin to read. Each process opens the export for itself."""
        return ZipReader(self) if self.is_zip else FolderReader(self)


class Reader:
    """Reads files of an export by their names."""

    def __init__(self, source: Source) -> None:
        """Keep where it lies."""
        self.source = source

    def names(self, most: int) -> Iterator[str]:
        """The names of all files.

        Args:
            most: how many files there may be.

        Raises:
            Unsafe: a name, a kind of file or a number of files that no export has.
        """
        raise NotImplementedError

    def read(self, name: str, most: int) -> bytes:
        """The bytes of a file.

        Args:
            name: as `names` gave it; most: how many bytes it may have.

        Raises:
            Unreadable: it is longer, damaged or gone.
        """
        raise NotImplementedError

    def has(self, name: str) -> bool:
        """Whether something lies under a name."""
        raise NotImplementedError

    def size(self, name: str) -> int:
        """How many bytes a file has.

        Raises:
            Unreadable: it is gone, or no file.
        """
        raise NotImplementedError

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a file of any length, some at a time; never more than `size` says.

        Raises:
            Unreadable: it is damaged or gone.
        """
        raise NotImplementedError


class FolderReader(Reader):
    """Reads an export that lies in a folder."""

    def names(self, most: int) -> Iterator[str]:
        """As `Reader.names`."""
        waiting, found, files = [("", 0)], 0, 0
        while waiting:
            folder, depth = waiting.pop()
            if depth > DEEPEST:
                raise Unsafe("too_deep", folder)
            try:
                with os.scandir(os.path.join(self.source.path, folder)) as inside:
                    for each in inside:
                        found += 1
                        if found > 2 * most + 1000:
                            raise Unsafe("too_many_files", folder)
                        name = folder + each.name
                        mode = each.stat(follow_symlinks=False).st_mode
                        if stat.S_ISDIR(mode):
                            waiting.append((name + "/", depth + 1))
                        elif stat.S_ISREG(mode):
                            files += 1
                            if files > most:
                                raise Unsafe("too_many_files", folder)
                            yield name
                        else:
                            raise Unsafe("not_a_file", name)
            except OSError:
                raise Unsafe("folder_unreadable", folder) from None

    def read(self, name: str, most: int) -> bytes:
        """As `Reader.read`."""
        try:
            with self._open(name) as file:
                found = os.fstat(file.fileno())
                # One byte more than there should be: asking for `most` would set that much memory aside each time.
                data = file.read(min(found.st_size, most) + 1)
        except (OSError, ValueError) as error:
            raise _closed(error, name) from None
        if len(data) > most:
            raise Unreadable("file_long", name)
        if len(data) != found.st_size:
            raise Unreadable("file_closed", name)
        return data

    def has(self, name: str) -> bool:
        """As `Reader.has`."""
        return os.path.lexists(os.path.join(self.source.path, name))

    def size(self, name: str) -> int:
        """As `Reader.size`."""
        try:
            with self._open(name) as file:
                return os.fstat(file.fileno()).st_size
        except (OSError, ValueError) as error:
            raise _closed(error, name) from None

    def chunks(self, name: str) -> Iterator[bytes]:
        """As `Reader.chunks`."""
        try:
            with self._open(name) as file:
                left = os.fstat(file.fileno()).st_size
                while left and (data := file.read(min(CHUNK, left))):
                    left -= len(data)
                    yield data
        except (OSError, ValueError) as error:
            raise _closed(error, name) from None
        if left:
            raise Unreadable("file_closed", name)

    def _open(self, name: str) -> IO[bytes]:
        # A link or a pipe that took the place of a file since is not followed and not waited for.
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        flags |= getattr(os, "O_BINARY", 0)
        descriptor = os.open(os.path.join(self.source.path, name), flags)
        file = open(descriptor, "rb", buffering=0)  # noqa: SIM115  closed by whoever asked for it
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            file.close()
            raise Unreadable("file_closed", name)
        return file


def _closed(error: Exception, name: str) -> Unreadable:
    if isinstance(error, Unreadable):
        return error
    return Unreadable(
        "file_missing" if isinstance(error, FileNotFoundError) else "file_closed", name
    )


class ZipReader(Reader):
    """Reads an export that lies in a zip."""

    def __init__(self, source: Source) -> None:
        """Read the zip's list of files, unless it is too long to be kept.

        Raises:
            Unsafe: it is no zip, or a cut or damaged one, or one that programs do not agree about.
        """
        super().__init__(source)
        try:
            is_long = directory_bytes(source.path) > LONGEST_DIRECTORY
        except OSError:
            raise Unsafe("no_export", source.path) from None
        if is_long:
            raise Unsafe("zip_too_large")
        try:
            self._zip = zipfile.ZipFile(source.path)
            is_clear = is_read_in_one_way(source.path, self._zip.infolist())
        except (*_DAMAGED, OSError, ValueError, OverflowError, MemoryError):
            raise Unsafe("zip_damaged") from None
        if not is_clear:
            raise Unsafe("zip_two_ways")
        # By the name in the list, as `names` gives it: newer releases of Python put a second name in its place.
        self._entries = {each.orig_filename: each for each in self._zip.infolist()}

    def names(self, most: int) -> Iterator[str]:
        """As `Reader.names`."""
        entries = self._zip.infolist()
        if len(entries) > 2 * most + 1000:
            raise Unsafe("too_many_files")
        seen: set[str] = set()
        end, previous, files = 0, "", 0
        for entry in sorted(entries, key=lambda each: each.header_offset):
            name = entry.orig_filename
            _refuse_odd_name(name)
            if name.rstrip("/") in seen:
                raise Unsafe("name_twice", name)
            seen.add(name.rstrip("/"))
            kind = stat.S_IFMT(entry.external_attr >> 16)
            if kind not in (0, stat.S_IFREG, stat.S_IFDIR) or (
                kind == stat.S_IFDIR and not name.endswith("/")
            ):
                raise Unsafe("not_a_file", name)
            # Files that lie over one another are how a small zip becomes an endless one.
            if entry.header_offset < end:
                raise Unsafe("zip_overlap", f"{previous}, {name}")
            end, previous = entry.header_offset + 30 + entry.compress_size, name
            if not name.endswith("/"):
                files += 1
                if files > most:
                    raise Unsafe("too_many_files")
                yield name.removeprefix(self.source.top)

    def read(self, name: str, most: int) -> bytes:
        """As `Reader.read`."""
        entry = self._entry(name)
        if entry.file_size > most:
            raise Unreadable("file_long", name)
        try:
            with self._zip.open(entry) as file:
                data = file.read(most + 1)
                # The checksum is compared when the end is reached.
                if len(data) <= most:
                    file.read(1)
        except (*_DAMAGED, OSError, ValueError, OverflowError):
            raise Unreadable("file_damaged", name) from None
        if len(data) > most:
            raise Unreadable("file_long", name)
        if len(data) != entry.file_size:
            raise Unreadable("file_damaged", name)
        return data

    def has(self, name: str) -> bool:
        """As `Reader.has`."""
        return self.source.top + name in self._entries

    def size(self, name: str) -> int:
        """As `Reader.size`."""
        return self._entry(name).file_size

    def packed(self, name: str) -> int:
        """How many bytes of the zip a file takes."""
        return self._entry(name).compress_size

    def chunks(self, name: str) -> Iterator[bytes]:
        """As `Reader.chunks`."""
        entry = self._entry(name)
        left = entry.file_size
        try:
            with self._zip.open(entry) as file:
                # The checksum is compared when the end is reached.
                while data := file.read(CHUNK):
                    left -= len(data)
                    if left < 0:
                        break
                    yield data
        except (*_DAMAGED, OSError, ValueError, OverflowError):
            raise Unreadable("file_damaged", name) from None
        if left:
            raise Unreadable("file_damaged", name)

    def _entry(self, name: str) -> zipfile.ZipInfo:
        try:
            entry = self._entries[self.source.top + name]
        except KeyError:
            raise Unreadable("file_missing", name) from None
        # Other methods are unpacked without a bound on what a few bytes may become.
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unreadable("file_method", name)
        return entry

    def top_folder(self) -> str:
        """The one folder in which everything lies, where neither a log nor an export lies at the top."""
        names = [*self._entries]
        marks = ("checkpoint", *OUTER)
        if not names or any(mark in names for mark in marks):
            return ""
        top = names[0].partition("/")[0]
        inside = any(f"{top}/{mark}" in names for mark in marks)
        return f"{top}/" if inside and all(name.startswith(f"{top}/") for name in names) else ""


def source_at(path: str) -> Source:
    """What lies at a path.

    Raises:
        Unsafe: nothing, or neither a folder nor a zip.
    """
    try:
        if Path(path).is_dir():
            return Source(_inside(path), is_zip=False)
        if not Path(path).is_file():
            raise Unsafe("no_export", path)
    except (OSError, ValueError):
        raise Unsafe("no_export", path) from None
    source = Source(path, is_zip=True)
    return Source(path, is_zip=True, top=ZipReader(source).top_folder())


def _inside(path: str) -> str:
    """A folder, or the one folder in it where it holds nothing else and that one is a log or an export."""
    marks = ("checkpoint", *OUTER)
    with os.scandir(path) as found:
        first = list(islice(found, 2))
    if len(first) != 1 or not first[0].is_dir(follow_symlinks=False):
        return path
    inside = first[0].path
    return inside if any(os.path.lexists(os.path.join(inside, each)) for each in marks) else path


def _refuse_odd_name(name: str) -> None:
    parts = name.removesuffix("/").split("/")
    odd = any(part in ("", ".", "..") for part in parts)
    if odd or len(parts) > DEEPEST or any(mark in name for mark in "\\:\0") or len(name) > 1000:
        raise Unsafe("name_unsafe", name)
