"""The schema of events as a file of an export: each code with its facts and their shapes, and the envelope's fields.

Must not hold anything that a run could change: the same release gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from requests_app.audit.events import EVENTS
from requests_app.audit.fact_shapes import SHAPES
from requests_app.wire import entry
from requests_app.wire.versions import ENTRY_SCHEMA

NAME = "schema.json"
FORMAT = "countersign-event-schema/1"


def schema() -> bytes:
    """The file's bytes: JSON with sorted members. A shape with a question mark may also be null."""
    written = {
        "format": FORMAT,
        "entry_schema": ENTRY_SCHEMA,
        "envelope": {
            "entry": sorted(entry.ENTRY_FIELDS),
            "body": sorted(entry.BODY_FIELDS),
            "who": sorted(entry.WHO_FIELDS),
            "object": sorted(entry.OBJECT_FIELDS),
        },
        "events": {
            code: {"required": _shapes(kind.required), "optional": _shapes(kind.optional)}
            for code, kind in EVENTS.items()
        },
    }
    return json.dumps(written, indent=2, sort_keys=True).encode() + b"\n"


def _shapes(facts: Iterable[str]) -> dict[str, str]:
    return {fact: SHAPES[fact] for fact in facts}
