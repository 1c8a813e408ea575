"""The trial's own secrets: made at random once, kept in var/secrets/, handed out a process at a time.

It must not give a process what another one needs, nor be read by production.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from requests_app.common import private_files
from requests_app.ops import logins, trial_marks
from requests_app.searches.envelope import WrappingKey
from requests_app.wire import keys


@dataclass(frozen=True)
class Secrets:
    """The folder of the trial's secrets. Args: folder, made by `make`."""

    folder: Path

    @property
    def content_key(self) -> Path:
        return self.folder / "content.key"

    @property
    def grant_key(self) -> Path:
        return self.folder / "grant.pem"

    @property
    def grant_public_keys(self) -> Path:
        return self.folder / "grant.jwks.json"

    @property
    def log_key(self) -> Path:
        return self.folder / "log.pem"

    @property
    def demo_accounts(self) -> Path:
        return self.folder / "demo_accounts.json"

    def text(self, name: str) -> str:
        """Return a random secret by name, making it when it is first asked for."""
        path = self.folder / f"{name}.txt"
        if not path.exists():
            private_files.write(path, trial_marks.new_text())
        return path.read_text(encoding="utf-8")

    def database_passwords(self) -> dict[str, str]:
        """Return the password of each database login."""
        return {login: self.text(f"database_{login}") for login in logins.LOGINS}


def make(folder: Path) -> Secrets:
    """Return the trial's secrets, making what is missing."""
    secrets = Secrets(private_files.folder(folder))
    if not secrets.content_key.exists():
        WrappingKey(trial_marks.new_key()).write(secrets.content_key)
    if not secrets.log_key.exists():
        private_files.write(secrets.log_key, _pem(_new_private_key()))
    if not secrets.grant_public_keys.exists():
        private = _new_private_key()
        private_files.write(secrets.grant_key, _pem(private))
        private_files.write(
            secrets.grant_public_keys, json.dumps(keys.to_jwks([private.public_key()]))
        )
    return secrets


def _new_private_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(trial_marks.new_key())


def _pem(private: Ed25519PrivateKey) -> bytes:
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
