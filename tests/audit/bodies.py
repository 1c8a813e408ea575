"""Bodies of events written by hand, as an attacker with a login's password would write them.

Must not use the recorder: what the database refuses must not depend on our own care.
"""

from __future__ import annotations

import json
import uuid
from typing import Any

import psycopg

from tests.support import raw_connection


def body(code: str, **changes: Any) -> dict[str, Any]:
    """A complete body of envelope v1, with some fields changed."""
    return {
        "code": code,
        "commitments": {},
        "facts": {},
        "object": {"id": None, "type": None},
        "occurred_at": "2026-11-23T10:00:00.000000Z",
        "outcome": "success",
        "reason": None,
        "request_id": None,
        "status_after": None,
        "who": {"account": None, "person": None, "role": "officer", "session": None},
    } | changes


def written(value: Any) -> str:
    """JSON with sorted keys and no blanks: the canonical form of ASCII texts and integers."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def append(login: str, text: str, openings: dict[str, Any] | None = None) -> tuple[Any, ...]:
    """Call the append function as a login and commit."""
    with raw_connection(login) as connection:
        row = connection.execute(
            "SELECT * FROM audit.append(%s, %s::jsonb)", [text, json.dumps(openings or {})]
        ).fetchone()
        assert row is not None
        return row


def is_refused(login: str, text: str, openings: dict[str, Any] | None = None) -> bool:
    """Whether the database refuses to append this."""
    try:
        append(login, text, openings)
    except psycopg.Error:
        return True
    return False


def a_request() -> str:
    """An identifier of no request in particular."""
    return str(uuid.uuid4())
