"""Signed notes: a text with lines of signatures below it, and the keys that make and check them (c2sp.org/signed-note).

Must not decide whom to trust: a note is opened with the keys that its reader brings. Ed25519 is RFC 8032.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = 0x01
COSIGNATURE = 0x04
"""Kinds of keys, as their first byte says."""

LONGEST_NOTE = 1_000_000
MOST_SIGNATURES = 100
_LINE = re.compile(r"— (?P<name>\S+) (?P<data>[A-Za-z0-9+/]+={0,2})")
_VKEY = re.compile(r"(?P<name>[^\s+]+)\+(?P<id>[0-9a-f]{8})\+(?P<data>[A-Za-z0-9+/]+={0,2})")
_ID_BYTES, _KEY_BYTES = 4, 32


class NoteError(ValueError):
    """A note, a key or a signature that is not what it should be, and why."""


@dataclass(frozen=True)
class Verifier:
    """A public key with its name, written as a vkey: `name+id+key`.

    Attributes:
        name: without blanks and plus signs; kind: ED25519 or COSIGNATURE; key: 32 bytes.
    """

    name: str
    kind: int
    key: bytes

    def __post_init__(self) -> None:
        """Refuse what no vkey could say.

        Raises:
            NoteError: the name, the kind or the length of the key.
        """
        if not re.fullmatch(r"[^\s+]+", self.name):
            raise NoteError(f"{self.name!r} is no name of a key: it has no blank and no plus sign.")
        if self.kind not in (ED25519, COSIGNATURE):
            raise NoteError(f"Keys of kind {self.kind} are not known here.")
        if len(self.key) != _KEY_BYTES:
            raise NoteError("An Ed25519 key has 32 bytes.")

    @property
    def id(self) -> bytes:
        """Four bytes that say which key it is: of SHA-256 over name, line feed, kind and key."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.key).digest()[
            :_ID_BYTES
        ]

    @property
    def vkey(self) -> str:
        """The key as it is handed on."""
        return f"{self.name}+{self.id.hex()}+{_base64(bytes([self.kind]) + self.key)}"

    def check(self, message: bytes, signature: bytes) -> None:
        """Check one signature.

        Raises:
            NoteError: it was not made by this key over these bytes.
        """
        try:
            Ed25519PublicKey.from_public_bytes(self.key).verify(signature, message)
        except (InvalidSignature, ValueError):
            raise NoteError(f"The signature of {self.name} does not hold.") from None


@dataclass(frozen=True)
class Signature:
    """One line below a note. `data`: what follows the four bytes of the key's id."""

    name: str
    id: bytes
    data: bytes

    def line(self) -> str:
        """The line as it stands in the note, with its line feed."""
        return f"— {self.name} {_base64(self.id + self.data)}\n"


@dataclass(frozen=True)
class Note:
    """A text that ends with a line feed, and the signatures below it."""

    text: str
    signatures: tuple[Signature, ...]

    def write(self) -> str:
        """The whole note."""
        return f"{self.text}\n{''.join(each.line() for each in self.signatures)}"

    def by(self, verifier: Verifier) -> tuple[Signature, ...]:
        """The signatures that say to be of a key. None of them is checked yet."""
        return tuple(
            each for each in self.signatures if (each.name, each.id) == (verifier.name, verifier.id)
        )


def read_vkey(text: str) -> Verifier:
    """A key as it was handed on.

    Raises:
        NoteError: it is none, or its id is not that of the key.
    """
    found = _VKEY.fullmatch(text)
    if found is None:
        raise NoteError("Expected a key as name+id+key.")
    data = _bytes(found["data"])
    if not data:
        raise NoteError("The key is empty.")
    verifier = Verifier(found["name"], data[0], data[1:])
    if verifier.id.hex() != found["id"]:
        raise NoteError(f"The id of the key {verifier.name} is not that of its bytes.")
    return verifier


def verifier_of(
    name: str, key: Ed25519PrivateKey | Ed25519PublicKey, *, kind: int = ED25519
) -> Verifier:
    """The public half of a key under a name."""
    public = key.public_key() if isinstance(key, Ed25519PrivateKey) else key
    return Verifier(name, kind, public.public_bytes_raw())


def signed(text: str, name: str, key: Ed25519PrivateKey) -> Note:
    """A note with one signature.

    Raises:
        NoteError: the text has no line feed at its end, or characters that no note has.
    """
    _refuse_odd(text)
    if not text.endswith("\n"):
        raise NoteError("The text of a note ends with a line feed.")
    return Note(text, (Signature(name, verifier_of(name, key).id, key.sign(text.encode())),))


def read_note(data: bytes) -> Note:
    """Take a note apart. No signature is checked: `open_note` does.

    Raises:
        NoteError: it is no note.
    """
    if len(data) > LONGEST_NOTE:
        raise NoteError(f"A note has at most {LONGEST_NOTE} bytes.")
    try:
        written = data.decode("utf-8")
    except UnicodeDecodeError:
        raise NoteError("A note is UTF-8.") from None
    _refuse_odd(written)
    text, blank, below = written.rpartition("\n\n")
    lines = below.split("\n")
    if not blank or lines.pop() != "" or not lines:
        raise NoteError("Expected a text, an empty line, and lines of signatures.")
    if len(lines) > MOST_SIGNATURES:
        raise NoteError(f"A note has at most {MOST_SIGNATURES} signatures.")
    return Note(text + "\n", tuple(map(_signature, lines)))


def open_note(
    data: bytes,
    known: Iterable[Verifier],
    *,
    check: Callable[[Verifier, Note, Signature], None] | None = None,
) -> tuple[Note, tuple[Verifier, ...]]:
    """Return a note with the keys among those known that signed it.

    Signatures of unknown keys are passed over; one of a known key that does not hold spoils the note.

    Args:
        data: the note; known: the keys that its reader trusts.
        check: checks one signature; by default, Ed25519 over the text.

    Raises:
        NoteError: it is no note, a known key's signature does not hold, or no known key signed it.
    """
    note = read_note(data)
    by: list[Verifier] = []
    for verifier in known:
        for signature in note.by(verifier):
            if check is not None:
                check(verifier, note, signature)
            else:
                verifier.check(note.text.encode(), signature.data)
            if verifier not in by:
                by.append(verifier)
    if not by:
        raise NoteError("No key that is known here signed this note.")
    return note, tuple(by)


def _signature(line: str) -> Signature:
    found = _LINE.fullmatch(line)
    data = _bytes(found["data"]) if found else b""
    if found is None or "+" in found["name"] or len(data) <= _ID_BYTES:
        raise NoteError("A line below the note is no signature.")
    return Signature(found["name"], data[:_ID_BYTES], data[_ID_BYTES:])


def _refuse_odd(text: str) -> None:
    if any(character < " " and character != "\n" for character in text):
        raise NoteError("A note has no control characters but line feeds.")


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise NoteError("Expected base64.") from None
    if _base64(data) != text:
        raise NoteError("Expected base64 as it is written in one way alone.")
    return data
