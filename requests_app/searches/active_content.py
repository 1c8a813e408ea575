"""What a PDF holds besides its pages that could act or lead elsewhere when somebody opens it.

Must not render or run anything, nor say that a file is safe: a finding is a reason to take care, its
absence is none to be careless. The names of a PDF's keys are looked for in its objects, also in those
that are packed into streams; the bodies of other streams (pictures, pages, typefaces) are not looked at.
"""

from __future__ import annotations

import base64
import binascii
import re
import time
import zlib
from collections.abc import Iterator

MOST_INFLATED = 64 * 1024 * 1024
MOST_SECONDS = 3.0

JAVASCRIPT = "javascript"
LAUNCH = "launch"
EMBEDDED_FILES = "embedded_files"
ON_OPENING = "acts_on_opening"
MEDIA = "rich_media"
SUBMITS = "submits_form"
LINKS = "external_links"
LOCKED = "password_protected"
UNREADABLE = "not_looked_into"
FOUND = (
    JAVASCRIPT,
    LAUNCH,
    EMBEDDED_FILES,
    ON_OPENING,
    MEDIA,
    SUBMITS,
    LINKS,
    LOCKED,
    UNREADABLE,
)
"""Every code, in the order in which they are told."""

_NAME_ENDS = rb"(?=[\x00\t\n\x0c\r /<>\[\]()%{}]|$)"


def _key(*names: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"/(?:" + b"|".join(names) + rb")" + _NAME_ENDS)


_SIGNS = (
    (JAVASCRIPT, _key(rb"JavaScript", rb"JS")),
    (LAUNCH, _key(rb"Launch")),
    (EMBEDDED_FILES, _key(rb"EmbeddedFiles?")),
    (MEDIA, _key(rb"RichMedia\w*", rb"Rendition", rb"Movie", rb"3D")),
    (SUBMITS, _key(rb"SubmitForm", rb"ImportData")),
    (LINKS, _key(rb"URI", rb"GoToR", rb"GoToE")),
    (LOCKED, _key(rb"Encrypt")),
)
_ADDITIONAL_ACTIONS = _key(rb"AA")
_OPEN_ACTION = re.compile(
    rb"/OpenAction" + _NAME_ENDS + rb"\s*(\[|<<.{0,400}?>>|(\d{1,9})\s+(\d{1,5})\s+R)?", re.S
)
_GOES_TO_A_PAGE = re.compile(rb"/S\s*/GoTo" + _NAME_ENDS + rb"|^\s*\[")
_HEX_IN_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb">>\s*(?:%[^\r\n]*[\r\n]+\s*)*stream(?:\r\n|\n|\r)")
_OBJECT = re.compile(rb"(?<!\d)(\d{1,9})\s+(\d{1,5})\s+obj(?![a-zA-Z])")
_LENGTH = re.compile(rb"/Length\s+(\d{1,9})(?!\s+\d+\s+R)")
_OBJECT_STREAM = _key(rb"ObjStm")
_FILTERS = re.compile(rb"/(?:Filter|F)\s*(\[[^\]]*\]|/[A-Za-z0-9]+)")
_PREDICTOR = re.compile(rb"/Predictor\s+(\d+)")
_MOST_FILTERS = 4


class _CannotLook(Exception):
    """The file, or a part of it, cannot be read within the bounds."""


def look_into(data: bytes) -> tuple[str, ...]:
    """Return what a PDF holds that acts or leads elsewhere, as codes of FOUND; nothing for most.

    What is protected by a password, packed in an unknown way or too large to unpack is said to be so.
    """
    found: set[str] = set()
    texts: list[bytes] = []
    try:
        for text in _objects(data):
            texts.append(text)  # noqa: PERF402  # those before an error are kept
    except _CannotLook:
        found.add(UNREADABLE)
    for text in texts:
        found |= {code for code, sign in _SIGNS if sign.search(text)}
        if _ADDITIONAL_ACTIONS.search(text):
            found.add(ON_OPENING)
    if any(_acts_on_opening(text, texts) for text in texts):
        found.add(ON_OPENING)
    if LOCKED in found:
        found.discard(UNREADABLE)  # the one is the reason of the other
    return tuple(code for code in FOUND if code in found)


def _acts_on_opening(text: bytes, texts: list[bytes]) -> bool:
    """Whether opening does more than show a page: most files only say which page comes first."""
    for action in _OPEN_ACTION.finditer(text):
        said, number = action[1] or b"", action[2]
        if number is not None:
            said = _object_numbered(int(number), texts)
        if not _GOES_TO_A_PAGE.search(said):
            return True
    return False


