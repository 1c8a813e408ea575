"""Refuses each connection to a database that the other kind of installation made: trial or production.

It must not write, nor let one statement of ours run in such a database, whatever opened the connection.
"""

from __future__ import annotations

from typing import Any

import psycopg
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import Error as DatabaseError
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from requests_app.ops.models import Installation

ASK = "SELECT kind FROM public.ops_installation"
OTHERWISE = {
    Installation.Kind.PRODUCTION.value: (
        "For a trial, leave COUNTERSIGN_DATABASE_URL unset and use: make run. To work on that "
        "installation, set DJANGO_SETTINGS_MODULE=config.settings.production and its other settings."
    ),
    Installation.Kind.TRIAL.value: (
        "Give production a database of its own, made by its manage.py bootstrap_database. For a "
        "command of the trial, set DJANGO_SETTINGS_MODULE=config.settings.trial."
    ),
}
"""What to do, by the kind of installation that made the database."""


class WrongKind(ImproperlyConfigured):
    """The database was made by the other kind of installation; its words are for the operator."""


def of_these_settings() -> str:
    """Return the kind of installation that this process is one of."""
    if settings.COUNTERSIGN_TRIAL:
        return Installation.Kind.TRIAL.value
    return str(settings.COUNTERSIGN_INSTALLATION_KIND)


def made_by(connection: psycopg.Connection[Any]) -> str | None:
    """Return the kind of installation that made a database, or None before the bootstrap.

    Args:
        connection: commits by itself, so that a table which is missing leaves nothing behind.

    Raises:
        psycopg.Error: it cannot be read.
    """
    try:
        row = connection.execute(ASK).fetchone()
    except psycopg.errors.UndefinedTable:
        return None
    return str(row[0]) if row else None


def compare(connection: BaseDatabaseWrapper, **_: object) -> None:
    """Close a connection that was just opened if the other kind made the database.

    Raises:
        WrongKind
        django.db.Error: the login may not ask.
    """
    ours, allowed = of_these_settings(), False
    try:
        # Past Django's cursor: nobody's count of statements, and no watcher of them, is concerned.
        with connection.wrap_database_errors:
            made = made_by(connection.connection)
        allowed = made in {None, ours}
    finally:
        # Django keeps a connection whose receiver failed, and would use it the next time.
        if not allowed:
            connection.close()
    if made is not None and not allowed:
        name = connection.settings_dict["NAME"]
        raise WrongKind(
            f"The database {name!r} was made by a {made} installation, and this process has the "
            f"settings of a {ours} installation ({settings.SETTINGS_MODULE}). It was disconnected; "
            "nothing was read from that database or changed in it, and whatever else uses it goes "
            f"on. {OTHERWISE[made]}"
        )


def compare_all() -> None:
    """Compare with every database of this process that answers; beat has none.

    Raises:
        WrongKind
    """
    if settings.COUNTERSIGN_PROCESS == "beat":
        return
    for alias in settings.DATABASES:
        try:
            connections[alias].ensure_connection()
        except DatabaseError:
            continue  # whoever connects later is compared then


def watch() -> None:
    """Compare each connection that Django opens from now on, in whatever process this is."""
    connection_created.connect(compare, dispatch_uid="countersign_kind")
