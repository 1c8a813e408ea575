"""How something is read: permission, an event, and only then what is shown; no row is locked.
Decoding an image takes seconds, so it happens outside every transaction, and permission is asked again after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db import transaction

from requests_app.accounts.actors import Actor
from requests_app.common.errors import StaleRead
from requests_app.workflow.unit_of_work import (
    Asked,
    UseCaseLeftNoEvent,
    Work,
    find_request,
    recording_refusals,
)

Looked = TypeVar("Looked")
Drawn = TypeVar("Drawn")
Found = TypeVar("Found", bound="Source")


@contextmanager
def viewing(*, actor: Actor, action: str, search_request_id: UUID | None = None) -> Iterator[Work]:
    """Open the short transaction in which one view is recorded and read.

    The event commits when it ends, so whoever sends what was read must do so afterwards.

    Args:
        actor: who reads, in which role.
        action: the name of the view, kept in the event of a refusal.
        search_request_id: the request it is about; its row is not locked.

    Raises:
        NotFound: there is no such request.
        CountersignError: whatever the view refuses with, after the refusal was recorded.
    """
    with (
        recording_refusals(actor=actor, action=action, search_request_id=search_request_id),
        _reading(actor, search_request_id) as work,
    ):
        yield work
        if not work.recorded:
            raise UseCaseLeftNoEvent(action)


@contextmanager
def _reading(actor: Actor, search_request_id: UUID | None) -> Iterator[Work]:
    with transaction.atomic(durable=True):
        work = Work(actor=actor)
        if search_request_id is not None:
            work.search_request = find_request(search_request_id, lock=False)
        yield work


def look_up(
    find: Callable[[Work], Looked], *, actor: Actor, action: str, search_request_id: UUID
) -> Looked:
    """Return what `find` finds before slow work begins: permission is asked, only a refusal is recorded.

    Nothing of it may be shown: what is shown goes through `viewing`, which asks again.
    """
    with (
        recording_refusals(actor=actor, action=action, search_request_id=search_request_id),
        _reading(actor, search_request_id) as work,
    ):
        return find(work)


@dataclass(frozen=True, slots=True)
class Source:
    """What an image is drawn from.

    Attributes:
        data: the stored bytes, opened.
        digest: tells this content from any other that may take its place meanwhile.
    """

    data: bytes
    digest: str


def drawn(
    *,
    actor: Actor,
    action: str,
    search_request_id: UUID,
    find: Callable[[Work], Found],
    draw: Callable[[bytes], Drawn],
    record: Callable[[Work, Found], None],
) -> Drawn:
    """Return a drawn image, after its view was recorded.

    Args:
        actor, action, search_request_id: as in `viewing`.
        find: asks permission and returns what is drawn; called before the drawing and after it.
        draw: decodes the bytes; runs outside every transaction.
        record: records the view of what was found the second time.

    Raises:
        StaleRead: another image took its place meanwhile; opening it again shows that one.
        ProbeRefused: the stored bytes cannot be decoded. Nothing is recorded as seen.
        CountersignError: whatever `find` refuses with, after the refusal was recorded.
    """
    asked = Asked(actor=actor, action=action, search_request_id=search_request_id)
    before = look_up(find, **asked)
    with recording_refusals(**asked):
        image = draw(before.data)
    with viewing(**asked) as work:
        found = find(work)
        if found.digest != before.digest:
            raise StaleRead(["probe"])
        record(work, found)
    return image
