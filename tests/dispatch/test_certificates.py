"""A matcher's own authority is believed and no other, and a client certificate is shown where it is wanted.

The servers are real and on loopback; certificates are made here and kept for one test.
"""

from __future__ import annotations

import datetime as dt
import http.server
import ipaddress
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from requests_app.dispatch import errors
from requests_app.dispatch.client import OsiaClient
from requests_app.dispatch.types import Timeouts
from tests.dispatch.client_support import GRANT, SCALE, order


@dataclass
class Made:
    """A certificate with its key, in files."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey
    crt: Path
    pem: Path

    @property
    def text(self) -> str:
        return self.crt.read_text()


def make(folder: Path, name: str, by: Made | None = None) -> Made:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(x509.BasicConstraints(ca=by is None, path_length=None), critical=True)
    )
    if by is not None:
        local = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
        builder = builder.add_extension(x509.SubjectAlternativeName([local]), critical=False)
    certificate = builder.sign(by.key if by else key, hashes.SHA256())
    crt, pem = folder / f"{name}.crt", folder / f"{name}.key"
    crt.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    pem.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return Made(certificate, key, crt, pem)


class NobodyFound(http.server.BaseHTTPRequestHandler):
    """Answers each search with an empty list."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps([]).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(shown: Made, clients_of: Made | None = None) -> Iterator[str]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(shown.crt, shown.pem)
    if clients_of is not None:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(clients_of.crt)
    server = http.server.HTTPServer(("127.0.0.1", 0), NobodyFound)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"https://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def sent(url: str, **tls: object) -> int:
    client = OsiaClient(url, scale=SCALE, timeouts=Timeouts(2, 5, 5, 20), **tls)  # type: ignore[arg-type]
    return len(client.submit(client.prepare(order()), GRANT).result.candidates)


@pytest.fixture
def ours(tmp_path: Path) -> Made:
    return make(tmp_path, "ours")


def test_only_the_authority_of_the_entry_is_believed(tmp_path: Path, ours: Made) -> None:
    theirs = make(tmp_path, "theirs")
    with serving(make(tmp_path, "server", ours)) as url:
        assert sent(url, ca_pem=ours.text) == 0
        for wrong in (theirs.text, ""):
            with pytest.raises(errors.BackendUnavailable) as caught:
                sent(url, ca_pem=wrong)
            assert caught.value.sent == "no"


def test_a_client_certificate_is_shown_where_it_is_wanted(tmp_path: Path, ours: Made) -> None:
    mine, stranger = make(tmp_path, "mine", ours), make(tmp_path, "stranger")
    with serving(make(tmp_path, "server", ours), clients_of=ours) as url:
        assert sent(url, ca_pem=ours.text, client_certificate=(mine.crt, mine.pem)) == 0
        for shown in (None, (stranger.crt, stranger.pem)):
            with pytest.raises(errors.BackendError):
                sent(url, ca_pem=ours.text, client_certificate=shown)


def test_what_cannot_be_used_is_told_before_anything_leaves(tmp_path: Path, ours: Made) -> None:
    other = make(tmp_path, "other", ours)
    locked = tmp_path / "locked.key"
    locked.write_bytes(
        ours.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(b"word"),
        )
    )
    for pair in ((ours.crt, other.pem), (ours.crt, locked), (ours.crt, tmp_path / "none.key")):
        with pytest.raises(errors.NotConfigured) as caught:
            sent("https://127.0.0.1:9", client_certificate=pair)
        assert caught.value.code == "client_certificate_unusable"
    with pytest.raises(errors.NotConfigured) as caught:
        sent("https://127.0.0.1:9", ca_pem="-----BEGIN CERTIFICATE-----\nno\n")
    assert caught.value.code == "ca_certificate_unusable"
