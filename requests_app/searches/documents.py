"""Takes in judicial documents (PDF, JPEG, PNG) as they are, for download only.

Must not render or convert them; what a PDF holds besides its pages is looked for (`active_content.py`) and told.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from requests_app.common.errors import CountersignError
from requests_app.searches import active_content, file_names
from requests_app.searches.file_names import PDF
from requests_app.searches.intake import jpeg, png, sniffing
from requests_app.searches.intake.results import ProbeRefused

MAX_BYTES = 10 * 1024 * 1024
_PDF_START = re.compile(rb"%PDF-[12]\.\d")
_PDF_LAST_REACH = 2048
_PDF_TRAILER_REACH = 1024


class DocumentRefused(CountersignError):
    """The file can not be a judicial document.

    `code` is one of: empty, too_large, format_not_allowed, not_a_document, truncated, damaged,
    second_format, several_frames. `params` holds numbers and format names only.
    """

    def __init__(self, code: str, params: Mapping[str, Any] | None = None) -> None:
        self.code = code  # type: ignore[misc]  # here each refusal has its own
        super().__init__(**dict(params or {}))


@dataclass(frozen=True)
class Document:
    """A document that was taken in: the bytes are those of the upload, untouched.

    Attributes:
        warnings: what whoever opens it should know first.
    """

    data: bytes = field(repr=False)
    name: str = field(repr=False)
    mime: str
    sha256: str
    size: int
    warnings: tuple[str, ...]


def receive(data: bytes, name: str) -> Document:
    """Check one upload by its content; its name and claimed type decide nothing.

    Args:
        data: the file's bytes.
        name: as the browser sent it.

    Raises:
        DocumentRefused
    """
    if not data:
        raise DocumentRefused("empty")
    if len(data) > MAX_BYTES:
        raise DocumentRefused("too_large", {"size": len(data), "limit": MAX_BYTES})
    mime = PDF if data.startswith(b"%PDF-") else _image_mime(data)
    warnings = _check_pdf(data) if mime == PDF else _check_image(data, mime)
    return Document(
        data=data,
        name=file_names.clean_name(name, mime),
        mime=mime,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        warnings=warnings,
    )


def download_headers(name: str, mime: str) -> dict[str, str]:
    """Headers with which a document leaves: saved, never shown inside our pages."""
    plain = "document" + file_names.ENDINGS[mime]
    return {
        "Content-Type": "application/octet-stream",
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name or plain, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "no-store",
    }


def _image_mime(data: bytes) -> str:
    try:
        mime = sniffing.image_type(data)
    except ProbeRefused as refusal:
        code = {"not_an_image": "not_a_document"}.get(refusal.code, refusal.code)
        raise DocumentRefused(code, refusal.params) from None
    if mime not in {sniffing.JPEG, sniffing.PNG}:
        raise DocumentRefused("format_not_allowed", {"format": sniffing.SHORT_NAMES[mime]})
    return mime


def _check_image(data: bytes, mime: str) -> tuple[str, ...]:
    try:
        facts = jpeg.read(data) if mime == sniffing.JPEG else png.read(data)
    except ProbeRefused as refusal:
        raise DocumentRefused(refusal.code, refusal.params) from None
    glued = sniffing.second_format(data, facts.end)
    if glued is not None:
        raise DocumentRefused("second_format", {"format": glued})
    return ("trailing_data",) if facts.end < len(data) else ()


def _check_pdf(data: bytes) -> tuple[str, ...]:
    if not _PDF_START.match(data):
        raise DocumentRefused("damaged")
    end = data.rfind(b"%%EOF")
    if end == -1:
        raise DocumentRefused("truncated")
    if data.rfind(b"startxref", max(0, end - _PDF_LAST_REACH), end) == -1:
        raise DocumentRefused("damaged")
    trailer = data[end + len(b"%%EOF") :]
    glued = sniffing.second_format(b"\n" + trailer, 1)
    if glued is not None:
        raise DocumentRefused("second_format", {"format": glued})
    if len(trailer) > _PDF_TRAILER_REACH:
        raise DocumentRefused("damaged")
    return active_content.look_into(data)
