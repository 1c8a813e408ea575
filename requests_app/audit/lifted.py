"""Which differences auditors have lifted, out of the log itself.

It rests on two events, not on the rows of checks, which whoever owns the database can change: `log.checked`, in which
the worker names by their digests what a check found, and `forwarding.resumed`, in which an auditor lifts that check
with a reason. Both must have their places in the tree: what has none is signed by nobody, and could be gone again
before anybody looks. What is lifted is what the check's first event named, and only where that came before the lifting:
a later one of the same check names what the auditor had not seen. So whoever lifts something unseen leaves both events
in the log, signed, for every auditor and every export to show. Who changes either afterwards makes one difference more:
its digest depends on the bytes of the changed entry, so that no entry can name the difference that it makes itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connections

from requests_app.audit.differences import Lifted
from requests_app.audit.event_types import WEB, WORKER
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
    told: dict[str, tuple[int, entry.Body]] = {}
    for index, body in _bodies(using, CHECKED, WORKER):
        told.setdefault(body.object_id or "", (index, body))
    each: set[str] = set()
    wholes: set[str] = set()
    for index, resumed in _bodies(using, RESUMED, WEB):
        checked_at, body = told.get(resumed.object_id or "", (index, resumed))
        if checked_at < index:
            each.update(map(str, _list(body.facts.get("differences"))))
            wholes.add(str(body.facts.get("digest", "")))
    return Lifted(frozenset(each), frozenset(wholes - {""}))


def _bodies(using: str, code: str, login: str) -> Iterator[tuple[int, entry.Body]]:
    """Places and bodies of a login's events of a code, in the order of the tree.

    An entry that cannot be read is a difference, and lifts nothing.
    """
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT leaf_index, entry FROM audit.event JOIN audit.leaf ON event_id = id"
            " WHERE code = %s AND leaf_index < (SELECT size FROM audit.tree) ORDER BY leaf_index",
            [code],
        )
        entries = [(index, bytes(data)) for index, data in cursor.fetchall()]
    for index, data in entries:
        try:
            said = entry.parse(data)
        except (Malformed, canonical.NotCanonical):
            continue
        if (said.body.code, said.body.outcome, said.login) == (code, "success", login):
            yield index, said.body


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
