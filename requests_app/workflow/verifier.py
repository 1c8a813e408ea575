"""The offline verifier as one file, as it goes with exports and is handed to whoever holds a receipt.

Made by the program itself in a process of its own: what runs in other hands is not imported here.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import tempfile
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from requests_app.common.errors import PreconditionFailed

log = logging.getLogger(__name__)

NAME = "countersign-verify.pyz"


def for_people() -> bytes:
    """The file for whoever asks a page for it.

    Raises:
        PreconditionFailed: it could not be made; the operator is told why.
    """
    try:
        return as_one_file()
    except OSError as error:
        log.warning(
            "verifier_not_made",
            extra={
                "problem": str(error),
                "still_works": "everything else; receipts and proofs are handed out",
                "what_now": "see that this process may start another one and write temporary files",
            },
        )
        raise PreconditionFailed("verifier_not_made") from error


@lru_cache(maxsize=1)
def as_one_file() -> bytes:
    """The file. The same release always gives the same bytes.

    Raises:
        OSError: it could not be made.
    """
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "verifier"
        try:
            subprocess.run(
                [sys.executable, "-m", "requests_app.outside.verify.build", made],
                cwd=settings.BASE_DIR, check=True, stdout=subprocess.DEVNULL,
            )  # fmt: skip
        except subprocess.CalledProcessError as error:
            raise OSError("the verifier could not be made") from error
        return made.read_bytes()
