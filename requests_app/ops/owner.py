"""The owner's own connection, for the commands that an agency runs beside its processes.

It must not be used by a process: none of them has the owner's password.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from psycopg.conninfo import conninfo_to_dict

from requests_app.ops import logins


def connection_settings() -> dict[str, Any]:
    """Return the connection settings of the owner's login.

    Raises:
        CommandError: a setting that they need is missing.
    """
    password = settings.COUNTERSIGN_DATABASE_PASSWORDS[logins.OWNER]
    if not settings.COUNTERSIGN_ADMIN_DATABASE_URL or not password:
        raise CommandError(
            "Missing: COUNTERSIGN_ADMIN_DATABASE_URL or COUNTERSIGN_DATABASE_PASSWORD_OWNER. "
            "Set them as for bootstrap_database, with COUNTERSIGN_PROCESS=owner."
        )
    address = conninfo_to_dict(settings.COUNTERSIGN_ADMIN_DATABASE_URL)
    return {
        "NAME": settings.COUNTERSIGN_DATABASE_NAME,
        "USER": logins.OWNER,
        "PASSWORD": password,
        "HOST": str(address.get("host", "")),
        "PORT": str(address.get("port", "5432")),
    }
