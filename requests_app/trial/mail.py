"""Mail of a trial, kept in files that only whoever runs it can read: links to set passwords are in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.mail.backends import filebased

from requests_app.common import private_files


class PrivateFiles(filebased.EmailBackend):
    """Django's own, whose folder and files are closed to others, whatever the umask."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        private_files.folder(Path(self.file_path))

    def _get_filename(self) -> str:
        name = str(super()._get_filename())  # type: ignore[misc]  # unknown to the stubs
        open(name, "ab", opener=private_files.opener).close()
        return name
