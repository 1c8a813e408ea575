"""The example of a proxy: what it says agrees with the application, and nginx, where it is found, holds to it.

It must not stand in for nginx: without one, only the file is read.
"""

from __future__ import annotations

import datetime as dt
import importlib
import ipaddress
import os
import re
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

from config import trial_server
from requests_app.trial.embedded import processes
from tests.half_open import BEGINNINGS, LINES, answer_of, half_open

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "examples" / "nginx.conf"
NAME = "countersign.agency.example"
NGINX = shutil.which("nginx")
BYTES = {"k": 1024, "m": 1024 * 1024}


def directives() -> dict[str, list[str]]:
    """What the example says, without its comments: the values of each directive."""
    text = re.sub(r"#.*", "", EXAMPLE.read_text(encoding="utf-8"))
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r"(\w+)\s+([^;{}]+);", text):
        found.setdefault(name, []).append(" ".join(value.split()))
    return found


def size(text: str) -> int:
    return int(text[:-1]) * BYTES[text[-1]]


def test_its_limits_agree_with_the_applications() -> None:
    said = directives()
    (largest,), (held,) = said["client_max_body_size"], said["client_body_buffer_size"]
    ours = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert ours == settings.FILE_UPLOAD_MAX_MEMORY_SIZE
    assert ours < size(largest) <= 2 * ours, "the application says what is too large"
    assert size(held) == size(largest), "a body would be written to a file"
    assert size(largest) == trial_server.OPTIONS["max_request_body_size"]
    assert said["proxy_max_temp_file_size"] == ["0"]
    assert f"{ours // 1024**2} MB" in EXAMPLE.read_text(encoding="utf-8")
    gunicorn = importlib.import_module("config.gunicorn")
    (read,) = said["proxy_read_timeout"]
    assert int(read.removesuffix("s")) > gunicorn.timeout
    number, each = said["large_client_header_buffers"][0].split()
    assert size(each) > gunicorn.limit_request_line
    assert int(number) * size(each) <= trial_server.OPTIONS["max_request_header_size"]


def test_it_reads_whole_requests_and_gives_up_on_slow_ones() -> None:
    said = directives()
    assert said["proxy_request_buffering"] == ["on"]
    for name in ("client_header_timeout", "client_body_timeout", "send_timeout"):
        (time_,) = said[name]
        assert 5 <= int(time_.removesuffix("s")) <= 60, name
    assert said["access_log"] == ["off"]
    assert said["error_log"][0].endswith(" crit")
    assert said["ssl_protocols"] == ["TLSv1.2 TLSv1.3"]


def test_it_sends_the_headers_that_production_trusts_and_no_other() -> None:
    sent = dict(each.split(" ", 1) for each in directives()["proxy_set_header"])
    production = (ROOT / "config" / "settings" / "production.py").read_text(encoding="utf-8")
    assert 'SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")' in production
    assert sent == {
        "Host": "$host",
        "Connection": '""',
        "X-Forwarded-Proto": "$scheme",
        "X-Forwarded-For": "$remote_addr",  # one proxy: COUNTERSIGN_PROXIES=1
        "X-Forwarded-Host": '""',
        "X-Forwarded-Port": '""',
        "X-Real-IP": '""',
        "Forwarded": '""',
    }
    text = EXAMPLE.read_text(encoding="utf-8")
    for setting in ("COUNTERSIGN_BEHIND_HTTPS_PROXY=yes", "COUNTERSIGN_PROXIES=1"):
        assert setting in text
    page = (ROOT / "docs" / "production.md").read_text(encoding="utf-8")
    assert f"--bind {re.findall(r'server ([0-9.:]+);', text)[0]} " in page


# --- a running nginx ------------------------------------------------------------------------------


class OneAtATime(BaseHTTPRequestHandler):
    """A web process with a single thread: whatever reaches it unfinished would hold all of it."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Say which headers came."""
        body = str(self.headers).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    begun = dt.datetime.now(dt.UTC) - dt.timedelta(hours=1)
    names = [x509.DNSName(NAME), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begun).not_valid_after(begun + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    crt, pem = folder / "proxy.crt", folder / "proxy.key"
    crt.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    pem.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return crt, pem


@pytest.fixture
def proxy(tmp_path: Path) -> Iterator[int]:
    """The example in a running nginx, with ports, files and folders of this test's; gives its port."""
    if NGINX is None:
        pytest.skip("no nginx on this machine, so the example is only read")
    port, plain = processes.free_port(), processes.free_port()
    web = HTTPServer(("127.0.0.1", 0), OneAtATime)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    crt, key = certificate(tmp_path)
    text = EXAMPLE.read_text(encoding="utf-8")
    for before, after in (
        ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
        ("listen 80", f"listen 127.0.0.1:{plain}"),
        ("server 127.0.0.1:8000;", f"server 127.0.0.1:{web.server_port};"),
        ("/etc/nginx/countersign.crt", str(crt)),
        ("/etc/nginx/countersign.key", str(key)),
        ("/run/nginx.pid", str(tmp_path / "nginx.pid")),
        ("/var/log/nginx/error.log", str(tmp_path / "error.log")),
        ("worker_processes auto;", "worker_processes 1;\ndaemon off;"),
    ):
        assert before in text, before
        text = text.replace(before, after)
    folders = "".join(
        f"    {kind}_temp_path {tmp_path / kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    text = text.replace("http {\n", "http {\n" + folders, 1)
    if os.geteuid() == 0:
        text = f"user root;\n{text}"  # its workers would be nobody, whom pytest's folder lets in nowhere
    (tmp_path / "nginx.conf").write_text(text)
    log = tmp_path / "start.log"
    process = processes.start(
        [NGINX, "-p", tmp_path, "-e", tmp_path / "error.log", "-c", tmp_path / "nginx.conf"],
        log=log,
    )
    try:
        processes.wait_until(
            lambda: processes.port_is_taken(port), process=process, name="nginx", log=log
        )
        yield port
    finally:
        processes.stop(process, by=signal.SIGTERM)
        web.shutdown()
        web.server_close()


@pytest.mark.parametrize("what", BEGINNINGS)
def test_a_page_is_answered_beside_connections_that_never_finish(proxy: int, what: str) -> None:
    with half_open(proxy, what, host=NAME, tls=True):
        begun = time.monotonic()
        status, page = answer_of(proxy, "/", host=NAME, tls=True)
        assert (status, time.monotonic() - begun < 5) == (200, True)
    assert b"X-Forwarded-Proto: https" in page
    assert b"X-Forwarded-For: 127.0.0.1" in page
    assert f"Host: {NAME}".encode() in page


LARGE_CHUNK = LINES + "Transfer-Encoding: chunked\r\n\r\n4c4b40\r\n" + "a" * 2_000_000


@pytest.mark.parametrize("what", ["a body that never ends", "a large chunk that never ends"])
def test_an_upload_lies_in_no_file_while_it_arrives(
    proxy: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setitem(BEGINNINGS, "a large chunk that never ends", LARGE_CHUNK)
    master = int((tmp_path / "nginx.pid").read_text())
    with half_open(proxy, what, count=3, host=NAME, tls=True):
        answer_of(proxy, "/", host=NAME, tls=True)
        time.sleep(1)  # by then nginx has read what was sent before
        (worker,) = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        opened = [os.readlink(each) for each in Path(f"/proc/{worker}/fd").iterdir()]
    assert [name for name in opened if str(tmp_path / "client_body") in name] == []
    assert sum(name.startswith("socket:") for name in opened) >= 4
