"""Tells what a file really is by its first and last bytes, whatever its name says."""

from __future__ import annotations

import re

from requests_app.searches.intake.results import ProbeRefused

JPEG = "image/jpeg"
PNG = "image/png"
WEBP = "image/webp"
HEIC = "image/heic"
SHORT_NAMES = {JPEG: "JPEG", PNG: "PNG", WEBP: "WebP", HEIC: "HEIC"}
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"

# Formats that people do send, and that deserve a better answer than "not an image".
_NAMED_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"II+\x00", "TIFF"),
    (b"MM\x00+", "TIFF"),
    (b"BM", "BMP"),
    (b"%PDF-", "PDF"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\x00\x00\x00\x0cJXL \r\n\x87\n", "JPEG XL"),
    (b"PK\x03\x04", "ZIP"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7Z"),
    (b"\x1f\x8b", "GZIP"),
    (b"8BPS", "PSD"),
    (b"\x00\x00\x01\x00", "ICO"),
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
    (b"\xff\xa0\xff\xa4", "WSQ"),
)
_HEIC_BRANDS = {
    b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"mif2", b"msf1",
}  # fmt: skip
_AVIF_BRANDS = {b"avif", b"avis"}
_ANY_VIDEO = re.compile(rb"\x00\x00\x00[\x08-\x80]ftyp")
_PADDING = b"\x00\r\n\t "
_MARKUP = re.compile(
    rb"<\s*(?:!doctype\s+html|html|script|svg|\?xml|\?php|body|iframe)", re.IGNORECASE
)
_NOT_IN_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
# A second format whose readers look for it away from the start of the file.
_PDF_HEADER_REACH = 1024
_ZIP_END = b"PK\x05\x06"
_ZIP_DIRECTORY = b"PK\x01\x02"
_ZIP_END_SIZE = 22
_ZIP_END_REACH = _ZIP_END_SIZE + 0xFFFF


def name_of_format(data: bytes) -> str | None:
    """The plain name of a known format that is not taken in, or None."""
    if data[4:8] == b"ftyp":
        return "AVIF" if _brands(data) & _AVIF_BRANDS else "video"
    for signature, name in _NAMED_SIGNATURES:
        if data.startswith(signature):
            return name
    if _MARKUP.match(data.lstrip()[:64]):
        return "HTML or XML"
    return None


def _brands(data: bytes) -> set[bytes]:
    """The first eight brands of an ISO container; what lies behind its first box is none."""
    end = min(int.from_bytes(data[:4], "big"), 44)
    return {data[8:12]} | {data[at : at + 4] for at in range(16, end - 3, 4)}


def _picture_type(data: bytes) -> str | None:
    """What kind of picture starts here, or None."""
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(PNG_SIGNATURE):
        return PNG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WEBP
    if data[4:8] == b"ftyp":
        brands = _brands(data)
        # A file of both kinds names AVIF first where its picture is one.
        if brands & _HEIC_BRANDS and not brands & _AVIF_BRANDS:
            return HEIC
    return None


def image_type(data: bytes) -> str:
    """JPEG, PNG, WebP or HEIC by signature.

    Raises:
        ProbeRefused: empty, format_not_allowed (with the format's name), not_an_image.
    """
    if not data:
        raise ProbeRefused("empty")
    kind = _picture_type(data)
    if kind is not None:
        return kind
    if len(data) >= 2 and (b"\xff\xd8\xff".startswith(data) or PNG_SIGNATURE.startswith(data)):
        raise ProbeRefused("truncated")
    name = name_of_format(data)
    if name is not None:
        raise ProbeRefused("format_not_allowed", {"format": name})
    raise ProbeRefused("not_an_image")


def second_format(data: bytes, image_end: int) -> str | None:
    """The name of another format that this file can also be read as, or None.

    `image_end` is where the image ends by its own structure. Phones append video and further
    pictures, which are no second format; a document, a page or an archive is never an accident.
    Markup counts only in a trailer that is text: in the megabytes of a video a `<svg` comes up by
    chance, once in some eighty videos.
    """
    if data.find(b"%PDF-", 0, _PDF_HEADER_REACH) != -1:
        return "PDF"
    if _ends_as_zip(data):
        return "ZIP"
    trailer = data[image_end:]
    if not trailer.strip(_PADDING):
        return None
    name = name_of_format(trailer.lstrip(_PADDING))
    # Two or three bytes at the start of unknown ones prove nothing; video is the phone's own.
    if name is not None and name not in {
        "video",
        "AVIF",
        "BMP",
        "program",
        "GZIP",
        "ICO",
        "JPEG XL",
    }:
        return name
    if b"%PDF-" in trailer:
        return "PDF"
    if _MARKUP.search(trailer) and not _NOT_IN_TEXT.search(trailer.strip(_PADDING)):
        return "HTML or XML"
    return None


def kind_of_trailer(trailer: bytes) -> str | None:
    """`video` or `picture` where that is what phones attach after a picture, else None."""
    start = trailer.lstrip(_PADDING)
    # The size of a box may begin with such bytes as well.
    if _picture_type(start) or _picture_type(trailer) or _brands(trailer[:44]) & _AVIF_BRANDS:
        return "picture"
    return "video" if _ANY_VIDEO.search(trailer) else None


def _ends_as_zip(data: bytes) -> bool:
    at = data.rfind(_ZIP_END, max(0, len(data) - _ZIP_END_REACH))
    if at == -1 or at + _ZIP_END_SIZE > len(data):
        return False
    entries = int.from_bytes(data[at + 10 : at + 12], "little")
    return entries == 0 or data.rfind(_ZIP_DIRECTORY, 0, at) != -1
