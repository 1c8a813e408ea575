"""One use case, one transaction: lock the request, act, leave an event; a refusal leaves its own.

It must never let a change commit without its event, nor a refusal pass unrecorded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypedDict
from uuid import UUID

from django.db import transaction

from requests_app.accounts.actors import Actor
from requests_app.audit import recorder
from requests_app.common import clock
from requests_app.common.errors import (
    BadInput,
    Contradicts,
    CountersignError,
    InvalidTransition,
    NotFound,
)
from requests_app.common.read_once import reading_afresh
from requests_app.searches.models import SearchRequest
from requests_app.searches.states import Action, Status, Transition, transition_for
from requests_app.workflow import repeated_refusals


class UseCaseLeftNoEvent(RuntimeError):
    """A use case ended without recording anything: a fault of ours, so nothing is committed."""


class Asked(TypedDict):
    """Who asks for what about which request: what a use case in several steps passes to each."""

    actor: Actor
    action: str
    search_request_id: UUID


@dataclass
class Work:
    """What a use case holds while it acts: the actor and, where there is one, the locked request."""

    actor: Actor
    search_request: SearchRequest | None = None
    recorded: list[recorder.Recorded] = field(default_factory=list)

    @property
    def request_row(self) -> SearchRequest:
        """The locked search request."""
        if self.search_request is None:
            raise RuntimeError("this use case locked no search request")
        return self.search_request

    def record(self, code: str, **details: Any) -> recorder.Recorded:
        """Record an event of this use case, for the locked request where there is one."""
        if self.search_request is not None:
            details.setdefault("request_id", self.search_request.id)
        event = recorder.record(code, who=self.actor.who, **details)
        self.recorded.append(event)
        return event

    def check_may(self, action: Action) -> Transition:
        """Return the row of the transition table for an action in the present status.

        Raises:
            InvalidTransition: the table has no such row.
        """
        status = self.request_row.status
        row = transition_for(status, action)
        if row is None:
            raise InvalidTransition(action=action.value, status=status)
        return row

    def move(
        self,
        action: Action,
        *,
        facts: Mapping[str, Any] | None = None,
        commitments: Mapping[str, str] | None = None,
        reason: str | None = None,
        update: Mapping[str, Any] | None = None,
        about: tuple[str, UUID] | None = None,
    ) -> recorder.Recorded:
        """Carry out one transition: set the status (and `update`'s columns) and record its event.

        Args:
            action: of the transition table.
            facts, commitments, reason: of the event.
            update: columns of the request that change with it.
            about: type and id of what within the request the event is about.
        """
        row = self.check_may(action)
        request_row = self.request_row
        changed = dict(update or {})
        if Status(request_row.status) != row.to:
            changed |= {"status": row.to.value, "status_since": clock.now()}
        for name, value in changed.items():
            setattr(request_row, name, value)
        if changed:
            request_row.save(update_fields=list(changed))
        object_type, object_id = about if about is not None else (None, None)
        return self.record(
            row.event,
            status_after=row.to.value,
            facts=facts or {},
            commitments=commitments or {},
            reason=reason,
            object_type=object_type,
            object_id=str(object_id) if object_id is not None else None,
        )


@contextmanager
def unit_of_work(
    *, actor: Actor, action: str, search_request_id: UUID | None = None
) -> Iterator[Work]:
    """Open the transaction of one use case and lock the request row it is about.

    Nothing slow may happen inside: others who need the row wait. What decodes an image belongs
    before it, in `recording_refusals`.

    Args:
        actor: who acts, in which role.
        action: the name of the use case, kept in the event of a refusal.
        search_request_id: the request to lock; all guards must be asked after this lock.

    Raises:
        NotFound: there is no such request.
        CountersignError: whatever the use case refuses with, after the refusal was recorded.
    """
    with (
        recording_refusals(actor=actor, action=action, search_request_id=search_request_id),
        reading_afresh(),
        transaction.atomic(durable=True),
    ):
        work = Work(actor=actor)
        if search_request_id is not None:
            work.search_request = find_request(search_request_id, lock=True)
        yield work
        if not work.recorded:
            raise UseCaseLeftNoEvent(action)


def find_request(search_request_id: UUID, *, lock: bool) -> SearchRequest:
    """Return a request with the people and the unit that permissions ask about.

    Args:
        lock: for a change; a view locks nothing, and gets what a page shows of it besides.

    Raises:
        NotFound: there is no such request.
    """
    rows = SearchRequest.objects.select_related("unit", "requested_by", "requested_by_person")
    if lock:
        # Not against rows that only refer to the request: whoever opens a page has taken the log's place in this
        # request already when their row of it asks for the request's, the other way round than a use case.
        rows = rows.select_for_update(of=("self",), no_key=True)
    else:  # a page shows these as well
        rows = rows.select_related("probe", "started_from")
    found = rows.filter(id=search_request_id).first()
    if found is None:
        raise NotFound
    return found


@contextmanager
def recording_refusals(
    *, actor: Actor, action: str, search_request_id: UUID | None = None, reads: bool = False
) -> Iterator[None]:
    """Record every refusal that is raised inside, in a transaction of its own, and let it pass on.

    A form that is not filled in as it must be (`BadInput`) refuses nobody an act: it is told beside the field,
    the person mends it and goes on, and it is no event. One that contradicts what is known is (`Contradicts`).

    Args:
        actor, action, search_request_id: who asks for what about which request.
        reads: as in `record_refusal`.
    """
    try:
        yield
    except CountersignError as refusal:
        if isinstance(refusal, BadInput) and not isinstance(refusal, Contradicts):
            refusal.is_recorded = True  # nobody else is to take it for a refusal either
            raise
        record_refusal(
            actor=actor,
            action=action,
            refusal=refusal,
            search_request_id=search_request_id,
            reads=reads,
        )
        raise


def record_refusal(
    *,
    actor: Actor,
    action: str,
    refusal: CountersignError,
    search_request_id: UUID | None = None,
    reads: bool = False,
) -> None:
    """Record in a transaction of its own that somebody was refused.

    Args:
        actor, action, search_request_id: who asked for what about which request.
        refusal: what was answered.
        reads: nothing would have changed: what is repeated soon after is counted (`repeated_refusals`).
    """
    request_id = _existing(search_request_id)
    reason = str(getattr(refusal, "reason", refusal.code))
    if reads and actor.process == "web":
        repeated_refusals.write_counts()
    with transaction.atomic(durable=True):
        if reads and not repeated_refusals.is_first(
            actor=actor,
            action=action,
            reason=reason,
            asked_about=search_request_id,
            request_id=request_id,
        ):
            refusal.is_recorded = True
            return
        recorder.record(
            "action.refused",
            who=actor.who,
            request_id=request_id,
            outcome="refused",
            reason=reason,
            facts={"action": action},
        )
    refusal.is_recorded = True


def _existing(search_request_id: UUID | None) -> UUID | None:
    """The request that was asked for, though the person is told that there is none; None where that is so."""
    if search_request_id is None:
        return None
    found = SearchRequest.objects.filter(id=search_request_id)
    return found.values_list("id", flat=True).first()
