"""Envelope v1: the exact bytes of one event that are hashed as a leaf of the log.

Must never be hashed in any other form, and never change: a new form takes schema 2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from requests_app.wire import canonical
from requests_app.wire.shapes import (
    Malformed,
    read_code,
    read_digest,
    read_fields,
    read_integer,
    read_text,
    read_time,
    read_uuid,
    write_time,
)
from requests_app.wire.versions import ENTRY_SCHEMA, MAX_ENTRY_BYTES

OUTCOMES = frozenset({"success", "refused", "error"})
ENTRY_FIELDS = frozenset(
    [
        "body",
        "event_id",
        "installation",
        "login",
        "previous",
        "recorded_at",
        "request_seq",
        "schema",
    ]
)
BODY_FIELDS = frozenset(
    [
        "code",
        "commitments",
        "facts",
        "object",
        "occurred_at",
        "outcome",
        "reason",
        "request_id",
        "status_after",
        "who",
    ]
)
WHO_FIELDS = frozenset({"account", "person", "role", "session"})
OBJECT_FIELDS = frozenset({"id", "type"})


@dataclass(frozen=True)
class EntryWho:
    """The actor as opaque ids; `session` is a keyed hash, never the session itself."""

    role: str
    account: str | None = None
    person: str | None = None
    session: str | None = None


@dataclass(frozen=True)
class Body:
    """What the application states. Commitments hold HMACs only; nothing here names a person."""

    code: str
    occurred_at: datetime
    who: EntryWho
    object_type: str | None = None
    object_id: str | None = None
    request_id: str | None = None
    status_after: str | None = None
    outcome: str = "success"
    reason: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    commitments: Mapping[str, str] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """The canonical bytes of the body, as handed to the database's append function."""
        return canonical.encode(self._as_json())

    def _as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "commitments": dict(self.commitments),
            "facts": dict(self.facts),
            "object": {"id": self.object_id, "type": self.object_type},
            "occurred_at": write_time(self.occurred_at),
            "outcome": self.outcome,
            "reason": self.reason,
            "request_id": self.request_id,
            "status_after": self.status_after,
            "who": {
                "account": self.who.account,
                "person": self.who.person,
                "role": self.who.role,
                "session": self.who.session,
            },
        }


@dataclass(frozen=True)
class Entry:
    """The body and what the database observed when it took it in."""

    body: Body
    event_id: int
    installation: str
    login: str
    recorded_at: datetime
    request_seq: int | None = None
    previous: str | None = None
    """Hex leaf hash of this request's event before; null for its first and outside a request."""

    def to_bytes(self) -> bytes:
        """The leaf's bytes.

        Raises:
            Malformed or NotCanonical: rather than write a wrong entry.
        """
        data = canonical.encode(
            {
                "body": self.body._as_json(),
                "event_id": self.event_id,
                "installation": self.installation,
                "login": self.login,
                "previous": self.previous,
                "recorded_at": write_time(self.recorded_at),
                "request_seq": self.request_seq,
                "schema": ENTRY_SCHEMA,
            }
        )
        parse(data)
        return data


def parse(entry: bytes) -> Entry:
    """The entry of a leaf's bytes.

    Raises:
        NotCanonical for another byte form, Malformed for another shape, also for an entry of a
            later schema: a reader must not guess what it was never told.
    """
    if len(entry) > MAX_ENTRY_BYTES:
        raise Malformed("The entry is longer than a log holds.")
    fields = read_fields(canonical.decode(entry), ENTRY_FIELDS, "The entry")
    if fields["schema"] is True or fields["schema"] != ENTRY_SCHEMA:
        raise Malformed("The entry has a schema that this program does not know.")
    body = _parse_body(fields["body"])
    sequence = _optional(fields["request_seq"], read_integer, "request_seq", least=1)
    previous = _optional(fields["previous"], read_digest, "previous")
    if (sequence is None) != (body.request_id is None):
        raise Malformed("An event has a place in its request exactly when it has a request.")
    if (previous is not None) != (sequence is not None and sequence > 1):
        raise Malformed("An event names its forerunner exactly when it is not the first.")
    return Entry(
        body=body,
        event_id=read_integer(fields["event_id"], "event_id", least=1),
        installation=read_text(fields["installation"], "installation", longest=100),
        login=read_text(fields["login"], "login", longest=63),
        recorded_at=read_time(fields["recorded_at"], "recorded_at"),
        request_seq=sequence,
        previous=previous,
    )


def parse_body(data: bytes) -> Body:
    """The body of its canonical bytes, before the database put its own observations round it."""
    return _parse_body(canonical.decode(data))


def _parse_body(value: Any) -> Body:
    fields = read_fields(value, BODY_FIELDS, "The body")
    who = read_fields(fields["who"], WHO_FIELDS, "who")
    object_ = read_fields(fields["object"], OBJECT_FIELDS, "object")
    if not isinstance(fields["outcome"], str) or fields["outcome"] not in OUTCOMES:
        raise Malformed("outcome is none of success, refused, error.")
    return Body(
        code=read_code(fields["code"], "code"),
        occurred_at=read_time(fields["occurred_at"], "occurred_at"),
        who=EntryWho(
            role=read_code(who["role"], "role"),
            account=_optional(who["account"], read_text, "account"),
            person=_optional(who["person"], read_text, "person"),
            session=_optional(who["session"], read_text, "session"),
        ),
        object_type=_optional(object_["type"], read_code, "object type"),
        object_id=_optional(object_["id"], read_text, "object id"),
        request_id=_optional(fields["request_id"], read_uuid, "request_id"),
        status_after=_optional(fields["status_after"], read_text, "status_after"),
        outcome=fields["outcome"],
        reason=_optional(fields["reason"], read_text, "reason"),
        facts=_facts(fields["facts"]),
        commitments=_commitments(fields["commitments"]),
    )


def _optional(value: Any, read: Any, name: str, **bounds: int) -> Any:
    return None if value is None else read(value, name, **bounds)


def _facts(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Malformed("facts is not an object.")
    for name, fact in value.items():
        if not _is_flat(fact) and not _is_nested_once(fact):
            raise Malformed(f"The fact {name} is nested more than once.")
    return value


def _is_scalar(value: Any) -> bool:
    return value is None or isinstance(value, str | int)


def _is_flat(value: Any) -> bool:
    return _is_scalar(value) or (isinstance(value, list) and all(map(_is_scalar, value)))


def _is_nested_once(value: Any) -> bool:
    inner = value if isinstance(value, list) else [value]
    return all(
        _is_scalar(item) or (isinstance(item, dict) and all(map(_is_flat, item.values())))
        for item in inner
    )


def _commitments(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise Malformed("commitments is not an object.")
    return {name: read_digest(digest, f"commitment {name}") for name, digest in value.items()}
