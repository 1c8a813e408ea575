"""The folder of exports on the disk: where one lies, who may read it, and what is removed of it.

Says nothing of rows: `export.py` knows which export is to be had.
"""

from __future__ import annotations

import shutil
import stat
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from django.conf import settings

from requests_app.common import private_files

_UNFINISHED = ".part"


def folder_of_exports() -> Path:
    """Where finished exports lie; only the worker writes there, only the web reads there.

    One that the operator made with the set-group-ID bit says by its group who reads (`hand_over`).
    """
    return Path(settings.COUNTERSIGN_EXPORT_DIR or Path(settings.VAR_DIR) / "exports")


def place_of(export_id: UUID) -> Path:
    """The folder of one export, once its files are whole."""
    return folder_of_exports() / str(export_id)


def unfinished_of(export_id: UUID) -> Path:
    """The folder of one export while its files are written."""
    return place_of(export_id).with_suffix(_UNFINISHED)


def close_to_others(exports: Path) -> None:
    """Make the folder of exports, or close one that was there; who reads by its group still does."""
    if not exports.exists():
        private_files.folder(exports)
        return
    found = stat.S_IMODE(exports.stat().st_mode)
    kept = 0o2750 if found & stat.S_ISGID else private_files.FOLDER
    if found & ~kept:
        with suppress(PermissionError):  # somebody else's folder: each export in it is closed
            exports.chmod(found & kept)


def hand_over(export: Path) -> None:
    """Let a web process of another user read an export, where the operator chose the group for it."""
    if not export.parent.stat().st_mode & stat.S_ISGID:
        return
    for path in (*export.iterdir(), export):
        path.chmod(0o750 if path.is_dir() else 0o640)


def remove(export_id: UUID) -> None:
    """Leave nothing of an export that was not closed: a copy of the log must not lie about."""
    for left in (place_of(export_id), unfinished_of(export_id)):
        shutil.rmtree(left, ignore_errors=True)


def lying_there() -> set[UUID]:
    """Which exports have files, finished or not; none where the folder cannot be read, as before the first."""
    found = set()
    with suppress(OSError):
        for path in folder_of_exports().iterdir():
            with suppress(ValueError):  # somebody else's file
                found.add(UUID(path.name.removesuffix(_UNFINISHED)))
    return found
