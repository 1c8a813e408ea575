"""Writes what fits a filter into files: CSV for people, JSON Lines for machines, the whole log, schema and manifest.

Each file is written in a thread of its own. All read one snapshot, a piece at a time, in flat memory; knows no names
but those it is handed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import UUID

from django.db import connections

from requests_app.audit import (
    checkpoints,
    disclosures,
    export_rows,
    log_files,
    schema_file,
    selectors,
    side_by_side,
)
from requests_app.audit.digesting import Digesting, MadeFile
from requests_app.audit.export_rows import Fitting, LookUp
from requests_app.tlog.checkpoints import read_checkpoint
from requests_app.tlog.notes import read_note
from requests_app.wire.versions import ENTRY_SCHEMA

CSV_NAME = "events.csv"
LINES_NAME = "events.jsonl"
MANIFEST_NAME = "manifest.json"
NAMES = frozenset(
    [CSV_NAME, LINES_NAME, MANIFEST_NAME, disclosures.NAME, schema_file.NAME, log_files.NAME]
)
"""Every file that an export may hold; another name in its row was written by somebody else."""
FORMAT = "countersign-log-export/4"


@dataclass(frozen=True, slots=True)
class Made:
    """What an export holds."""

    rows: int
    first_event: int | None
    last_event: int | None
    snapshot: str
    files: tuple[MadeFile, ...]


def write(
    folder: Path,
    wanted: selectors.EventFilter,
    *,
    look_up: LookUp,
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
        look_up: gives the names for a piece of the log, read through the alias it is handed; called in another thread.
        progress: told rows done and rows in all, after each piece, and from time to time while the rest is written.
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
        latest = checkpoints.latest(alias)
        fitting = export_rows.fitting(wanted, latest.size if latest else 0, alias)
        # Before the first signature there is no log beside the rows, and nothing proves anything.
        erased = disclosures.erasures(fitting.size, wanted, alias) if discloses and latest else {}
        progress(0, fitting.total)
        works: dict[str, side_by_side.Work[MadeFile]] = {
            CSV_NAME: partial(_write_cells, folder, fitting, look_up),
            LINES_NAME: partial(_write_lines, folder, fitting),
        }
        if discloses:
            works[disclosures.NAME] = partial(_write_disclosures, folder, fitting, erased)
        if latest:
            works[log_files.NAME] = partial(_write_log, folder, verifier, operator)
        files = side_by_side.run(
            works,
            selectors.share(alias),
            note=lambda done: progress(done.get(CSV_NAME, 0), fitting.total),
        )
        checkpoint = read_checkpoint(read_note(latest.note).text) if latest else None
        log = files.pop(log_files.NAME, None)
        made = (*files.values(), _write_schema(folder), *([log] if log else []))
    rows, first, last = fitting.total, fitting.first, fitting.last
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
    file = Digesting(folder / MANIFEST_NAME)
    file.write(json.dumps(manifest, indent=2, ensure_ascii=False).encode() + b"\n")
    return Made(rows, first, last, snapshot, (*made, file.finish()))


def _write_cells(
    folder: Path,
    fitting: Fitting,
    look_up: LookUp,
    alias: str,
    note: Callable[[int], None],
) -> MadeFile:
    cells = export_rows.Cells(fitting, look_up, alias)
    file = Digesting(folder / CSV_NAME)
    file.write(export_rows.header())
    for piece in fitting.pieces:
        file.write(cells.of(piece))
        note(piece.done)
    return file.finish()


def _write_lines(
    folder: Path, fitting: Fitting, alias: str, note: Callable[[int], None]
) -> MadeFile:
    file = Digesting(folder / LINES_NAME)
    for piece in fitting.pieces:
        file.write(export_rows.lines(fitting, piece, alias))
        note(piece.done)
    return file.finish()


def _write_disclosures(
    folder: Path,
    fitting: Fitting,
    erased: disclosures.Erasures,
    alias: str,
    note: Callable[[int], None],
) -> MadeFile:
    file = Digesting(folder / disclosures.NAME)
    for piece in fitting.pieces:
        rows = export_rows.rows(fitting, piece, alias)
        file.write(disclosures.lines_of(rows, erased, alias))
        note(piece.done)
    return file.finish()


def _write_schema(folder: Path) -> MadeFile:
    file = Digesting(folder / schema_file.NAME)
    file.write(schema_file.schema())
    return file.finish()


def _write_log(
    folder: Path, verifier: bytes, operator: str, alias: str, note: Callable[[int], None]
) -> MadeFile:
    file = Digesting(folder / log_files.NAME)
    log_files.write(file, using=alias, verifier=verifier, operator=operator, note=lambda: note(0))
    return file.finish()
