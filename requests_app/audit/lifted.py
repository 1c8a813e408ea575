"""Which differences auditors have lifted, out of the log itself.

It rests on two events, not on the rows of checks, which whoever owns the database can change: `log.checked`, in which
the worker names by their digests what a check found, and `forwarding.resumed`, in which an auditor lifts that check
with a reason. To lift something unseen somebody has to append both, and they stay in the log, signed, for every auditor
and every export to show. Who changes either afterwards makes one difference more: its digest depends on the bytes
of the changed entry, so that no entry can name the difference that it makes itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connections

from requests_app.audit.differences import Lifted
from requests_app.wire import canonical, entry
from requests_app.wire.shapes import Malformed

CHECKED, RESUMED = "log.checked", "forwarding.resumed"


def read(using: str) -> Lifted:
    """What auditors have lifted until now.

    Args:
        using: the alias of a connection that sees one state throughout.

    Raises:
        django.db.Error: the log could not be read.
    """
    checks = [body.object_id for body in _bodies(using, RESUMED) if body.object_id]
    each: set[str] = set()
    wholes: set[str] = set()
    for body in _bodies(using, CHECKED, checks):
        if body.object_id in checks:
            each.update(map(str, _list(body.facts.get("differences"))))
            wholes.add(str(body.facts.get("digest", "")))
    return Lifted(frozenset(each), frozenset(wholes - {""}))


def _bodies(using: str, code: str, about: list[str] | None = None) -> Iterator[entry.Body]:
    """What the entries of a code say; one that cannot be read is a difference, and lifts nothing."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT entry FROM audit.event WHERE code = %s AND (%s::text[] IS NULL OR object_id = ANY(%s))",
            [code, about, about],
        )
        entries = [bytes(data) for (data,) in cursor.fetchall()]
    for data in entries:
        try:
            body = entry.parse(data).body
        except (Malformed, canonical.NotCanonical):
            continue
        if body.code == code and body.outcome == "success":
            yield body


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
