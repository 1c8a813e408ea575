"""Walks a JPEG's segments, and writes a copy that holds the picture and nothing else.

The one thing that it adds are the tables of ITU-T T.81, Annex K, to a frame of a video recorder that
leaves them out: the standard ones are meant, and not every decoder knows them.

Must not decode or re-encode: the compressed picture data is carried over byte for byte.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from requests_app.searches.intake import exif
from requests_app.searches.intake.results import ProbeRefused

_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_FRAME_HEADERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_PLAIN_FRAMES = {0xC0, 0xC1, 0xC2}  # baseline, extended, progressive; all Huffman coded
_TABLES = {0xC4, 0xCC, 0xDB, 0xDD}
_SEQUENTIAL_FRAMES = {0xC0, 0xC1}
# The Huffman tables of ITU-T T.81, Annex K: class (0 for DC, 1 for AC) and number, then the table.
_STANDARD_TABLES = {
    0x00: bytes.fromhex("00010501010101010100000000000000000102030405060708090a0b"),
    0x01: bytes.fromhex("00030101010101010101010000000000000102030405060708090a0b"),
    0x10: bytes.fromhex(
        "0002010303020403050504040000017d01020300041105122131410613516107227114328191a108"
        "2342b1c11552d1f02433627282090a161718191a25262728292a3435363738393a43444546474849"
        "4a535455565758595a636465666768696a737475767778797a838485868788898a92939495969798"
        "999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2"
        "e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa"
    ),
    0x11: bytes.fromhex(
        "00020102040403040705040400010277000102031104052131061241510761711322328108144291"
        "a1b1c109233352f0156272d10a162434e125f11718191a262728292a35363738393a434445464748"
        "494a535455565758595a636465666768696a737475767778797a82838485868788898a9293949596"
        "9798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9da"
        "e2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8f9fa"
    ),
}
# In picture data a marker is FF and a byte that is neither stuffing, a restart, nor fill.
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


@dataclass(frozen=True)
class JpegFacts:
    """What the structure says.

    `clean` is the stripped copy, `plain` whether it may be sent as it is: every decoder reads a plain one the same way; any other is decoded and written afresh.
    """

    clean: bytes
    width: int
    height: int
    end: int
    plain: bool
    colour: str
    orientation: int
    removed: frozenset[str]
    luma_table_sum: int | None
    tables_added: int
    """Bytes of the standard Huffman tables in `clean` that the file itself lacks."""


def read(data: bytes) -> JpegFacts:
    """Facts and stripped copy of one JPEG.

    Colour profiles go too: a matcher that ignores one and a screen that applies it would see
    two pictures.

    Raises:
        ProbeRefused: truncated, damaged.
    """
    walk = _Walk()
    position = 2
    while True:
        if position + 2 > len(data):
            raise ProbeRefused("truncated")
        if data[position] != 0xFF:
            raise ProbeRefused("damaged")
        marker = data[position + 1]
        if marker == 0xFF:
            position += 1
            continue
        if marker == _EOI:
            return walk.facts(position + 2)
        if marker == _SOI or marker == 0x01 or 0xD0 <= marker <= 0xD7 or marker == 0x00:
            raise ProbeRefused("damaged")
        if position + 4 > len(data):
            raise ProbeRefused("truncated")
        length = int.from_bytes(data[position + 2 : position + 4], "big")
        if length < 2:
            raise ProbeRefused("damaged")
        end = position + 2 + length
        if end > len(data):
            raise ProbeRefused("truncated")
        payload = data[position + 4 : end]
        if marker == _SOS:
            following = _NEXT_MARKER.search(data, end)
            if following is None:
                raise ProbeRefused("truncated")
            walk.scan(data[position : following.start()])
            position = following.start()
            continue
        walk.segment(marker, payload, data[position:end])
        position = end


def with_idle_tail(clean: bytes) -> bytes:
    """The same picture with meaningless data after it, for a comparison of the two decodes.

    A decoder that has all its pixels skips it; one whose data ended early, and which would
    silently make up the rest, takes it for picture data and shows another picture.
    """
    return clean[:-2] + b"\x5a\xa5\x3c" * 1024 + clean[-2:]


class _Walk:
    """Collects the pieces of one JPEG while its segments go by."""

    def __init__(self) -> None:
        self._kept: list[bytes] = []
        self._removed: set[str] = set()
        self._frame: tuple[int, bytes] | None = None
        self._scans = 0
        self._orientation: int | None = None
        self._jfif: bytes | None = None
        self._adobe: list[bytes] = []
        self._luma: int | None = None
        self._tables: set[int] = set()
        self._added = 0

    def segment(self, marker: int, payload: bytes, whole: bytes) -> None:
        if marker in _FRAME_HEADERS:
            if self._frame is not None or len(payload) < 9:
                raise ProbeRefused("damaged")
            self._frame = (marker, payload)
            self._kept.append(whole)
        elif marker in _TABLES:
            if marker == 0xDB:
                self._note_luma(payload)
            elif marker == 0xC4:
                self._note_huffman(payload)
            self._kept.append(whole)
        elif 0xE0 <= marker <= 0xEF:
            self._application(marker, payload)
        elif marker == 0xFE:
            self._removed.add("comment")
        else:
            raise ProbeRefused("damaged")  # lines counted later, hierarchical, extensions

    def scan(self, whole: bytes) -> None:
        if self._frame is None:
            raise ProbeRefused("damaged")
        self._scans += 1
        if self._frame[0] in _SEQUENTIAL_FRAMES:
            self._add_tables_for(whole)
        self._kept.append(whole)

    def _note_huffman(self, payload: bytes) -> None:
        while len(payload) >= 17:
            self._tables.add(payload[0])
            payload = payload[17 + sum(payload[1:17]) :]

    def _add_tables_for(self, scan: bytes) -> None:
        """Put the standard tables before a scan that asks for tables which the file never defines."""
        components = scan[5 : 5 + 2 * scan[4]] if len(scan) > 4 else b""
        needed = {each >> 4 for each in components[1::2]}
        needed |= {0x10 | each & 15 for each in components[1::2]}
        missing = sorted(needed - self._tables)
        if not missing:
            return
        if not all(number in _STANDARD_TABLES for number in missing):
            raise ProbeRefused("damaged")
        tables = b"".join(bytes([number]) + _STANDARD_TABLES[number] for number in missing)
        segment = _segment(0xC4, tables)
        self._kept.append(segment)
        self._added += len(segment)
        self._tables |= set(missing)

    def _application(self, marker: int, payload: bytes) -> None:
        if marker == 0xE0 and payload[:5] == b"JFIF\x00" and len(payload) >= 14:
            if payload[12] or payload[13]:
                self._removed.add("thumbnail")
            if self._jfif is None:
                self._jfif = payload[:12] + b"\x00\x00"
        elif marker == 0xE0 and payload[:5] == b"JFXX\x00":
            self._removed.add("thumbnail")
        elif marker == 0xE1 and payload[:6] == b"Exif\x00\x00":
            self._exif(payload[6:])
        elif marker == 0xE1 and payload.startswith(b"http://ns.adobe.com/"):
            self._removed.add("xmp")
            if b"GPSL" in payload:
                self._removed.add("gps")
        elif marker == 0xE2 and payload[:4] == b"MPF\x00":
            self._removed.add("further_images")
        elif marker == 0xE2 and payload[:12] == b"ICC_PROFILE\x00":
            self._removed.add("colour_profile")
        elif marker == 0xED and payload[:14] == b"Photoshop 3.0\x00":
            self._removed.add("iptc")
        elif marker == 0xEE and payload[:5] == b"Adobe" and len(payload) >= 12:
            self._adobe.append(payload[:12])
        else:
            self._removed.add("other_segment")

    def _exif(self, block: bytes) -> None:
        facts = exif.read(block)
        self._removed.add("exif")
        if facts.has_gps:
            self._removed.add("gps")
        if facts.has_thumbnail:
            self._removed.add("thumbnail")
        if self._orientation is None:
            self._orientation = facts.orientation

    def _note_luma(self, payload: bytes) -> None:
        if self._luma is None and len(payload) >= 65 and payload[0] == 0:
            self._luma = sum(payload[1:65])

    def facts(self, end: int) -> JpegFacts:
        if self._frame is None or not self._scans:
            raise ProbeRefused("damaged")
        marker, frame = self._frame
        height, width = (
            int.from_bytes(frame[1:3], "big"),
            int.from_bytes(frame[3:5], "big"),
        )
        if not width or not height or len(frame) != 6 + 3 * frame[5]:
            raise ProbeRefused("damaged")
        components = frame[5]
        heads = [b"\xff\xd8"]
        if self._jfif is not None:
            heads.append(_segment(0xE0, self._jfif))
        if self._adobe:
            heads.append(_segment(0xEE, self._adobe[-1]))
        return JpegFacts(
            clean=b"".join([*heads, *self._kept, b"\xff\xd9"]),
            width=width,
            height=height,
            end=end,
            plain=marker in _PLAIN_FRAMES and frame[0] == 8 and self._colour_is_plain(frame),
            colour={1: "grey", 3: "colour", 4: "cmyk"}.get(components, "unknown"),
            orientation=self._orientation or 1,
            removed=frozenset(self._removed),
            luma_table_sum=self._luma,
            tables_added=self._added,
        )

    def _colour_is_plain(self, frame: bytes) -> bool:
        """Whether all decoders agree that this is grey, or luminance with two colour differences."""
        if frame[5] == 1:
            return not self._adobe
        if frame[5] != 3:
            return False
        if {segment[11] for segment in self._adobe} - {1}:
            return False
        return frame[6::3] == b"\x01\x02\x03"


def _segment(marker: int, payload: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(payload) + 2).to_bytes(2, "big") + payload
