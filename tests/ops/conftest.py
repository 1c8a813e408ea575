"""A production in which nothing is wrong, for tests to break in one place, and what its checks find."""

from __future__ import annotations

import os
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

import pytest
from django.core import checks

from requests_app.ops.refusals.codes import TAG
from requests_app.searches.envelope import WrappingKey


class Here:
    """What a case may change: the settings, a folder, and the logins of the database."""

    def __init__(self, settings: Any, folder: Path) -> None:
        self.settings = settings
        self.folder = folder

    def set(self, **changed: Any) -> None:
        for name, value in changed.items():
            setattr(self.settings, name, value)

    def file(self, name: str, text: str, mode: int = 0o600) -> str:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(mode)
        return str(path)

    def content_key(self, name: str, key: bytes) -> str:
        WrappingKey(key).write(self.folder / name)
        return str(self.folder / name)


@pytest.fixture
def here(settings: Any, tmp_path: Path) -> Here:
    """Settings of a production's web process with nothing wrong, but for the database."""
    made = Here(settings, tmp_path)
    made.file("staticfiles.json", "{}")
    made.set(
        COUNTERSIGN_INSTALLATION_KIND="production",
        COUNTERSIGN_PROCESS="web",
        COUNTERSIGN_TRIAL=False,
        DEBUG=False,
        SESSION_COOKIE_SECURE=True,
        CSRF_COOKIE_SECURE=True,
        SECURE_SSL_REDIRECT=True,
        SECURE_HSTS_SECONDS=31_536_000,
        ALLOWED_HOSTS=["countersign.example.org"],
        COUNTERSIGN_PUBLIC_ORIGIN="https://countersign.example.org",
        COUNTERSIGN_BROKER_URL="rediss://:word@redis.example.org:6379/0",
        COUNTERSIGN_LOOKUP_KEY=token_urlsafe(40),
        SECRET_KEY=token_urlsafe(60),
        COUNTERSIGN_CONTENT_KEY_FILE=made.content_key("content.key", os.urandom(32)),
        COUNTERSIGN_GRANT_KEY_FILE="",
        EMAIL_TIMEOUT=20,
        STATIC_ROOT=str(tmp_path),
        VAR_DIR=tmp_path / "var",
        COUNTERSIGN_EXPORT_DIR="",
    )
    return made


def found(*databases: str) -> dict[str, checks.CheckMessage]:
    """What the registered checks of this product say, by id."""
    messages = checks.run_checks(
        tags=[TAG], include_deployment_checks=True, databases=list(databases)
    )
    return {str(each.id): each for each in messages}
