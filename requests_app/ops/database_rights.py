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


RIGHTS: Mapping[str, tuple[Right, ...]] = {
    # Screens and use cases of persons. Never a result, an attempt or a grant.
    WEB: (
        Right("accounts_*", KEEP),
        Right("registry_*", KEEP),
        Right("searches_*", KEEP),
        Right("dispatch_*", READ),
        Right(
            "dispatch_outbox*", KEEP
        ),  # an approval writes the row, an operator retries a dead one
        Right("audit_*", READ),
        Right("account_*", TIDY),  # allauth: addresses and confirmations
        Right("mfa_*", TIDY),
        Right("usersessions_*", TIDY),
        Right("guardian_*", TIDY),
        Right("auth_*", READ),
        Right("auth_group*", READ),
        Right("django_content_type", READ),
        Right("django_session", TIDY),
        Right("django_migrations", READ),
        Right("ops_*", READ),
    ),
    # Notices, e-mail, expiry.
    WORKER: (
        Right("accounts_*", READ),
        Right("registry_*", READ),
        Right("searches_*", READ),
        Right("searches_searchrequest", KEEP),
        Right("searches_notice*", KEEP),
        Right("dispatch_*", READ),
        Right("dispatch_outbox*", "SELECT, UPDATE"),
        Right("audit_*", READ),
        Right("guardian_*", READ),
        Right("auth_permission", READ),
        Right("django_content_type", READ),
        Right("django_session", "SELECT, DELETE"),  # clears those that have run out
        Right("django_migrations", READ),
        Right("ops_*", READ),
        Right("ops_heartbeat", KEEP),
    ),
    # Forwarding and results. Never a decision or an authorisation.
    DISPATCHER: (
        Right("accounts_*", READ),
        Right("registry_*", READ),
        Right("searches_*", READ),
        Right("searches_searchrequest", "SELECT, UPDATE"),
        Right("searches_notice*", ADD),
        Right("dispatch_*", KEEP),
        Right("audit_*", READ),
        Right("django_content_type", READ),
        Right("django_migrations", READ),
        Right("ops_*", READ),
        Right("ops_heartbeat", KEEP),
    ),
    # Auditors' queries and exports.
    AUDITOR: (
        Right("accounts_*", READ),
        Right("registry_*", READ),
        Right("searches_*", READ),
        Right("dispatch_*", READ),
        Right("audit_*", READ),
        Right("guardian_*", READ),
        Right("auth_permission", READ),
        Right("django_content_type", READ),
        Right("django_migrations", READ),
        Right("ops_*", READ),
    ),
}


def privileges_for(login: str, table: str) -> str | None:
    """Return what the table above gives a login on one table, or None."""
    fitting = [right for right in RIGHTS[login] if fnmatchcase(table, right.tables)]
    return fitting[-1].privileges if fitting else None


def apply(cursor: CursorWrapper) -> None:
    """Make the database's grants equal to the table above, whatever they were.

    Args: cursor of the owner, inside a transaction.
    """
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    tables = [str(name) for (name,) in cursor.fetchall()]
    for login in RUN_TIME_LOGINS:
        role = sql.Identifier(login)
        cursor.execute(sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(role))
        cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role))
        for table in tables:
            privileges = privileges_for(login, table)
            if privileges:
                cursor.execute(
                    sql.SQL("GRANT {} ON {} TO {}").format(
                        sql.SQL(privileges), sql.Identifier("public", table), role
                    )
                )
