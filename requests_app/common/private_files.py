"""Makes folders and files that only the user of this process opens, whatever its umask is.

Whatever holds mail, secrets, logs of processes or exports is made here, and by nothing else.
"""

from __future__ import annotations

import os
from pathlib import Path

UMASK = 0o077
"""What a process of ours takes away from the files that a library makes for it."""
FOLDER = 0o700
FILE = 0o600


def folder(path: Path, mode: int = FOLDER) -> Path:
    """Make a folder, with the parents that are missing, and close it; one that is there is closed too.

    Args:
        mode: another one only where another user has to pass through.
    """
    for missing in [each for each in reversed(path.parents) if not each.exists()]:
        missing.mkdir(mode=FOLDER, exist_ok=True)
    path.mkdir(mode=FOLDER, exist_ok=True)
    path.chmod(mode)
    return path


def opener(path: str, flags: int) -> int:
    """Open a file for `open(..., opener=opener)`, and close it to others, if it was there too."""
    descriptor = os.open(path, flags, FILE)
    try:
        os.fchmod(descriptor, FILE)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def write(path: Path, content: str | bytes) -> None:
    """Write a file, whole or not at all, in place of one that is there.

    Args:
        content: a text is written as UTF-8.
    """
    fresh = path.with_name(f"{path.name}.new")
    with open(fresh, "wb", opener=opener) as file:
        file.write(content.encode() if isinstance(content, str) else content)
    fresh.rename(path)
