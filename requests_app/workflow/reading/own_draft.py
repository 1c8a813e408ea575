"""What an officer reads of their own draft: its answers as last saved, and its documents.

Must not write, nor find anybody else's: any other request is as if it were not there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account
from requests_app.common import clock
from requests_app.searches import content, selectors
from requests_app.searches.answers import Answers
from requests_app.searches.models import Draft, SearchRequest
from requests_app.searches.states import Action, Status, actions_in
from requests_app.workflow import permissions
from requests_app.workflow.unit_of_work import Work
from requests_app.workflow.viewing import look_up

SAME_START = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class OwnDraft:
    """A request of this officer with the answers as last saved.

    Attributes:
        search_request: the request.
        answers: the draft, opened.
        revision: the number of that save; a save that names an older one is noticed.
    """

    search_request: SearchRequest
    answers: Answers
    revision: int

    @property
    def is_open(self) -> bool:
        """Whether answers can still be changed."""
        return Action.EDIT in actions_in(self.search_request.status)


def find_own(*, actor: Actor, search_request_id: UUID, reads: bool) -> SearchRequest:
    """Return this officer's own request; that somebody asked for another's is recorded.

    Args:
        actor, search_request_id: who asks for which request.
        reads: the page is only read, so that a refusal that is repeated is counted.

    Raises:
        NotPermitted, NotFound: see `permissions.check_is_requester`.
    """

    def find(work: Work) -> SearchRequest:
        permissions.check_is_requester(work.actor, work.request_row)
        return work.request_row

    return look_up(
        find, actor=actor, action="open_own", search_request_id=search_request_id, reads=reads
    )


def open_own_draft(*, actor: Actor, search_request_id: UUID, reads: bool) -> OwnDraft:
    """Return this officer's own request with its draft.

    The revision is read first: a save in between is then noticed rather than overwritten.

    Args:
        actor, search_request_id, reads: as in `find_own`.

    Raises:
        NotPermitted, NotFound: see `find_own`.
    """
    row = find_own(actor=actor, search_request_id=search_request_id, reads=reads)
    revision = Draft.objects.values_list("revision", flat=True).get(search_request=row)
    return OwnDraft(search_request=row, answers=content.open_draft(row), revision=revision)


@dataclass(frozen=True, slots=True)
class AttachedDocument:
    """A judicial document that is attached now, its size in bytes.

    Its name is the one it was uploaded under; empty where that is damaged.
    """

    id: UUID
    name: str
    size: int
    added_at: datetime


def documents_of(search_request: SearchRequest) -> tuple[AttachedDocument, ...]:
    """Return the documents that are attached to one's own request now."""
    stored = selectors.attached_documents(search_request)
    return tuple(
        AttachedDocument(file.pk, content.file_name_to_show(file), file.size, file.added_at)
        for file in stored
    )


def started_just_now(account: Account, started_from: UUID | None) -> UUID | None:
    """Return the untouched draft that a second press of the same button would start again."""
    return (
        selectors.requested_by(account)
        .filter(
            status=Status.DRAFT,
            started_from=started_from,
            created_at__gt=clock.now() - SAME_START,
            draft__revision=1,
        )
        .values_list("pk", flat=True)
        .first()
    )
