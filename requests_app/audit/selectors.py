"""Reads of the log: what fits a filter, one event, and the events of one request.

Must not record that it was read: the use case that asks does so first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection, connections, transaction
from django.db.models import Max, Q, QuerySet

from requests_app.audit.models import Event, Export, Opening
from requests_app.wire import entry

AUDITOR = "auditor"
_SNAPSHOT = "log_snapshot"


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events are wanted; whatever is left out does not narrow.

    Attributes:
        people: persons or accounts who acted; an empty tuple fits nothing, None fits all.
        codes: codes of events.
        since, until: recorded at or after, and before.
        requests: search requests, by id; an empty tuple fits nothing.
        outcome: success, refused or error.
        role: the role acted in.
    """

    people: tuple[UUID, ...] | None = None
    codes: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    requests: tuple[UUID, ...] | None = None
    outcome: str = ""
    role: str = ""

    def as_facts(self) -> dict[str, Any]:
        """The filter as it is kept in the log and in manifests: opaque ids, codes and times only."""
        written: dict[str, Any] = {}
        if self.people is not None:
            written["people"] = sorted(str(person) for person in self.people)
        if self.codes:
            written["codes"] = sorted(self.codes)
        if self.since:
            written["since"] = _written_time(self.since)
        if self.until:
            written["until"] = _written_time(self.until)
        if self.requests is not None:
            written["requests"] = sorted(str(request) for request in self.requests)
        if self.outcome:
            written["outcome"] = self.outcome
        if self.role:
            written["role"] = self.role
        return written

    @classmethod
    def from_facts(cls, written: Mapping[str, Any]) -> EventFilter:
        """The filter that `as_facts` wrote."""

        def ids(name: str) -> tuple[UUID, ...] | None:
            return tuple(UUID(text) for text in written[name]) if name in written else None

        def moment(name: str) -> datetime | None:
            return datetime.fromisoformat(written[name]) if name in written else None

        return cls(
            people=ids("people"),
            codes=tuple(written.get("codes", ())),
            since=moment("since"),
            until=moment("until"),
            requests=ids("requests"),
            outcome=str(written.get("outcome", "")),
            role=str(written.get("role", "")),
        )

    def condition(self) -> Q:
        """The filter for the ORM."""
        fits = Q()
        if self.people is not None:
            fits &= Q(person_id__in=self.people) | Q(account_id__in=self.people)
        if self.codes:
            fits &= Q(code__in=self.codes)
        if self.since:
            fits &= Q(recorded_at__gte=self.since)
        if self.until:
            fits &= Q(recorded_at__lt=self.until)
        if self.requests is not None:
            fits &= Q(request_id__in=self.requests)
        if self.outcome:
            fits &= Q(outcome=self.outcome)
        if self.role:
            fits &= Q(role=self.role)
        return fits


def _written_time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def events(wanted: EventFilter, *, using: str = AUDITOR) -> QuerySet[Event]:
    """Every event that fits, oldest first."""
    return Event.objects.using(using).filter(wanted.condition()).order_by("id")


def event(event_id: int) -> Event | None:
    """One event with its entry bytes."""
    return Event.objects.using(AUDITOR).filter(pk=event_id).first()


def openings(event_id: int) -> list[Opening]:
    """What the commitments of one event stand for, as far as that was not erased."""
    return list(Opening.objects.using(AUDITOR).filter(event_id=event_id).order_by("field"))


def timeline(request_id: UUID) -> QuerySet[Event]:
    """The events of one request, in the order of its own count."""
    return Event.objects.using(AUDITOR).filter(request_id=request_id).order_by("request_seq")


def about_objects(objects: Sequence[tuple[str, str]], *, most: int) -> list[Event]:
    """The latest events about some things beside any request, newest first.

    Args:
        objects: the kind and the id of each, such as `account` and its id; each is asked for by itself, by the index.
        most: how many events at most.
    """
    each = [
        Event.objects.filter(object_type=kind, object_id=object_id, request_id=None)
        .order_by("-id")
        .values("id")[:most]
        for kind, object_id in objects
    ]
    ids = [row["id"] for row in each[0].union(*each[1:], all=True).order_by("-id")[:most]]
    return list(Event.objects.filter(pk__in=ids).order_by("-id"))


