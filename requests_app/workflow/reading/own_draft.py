"""What an officer reads of their own draft: its answers as last saved, and its documents.

Must not write, nor find anybody else's: any other request is as if it were not there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from requests_app.accounts.models import Account
from requests_app.common import clock
from requests_app.searches import content, selectors
from requests_app.searches.answers import Answers
from requests_app.searches.models import Draft, SearchRequest
from requests_app.searches.states import Action, Status, actions_in

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


def find_own(account: Account, search_request_id: UUID) -> SearchRequest | None:
    """Return this officer's own request, or None."""
    return selectors.requested_by(account).filter(pk=search_request_id).first()


def open_own_draft(account: Account, search_request_id: UUID) -> OwnDraft | None:
    """Return this officer's own request with its draft, or None.

    The revision is read first: a save in between is then noticed rather than overwritten.
    """
    row = find_own(account, search_request_id)
    if row is None:
        return None
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
