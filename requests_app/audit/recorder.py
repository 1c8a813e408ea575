"""The only way into the log: builds the canonical body of an event and appends it.

Runs in the caller's transaction; what cannot be recorded raises, so that nothing else commits either.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from requests_app.audit.events import EVENTS
from requests_app.common import clock
from requests_app.wire.entry import Body, EntryWho

KEY_BYTES = 32


class UnknownEvent(ValueError):
    """The code is not in the registry."""


class WrongFacts(ValueError):
    """A fact that the registry demands is missing, or one that it does not know was given."""


@dataclass(frozen=True)
class Who:
    """Who acted, as the log may know them: opaque ids, a role, a keyed hash of the session.

    `source` is the address it came from; the log holds a commitment to it only.
    """

    account_id: str | None
    person_id: str | None
    role: str
    session: str | None
    source: str | None


@dataclass(frozen=True)
class Recorded:
    """What the database made of an event."""

    event_id: int
    request_seq: int | None
    recorded_at: datetime
    leaf_hash: bytes


def record(
    code: str,
    *,
    who: Who,
    request_id: UUID | None = None,
    object_type: str | None = None,
    object_id: str | None = None,
    status_after: str | None = None,
    outcome: str = "success",
    reason: str | None = None,
    facts: Mapping[str, Any] | None = None,
    commitments: Mapping[str, str] | None = None,
    occurred_at: datetime | None = None,
) -> Recorded:
    """Append one event in the caller's transaction.

    Args:
        code: a code of `audit.events.EVENTS`.
        who: who acted.
        request_id: the search request it is about; it then takes its place in that request's count.
        object_type, object_id: what it is about beside or within the request.
        status_after: the status of the request that this event leads to.
        outcome: success, refused or error.
        reason: a stable code of why.
        facts: codes, counts and opaque ids; no personal data, no floats.
        commitments: values that the log must not hold in the clear: only their HMAC-SHA-256 goes in
            (RFC 2104, a fresh key each), key and value lie in an erasable table.
        occurred_at: when it happened, as told by the application; now, where nothing is said.

    Raises:
        UnknownEvent, WrongFacts: the registry does not allow it.
        django.db.Error: the database refused it.
    """
    body, openings = _body(
        code,
        who=who,
        request_id=request_id,
        object_type=object_type,
        object_id=object_id,
        status_after=status_after,
        outcome=outcome,
        reason=reason,
        facts=facts or {},
        commitments=commitments or {},
        occurred_at=occurred_at or clock.now(),
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT event_id, request_seq, recorded_at, leaf_hash FROM audit.append(%s, %s::jsonb)",
            [body.to_bytes().decode("utf-8"), json.dumps(openings)],
        )
        event_id, request_seq, recorded_at, leaf_hash = cursor.fetchone()
    return Recorded(event_id, request_seq, recorded_at, bytes(leaf_hash))


def _body(
    code: str,
    *,
    who: Who,
    request_id: UUID | None,
    object_type: str | None,
    object_id: str | None,
    status_after: str | None,
    outcome: str,
    reason: str | None,
    facts: Mapping[str, Any],
    commitments: Mapping[str, str],
    occurred_at: datetime,
) -> tuple[Body, dict[str, dict[str, str]]]:
    _check(code, facts)
    committed = dict(commitments)
    if who.source:
        committed["source"] = who.source
    openings = {
        name: {"key": secrets.token_hex(KEY_BYTES), "value": str(value)}
        for name, value in committed.items()
    }
    body = Body(
        code=code,
        occurred_at=occurred_at,
        who=EntryWho(
            role=str(who.role) or "none",
            account=who.account_id,
            person=who.person_id,
            session=who.session,
        ),
        object_type=object_type,
        object_id=object_id,
        request_id=str(request_id) if request_id else None,
        status_after=status_after,
        outcome=outcome,
        reason=reason,
        facts=facts,
        commitments={
            name: commitment(opening["key"], opening["value"]) for name, opening in openings.items()
        },
    )
    return body, openings


def _check(code: str, facts: Mapping[str, Any]) -> None:
    kind = EVENTS.get(code)
    if kind is None:
        raise UnknownEvent(code)
    missing = kind.required - set(facts)
    unlisted = set(facts) - kind.required - kind.optional
    if missing or unlisted:
        raise WrongFacts(f"{code}: missing {sorted(missing)}, unlisted {sorted(unlisted)}")


def commitment(key_hex: str, value: str) -> str:
    """Return the hex HMAC-SHA-256 that stands for a value in the log."""
    return hmac.new(bytes.fromhex(key_hex), value.encode(), hashlib.sha256).hexdigest()
