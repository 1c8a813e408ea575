"""Keeps what somebody had typed when their session ran out, until they have signed in again.

It must not be readable from the database alone: the key travels only in the browser's cookie.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from requests_app.accounts.models import Account

COOKIE = "countersign_kept"
SECONDS = 60 * 60
_SESSION_KEY = "kept"
_MOST_BYTES = 1024 * 1024
_NEVER_KEPT = ("csrfmiddlewaretoken", "password", "again", "present", "code")


@dataclass(frozen=True)
class Kept:
    """A form that was not received: where it was going, its fields, and the files it had."""

    path: str
    fields: list[tuple[str, str]]
    files: list[str]


def read_typed(request: HttpRequest) -> Kept:
    """What this POST carries, without secrets and without the content of files."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _NEVER_KEPT
        for value in values
    ]
    return Kept(
        path=request.get_full_path(),
        fields=fields,
        files=[str(name) for name in request.FILES],
    )


def keep(request: HttpRequest, response: HttpResponseBase, typed: Kept, account: Account) -> bool:
    """Put it, encrypted, into the session that follows; False when it is too large."""
    plain = json.dumps([typed.path, typed.fields, typed.files]).encode()
    if len(plain) > _MOST_BYTES:
        return False
    key = Fernet.generate_key()
    request.session[_SESSION_KEY] = {
        "account": str(account.pk),
        "path": typed.path,
        "sealed": Fernet(key).encrypt(plain).decode(),
    }
    response.set_cookie(
        COOKIE,
        key.decode(),
        max_age=SECONDS,
        path=reverse("kept_typing"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return True


def kept_for(request: HttpRequest) -> Kept | None:
    """What was kept for the person who is signed in now; nobody else is shown it."""
    stored = request.session.get(_SESSION_KEY)
    key = request.COOKIES.get(COOKIE, "")
    if not stored or stored["account"] != str(request.user.pk):
        return None
    try:
        plain = Fernet(key.encode()).decrypt(stored["sealed"].encode(), ttl=SECONDS)
    except (InvalidToken, ValueError):
        return None
    path, fields, files = json.loads(plain)
    return Kept(path=path, fields=[(name, value) for name, value in fields], files=files)


def forget(request: HttpRequest) -> None:
    """Drop what was kept, because it was sent again or is not wanted."""
    request.session.pop(_SESSION_KEY, None)


def forget_when_sent(request: HttpRequest) -> None:
    """Drop what was kept once a form goes where it was going."""
    stored = request.session.get(_SESSION_KEY)
    if stored and request.method == "POST" and stored["path"] == request.get_full_path():
        forget(request)
