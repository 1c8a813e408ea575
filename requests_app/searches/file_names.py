"""The name of an uploaded file: made fit to show, to save under and to seal, once, when it comes in.

Must not trust what a browser sends: a name may be a path, hide characters or be no name at all.
"""

from __future__ import annotations

import re
import unicodedata

from requests_app.common.visible import length
from requests_app.searches.intake import sniffing

PDF = "application/pdf"
LONGEST = 120
"""Characters of a name."""
LONGEST_IN_BYTES = 400
"""Bytes of a name in UTF-8; no name is ever cut inside a character."""

ENDINGS = {
    PDF: ".pdf",
    sniffing.JPEG: ".jpg",
    sniffing.PNG: ".png",
    sniffing.WEBP: ".webp",
    sniffing.HEIC: ".heic",
}
_KNOWN_ENDINGS = (".pdf", ".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".hif")
_DEVICE_NAMES = re.compile(r"(?i)(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])")
_NOT_IN_NAMES = frozenset('<>:"|?*/\\')


def clean_name(name: str, mime: str) -> str:
    """Return a name that is safe to show and to save under; it is never logged.

    The last part of a path only, without control, format (bidi) and reserved characters, with the
    ending of what the file is, cut after a whole character.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(
        " " if unicodedata.category(char) in {"Zs", "Zl", "Zp"} else char
        for char in last
        if unicodedata.category(char)[0] != "C" and char not in _NOT_IN_NAMES
    )
    stem = " ".join(kept.split())
    for ending in _KNOWN_ENDINGS:
        if stem.lower().endswith(ending):
            stem = stem[: -len(ending)]
            break
    ending = ENDINGS[mime]
    stem = _fitting(stem.strip(" ."), len(ending)).strip(" .")
    if not length(stem) or _DEVICE_NAMES.fullmatch(stem.split(".")[0].strip()):
        stem = "document"
    return stem + ending


def _fitting(text: str, reserved: int) -> str:
    """As much of a text as a name may hold before an ending of `reserved` letters."""
    cut = text[: LONGEST - reserved].encode()[: LONGEST_IN_BYTES - reserved]
    return cut.decode(errors="ignore")
