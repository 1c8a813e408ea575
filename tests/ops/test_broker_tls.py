"""What stands behind rediss:// must prove who it is, to Celery and to the page of readiness alike."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from kombu.exceptions import OperationalError

from config import celery_app
from requests_app.ops import readiness
from requests_app.trial.embedded import redis


def certificate(folder: Path, address: str) -> Path:
    """A certificate that nobody but itself vouches for, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "redis")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(private + made.public_bytes(Encoding.PEM))
    return path


def pour(source: Any, target: Any) -> None:
    """Hand on what comes until it ends."""
    try:
        while data := source.recv(65_536):
            target.sendall(data)
    except OSError:
        pass
    finally:
        for end in (source, target):
            end.close()


@pytest.fixture(params=["127.0.0.1", "127.0.0.2"])
def encrypted(
    request: Any, redis_server: redis.Redis, tmp_path: Path
) -> Iterator[tuple[str, Path, str]]:
    """The real Redis behind TLS: its address, its certificate, and the address that this names."""
    path = certificate(tmp_path, request.param)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                plain, _ = listener.accept()
            except OSError:
                return
            try:
                inside = context.wrap_socket(plain, server_side=True)
            except OSError:
                plain.close()
                continue
            behind = socket.create_connection(("127.0.0.1", redis_server.port))
            for pair in ((inside, behind), (behind, inside)):
                threading.Thread(target=pour, args=pair, daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    port = listener.getsockname()[1]
    yield f"rediss://:password-of-redis@127.0.0.1:{port}/0", path, request.param
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()


def reaches(address: str) -> bool:
    """Whether Celery's own connection gets through."""
    with celery_app.connection_for_write(address) as connection:
        try:
            connection.ensure_connection(max_retries=1, timeout=5)
            connection.default_channel.client.ping()
        except OperationalError as error:
            said = str(error)
        else:
            said = ""
    assert not said or "CERTIFICATE_VERIFY_FAILED" in said
    return not said


@pytest.mark.parametrize("option", ["", "?ssl_cert_reqs=none", "?ssl_check_hostname=false"])
def test_a_certificate_that_nobody_vouches_for_is_refused(
    encrypted: tuple[str, Path, str], option: str
) -> None:
    assert not reaches(encrypted[0] + option)


def test_a_certificate_of_an_own_authority_is_taken_under_its_own_name_only(
    encrypted: tuple[str, Path, str], settings: Any
) -> None:
    address, path, named = encrypted
    whole = f"{address}?ssl_ca_certs={path}"
    assert reaches(whole) is (named == "127.0.0.1")
    settings.COUNTERSIGN_BROKER_URL = whole
    assert readiness.broker() is (named == "127.0.0.1")
