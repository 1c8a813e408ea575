"""Checkpoints: what a log says of itself at one size, signed by it and cosigned by witnesses.

Must not keep what was seen before: whoever does compares an older checkpoint by `proofs.check_consistency`.
c2sp.org/tlog-checkpoint for the text, c2sp.org/tlog-cosignature (cosignature/v1) for what a witness signs.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from requests_app.tlog.hashing import EMPTY_ROOT, HASH_BYTES
from requests_app.tlog.notes import (
    COSIGNATURE,
    Note,
    NoteError,
    Signature,
    Verifier,
    open_note,
    signed,
    verifier_of,
)

LARGEST_SIZE = (1 << 63) - 1
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_TIME_BYTES, _SIGNATURE_BYTES = 8, 64


@dataclass(frozen=True)
class Checkpoint:
    """A log at one size.

    Attributes:
        origin: the name of the log, as an address without its scheme; it never changes.
        size: how many entries; root: of the tree over them, 32 bytes.
        extensions: further lines, which no cosignature of another kind covers; none is best.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def text(self) -> str:
        """The text that is signed, with its line feed at the end.

        Raises:
            NoteError: it could not be read back.
        """
        root = base64.b64encode(self.root).decode("ascii")
        text = "".join(
            f"{line}\n" for line in (self.origin, str(self.size), root, *self.extensions)
        )
        if read_checkpoint(text) != self:
            raise NoteError(
                "This checkpoint cannot be written: a line of it is empty or has a line feed."
            )
        return text


def read_checkpoint(text: str) -> Checkpoint:
    """The checkpoint that a note's text is.

    Raises:
        NoteError: it is none.
    """
    lines = text.split("\n")
    if lines.pop() != "" or len(lines) < 3 or not all(lines):
        raise NoteError(
            "A checkpoint has a line each for origin, size and root, and none that is empty."
        )
    origin, size, root, *extensions = lines
    if not _SIZE.fullmatch(size) or int(size) > LARGEST_SIZE:
        raise NoteError("The size of a checkpoint is a number without leading zeros.")
    try:
        decoded = base64.b64decode(root, validate=True)
    except binascii.Error:
        decoded = b""
    if len(decoded) != HASH_BYTES or base64.b64encode(decoded).decode("ascii") != root:
        raise NoteError("The root of a checkpoint is a hash of 32 bytes in base64.")
    if int(size) == 0 and decoded != EMPTY_ROOT:
        raise NoteError("A log without entries has the root of the empty tree.")
    return Checkpoint(origin, int(size), decoded, tuple(extensions))


def sign(checkpoint: Checkpoint, name: str, key: Ed25519PrivateKey) -> Note:
    """A checkpoint with the log's signature. `name`: of the key, which should be the origin."""
    return signed(checkpoint.text(), name, key)


def open_checkpoint(data: bytes, log: Verifier) -> tuple[Checkpoint, Note]:
    """Return a checkpoint that a log signed.

    Args:
        data: the signed note; log: the key of the log; where one replaces another, ask for each.

    Raises:
        NoteError: it is none, or this key did not sign it.
    """
    note, _by = open_note(data, [log])
    return read_checkpoint(note.text), note


def cosign(note: Note, name: str, key: Ed25519PrivateKey, *, at: int) -> Note:
    """The same note with the line of a witness below it: at this time it was the largest tree that it had seen.

    Args:
        note: a signed checkpoint; name, key: of the witness; at: seconds since 1970.

    Raises:
        NoteError: the note is no checkpoint, or the time is none.
    """
    read_checkpoint(note.text)
    if not 0 < at <= LARGEST_SIZE:
        raise NoteError("A cosignature is made at a time after 1970.")
    time = at.to_bytes(_TIME_BYTES, "big")
    witness = verifier_of(name, key, kind=COSIGNATURE)
    made = key.sign(_cosigned(note.text, at))
    return Note(note.text, (*note.signatures, Signature(name, witness.id, time + made)))


def cosigned_at(note: Note, witness: Verifier) -> int | None:
    """When a witness last cosigned a checkpoint, in seconds since 1970; None where it did not.

    Raises:
        NoteError: a line of this witness does not hold, or the key is not one of a witness.
    """
    if witness.kind != COSIGNATURE:
        raise NoteError(f"{witness.name} is no key of a witness.")
    times = []
    for line in note.by(witness):
        if len(line.data) != _TIME_BYTES + _SIGNATURE_BYTES:
            raise NoteError(f"The cosignature of {witness.name} has another length.")
        at = int.from_bytes(line.data[:_TIME_BYTES], "big")
        witness.check(_cosigned(note.text, at), line.data[_TIME_BYTES:])
        times.append(at)
    return max(times, default=None)


def _cosigned(text: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{text}".encode()
