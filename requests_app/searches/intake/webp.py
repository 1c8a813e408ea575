"""Walks a WebP's chunks, and writes a copy that holds the picture and nothing else.

Must not decode: it is the decoder's turn once the size is known and bearable.
"""

from __future__ import annotations

from dataclasses import dataclass

from requests_app.searches.intake import exif
from requests_app.searches.intake.results import ProbeRefused

_ALPHA_FLAG, _ANIMATION_FLAG = 0x10, 0x02
_REMOVED_AS = {b"EXIF": "exif", b"XMP ": "xmp", b"ICCP": "colour_profile"}
_PICTURE = {b"VP8 ", b"VP8L"}


@dataclass(frozen=True)
class WebpFacts:
    """What the structure says; `clean` is the picture with its transparency, and nothing else."""

    clean: bytes
    width: int
    height: int
    end: int
    lossless: bool
    orientation: int
    removed: frozenset[str]


def read(data: bytes) -> WebpFacts:
    """Facts and stripped copy of one WebP.

    Raises:
        ProbeRefused: truncated, damaged, several_frames.
    """
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data):
        raise ProbeRefused("truncated")
    canvas: tuple[int, int] | None = None
    picture: tuple[bytes, bytes] | None = None
    alpha: bytes | None = None
    removed: set[str] = set()
    orientation = 1
    position = 12
    while position + 8 <= end:
        kind = data[position : position + 4]
        length = int.from_bytes(data[position + 4 : position + 8], "little")
        body = data[position + 8 : position + 8 + length]
        if position + 8 + length > end:
            raise ProbeRefused("truncated")
        first = position == 12
        position += 8 + length + length % 2
        if kind in {b"ANIM", b"ANMF"}:
            raise ProbeRefused("several_frames")
        if kind == b"VP8X":
            if not first or length < 10:
                raise ProbeRefused("damaged")
            if body[0] & _ANIMATION_FLAG:
                raise ProbeRefused("several_frames")
            canvas = (
                1 + int.from_bytes(body[4:7], "little"),
                1 + int.from_bytes(body[7:10], "little"),
            )
        elif kind in _PICTURE:
            if picture is not None:
                raise ProbeRefused("damaged")
            picture = (kind, body)
        elif kind == b"ALPH" and picture is None:
            alpha = body
        else:
            removed.add(_REMOVED_AS.get(kind, "other_segment"))
            if kind == b"EXIF":
                facts = exif.read(body.removeprefix(b"Exif\x00\x00"))
                removed |= {"gps"} if facts.has_gps else set()
                removed |= {"thumbnail"} if facts.has_thumbnail else set()
                orientation = facts.orientation
    if picture is None:
        raise ProbeRefused("damaged")
    kind, body = picture
    size = _size(kind, body)
    if canvas is not None and canvas != size:
        raise ProbeRefused("damaged")
    return WebpFacts(
        clean=_written(kind, body, alpha, size),
        width=size[0],
        height=size[1],
        end=min(position, len(data)) if position > end else end,
        lossless=kind == b"VP8L",
        orientation=orientation,
        removed=frozenset(removed),
    )


def _size(kind: bytes, body: bytes) -> tuple[int, int]:
    """Width and height by the head of the picture data itself."""
    if kind == b"VP8L":
        if len(body) < 5 or body[0] != 0x2F:
            raise ProbeRefused("damaged")
        bits = int.from_bytes(body[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if len(body) < 10 or body[3:6] != b"\x9d\x01\x2a" or body[0] & 1:
        raise ProbeRefused("damaged")
    width, height = (int.from_bytes(body[at : at + 2], "little") & 0x3FFF for at in (6, 8))
    if not width or not height:
        raise ProbeRefused("damaged")
    return width, height


def _written(kind: bytes, body: bytes, alpha: bytes | None, size: tuple[int, int]) -> bytes:
    chunks = [_chunk(kind, body)]
    if alpha is not None and kind == b"VP8 ":
        width, height = ((side - 1).to_bytes(3, "little") for side in size)
        head = bytes([_ALPHA_FLAG, 0, 0, 0]) + width + height
        chunks = [_chunk(b"VP8X", head), _chunk(b"ALPH", alpha), *chunks]
    joined = b"WEBP" + b"".join(chunks)
    return b"RIFF" + len(joined).to_bytes(4, "little") + joined


def _chunk(kind: bytes, body: bytes) -> bytes:
    return kind + len(body).to_bytes(4, "little") + body + b"\x00" * (len(body) % 2)
