"""Which rows of mail are due, have failed or were given up: one answer for every table of mail.

Changes nothing and sends nothing.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Count, Min, Q, QuerySet

from requests_app.accounts.models import Mailed

Row = TypeVar("Row", bound=Mailed)


def due(rows: QuerySet[Row], now: datetime) -> QuerySet[Row]:
    """Those whose mail is due, the longest due first; somebody without an address is sent none."""
    return (
        rows.filter(emailed_at=None, email_next_at__lte=now)
        .exclude(account__person__email="")
        .order_by("email_next_at")
    )


def given_up(rows: QuerySet[Row]) -> QuerySet[Row]:
    """Those whose mail failed for the last time and is tried no more."""
    return _failed(rows).filter(email_next_at=None)


def unsent(rows: QuerySet[Row]) -> dict[str, Any]:
    """Mail that failed and has not left: how much waits, how much was given up, when, the latest error."""
    ended = Q(email_next_at=None)
    found: dict[str, Any] = _failed(rows).aggregate(
        waiting=Count("pk", filter=~ended),
        next_at=Min("email_next_at"),
        given_up=Count("pk", filter=ended),
        given_up_since=Min("email_tried_at", filter=ended),
    )
    latest = _failed(rows).order_by("-email_tried_at").values("email_tried_at", "email_error")
    return found | (latest.first() or {"email_tried_at": None, "email_error": ""})


def _failed(rows: QuerySet[Row]) -> QuerySet[Row]:
    return rows.filter(emailed_at=None, email_tried_at__isnull=False)
