"""The lines of a file of any length, each of them bounded.

Must not keep more than one line and one piece of the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator


class LongLine(ValueError):
    """A line that is longer than it may be."""


def lines_of(chunks: Iterable[bytes], longest: int) -> Iterator[bytes]:
    """Each line with its line feed; the last one without where the file does not end with one.

    Args:
        chunks: the file, some bytes at a time; longest: how many bytes a line may have.

    Raises:
        LongLine: one has more.
    """
    rest = b""
    for data in chunks:
        *whole, rest = (rest + data).split(b"\n")
        for line in whole:
            if len(line) > longest:
                raise LongLine
            yield line + b"\n"
        if len(rest) > longest:
            raise LongLine
    if rest:
        yield rest
