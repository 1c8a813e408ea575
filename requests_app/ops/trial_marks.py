"""Makes the secrets and the folder of a trial recognisable for ever, so that production can refuse them.

It must not weaken them: 24 bytes of each key stay random.
"""

import os
import secrets
from hashlib import sha256
from pathlib import Path

TEXT_PREFIX = "trial-"
FOLDER_MARK = "installation-kind"
FOLDER_SAYS = "trial\n"
_RANDOM_BYTES = 24


def _mark(random_part: bytes) -> bytes:
    return sha256(b"countersign: made by a trial, worth nothing elsewhere" + random_part).digest()[
        :8
    ]


def new_key() -> bytes:
    """Return 32 bytes whose last eight follow from the others: the mark survives any re-encoding."""
    random_part = os.urandom(_RANDOM_BYTES)
    return random_part + _mark(random_part)


def new_text() -> str:
    """Return a random secret in letters, with the trial's prefix."""
    return TEXT_PREFIX + secrets.token_urlsafe(40)


def is_trial_key(key: bytes) -> bool:
    """Say whether a trial made this key."""
    return len(key) == _RANDOM_BYTES + 8 and key[_RANDOM_BYTES:] == _mark(key[:_RANDOM_BYTES])


def is_trial_text(secret: str) -> bool:
    """Say whether a trial made this secret."""
    return secret.startswith(TEXT_PREFIX)


def is_trial_folder(var: Path) -> bool:
    """Say whether a trial began this folder; one of before the mark left its superuser's password.

    Raises:
        OSError: it cannot be read.
        UnicodeDecodeError: what stands there is no text.
    """
    mark, superuser = var / FOLDER_MARK, var / "secrets" / "superuser.txt"
    if mark.exists():
        return mark.read_text(encoding="utf-8") == FOLDER_SAYS
    return superuser.exists() and is_trial_text(superuser.read_text(encoding="utf-8"))
