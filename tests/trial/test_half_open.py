"""The trial's web answers beside connections that never finish what they send, and keeps none of it in a file.

The server is the trial's own, as a process, with a database of the test.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings

from config import trial_server
from requests_app.ops import logins
from requests_app.searches import documents, intake
from requests_app.trial.embedded import processes
from requests_app.trial.embedded.secrets import Secrets
from requests_app.trial.embedded.supervisor import python
from tests.half_open import BEGINNINGS, LINES, answer_of, half_open
from tests.support import PASSWORDS, place

ROOT = Path(__file__).parents[2]
PAGE = "/account/sign-in/"


@dataclass
class Web:
    """A running web process of a trial."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path


@pytest.fixture
def web(database: str, trial_secrets: Secrets, tmp_path: Path) -> Iterator[Web]:
    """The web process of a trial, answering."""
    port, log = processes.free_port(), tmp_path / "web.log"

    def url(login: str) -> str:
        return f"postgresql://{login}:{PASSWORDS[login]}@127.0.0.1:{place.port}/{place.database}"

    process = processes.start(
        python("-m", "config.trial_server", str(port)),
        log=log,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "config.settings.trial",
            "COUNTERSIGN_DATABASE_URL": url(logins.WEB),
            "COUNTERSIGN_AUDITOR_DATABASE_URL": url(logins.AUDITOR),
            "COUNTERSIGN_CONTENT_KEY_FILE": str(trial_secrets.content_key),
            "COUNTERSIGN_LOOKUP_KEY": trial_secrets.text("lookup"),
            "COUNTERSIGN_VAR_DIR": str(tmp_path),
        },
        cwd=ROOT,
    )
    processes.wait_until(
        lambda: processes.port_is_taken(port), process=process, name="web", log=log
    )
    yield Web(process, port, log)
    processes.stop(process, by=signal.SIGTERM)


@pytest.mark.parametrize("what", BEGINNINGS)
def test_a_page_is_answered_beside_connections_that_never_finish(web: Web, what: str) -> None:
    assert answer_of(web.port, PAGE)[0] == 200
    with half_open(web.port, what):
        begun = time.monotonic()
        assert answer_of(web.port, PAGE, within=10)[0] == 200
        assert time.monotonic() - begun < 5


def test_an_upload_lies_in_no_file_while_it_arrives(web: Web) -> None:
    with half_open(web.port, "a body that never ends", count=3):
        answer_of(web.port, PAGE)  # what was sent before has been read by then
        opened = [os.readlink(each) for each in Path(f"/proc/{web.process.pid}/fd").iterdir()]
    written = [name for name in opened if name.startswith("/") and "(deleted)" in name]
    assert written == []
    assert sum(name.startswith("socket:") for name in opened) >= 4
    options = trial_server.OPTIONS
    assert options["inbuf_overflow"] > options["max_request_body_size"]
    assert options["channel_timeout"] + options["cleanup_interval"] <= 60, "and is then forgotten"


def test_its_limits_agree_with_the_applications() -> None:
    largest = trial_server.OPTIONS["max_request_body_size"]
    assert (
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE < largest <= 2 * settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    )
    assert trial_server.OPTIONS["outbuf_overflow"] > max(documents.MAX_BYTES, intake.MAX_BYTES)


def test_what_the_application_does_not_take_is_refused_in_its_own_words(web: Web) -> None:
    size = settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1
    head = LINES.format(host="localhost") + f"Content-Length: {size}\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", web.port), timeout=20) as connection:
        connection.sendall(head.encode() + b"a" * size)
        answer = b""
        while part := connection.recv(65_536):
            answer += part
    assert b'id="main-content"' in answer, "not the application's own page"


def test_styles_are_served_and_the_server_is_not_named(web: Web) -> None:
    _, page = answer_of(web.port, PAGE)
    address = page.split(b'href="/static/', 1)[1].split(b'"', 1)[0].decode()
    status, style = answer_of(web.port, f"/static/{address}")
    assert status == 200
    assert b"immutable" in style
    assert b"\r\nserver:" not in page.lower()


def test_it_listens_on_loopback_alone(web: Web) -> None:
    listening = [
        line.split()[1]
        for line in Path(f"/proc/{web.process.pid}/net/tcp").read_text().splitlines()
        if line.split()[1].endswith(f":{web.port:04X}") and line.split()[3] == "0A"
    ]
    assert listening == [f"0100007F:{web.port:04X}"]


def test_it_ends_in_time_beside_connections_that_never_finish(web: Web) -> None:
    with half_open(web.port, "a body that never comes"):
        answer_of(web.port, PAGE)
        web.process.send_signal(signal.SIGTERM)
        assert web.process.wait(8) == 0
    assert "Traceback" not in web.log.read_text()
