"""Lets days pass for one lead in the database of a tour, as nobody can at the web and no login of the product.

Must not be called on anything but the throw-away services of a tour: it sets the guards of a table aside for a moment.
"""

from __future__ import annotations

import psycopg
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from psycopg import sql

_TABLE = "searches_leaddecision"


def released_earlier(database: str, reference: str, days: int) -> None:
    """Move the release of a lead, and the end of its use, into the past.

    Args:
        database: how to connect as superuser to the tour's own PostgreSQL.
        reference: of the request; days: by how many.

    Raises:
        ImproperlyConfigured: this is no trial.
        LookupError: no lead of this request was released.
    """
    if not settings.COUNTERSIGN_TRIAL:
        raise ImproperlyConfigured("Only a trial lets days pass.")
    with psycopg.connect(database) as connection:
        guards = connection.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal",
            [_TABLE],
        ).fetchall()
        connection.execute(f"ALTER TABLE {_TABLE} DISABLE TRIGGER USER")
        moved = connection.execute(
            "UPDATE searches_leaddecision AS lead SET decided_at = decided_at - make_interval(days => %(days)s),"
            " expires_at = expires_at - make_interval(days => %(days)s) FROM searches_searchrequest AS request"
            " WHERE request.id = lead.search_request_id AND lead.outcome = 'release' AND request.reference = %(reference)s",
            {"days": days, "reference": reference},
        )
        # Each was enabled so that it fires whatever a session asks for, and is again.
        for (guard,) in guards:
            connection.execute(
                sql.SQL("ALTER TABLE {} ENABLE ALWAYS TRIGGER {}").format(
                    sql.Identifier(_TABLE), sql.Identifier(guard)
                )
            )
        if moved.rowcount != 1:
            raise LookupError(f"{reference} has no released lead")
