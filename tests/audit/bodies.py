"""Bodies of events written by hand, as an attacker with a login's password would write them.

Must not use the recorder: what the database refuses must not depend on our own care.
"""

from __future__ import annotations

import json
import uuid
from typing import Any

import psycopg

from tests.support import insert_any, raw_connection, sql

ACCOUNT, PERSON = str(uuid.UUID(int=1)), str(uuid.UUID(int=2))
"""Somebody whom the database of these tests knows."""
VERSION = {True: (0, None), False: (1, "2026-11-23T10:00:00Z")}
SOMEBODY = {"account": ACCOUNT, "person": PERSON, "role": "officer", "session": None}
PROCESS = {"account": None, "person": None, "role": "system", "session": None}


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
        "who": SOMEBODY,
    } | changes


OF_SHAPE: dict[str, Any] = {
    "number": 1, "number?": 1, "flag": True, "id": ACCOUNT, "id?": None, "digest": "ab" * 32,
    "digest?": None, "day": "2026-11-23", "time": "2026-11-23T10:00:00.000000Z", "code": "x",
    "code?": None, "text": "A text", "text?": None, "codes": ["a_code"],
    "findings": [], "packs": [], "object": {}, "objects": [{}],
}  # fmt: skip
"""A value of each shape that a fact can have."""


def facts_of(code: str, names: Any) -> dict[str, Any]:
    """Some facts of an event, each in the shape that the database asks of it."""
    ((shapes,),) = sql(
        "owner", "SELECT max(shapes::text) FROM audit.code_right WHERE code = %s", [code]
    )
    return {name: OF_SHAPE[json.loads(shapes)[name]] for name in names}


def written(value: Any) -> str:
    """JSON with sorted keys and no blanks: the canonical form of ASCII texts and integers."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def append(login: str, text: str, openings: dict[str, Any] | None = None) -> tuple[Any, ...]:
    """Call the append function as a login and commit."""
    (row,) = sql(
        login, "SELECT * FROM audit.append(%s, %s::jsonb)", [text, json.dumps(openings or {})]
    )
    return row


def is_refused(login: str, text: str, openings: dict[str, Any] | None = None) -> bool:
    """Whether the database refuses to append this."""
    try:
        append(login, text, openings)
    except psycopg.Error:
        return True
    return False


def make_somebody() -> None:
    """Make the person and the account that the bodies name."""
    insert_any("accounts_person", id=f"'{PERSON}'", language="'en'")
    insert_any(
        "accounts_account", id=f"'{ACCOUNT}'", person_id=f"'{PERSON}'", is_active="true",
        must_set_password="true", disabled_reason="''", failed_sign_ins="0",
    )  # fmt: skip


def a_request(status: str = "DRAFT") -> str:
    """Make a request that stands at a status, and that the log has said nothing of but this."""
    number = str(uuid.uuid4())
    with raw_connection("superuser") as connection:
        connection.execute("SET session_replication_role = replica")  # no unit, no requester
        for guard in ("guard_status", "guard_beginning"):
            connection.execute(f"ALTER TABLE searches_searchrequest DISABLE TRIGGER {guard}")
        connection.execute(
            "INSERT INTO searches_searchrequest (id, reference, unit_id, requested_by_id,"
            " requested_by_person_id, created_at, status, status_since, version, submitted_at,"
            " urgency, required_roles, case_lookup) VALUES (%s, left(%s, 20), %s, %s, %s, now(), %s,"
            " now(), %s, %s, '', '{}', '')",
            [number, number, ACCOUNT, ACCOUNT, PERSON, status, *VERSION[status == "DRAFT"]],
        )
        connection.execute(
            "INSERT INTO audit.request_chain (request_id, seq, last_leaf, status) VALUES (%s, 0, '', %s)",
            [number, status],
        )
        connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for guard in ("guard_status", "guard_beginning"):
            connection.execute(f"ALTER TABLE searches_searchrequest ENABLE ALWAYS TRIGGER {guard}")
    return number
