"""Sealing of content with AES-256-GCM: a data key per request, wrapped by a key held elsewhere.

Must not store anything and must not know models; `content.py` does both on top of this.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from requests_app.common.errors import CountersignError

KEY_BYTES = 32
_NONCE_BYTES = 12
_TAG_BYTES = 16
_KEY_ID_BYTES = 8
_VERSION = b"\x01"
_SEAL_DOMAIN = b"countersign/content/seal/v1\x00"
_WRAP_DOMAIN = b"countersign/content/wrap/v1\x00"
_KEY_ID_DOMAIN = b"countersign/content/key-id/v1\x00"
_FILE_HEADING = "countersign-content-key-v1"


class ContentDamaged(CountersignError):
    """The sealed bytes, their context or their key are not the ones that were sealed."""

    code = "content_damaged"


class WrongWrappingKey(ContentDamaged):
    """The data key was wrapped by another wrapping key than the one given."""

    code = "wrong_wrapping_key"


class KeyWrapper(Protocol):
    """What holds the wrapping key. A key service fits here: the key itself need never be seen."""

    @property
    def key_id(self) -> str: ...

    def wrap(self, data_key: bytes, *, context: bytes) -> bytes: ...

    def unwrap(self, wrapped: bytes, *, context: bytes) -> bytes: ...


@dataclass(frozen=True)
class WrappingKey:
    """A wrapping key read from a file.

    `key_id` is derived from the key, so that it cannot be confused with another's; it reveals
    nothing of it.
    """

    _secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self._secret) != KEY_BYTES:
            raise ValueError(f"a wrapping key has {KEY_BYTES} bytes")

    @property
    def key_id(self) -> str:
        return self._id_bytes.hex()

    @property
    def _id_bytes(self) -> bytes:
        return hashlib.sha256(_KEY_ID_DOMAIN + self._secret).digest()[:_KEY_ID_BYTES]

    @classmethod
    def from_file(cls, path: str | Path) -> WrappingKey:
        """Read a file that `write` made.

        Raises:
            OSError: it cannot be read.
            ValueError: it holds no key; without quoting the file.
        """
        words = Path(path).read_text(encoding="ascii", errors="replace").split()
        if len(words) != 2 or words[0] != _FILE_HEADING:
            raise ValueError("this is not a content key file")
        try:
            return cls(base64.b64decode(words[1], validate=True))
        except (binascii.Error, ValueError):
            raise ValueError("this content key file is damaged") from None

    def write(self, path: str | Path) -> None:
        """Write a new file that only its owner may read; never over an existing one."""
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(f"{_FILE_HEADING} {base64.b64encode(self._secret).decode()}\n")

    def wrap(self, data_key: bytes, *, context: bytes) -> bytes:
        header = _VERSION + self._id_bytes
        return header + _encrypt(self._secret, data_key, _WRAP_DOMAIN + header + context)

    def unwrap(self, wrapped: bytes, *, context: bytes) -> bytes:
        wrapped = bytes(wrapped)  # a database driver may hand over a memoryview
        header, body = wrapped[: 1 + _KEY_ID_BYTES], wrapped[1 + _KEY_ID_BYTES :]
        if header[:1] != _VERSION:
            raise ContentDamaged()
        if header[1:] != self._id_bytes:
            raise WrongWrappingKey()
        return _decrypt(self._secret, body, _WRAP_DOMAIN + header + context)


def new_data_key() -> bytes:
    """A fresh 256-bit key for one request."""
    return AESGCM.generate_key(bit_length=8 * KEY_BYTES)


def wrap(data_key: bytes, wrapping_key: KeyWrapper, *, context: bytes) -> bytes:
    """The data key as it may lie in the database; opens only with the same key and context."""
    _check_data_key(data_key)
    return wrapping_key.wrap(data_key, context=context)


def unwrap(wrapped: bytes, wrapping_key: KeyWrapper, *, context: bytes) -> bytes:
    """The inverse of `wrap`.

    Raises:
        ContentDamaged: of which WrongWrappingKey is one kind.
    """
    data_key = wrapping_key.unwrap(wrapped, context=context)
    if len(data_key) != KEY_BYTES:
        raise ContentDamaged()
    return data_key


def seal(data_key: bytes, plaintext: bytes, *, context: bytes) -> bytes:
    """Version byte, random nonce, ciphertext and tag.

    `context` says what this is and whose (request id and label): bytes moved to another row or
    field do not open.
    """
    _check_data_key(data_key)
    return _VERSION + _encrypt(data_key, plaintext, _SEAL_DOMAIN + _VERSION + context)


def unseal(data_key: bytes, sealed: bytes, *, context: bytes) -> bytes:
    """The plaintext.

    Raises:
        ContentDamaged: key, context or any byte differs.
    """
    _check_data_key(data_key)
    sealed = bytes(sealed)  # a database driver may hand over a memoryview
    if sealed[:1] != _VERSION:
        raise ContentDamaged()
    return _decrypt(data_key, sealed[1:], _SEAL_DOMAIN + _VERSION + context)


def _check_data_key(data_key: bytes) -> None:
    if len(data_key) != KEY_BYTES:
        raise ValueError(f"a data key has {KEY_BYTES} bytes")


def _encrypt(key: bytes, plaintext: bytes, associated: bytes) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plaintext, associated)


def _decrypt(key: bytes, body: bytes, associated: bytes) -> bytes:
    if len(body) < _NONCE_BYTES + _TAG_BYTES:
        raise ContentDamaged()
    try:
        return AESGCM(key).decrypt(body[:_NONCE_BYTES], body[_NONCE_BYTES:], associated)
    except InvalidTag:
        raise ContentDamaged() from None
