"""The gate's receipt: what it forwarded and what the engine answered, signed by the gate.

Must not hold a candidate: it names the answer by digest and counts it.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from requests_app.wire import canonical
from requests_app.wire.keys import key_id
from requests_app.wire.shapes import (
    Malformed,
    read_digest,
    read_fields,
    read_integer,
    read_text,
    read_time,
    read_uuid,
    write_time,
)
from requests_app.wire.versions import RECEIPT_SCHEMA

# Signed together with the receipt, so that no other signature of this key can pass for one.
_CONTEXT = b"countersign receipt v1\n"
_LONGEST = 8_000


class ReceiptRefused(ValueError):
    """A receipt that is not in its form, or not signed by a key that was expected."""


@dataclass(frozen=True)
class Receipt:
    """One answered search. Digests are hex SHA-256 of the exact bytes that travelled."""

    installation: str
    gate: str
    jti: str
    search_id: str
    gallery: str
    request_sha256: str
    answer_sha256: str
    candidate_count: int
    engine: str
    engine_version: str
    configuration_sha256: str
    register_number: int
    register_head: str
    answered_at: datetime

    def to_bytes(self) -> bytes:
        """The canonical bytes that are signed; raises Malformed for a receipt out of form."""
        fields = {**vars(self), "answered_at": write_time(self.answered_at)}
        data = canonical.encode({**fields, "schema": RECEIPT_SCHEMA})
        parse(data)
        return data


def parse(data: bytes) -> Receipt:
    """The receipt of its canonical bytes; raises NotCanonical or Malformed."""
    names = {"schema", *Receipt.__dataclass_fields__}
    fields = read_fields(canonical.decode(data), names, "The receipt")
    if fields["schema"] is True or fields["schema"] != RECEIPT_SCHEMA:
        raise Malformed("The receipt has a schema that this program does not know.")
    return Receipt(
        installation=read_text(fields["installation"], "installation", longest=100),
        gate=read_text(fields["gate"], "gate", longest=100),
        jti=read_uuid(fields["jti"], "jti"),
        search_id=read_uuid(fields["search_id"], "search_id"),
        gallery=read_text(fields["gallery"], "gallery", longest=80),
        request_sha256=read_digest(fields["request_sha256"], "request_sha256"),
        answer_sha256=read_digest(fields["answer_sha256"], "answer_sha256"),
        candidate_count=read_integer(fields["candidate_count"], "candidate_count"),
        engine=read_text(fields["engine"], "engine", longest=80),
        engine_version=read_text(fields["engine_version"], "engine_version", longest=40),
        configuration_sha256=read_digest(fields["configuration_sha256"], "configuration_sha256"),
        register_number=read_integer(fields["register_number"], "register_number", least=1),
        register_head=read_digest(fields["register_head"], "register_head"),
        answered_at=read_time(fields["answered_at"], "answered_at"),
    )


def sign(receipt: Receipt, private_key: Ed25519PrivateKey) -> str:
    """The receipt as one header value: key id, canonical bytes and signature, joined by dots."""
    data = receipt.to_bytes()
    signature = private_key.sign(_CONTEXT + data)
    return ".".join((key_id(private_key.public_key()), _encode(data), _encode(signature)))


def verify(text: str, keys: Mapping[str, Ed25519PublicKey]) -> Receipt:
    """The receipt of a header value; raises ReceiptRefused unless one of `keys` signed it."""
    parts = text.split(".") if len(text) <= _LONGEST else []
    if len(parts) != 3 or parts[0] not in keys:
        raise ReceiptRefused("This is no receipt of a known gate.")
    try:
        data, signature = _decode(parts[1]), _decode(parts[2])
        keys[parts[0]].verify(signature, _CONTEXT + data)
        return parse(data)
    except (InvalidSignature, binascii.Error, ValueError) as error:
        raise ReceiptRefused("The receipt is not what its gate signed.") from error


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _decode(text: str) -> bytes:
    data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if _encode(data) != text:
        raise binascii.Error("not the one spelling")
    return data
