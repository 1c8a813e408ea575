"""Which database login may do what with which table: one table, read it from top to bottom.

It must not grant anything by code below that the table does not say; a table not named here is closed.
"""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import NamedTuple

from django.db.backends.utils import CursorWrapper
from psycopg import sql

from requests_app.ops.logins import AUDITOR, DISPATCHER, RUN_TIME_LOGINS, WEB, WORKER

READ = "SELECT"
ADD = "SELECT, INSERT"
KEEP = "SELECT, INSERT, UPDATE"
TIDY = "SELECT, INSERT, UPDATE, DELETE"  # only where the row itself is not a record of anything


class Right(NamedTuple):
    """Privileges on every table whose name fits a pattern; the last fitting line of a login holds."""

    tables: str
    privileges: str


# A record is added and never edited; the database's triggers say the same, for every login.
_RECORDS = (
    "searches_justification",
    "searches_checkrun",
    "searches_finding",
    "searches_reading",
    "searches_decision",
    "searches_authorisation",
    "searches_probe",
)
_SHARED = (
    Right("guardian_*", READ),
    Right("auth_permission", READ),
    Right("django_content_type", READ),
    Right("django_migrations", READ),
    Right("ops_*", READ),
)

RIGHTS: Mapping[str, tuple[Right, ...]] = {
    # Screens and use cases of persons. Never a result, an attempt or a grant.
    WEB: (
        *_SHARED,
        Right("accounts_*", KEEP),
        Right("registry_*", READ),
        Right("registry_packversion", ADD),  # with the first check that it judges
        Right("searches_*", KEEP),
        *(Right(table, ADD) for table in _RECORDS),
        Right("searches_storedfile", "SELECT, INSERT, UPDATE (removed_at)"),
        Right("searches_notice", "SELECT, INSERT, UPDATE (read_at)"),
        Right("audit_export", ADD),
        Right("dispatch_*", READ),
        # An approval queues its search; an operator puts a dead one back, a withdrawal takes it out.
        Right(
            "dispatch_dispatch",
            "SELECT, INSERT, UPDATE (state, attempt, next_attempt_at, finished_at, last_error)",
        ),
        Right("account_*", TIDY),  # allauth: addresses and confirmations
        Right("mfa_*", TIDY),
        Right("guardian_*", TIDY),
        Right("auth_*", READ),
        Right("django_session", TIDY),
    ),
    # Notices, e-mail, expiry, exports.
    WORKER: (
        *_SHARED,
        Right("accounts_*", READ),
        Right("accounts_credentiallink", ""),
        Right("registry_*", READ),
        Right("searches_*", READ),
        Right(
            "searches_searchrequest",
            "SELECT, UPDATE (status, status_since)",
        ),
        Right("searches_claim", "SELECT, UPDATE (ended_at, ended_how)"),
        Right("searches_notice", "SELECT, INSERT, UPDATE (emailed_at, email_attempts)"),
        Right("searches_contentkey", ""),
        Right("dispatch_*", READ),
        Right("dispatch_dispatch", "SELECT, UPDATE (state, finished_at, last_error)"),
        Right(
            "audit_export",
            "SELECT, UPDATE (state, rows_done, rows_total, progress_at, finished_at, failure, files)",
        ),
        Right("ops_heartbeat", KEEP),
    ),
    # Forwarding and results. Never a decision or an authorisation.
    DISPATCHER: (
        *_SHARED,
        Right("accounts_*", READ),
        Right("accounts_credentiallink", ""),
        Right("registry_*", READ),
        Right("registry_packversion", ADD),
        Right("registry_matcher", "SELECT, UPDATE (consecutive_failures, open_until)"),
        Right("searches_*", READ),
        Right("searches_searchrequest", "SELECT, UPDATE (status, status_since)"),
        Right("searches_claim", "SELECT, UPDATE (ended_at, ended_how)"),
        Right("searches_checkrun", ADD),
        Right("searches_finding", ADD),
        Right("searches_storedfile", ADD),
        Right("searches_notice", ADD),
        Right("dispatch_*", ADD),
        Right("dispatch_dispatch", "SELECT, UPDATE"),
        Right("dispatch_attempt", KEEP),
        Right("ops_heartbeat", KEEP),
    ),
    # Auditors' queries and exports: no keys, no second factors, no sessions. The hashes of passwords
    # stand in accounts_account, which is read whole; docs/threat-model.md says what that means.
    AUDITOR: (
        *_SHARED,
        Right("accounts_*", READ),
        Right("accounts_credentiallink", ""),
        Right("audit_export", READ),
        Right("registry_*", READ),
        Right("searches_*", READ),
        Right("searches_contentkey", ""),
        Right("dispatch_*", READ),
    ),
}

SEQUENCES: Mapping[str, tuple[str, ...]] = {
    WEB: ("searches_reference_number",),
}


def privileges_for(login: str, table: str) -> str | None:
    """Return what the table above gives a login on one table, or None."""
    fitting = [right for right in RIGHTS[login] if fnmatchcase(table, right.tables)]
    return fitting[-1].privileges if fitting else None


def apply(cursor: CursorWrapper) -> None:
    """Make the database's grants equal to the table above, whatever they were.

    Args:
        cursor: of the owner, inside a transaction.
    """
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    tables = [str(name) for (name,) in cursor.fetchall()]
    for login in RUN_TIME_LOGINS:
        role = sql.Identifier(login)
        cursor.execute(sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(role))
        cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role))
        for sequence in SEQUENCES.get(login, ()):
            cursor.execute(
                sql.SQL("GRANT USAGE ON SEQUENCE {} TO {}").format(sql.Identifier(sequence), role)
            )
        for table in tables:
            privileges = privileges_for(login, table)
            if privileges:
                cursor.execute(
                    sql.SQL("GRANT {} ON {} TO {}").format(
                        sql.SQL(privileges), sql.Identifier("public", table), role
                    )
                )
