"""Who may append which event, and who may read the log: written to the database by its owner.

Run by the bootstrap after each migration; it only makes the database say what the registry says.
"""

from __future__ import annotations

from typing import Any

from requests_app.audit.events import DISPATCHER, EVENTS, OWNER, WEB, WORKER

AUDITOR = "countersign_auditor"

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
        (login, event.code, sorted(event.statuses))
        for event in EVENTS.values()
        for login in sorted(event.logins)
    ]
    cursor.execute("DELETE FROM audit.code_right")
    cursor.executemany(
        "INSERT INTO audit.code_right (login, code, statuses) VALUES (%s, %s, %s)", rows
    )
    for login in (WEB, WORKER, DISPATCHER, AUDITOR):
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA audit FROM {login}")
        cursor.execute(f"REVOKE ALL ON ALL FUNCTIONS IN SCHEMA audit FROM {login}")
        cursor.execute(f"GRANT USAGE ON SCHEMA audit TO {login}")
    for login in (WEB, WORKER, DISPATCHER):
        cursor.execute(f"GRANT EXECUTE ON FUNCTION audit.append(text, jsonb) TO {login}")
    for table, logins in _READERS:
        cursor.execute(f"GRANT SELECT ON {table} TO {', '.join(logins)}")


__all__ = ["AUDITOR", "OWNER", "apply"]