def _object_numbered(number: int, texts: list[bytes]) -> bytes:
    """The beginning of an object; of the last with its number, which is the one that counts."""
    found = b""
    heading = re.compile(rb"(?<!\d)%d\s+\d{1,5}\s+obj(?![a-zA-Z])" % number)
    for text in texts:
        for match in heading.finditer(text):
            found = text[match.end() : match.end() + 400].partition(b"endobj")[0]
    return found


def _objects(data: bytes) -> Iterator[bytes]:
    """Yield what stands outside of streams, with plain names, and then each packed list of objects.

    Raises:
        _CannotLook: a list of objects cannot be unpacked, or the bounds are reached.
    """
    packed: list[tuple[bytes, bytes]] = []
    outside: list[bytes] = []
    place = 0
    while (begin := _STREAM.search(data, place)) is not None:
        outside.append(data[place : begin.start() + 2])
        heading = _dictionary_before(data, begin.start() + 2)
        end = _end_of_stream(data, begin.end(), heading)
        body = data[begin.end() : end]
        if _OBJECT_STREAM.search(heading):
            packed.append((heading, body))
        elif _OBJECT.search(body):
            outside.append(body)  # no stream to every reader, perhaps
        place = end
    outside.append(data[place:])
    yield _plain(b"\n".join(outside))
    ends = time.monotonic() + MOST_SECONDS
    room = MOST_INFLATED
    for heading, body in packed:
        if time.monotonic() > ends:
            raise _CannotLook
        text = _unpacked(heading, body, room)
        room -= len(text)
        yield _with_headings(heading, text)


def _plain(text: bytes) -> bytes:
    """The text with every character of a name spelt as itself: /J#61vaScript is /JavaScript."""
    return _HEX_IN_NAME.sub(lambda spelt: bytes([int(spelt[1], 16)]), text)


def _dictionary_before(data: bytes, end: int) -> bytes:
    """The dictionary of a stream: from the heading of its object, which is at most some kilobytes back."""
    near = data[max(0, end - 8192) : end]
    headings = list(_OBJECT.finditer(near))
    return _plain(near[headings[-1].end() :] if headings else near)


def _end_of_stream(data: bytes, begin: int, heading: bytes) -> int:
    length = _LENGTH.search(heading)
    if length is not None:
        end = begin + int(length[1])
        if data[end : end + 16].lstrip(b"\r\n \t").startswith(b"endstream"):
            return end
    end = data.find(b"endstream", begin)
    return len(data) if end == -1 else end


def _unpacked(heading: bytes, body: bytes, room: int) -> bytes:
    filters = re.findall(rb"[A-Za-z0-9]+", ((m := _FILTERS.search(heading)) and m[1]) or b"")
    if len(filters) > _MOST_FILTERS:
        raise _CannotLook
    predictor = _PREDICTOR.search(heading)
    if predictor is not None and int(predictor[1]) > 1:
        raise _CannotLook
    for name in filters:
        body = _without_filter(name, body, room)
    return body


def _without_filter(name: bytes, body: bytes, room: int) -> bytes:
    try:
        if name in {b"FlateDecode", b"Fl"}:
            inflating = zlib.decompressobj()
            text = inflating.decompress(body, max(room, 0) + 1)
            if len(text) > room:
                raise _CannotLook
            return text
        if name in {b"ASCIIHexDecode", b"AHx"}:
            digits = re.sub(rb"\s", b"", body.partition(b">")[0])
            return binascii.unhexlify(digits + b"0" * (len(digits) % 2))
        if name in {b"ASCII85Decode", b"A85"}:
            return base64.a85decode(body.partition(b"~>")[0])
    except (zlib.error, ValueError):
        raise _CannotLook from None
    raise _CannotLook


def _with_headings(heading: bytes, text: bytes) -> bytes:
    """A packed list of objects as if each stood in the file: with its number before it."""
    first = re.search(rb"/First\s+(\d{1,9})", heading)
    if first is None:
        return _plain(text)
    begin = int(first[1])
    numbers = [int(each) for each in re.findall(rb"\d{1,9}", text[:begin])]
    pairs = sorted(
        (place, number) for number, place in zip(numbers[::2], numbers[1::2], strict=False)
    )
    parts = []
    for (place, number), (end, _next) in zip(pairs, [*pairs[1:], (len(text), 0)], strict=True):
        parts.append(b"%d 0 obj " % number + text[begin + place : begin + end] + b" endobj\n")
    return _plain(text[:begin] + b"\n" + b"".join(parts) if parts else text)
