"""Reads three facts from an EXIF block: orientation, whether a place is in it, whether a thumbnail.

Must not keep or return any other value: the rest is personal data to be dropped.
"""

from __future__ import annotations

from dataclasses import dataclass

_ORIENTATION = 0x0112
_GPS = 0x8825
_MAX_ENTRIES = 512


@dataclass(frozen=True)
class ExifFacts:
    """`orientation` is 1 to 8, 1 when absent or senseless."""

    orientation: int = 1
    has_gps: bool = False
    has_thumbnail: bool = False


def read(tiff: bytes) -> ExifFacts:
    """Facts of a TIFF block (without the "Exif" prefix); anything malformed reads as absent."""
    order = {b"II*\x00": "little", b"MM\x00*": "big"}.get(tiff[:4])
    if order is None:
        return ExifFacts()

    def number(at: int, size: int) -> int:
        return int.from_bytes(tiff[at : at + size], order)  # type: ignore[arg-type]

    start = number(4, 4)
    if not 8 <= start <= len(tiff) - 2:
        return ExifFacts()
    count = min(number(start, 2), _MAX_ENTRIES)
    orientation, has_gps = 1, False
    for index in range(count):
        entry = start + 2 + 12 * index
        if entry + 12 > len(tiff):
            break
        tag, kind = number(entry, 2), number(entry + 2, 2)
        if tag == _ORIENTATION and kind == 3:
            value = number(entry + 8, 2)
            orientation = value if 1 <= value <= 8 else 1
        elif tag == _GPS:
            has_gps = True
    after = start + 2 + 12 * count
    return ExifFacts(
        orientation,
        has_gps,
        bool(number(after, 4)) if after + 4 <= len(tiff) else False,
    )
