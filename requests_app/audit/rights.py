"""Who may append which event, and who may read the log: written to the database by its owner.

Run by the bootstrap after each migration; it only makes the database say what the registry says.
"""

from __future__ import annotations

import json
from typing import Any

from requests_app.audit import recorder
from requests_app.audit.event_types import DISPATCHER, EVENTS, OWNER, SEQUENCER, WEB, WORKER
from requests_app.audit.fact_shapes import SHAPES

AUDITOR = "countersign_auditor"
_NOBODY = recorder.Who(account_id=None, person_id=None, role="system", session=None, source=None)

_ALL = (WEB, WORKER, DISPATCHER, AUDITOR, SEQUENCER)
_APPEND = "audit.append(text,jsonb)"
_CALLERS = (
    (_APPEND, (WEB, WORKER, DISPATCHER, SEQUENCER)),
    ("audit.take_over_cluster()", (SEQUENCER,)),
    ("audit.first_before_its_cause(xid8,xid8)", (SEQUENCER,)),
)
_RIGHTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("audit.event", "SELECT", _ALL),
    ("audit.installation", "SELECT", _ALL),
    ("audit.opening", "SELECT", (AUDITOR,)),
    # Who reads the tree makes proofs; the sequencer alone lets it grow.
    ("audit.leaf", "SELECT", _ALL),
    ("audit.tile", "SELECT", _ALL),
    ("audit.tree", "SELECT", _ALL),
    ("audit.id_range", "SELECT", _ALL),
    ("audit.log_key", "SELECT", _ALL),
    ("audit.checkpoint", "SELECT", _ALL),
    ("audit.latest_checkpoint", "SELECT", _ALL),
    ("audit.checkpoint", "INSERT", (SEQUENCER,)),
    *(
        ("audit.latest_checkpoint", f"UPDATE ({column})", (SEQUENCER,))
        for column in ("size", "note", "signed_at")
    ),
    ("audit.leaf", "INSERT", (SEQUENCER,)),
    ("audit.tile", "INSERT", (SEQUENCER,)),
    ("audit.tile", "UPDATE (hashes)", (SEQUENCER,)),
    *(
        ("audit.tree", f"UPDATE ({column})", (SEQUENCER,))
        for column in (
            "size",
            "root",
            "window_from",
            "window_upto",
            "after_id",
            "last_id",
            "grown_at",
        )
    ),
)


def apply(cursor: Any) -> None:
    """Replace the rights of every login on the audit schema by those of the registry.

    Where a release asks other facts of a code than the one before, or no longer knows it, an event says so: without
    it, whoever checks an export takes the older events for changed ones.

    Args:
        cursor: a cursor of the owner, in a transaction, on Django's own connection.
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
    before = _facts_of_codes(cursor)
    cursor.execute("DELETE FROM audit.code_right")
    cursor.executemany(
        "INSERT INTO audit.code_right"
        " (login, code, moves, required, allowed, outcomes, anonymous, shapes, installation)"
        " SELECT %s, %s, %s, %s, %s, %s, %s, %s, id FROM audit.installation",
        rows,
    )
    for holder in ("PUBLIC", *_ALL):
        for kind in ("TABLES", "SEQUENCES", "FUNCTIONS"):
            cursor.execute(f"REVOKE ALL ON ALL {kind} IN SCHEMA audit FROM {holder}")
    for login in _ALL:
        cursor.execute(f"GRANT USAGE ON SCHEMA audit TO {login}")
    for function, callers in _CALLERS:
        cursor.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {', '.join(callers)}")
    for table, privilege, holders in _RIGHTS:
        cursor.execute(f"GRANT {privilege} ON {table} TO {', '.join(holders)}")
    after = _facts_of_codes(cursor)
    for code in sorted(code for code in before if before[code] != after.get(code)):
        recorder.record("schema.changed", who=_NOBODY, facts={"what": code})


def _facts_of_codes(cursor: Any) -> dict[str, tuple[list[str], list[str]]]:
    """Which facts each code must and may have, as the database asks it of new events."""
    cursor.execute("SELECT DISTINCT code, required, allowed FROM audit.code_right")
    return {code: (required, allowed) for code, required, allowed in cursor.fetchall()}


def given_to(login: str) -> frozenset[tuple[str, str]]:
    """Return what a login is given in the log's own schema, as pairs of an object and a privilege."""
    held = {(table, privilege) for table, privilege, logins in _RIGHTS if login in logins}
    return frozenset(
        held | {(function, "EXECUTE") for function, logins in _CALLERS if login in logins}
    )


__all__ = ["AUDITOR", "OWNER", "apply", "given_to"]