def exports() -> QuerySet[Export]:
    """Every export that was asked for, newest first."""
    return Export.objects.all()


@dataclass(frozen=True, slots=True)
class Shared:
    """A snapshot that other connections can see too, as long as the one that shares it stays open.

    Attributes:
        name: as the database calls it; settings: of the connection, since another thread has none of this one's.
    """

    name: str
    settings: Mapping[str, Any]


@contextmanager
def snapshot(login_of: str = AUDITOR) -> Iterator[str]:
    """Open a connection of its own in one REPEATABLE READ, READ ONLY transaction; yields its alias.

    Args:
        login_of: the alias with whose login it reads; by default the auditor's, which may read the log alone.
    """
    with _reading(connections[login_of].settings_dict, None) as alias:
        yield alias


def share(alias: str) -> Shared:
    """Let other connections see what a snapshot sees.

    Args:
        alias: of the connection that `snapshot` opened.
    """
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        return Shared(cursor.fetchone()[0], connections[alias].settings_dict)


@contextmanager
def same_snapshot(shared: Shared) -> Iterator[str]:
    """Open a connection of this thread's own that sees a snapshot of another thread; yields its alias.

    Args:
        shared: what the other thread shares; it must not end before.
    """
    with _reading(shared.settings, shared.name) as alias:
        yield alias


@contextmanager
def _reading(settings: Mapping[str, Any], of: str | None) -> Iterator[str]:
    own = type(connections["default"])({**settings}, _SNAPSHOT)
    connections[_SNAPSHOT] = own
    try:
        with transaction.atomic(using=_SNAPSHOT):
            with own.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                if of:
                    cursor.execute("SET TRANSACTION SNAPSHOT %s", [of])
            yield _SNAPSHOT
    finally:
        own.close()
        del connections[_SNAPSHOT]


NEWEST = 10_000
"""Among so many of the newest events the oldest one without a place in the tree is looked for."""


def seconds_without_leaf() -> float:
    """For how long the oldest event that the sequencer has not taken in has been waiting, in seconds; 0 where none is.

    Where more than `NEWEST` wait, it is the age of the oldest of these, and never too high. The transaction of an
    event says first whether it can wait at all, since a look for each one's leaf takes six times as long.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(extract(epoch FROM clock_timestamp() - recorded_at)), 0)::float"
            " FROM (SELECT id, xid, recorded_at FROM audit.event ORDER BY id DESC LIMIT %s) AS newest"
            " WHERE xid >= (SELECT window_from FROM audit.tree)"
            " AND NOT EXISTS (SELECT FROM audit.leaf WHERE event_id = newest.id)",
            [NEWEST],
        )
        return float(cursor.fetchone()[0])


def registry_changed_since(request_id: UUID, *, code: str, entries: Mapping[str, str]) -> bool:
    """Say whether an entry of the registry changed after the last event of this code on a request.

    Args:
        request_id: the request.
        code: the event that counts as the beginning.
        entries: kind of an entry (`gallery`, `matcher`) -> its code.
    """
    begun = Event.objects.filter(request_id=request_id, code=code).aggregate(last=Max("id"))
    wanted = Q(pk__in=())
    for kind, entry_code in entries.items():
        wanted |= Q(object_type=kind, object_id=entry_code)
    return Event.objects.filter(wanted, code="registry.changed", id__gt=begun["last"] or 0).exists()


def facts_of(event_id: int, *, code: str, request_id: UUID, login: str) -> Mapping[str, Any] | None:
    """Return the facts of one event as its hashed bytes say them; None where it is not such an event.

    Args:
        event_id: its number in the log.
        code, request_id, login: what it must be, about what, and who must have appended it.
    """
    event = Event.objects.filter(
        id=event_id, code=code, request_id=request_id, login=login, outcome="success"
    ).first()
    if event is None:
        return None
    said = entry.parse(bytes(event.entry))
    if (said.login, said.body.code, said.body.request_id) != (login, code, str(request_id)):
        return None
    return said.body.facts
