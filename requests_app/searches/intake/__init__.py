"""Intake of probe images: `take_in` a file, show it with `preview`, compare hashes with `similar`.

Must not know requests, people or the database, and decodes only in a child with limits.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from requests_app.searches.intake import sniffing
from requests_app.searches.intake.pipeline import check_bytes, examine
from requests_app.searches.intake.results import (
    MAX_BYTES,
    MAX_PIXELS,
    MIN_SHORT_SIDE,
    SCREENING_LABEL,
    WARN_SHORT_SIDE,
    Box,
    PreparedProbe,
    ProbeRefused,
    Screening,
    Transformation,
)
from requests_app.searches.intake.screening import similar

# What a browser offers to choose: media types, and endings for systems that know no type for them.
ACCEPTED = (*sniffing.SHORT_NAMES, "image/heif", ".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif")

__all__ = [
    "ACCEPTED",
    "MAX_BYTES",
    "MAX_PIXELS",
    "MIN_SHORT_SIDE",
    "SCREENING_LABEL",
    "WARN_SHORT_SIDE",
    "Box",
    "PreparedProbe",
    "ProbeRefused",
    "Screening",
    "Transformation",
    "examine",
    "preview",
    "similar",
    "take_in",
]

PREVIEW_LONGEST_SIDE = 1600
_TIME_LIMIT_SECONDS = 20
_CODE_ROOT = Path(__file__).resolve().parents[3]


def take_in(data: bytes, *, crop: Box | None = None) -> PreparedProbe:
    """Make a probe of an uploaded file.

    Args:
        data: the file's bytes.
        crop: a rectangle in the pixels of the original seen upright.

    Raises:
        ProbeRefused: see there for the codes; nothing else, whatever the bytes are.
    """
    check_bytes(data)
    head, body = _in_child({"do": "examine", "crop": crop.as_json() if crop else None}, data)
    return PreparedProbe.from_json(head["probe"], body)


def preview(transmission: bytes, *, longest_side: int = PREVIEW_LONGEST_SIDE) -> bytes:
    """A PNG for the page, decoded from exactly the bytes that the matcher gets.

    Serve this and never the copy itself: a browser may read a file otherwise than a matcher does.

    Raises:
        ProbeRefused: the bytes are not a transmission copy.
    """
    return _in_child({"do": "draw", "longest_side": longest_side}, transmission)[1]


def _in_child(order: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    """Run one order where a decoder's fault costs nothing: own memory, time limit, no secrets."""
    environment = {
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "LC_ALL": "C.UTF-8",
    }
    if "LD_LIBRARY_PATH" in os.environ:
        environment["LD_LIBRARY_PATH"] = os.environ["LD_LIBRARY_PATH"]
    try:
        done = subprocess.run(
            [sys.executable, "-B", "-m", "requests_app.searches.intake.child"],
            input=json.dumps(order).encode() + b"\n" + data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a decoder's words may quote the file
            timeout=_TIME_LIMIT_SECONDS,
            cwd=_CODE_ROOT,
            env=environment,
            check=True,
        )
        head_bytes, body = done.stdout.split(b"\n", 1)
        head = json.loads(head_bytes)
    except (subprocess.SubprocessError, ValueError):
        raise ProbeRefused("unreadable") from None
    if "refused" in head:
        raise ProbeRefused(head["refused"], head["params"])
    return head, body
