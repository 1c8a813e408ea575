"""Knows a trial's own folder from any other, above all from one of production.

It must import nothing but the standard library and what needs nothing else: `make reset` runs it before
any package is installed.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from requests_app.common import private_files
from requests_app.ops import trial_marks

OUTSIDE = Path("/var/tmp")  # noqa: S108  what is made there is root's own, and looked at before use
_MADE = re.compile(
    r"run|log|secrets|postgres|redis|signer|mail|exports|demo_made(\.new)?"
    rf"|refmatcher\.sqlite3(-journal|-wal|-shm)?|{trial_marks.FOLDER_MARK}(\.new)?"
)
"""What a trial makes in its folder."""
_SECRETS = re.compile(
    r"[a-z_]+\.txt|content\.key|grant\.pem|log\.pem|grant\.jwks\.json|demo_accounts\.json|.+\.new"
)
_LAST_32_BYTES = slice(-32, None)


class NotATrials(RuntimeError):
    """The folder is not a trial's, or not only; the message says what in it tells so."""


def claim(var: Path) -> None:
    """Mark a folder as a trial's before anything is put into it.

    Raises:
        NotATrials: it holds something already that no trial made.
    """
    check(var)
    mark = var / trial_marks.FOLDER_MARK
    if not mark.exists():
        private_files.folder(var)
        private_files.write(mark, trial_marks.FOLDER_SAYS)


def check(var: Path) -> None:
    """See that nothing in a folder is anybody's but a trial's; nothing is changed.

    Raises:
        NotATrials: saying why.
    """
    why = list(_strange(var))
    if why:
        raise NotATrials("; ".join(why))


def outside_of(home: Path) -> Path:
    """Return where the data of a PostgreSQL are whose folder its own user cannot reach."""
    name = "countersign-" + sha256(str(home.resolve()).encode()).hexdigest()[:16]
    return OUTSIDE / name


def _strange(var: Path) -> Iterator[str]:
    """Yield each thing that tells that a folder is not, or not only, a trial's."""
    if var.is_symlink():
        yield "it is a link to another folder"
    if not var.exists():
        return
    if not var.is_dir():
        yield "it is no folder"
        return
    made = sorted(path.name for path in var.iterdir())
    if made and not _is_marked(var):
        yield f"it lacks a trial's mark, the file {trial_marks.FOLDER_MARK}"
    strange = [name for name in made if not _MADE.fullmatch(name)]
    if strange:
        yield f"no trial makes {', '.join(strange)}"
    if (var / "secrets").is_dir():
        yield from _strange_secrets(var / "secrets")
    outside = var / "postgres" / "outside"
    if outside.is_symlink() and outside.resolve() != outside_of(var / "postgres").resolve():
        yield "postgres/outside leads to somebody else's folder"


def _is_marked(var: Path) -> bool:
    try:
        return trial_marks.is_trial_folder(var)
    except (OSError, UnicodeDecodeError):
        return False


def _strange_secrets(secrets: Path) -> Iterator[str]:
    """Yield each secret that no trial made: what a trial makes is marked for ever."""
    for path in sorted(secrets.iterdir()):
        known = path.is_file() and _SECRETS.fullmatch(path.name)
        if not known or not _is_ours(path):
            yield f"no trial made secrets/{path.name}"


def _is_ours(path: Path) -> bool:
    """Say whether a secret has a trial's mark, as far as its file is of a kind that has one."""
    if path.suffix == ".txt":
        return trial_marks.is_trial_text(_text(path))
    if path.suffix in {".key", ".pem"}:
        return trial_marks.is_trial_key(_key(_text(path)))
    return True


def _key(text: str) -> bytes:
    """Return the 32 bytes of a content key's file, or of an Ed25519 key in PEM, which end its DER."""
    words = [line for line in text.split("\n") if not line.startswith("-----")]
    with_heading = " ".join(words).split()
    try:
        return base64.b64decode(with_heading[-1], validate=True)[_LAST_32_BYTES]
    except (IndexError, binascii.Error):
        return b""


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
