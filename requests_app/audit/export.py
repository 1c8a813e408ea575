"""Writes what fits a filter into files: CSV for people, JSON Lines for machines, the whole log, schema and manifest.

Reads one snapshot, a piece at a time, in flat memory; knows no names but those it is handed.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connections

from requests_app.audit import (
    checkpoints,
    disclosures,
    export_rows,
    log_files,
    schema_file,
    selectors,
)
from requests_app.audit.export_rows import Known, Row
from requests_app.common import private_files
from requests_app.tlog.checkpoints import Checkpoint
from requests_app.wire.versions import ENTRY_SCHEMA

CSV_NAME = "events.csv"
LINES_NAME = "events.jsonl"
MANIFEST_NAME = "manifest.json"
FORMAT = "countersign-log-export/4"


@dataclass(frozen=True, slots=True)
class MadeFile:
    """One file of an export."""

    name: str
    bytes: int
    sha256: str

    def as_facts(self) -> dict[str, Any]:
        """The file as the log and the manifest tell of it."""
        return {"name": self.name, "bytes": self.bytes, "sha256": self.sha256}


@dataclass(frozen=True, slots=True)
class Made:
    """What an export holds."""

    rows: int
    first_event: int | None
    last_event: int | None
    snapshot: str
    files: tuple[MadeFile, ...]


class _Digesting(io.RawIOBase):
    """A file that hashes what is written to it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        self._file = os.fdopen(private_files.opener(str(path), flags), "wb")
        self._hash = hashlib.sha256()
        self.name = path.name
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._file.write(data)
        self._hash.update(data)
        self.size += len(data)
        return len(data)

    def finish(self) -> MadeFile:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        return MadeFile(self.name, self.size, self._hash.hexdigest())

    def close(self) -> None:
        self._file.close()
        super().close()


def write(
    folder: Path,
    wanted: selectors.EventFilter,
    *,
    look_up: Callable[[str, Sequence[Row]], Known],
    progress: Callable[[int, int], None],
    now: datetime,
    export_id: UUID,
    verifier: bytes,
    discloses: bool,
    operator: str = "",
) -> Made:
    """Write the files into an existing, empty folder: two of what fits, the log once it is signed, schema and manifest.

    Args:
        folder: where; owned by this export alone.
        wanted: the filter.
        look_up: gives the names for a piece of the log, read through the alias it is handed.
        progress: told rows done and rows in all, after each piece.
        now: the time that the manifest names.
        export_id: the number under which the log knows this export.
        verifier: the program that goes with the whole log.
        discloses: whether it opens what the commitments of its rows stand for.
        operator: who runs the log's keys; nothing where nobody has said.

    Raises:
        OSError: a file could not be written.
        LookupError: the log does not hold what its checkpoint says.
        django.db.Error: the log could not be read.
    """
    with selectors.snapshot() as alias:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT pg_current_snapshot()::text, id FROM audit.installation")
            snapshot, installation = cursor.fetchone()
        total = selectors.events(wanted, using=alias).count()
        progress(0, total)
        rows, first, last, made = _write_rows(
            folder, wanted, alias, look_up, progress, total, discloses=discloses
        )
        whole, checkpoint = _write_log(folder, alias, verifier, operator)
        made = (*made, _write_schema(folder), *whole)
    manifest = {
        "format": FORMAT,
        "export": str(export_id),
        "installation": installation,
        "generated_at": now.astimezone(UTC).isoformat(),
        "filters": wanted.as_facts(),
        "snapshot": snapshot,
        "rows": rows,
        "first_event": first,
        "last_event": last,
        "entry_schema": ENTRY_SCHEMA,
        "checkpoint": None
        if checkpoint is None
        else {
            "origin": checkpoint.origin,
            "size": checkpoint.size,
            "root": checkpoint.root.hex(),
        },
        "leaf_hash": "SHA-256 of a zero byte and the entry's bytes (RFC 6962, section 2.1)",
        "disclosures": discloses,
        "files": [file_.as_facts() for file_ in made],
    }
    file = _Digesting(folder / MANIFEST_NAME)
    file.write(json.dumps(manifest, indent=2, ensure_ascii=False).encode() + b"\n")
    return Made(rows, first, last, snapshot, (*made, file.finish()))


def _write_rows(
    folder: Path,
    wanted: selectors.EventFilter,
    alias: str,
    look_up: Callable[[str, Sequence[Row]], Known],
    progress: Callable[[int, int], None],
    total: int,
    *,
    discloses: bool,
) -> tuple[int, int | None, int | None, tuple[MadeFile, ...]]:
    latest = checkpoints.latest(alias)
    size = latest.size if latest else 0
    rows, first, last = 0, None, None
    lines, cells = _Digesting(folder / LINES_NAME), _Digesting(folder / CSV_NAME)
    opened = _Digesting(folder / disclosures.NAME) if discloses else None
    # Before the first signature there is no log beside the rows, and nothing proves anything.
    erased = disclosures.erasures(size, wanted, alias) if discloses and latest else {}
    cells.write(export_rows.header())
    for piece in export_rows.pieces(wanted, size, alias):
        lines.write(export_rows.lines(piece))
        cells.write(export_rows.cells(piece, look_up(alias, piece), alias))
        if opened:
            opened.write(disclosures.lines_of(piece, erased, alias))
        rows += len(piece)
        first = first or piece[0].id
        last = piece[-1].id
        progress(rows, total)
    made = (cells.finish(), lines.finish(), *([opened.finish()] if opened else []))
    return rows, first, last, made


def _write_schema(folder: Path) -> MadeFile:
    file = _Digesting(folder / schema_file.NAME)
    file.write(schema_file.schema())
    return file.finish()


def _write_log(
    folder: Path, alias: str, verifier: bytes, operator: str
) -> tuple[tuple[MadeFile, ...], Checkpoint | None]:
    file = _Digesting(folder / log_files.NAME)
    checkpoint = log_files.write(file, using=alias, verifier=verifier, operator=operator)
    made = file.finish()
    if checkpoint is None:
        (folder / log_files.NAME).unlink()
        return (), None
    return (made,), checkpoint
