"""`database-rights.md`: what each database login may do with each table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.conf import settings

from requests_app.audit import rights as audit_rights
from requests_app.ops.database_rights import RIGHTS, SEQUENCES, right_on
from requests_app.ops.documents.markdown import code, page, table
from requests_app.ops.logins import OWNER, RUN_TIME_LOGINS

_SHORT = {"SELECT": "read", "INSERT": "add", "UPDATE": "change", "DELETE": "delete"}
_GRANT = re.compile(r"GRANT (?:SELECT|EXECUTE) ON (?:FUNCTION )?(audit\.\S+(?: jsonb\))?) TO (.+)")


def text() -> str:
    """Return the document."""
    logins = [code(login) for login in RUN_TIME_LOGINS]
    return page(
        "Database logins and their rights",
        f"{code(OWNER)} owns everything and migrates; no process runs as it. The logins below own "
        "nothing. Their rights stand in `requests_app/ops/database_rights.py` and "
        "`requests_app/audit/rights.py`, and `manage.py bootstrap_database` makes the database agree. "
        "A table that no line names is closed. Triggers narrow these rights further: rows that are a "
        "record are never changed or deleted, whoever asks.",
        "## Tables",
        table(
            ["Table", *logins],
            (
                [code(name), *(_words(login, name) for login in RUN_TIME_LOGINS)]
                for name in _tables()
            ),
        ),
        "Names in brackets are the only columns that may be changed.",
        "## Sequences",
        table(
            ["Sequence", "Login"],
            (
                [code(sequence), code(login)]
                for login, logins in SEQUENCES.items()
                for sequence in logins
            ),
        ),
        "## The log",
        "Nobody writes to the tables of the log. Three logins may call the function that appends, and "
        "it takes from each only the codes that the [registry](events.md) gives it.",
        table(["Table or function", *logins], _log_rows()),
    )


def _tables() -> list[str]:
    ours = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    memory = {str(cache["LOCATION"]) for cache in settings.CACHES.values() if "LOCATION" in cache}
    named = {*ours, *memory, "django_migrations"}
    return sorted(name for name in named if '"' not in name)  # the log's own schema has its part


def _words(login: str, name: str) -> str:
    privileges = right_on(login, name).phrase()
    for word, short in _SHORT.items():
        privileges = privileges.replace(word, short)
    return privileges


def _log_rows() -> list[list[str]]:
    """What `audit.rights` grants, heard by a cursor that only listens."""
    listener = _Listener()
    audit_rights.apply(listener)
    logins: dict[str, set[str]] = {}
    for statement in listener.heard:
        found = _GRANT.fullmatch(statement)
        if found:
            logins.setdefault(found[1], set()).update(found[2].split(", "))
    logins.setdefault("audit.code_right", set())
    logins.setdefault("audit.request_chain", set())
    return [
        [
            code(what),
            *(
                ("call" if "(" in what else "read") if login in logins[what] else ""
                for login in RIGHTS
            ),
        ]
        for what in sorted(logins)
    ]


class _Listener:
    """Takes statements like a cursor and sends them nowhere."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def execute(self, statement: str, _parameters: Sequence[Any] = ()) -> None:
        self.heard.append(statement)

    def executemany(self, statement: str, _rows: Sequence[Any]) -> None:
        self.heard.append(statement)
