"""The name of a session in the log: a keyed hash, so that no live session key is ever written."""

from __future__ import annotations

from django.utils.crypto import salted_hmac

_SALT = "requests_app.accounts.sessions"


def session_mark(session_key: str | None) -> str | None:
    """The keyed hash under which the log knows this session; None when there is none."""
    if not session_key:
        return None
    return salted_hmac(_SALT, session_key, algorithm="sha256").hexdigest()
