"""Signed notes, keys and checkpoints as c2sp.org writes them (signed-note, tlog-checkpoint, tlog-cosignature).

Must not decide whom to trust: a policy does (`policy.py`).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from . import ed25519
from .tree import EMPTY_ROOT, HASH

LONGEST_NOTE = 64 * 1024
MOST_SIGNATURES = 100
LARGEST_SIZE = (1 << 63) - 1
LOG_KEY, WITNESS_KEY = 0x01, 0x04

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
_SIGNATURE = re.compile("\u2014 ([^\\s+]+) ([A-Za-z0-9+/]+={0,2})")
_VKEY = re.compile(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})")


class NotReadable(ValueError):
    """A note, key or checkpoint in another form. `code`: of the text that says which; `facts`: for its blanks."""

    def __init__(self, code: str, **facts: str | int) -> None:
        """Keep what the text needs."""
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True)
class Key:
    """A public key with its name. `kind`: LOG_KEY or WITNESS_KEY."""

    name: str
    kind: int
    public: bytes

    @property
    def id(self) -> bytes:
        """Four bytes that a line of a note names the key by."""
        return hashlib.sha256(
            self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        ).digest()[:4]


@dataclass(frozen=True)
class Checkpoint:
    """What a log says of itself. `text`: all that is signed; `lines`: (name, id, data) of each signature."""

    origin: str
    size: int
    root: bytes
    text: str
    lines: tuple[tuple[str, bytes, bytes], ...] = ()

    def signed_by(self, key: Key) -> bool | None:
        """Whether a log's key signed it; None where no line says so, False where one does and does not hold."""
        data = self._of(key)
        if not data:
            return None
        return all(ed25519.is_signed(key.public, self.text.encode(), each) for each in data)

    def cosigned_at(self, key: Key) -> int | None:
        """When a witness last cosigned it, in seconds since 1970; None where it did not, -1 where a line does not hold."""
        times = []
        for data in self._of(key):
            at = int.from_bytes(data[:8], "big")
            message = f"cosignature/v1\ntime {at}\n{self.text}".encode()
            if len(data) != 72 or not ed25519.is_signed(key.public, message, data[8:]):
                return -1
            times.append(at)
        return max(times, default=None)

    def _of(self, key: Key) -> list[bytes]:
        wanted = (key.name, key.id)
        return [data for name, key_id, data in self.lines if (name, key_id) == wanted]


def read_key(text: str) -> Key:
    """A key as it is handed on: name+id+key.

    Raises:
        NotReadable: it is none.
    """
    found = _VKEY.fullmatch(text)
    data = _decoded(found[3]) if found else b""
    if found is None or len(data) != 33 or data[0] not in (LOG_KEY, WITNESS_KEY):
        raise NotReadable("key_form", key=text)
    key = Key(found[1], data[0], data[1:])
    if key.id.hex() != found[2]:
        raise NotReadable("key_id", key=text)
    return key


def read_note(data: bytes) -> Checkpoint:
    """A checkpoint as a signed note. No signature is checked yet.

    Raises:
        NotReadable: it is none.
    """
    if len(data) > LONGEST_NOTE:
        raise NotReadable("note_long", most=LONGEST_NOTE)
    try:
        written = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotReadable("note_utf8", byte=error.start) from None
    if any(character < " " and character != "\n" for character in written):
        raise NotReadable("note_control")
    text, blank, below = written.rpartition("\n\n")
    lines = below.split("\n")
    if not blank or lines.pop() != "" or not 0 < len(lines) <= MOST_SIGNATURES:
        raise NotReadable("note_form")
    return _checkpoint(text + "\n", tuple(_signature(line) for line in lines))


def read_held(data: bytes, origin: str = "") -> Checkpoint:
    """A checkpoint as an auditor may have kept it: a signed note, or three lines, whose line ends may be lost.

    Args:
        origin: name of the log. Where narrow paper broke just this name over two lines, it is put together again.

    Raises:
        NotReadable: neither.
    """
    if len(data) > LONGEST_NOTE:
        raise NotReadable("note_long", most=LONGEST_NOTE)
    try:
        return read_note(data)
    except NotReadable:
        pass
    try:
        written = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotReadable("note_utf8", byte=error.start) from None
    words = written.replace("\\r", " ").replace("\\n", " ").split()
    if len(words) == 4 and "".join(words[:2]) == origin:
        words[:2] = [origin]
    if len(words) < 3 or (len(words) - 3) % 3:
        raise NotReadable("held_form")
    lines = [" ".join(words[at : at + 3]) for at in range(3, len(words), 3)]
    if len(lines) > MOST_SIGNATURES:
        raise NotReadable("held_form")
    return _checkpoint("\n".join(words[:3]) + "\n", tuple(_signature(line) for line in lines))


def _checkpoint(text: str, signatures: tuple[tuple[str, bytes, bytes], ...]) -> Checkpoint:
    lines = text.split("\n")[:-1]
    if len(lines) < 3 or not all(lines):
        raise NotReadable("checkpoint_form")
    origin, size, root = lines[:3]
    if not _SIZE.fullmatch(size) or int(size) > LARGEST_SIZE:
        raise NotReadable("checkpoint_size", size=size)
    decoded = _decoded(root)
    if len(decoded) != HASH or (size == "0" and decoded != EMPTY_ROOT):
        raise NotReadable("checkpoint_root", root=root)
    return Checkpoint(origin, int(size), decoded, text, signatures)


def _signature(line: str) -> tuple[str, bytes, bytes]:
    found = _SIGNATURE.fullmatch(line)
    data = _decoded(found[2]) if found else b""
    if found is None or len(data) <= 4:
        raise NotReadable("signature_form", line=line)
    return found[1], data[:4], data[4:]


def _decoded(text: str) -> bytes:
    """The bytes of base64 in its one spelling; none for anything else."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
    return data if base64.b64encode(data).decode("ascii") == text else b""
