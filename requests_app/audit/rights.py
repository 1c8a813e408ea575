"""Who may append which event, and who may read the log: written to the database by its owner.

Run by the bootstrap after each migration; it only makes the database say what the registry says.
"""

from __future__ import annotations

import json
from typing import Any

from requests_app.audit.events import DISPATCHER, EVENTS, OWNER, WEB, WORKER
from requests_app.audit.fact_shapes import SHAPES

AUDITOR = "countersign_auditor"

_APPEND = "audit.append(text, jsonb)"
_WRITERS = (WEB, WORKER, DISPATCHER)
_READERS = (
    ("audit.event", (WEB, WORKER, DISPATCHER, AUDITOR)),
    ("audit.installation", (WEB, WORKER, DISPATCHER, AUDITOR)),
    ("audit.opening", (AUDITOR,)),
)


def apply(cursor: Any) -> None:
    """Replace the rights of every login on the audit schema by those of the registry.

    Args:
        cursor: a cursor of the owner, in a transaction.
    """
    rows = [
        (
            login,
            event.code,
            sorted(">".join(move) for move in event.moves),
            sorted(event.required),
            sorted(event.required | event.optional),
            sorted(event.outcomes),
            event.anonymous,
            json.dumps({fact: SHAPES[fact] for fact in event.required | event.optional}),
        )
        for event in EVENTS.values()
        for login in sorted(event.logins)
    ]
    cursor.execute("DELETE FROM audit.code_right")
    cursor.executemany(
        "INSERT INTO audit.code_right (login, code, moves, required, allowed, outcomes, anonymous, shapes)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
        rows,
    )
    run_time = (WEB, WORKER, DISPATCHER, AUDITOR)
    for holder in ("PUBLIC", *run_time):
        for kind in ("TABLES", "SEQUENCES", "FUNCTIONS"):
            cursor.execute(f"REVOKE ALL ON ALL {kind} IN SCHEMA audit FROM {holder}")
    for login in run_time:
        cursor.execute(f"GRANT USAGE ON SCHEMA audit TO {login}")
    for login in _WRITERS:
        cursor.execute(f"GRANT EXECUTE ON FUNCTION {_APPEND} TO {login}")
    for table, logins in _READERS:
        cursor.execute(f"GRANT SELECT ON {table} TO {', '.join(logins)}")


def given_to(login: str) -> frozenset[tuple[str, str]]:
    """Return what a login is given in the log's own schema, as pairs of an object and a privilege."""
    read = {(table, "SELECT") for table, logins in _READERS if login in logins}
    return frozenset(
        read | ({(_APPEND.replace(" ", ""), "EXECUTE")} if login in _WRITERS else set())
    )


__all__ = ["AUDITOR", "OWNER", "apply", "given_to"]
