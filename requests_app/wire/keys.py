"""Ed25519 keys as files: how a public key is named, written and read on both sides.

Must not read a private key where only a public one is needed.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)


class UnusableKey(ValueError):
    """A key file that holds no key of the kind that is needed."""


def key_id(public_key: Ed25519PublicKey) -> str:
    """The RFC 7638 thumbprint of a key: its name follows from the key itself."""
    thumbprint = json.dumps(_required_members(public_key), separators=(",", ":"), sort_keys=True)
    return _base64url(hashlib.sha256(thumbprint.encode("ascii")).digest())


def to_jwks(public_keys: list[Ed25519PublicKey]) -> dict[str, Any]:
    """The key set to hand to a gate; it holds two keys while one replaces the other."""
    return {
        "keys": [
            {**_required_members(key), "kid": key_id(key), "use": "sig", "alg": "EdDSA"}
            for key in public_keys
        ]
    }


def load_public_keys(path: Path) -> Mapping[str, Ed25519PublicKey]:
    """Key id -> key of a JWKS file or a PEM file with one public key.

    Raises:
        UnusableKey for a file that holds none, a private one, or one of another kind.
    """
    data = path.read_bytes()
    found = _from_pem(data) if data.lstrip().startswith(b"-----") else _from_jwks(data)
    if not found:
        raise UnusableKey(f"{path.name} holds no key.")
    return {key_id(key): key for key in found}


def load_private_key(path: Path) -> Ed25519PrivateKey:
    """The private key of an unencrypted PKCS#8 PEM file; raises UnusableKey for any other."""
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError) as error:
        raise UnusableKey(f"{path.name} holds no private key in PEM form.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise UnusableKey(f"{path.name} holds a key of another kind than Ed25519.")
    return key


def public_pem(public_key: Ed25519PublicKey) -> bytes:
    """The PEM form of a public key."""
    return public_key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def _from_pem(data: bytes) -> list[Ed25519PublicKey]:
    try:
        key = load_pem_public_key(data)
    except ValueError as error:
        raise UnusableKey("The PEM file holds no public key.") from error
    if not isinstance(key, Ed25519PublicKey):
        raise UnusableKey("The PEM file holds a key of another kind than Ed25519.")
    return [key]


def _from_jwks(data: bytes) -> list[Ed25519PublicKey]:
    try:
        members = json.loads(data)["keys"]
        keys = []
        for member in members:
            if member.get("kty") != "OKP" or member.get("crv") != "Ed25519" or "d" in member:
                raise UnusableKey("The key set holds something else than Ed25519 public keys.")
            padded = member["x"] + "=" * (-len(member["x"]) % 4)
            key = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(padded))
            if member.get("kid", key_id(key)) != key_id(key):
                raise UnusableKey("A key of the set has another name than its own.")
            keys.append(key)
    except UnusableKey:
        raise
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnusableKey("The file is no key set.") from error
    return keys


def _required_members(public_key: Ed25519PublicKey) -> dict[str, str]:
    raw = public_key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return {"crv": "Ed25519", "kty": "OKP", "x": _base64url(raw)}


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
