"""Help for tests that talk to a real demonstration matcher: its process, keys, calls and grants.

Must build requests and tokens by hand, without the code under test, wherever an attack is meant.
"""

from __future__ import annotations

import base64
import hashlib
import json
import socket
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from requests_app.outside.refmatcher import drawings
from requests_app.wire import keys
from requests_app.wire.grant import GrantDetail, mint

AUDIENCE = "urn:countersign:test:matcher:shapes"
ISSUER = "urn:countersign:test"
GALLERY = "SYNTHETIC-SHAPES"
DIGEST_OF_NOTHING = hashlib.sha256(b"").hexdigest()
EMPTY_FILTER = hashlib.sha256(b"{}").hexdigest()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class MatcherProcess:
    """`python -m requests_app.outside.refmatcher` on loopback."""

    def __init__(self, folder: Path, *, faults: bool = False) -> None:
        self.folder, self.faults = folder, faults
        self.key = Ed25519PrivateKey.generate()
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        (folder / "keys.json").write_text(json.dumps(keys.to_jwks([self.key.public_key()])))

    def start(self) -> None:
        command = [
            sys.executable, "-m", "requests_app.outside.refmatcher",
            "--i-understand-this-is-not-a-face-recogniser",
            "--port", str(self.port), "--grant-keys", str(self.folder / "keys.json"),
            "--audience", AUDIENCE, "--issuer", ISSUER, "--state", str(self.folder / "state.db"),
        ]  # fmt: skip
        if self.faults:
            command.append("--faults")
        self.log = (self.folder / "log").open("ab")
        self.process = subprocess.Popen(command, stderr=self.log, stdout=self.log)
        for _ in range(200):
            try:
                httpx.get(self.url + "/healthz", trust_env=False)
                return
            except httpx.HTTPError:
                assert self.process.poll() is None, (self.folder / "log").read_text()
                time.sleep(0.1)
        raise AssertionError("the matcher did not come up")

    def stop(self, *, kill: bool = False) -> None:
        if kill:
            self.process.kill()
        else:
            self.process.terminate()
        self.process.wait(20)
        self.log.close()

    def log_text(self) -> str:
        return (self.folder / "log").read_text()


def body_of(image: bytes, **changes: Any) -> bytes:
    face = {"biometricType": "FACE", "image": base64.b64encode(image).decode()}
    request = {"filter": {}, "biometricData": [face]} | changes
    return json.dumps(request).encode()


@dataclass
class Call:
    """One call to identify, right in everything until a test changes something."""

    matcher: MatcherProcess
    image: bytes = field(default_factory=lambda: drawings.png(drawings.draw(7)))
    search_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    gallery: str = GALLERY
    granted: dict[str, Any] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    sent_body: bytes | None = None

    def detail(self) -> GrantDetail:
        body = self.body or body_of(self.image)
        fields = {
            "search_id": self.search_id,
            "gallery": GALLERY,
            "gallery_sha256": DIGEST_OF_NOTHING,
            "max_candidates": 10,
            "min_threshold": "0.5",
            "mode": "retrospective_still",
            "filter_sha256": EMPTY_FILTER,
            "probe_sha256": hashlib.sha256(self.image).hexdigest(),
            "body_sha256": hashlib.sha256(body).hexdigest(),
        }
        return GrantDetail(**(fields | self.granted))

    def token(self) -> str:
        return mint(
            self.matcher.key, self.detail(), issuer=ISSUER, audience=AUDIENCE, now=datetime.now(UTC)
        ).token

    def claims(self) -> dict[str, Any]:
        return jwt.decode(self.token(), options={"verify_signature": False})

    def resigned(self, **changes: Any) -> str:
        """The right claims with some changed, signed with the right key."""
        claims = {k: v for k, v in (self.claims() | changes).items() if v is not None}
        kid = keys.key_id(self.matcher.key.public_key())
        header = {"typ": "at+jwt", "kid": kid}
        return jwt.encode(claims, self.matcher.key, algorithm="EdDSA", headers=header)

    def send(self, token: str | None = "") -> httpx.Response:
        query = {"transactionId": self.search_id, "maxNbCand": "10", "threshold": "0.5"}
        query = {k: v for k, v in (query | self.query).items() if v is not None}
        headers = {"Content-Type": "application/json", **self.headers}
        if token is not None:
            headers["Authorization"] = f"Bearer {token or self.token()}"
        return httpx.post(
            f"{self.matcher.url}/v1/identify/{self.gallery}",
            params=query,
            headers=headers,
            content=self.sent_body or self.body or body_of(self.image),
            timeout=30,
            trust_env=False,
        )
