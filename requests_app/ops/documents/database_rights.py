"""`database-rights.md`: what each database login may do with each table."""

from __future__ import annotations

from django.apps import apps
from django.conf import settings

from requests_app.audit import rights as audit_rights
from requests_app.ops.database_rights import RIGHTS, SEQUENCES, right_on
from requests_app.ops.documents.markdown import code, page, table
from requests_app.ops.held_rights import Held
from requests_app.ops.logins import OWNER, RUN_TIME_LOGINS

_SHORT = {
    "SELECT": "read", "INSERT": "add", "UPDATE": "change", "DELETE": "delete", "EXECUTE": "call",
}  # fmt: skip


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
        "No login writes an event by itself: it calls the function that appends, which takes from each "
        "only the codes that the [registry](events.md) gives it. The tables of the tree over the log "
        "are the sequencer's, and triggers let them grow only.",
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
    """What `audit.rights` gives each login."""
    given = {login: audit_rights.given_to(login) for login in RIGHTS}
    named = {what for held in given.values() for what, _ in held}
    closed = {"audit.code_right", "audit.request_chain"}
    return [
        [code(what), *(_words_of_log(given[login], what) for login in RIGHTS)]
        for what in sorted(named | closed)
    ]


def _words_of_log(held: Held, what: str) -> str:
    privileges = {privilege for name, privilege in held if name == what}
    whole = [short for word, short in _SHORT.items() if word in privileges]
    columns = sorted(each[8:-1] for each in privileges if each.startswith("UPDATE ("))
    changed = [f"change ({', '.join(columns)})"] if columns else []
    return ", ".join([*whole, *changed])
