"""How something is read: permission, an event, and only then what is shown; no row is locked.

Decoding an image takes seconds, so it happens outside every transaction, and permission is asked again after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol, TypeVar
from uuid import UUID

from django.db import transaction

from requests_app.accounts.actors import Actor
from requests_app.common.errors import StaleRead
from requests_app.common.read_once import reading_once
from requests_app.workflow.unit_of_work import (
    Asked,
    UseCaseLeftNoEvent,
    Work,
    find_request,
    recording_refusals,
)

PICTURE, PAGE = "picture", "page"
"""What can change while it is drawn: the codes that `StaleRead` carries."""

Looked = TypeVar("Looked")
Drawn = TypeVar("Drawn")


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
        recording_refusals(
            actor=actor, action=action, search_request_id=search_request_id, reads=True
        ),
        _reading(actor, search_request_id) as work,
    ):
        yield work
        if not work.recorded:
            raise UseCaseLeftNoEvent(action)


@contextmanager
def _reading(actor: Actor, search_request_id: UUID | None) -> Iterator[Work]:
    with reading_once(), transaction.atomic(durable=True):
        work = Work(actor=actor)
        if search_request_id is not None:
            work.search_request = find_request(search_request_id, lock=False)
        yield work


def look_up(
    find: Callable[[Work], Looked],
    *,
    actor: Actor,
    action: str,
    search_request_id: UUID,
    reads: bool = False,
) -> Looked:
    """Return what `find` finds before slow work begins: permission is asked, only a refusal is recorded.

    Nothing of it may be shown: what is shown goes through `viewing`, which asks again.

    Args:
        find: asks permission and returns what it found.
        actor, action, search_request_id: as in `viewing`.
        reads: no change follows, so that a refusal that is repeated is counted.
    """
    with (
        recording_refusals(
            actor=actor, action=action, search_request_id=search_request_id, reads=reads
        ),
        _reading(actor, search_request_id) as work,
    ):
        return find(work)


class Digested(Protocol):
    """What was found to be shown, with what tells it from anything that may take its place meanwhile."""

    @property
    def digest(self) -> str: ...


Found = TypeVar("Found", bound=Digested)


@dataclass(frozen=True, slots=True)
class Source:
    """What an image is drawn from.

    Attributes:
        data: the stored bytes, opened.
        digest: tells this content from any other.
    """

    data: bytes
    digest: str


def drawn(
    *,
    actor: Actor,
    action: str,
    search_request_id: UUID,
    find: Callable[[Work], Found],
    draw: Callable[[Found], Drawn],
    digest_now: Callable[[Work], str],
    record: Callable[[Work, Found], None],
    what: str = PICTURE,
) -> Drawn:
    """Return what was drawn, an image or a page, after its view was recorded.

    Args:
        actor, action, search_request_id: as in `viewing`.
        find: asks permission and returns what is to be drawn.
        draw: decodes the image or makes the page; runs outside every transaction.
        digest_now: asks permission again, after the drawing, and returns the digest of that moment.
        record: records the view of what was drawn.
        what: PICTURE or PAGE, which a person is told of where it changed meanwhile.

    Raises:
        StaleRead: something else took its place meanwhile; opening it again shows that.
        CountersignError: whatever these refuse with, after the refusal was recorded. Where the
            drawing fails, nothing is recorded as seen.
    """
    asked = Asked(actor=actor, action=action, search_request_id=search_request_id)
    found = look_up(find, **asked, reads=True)
    with recording_refusals(**asked, reads=True):
        done = draw(found)
    with viewing(**asked) as work:
        if digest_now(work) != found.digest:
            raise StaleRead([what])
        record(work, found)
    return done
