"""A judicial document, for download by its requester or by who decides on its version.

Recorded before its first byte leaves.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from requests_app.accounts.actors import Actor
from requests_app.common.errors import NotFound, PreconditionFailed
from requests_app.searches import content, selectors
from requests_app.searches.models import StoredFile
from requests_app.searches.states import Status
from requests_app.workflow import permissions, viewing


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A stored document, opened for download."""

    data: bytes
    name: str
    media_type: str


def open_document(*, actor: Actor, search_request_id: UUID, file_id: UUID) -> OpenedFile:
    """Return a judicial document for download; recorded first.

    The requester may open their own, a decider those of the version that awaits them.
    """
    with viewing.viewing(
        actor=actor, action="open_document", search_request_id=search_request_id
    ) as work:
        row = work.request_row
        stored = row.files.filter(id=file_id, kind=StoredFile.Kind.JUDICIAL_DOCUMENT).first()
        permissions.check_may_read_documents(actor, row)
        if not permissions.can_act_as_requester(actor, row):
            if row.status != Status.AWAITING_DECISION:
                raise PreconditionFailed("not_awaiting_decision", status=row.status)
            if stored is not None and stored.id not in selectors.justification(row).documents:
                stored = None
        if stored is None:
            raise NotFound
        opened = OpenedFile(
            data=content.open_file(stored),
            name=content.file_name_to_show(stored),
            media_type=stored.media_type,
        )
        work.record("document.viewed", object_type="document", object_id=str(stored.id))
    return opened
