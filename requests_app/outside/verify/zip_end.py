"""The end of a zip and the names in its list of files: what other programs that unpack it would take them for.

Must not be forgiving: Python passes over what it does not need, and another program may show other files for it.
"""

from __future__ import annotations

import os
import struct
import zipfile
import zlib

LONGEST_DIRECTORY = 32 * 1024 * 1024
"""Bytes of a zip's own list of files: about 400,000 files, the log of 50 million entries."""
_END = struct.Struct("<4s4H2IH")
"""End of central directory: APPNOTE.TXT of the zip format, section 4.3.16."""
_LARGE_END = struct.Struct("<4sQ2H2I4Q")
"""Zip64 end of central directory: section 4.3.14."""
_LOCATOR = struct.Struct("<4sIQI")
"""Where the record before it begins: section 4.3.15."""
_END_MARK, _LARGE_MARK, _LOCATOR_MARK = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
_LONGEST_END = 66_000
"""Bytes from the end in which any program looks for the end of the list: a comment has 65,535 at most."""
_UNICODE_NAME = 0x7075
"""A second name of a file, which some programs take in place of the first: section 4.6.9."""


def directory_bytes(path: str) -> int:
    """How long a zip says that its list of files is; 0 where it does not say.

    Args:
        path: of the zip.

    Raises:
        OSError: it cannot be read.
    """
    tail, _length = _tail(path)
    claimed = [0]
    for mark, at, width in ((_END_MARK, 12, 4), (_LARGE_MARK, 40, 8)):
        found = tail.rfind(mark)
        if found >= 0:
            claimed.append(int.from_bytes(tail[found + at : found + at + width], "little"))
    return max(each for each in claimed if each != 0xFFFFFFFF)


def is_read_in_one_way(path: str, entries: list[zipfile.ZipInfo]) -> bool:
    """Whether every program that unpacks a zip by its list of files finds the same files under the same names.

    Nothing lies before the first file or after the end, the end leads to the list that was read and counts what is in
    it, and no file has a second name.

    Args:
        path: of the zip; entries: its list of files, as it was read.

    Raises:
        OSError: it cannot be read.
    """
    tail, length = _tail(path)
    if len(tail) < _END.size:
        return False
    mark, disk, first_disk, here, count, size, offset, comment = _END.unpack(tail[-_END.size :])
    if mark != _END_MARK or comment:
        return False
    ends = length - _END.size
    before = tail[: -_END.size]
    if before[-_LOCATOR.size :].startswith(_LOCATOR_MARK) and len(before) >= _LOCATOR.size:
        _, at_disk, begins, disks = _LOCATOR.unpack(before[-_LOCATOR.size :])
        large = before[: -_LOCATOR.size][-_LARGE_END.size :]
        ends -= _LOCATOR.size + _LARGE_END.size
        if begins != ends or at_disk or disks > 1 or not large.startswith(_LARGE_MARK):
            return False
        small = (disk, first_disk, here, count, size, offset)
        _, _, _, _, *whole = _LARGE_END.unpack(large)
        most = (0xFFFF,) * 4 + (0xFFFFFFFF,) * 2
        if any(one not in (other, top) for one, other, top in zip(small, whole, most, strict=True)):
            return False
        disk, first_disk, here, count, size, offset = whole
        is_counted = here == count == len(entries)
    else:
        # Some programs count 65,536 files and more from nought again, instead of writing the longer record.
        is_counted = here == count == len(entries) & 0xFFFF
    return (
        disk == first_disk == 0
        and is_counted
        and offset + size == ends
        and min((each.header_offset for each in entries), default=0) == 0
        and not any(map(_has_another_name, entries))
    )


def _has_another_name(entry: zipfile.ZipInfo) -> bool:
    """Whether a second name says something else, below a folder at the top: its letters may be written otherwise."""
    extra = entry.extra
    while len(extra) >= 4:
        kind, length = struct.unpack("<2H", extra[:4])
        data, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == _UNICODE_NAME:
            name = entry.orig_filename.encode("utf-8" if entry.flag_bits & 0x800 else "cp437")
            if len(data) < 5 or int.from_bytes(data[1:5], "little") != zlib.crc32(name):
                continue  # of a name that was changed since, which is to be passed over
            if _inside(data[5:]) != _inside(name):
                return True
    return False


def _inside(name: bytes) -> bytes:
    top, slash, rest = name.partition(b"/")
    return rest if slash else top


def _tail(path: str) -> tuple[bytes, int]:
    with open(path, "rb") as file:
        length = file.seek(0, os.SEEK_END)
        file.seek(max(0, length - _LONGEST_END))
        return file.read(_LONGEST_END), length
