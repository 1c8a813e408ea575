"""The published digest of the offline verifier, in the form of `sha256sum`, so that `sha256sum -c` reads it."""

from __future__ import annotations

import hashlib

from requests_app.workflow import verifier


def text() -> str:
    """One line: the SHA-256 of the one file, and its name.

    Raises:
        OSError: the file could not be made.
    """
    return f"{hashlib.sha256(verifier.as_one_file()).hexdigest()}  {verifier.NAME}\n"
