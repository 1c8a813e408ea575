"""Mail of a trial, kept in files that only whoever runs it can read: links to set passwords are in it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.core.mail.backends import filebased


class PrivateFiles(filebased.EmailBackend):
    """Django's own, whose folder and files are closed to others, whatever the umask."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        Path(self.file_path).chmod(0o700)

    def _get_filename(self) -> str:
        name = str(super()._get_filename())  # type: ignore[misc]  # unknown to the stubs
        os.close(os.open(name, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600))
        return name
