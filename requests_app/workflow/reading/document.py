"""A judicial document, for download by its requester or by who decides on its version.

Recorded before its first byte leaves.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from requests_app.accounts.actors import Actor
from requests_app.common.errors import NotFound, PreconditionFailed
from requests_app.searches import active_content, content, selectors
from requests_app.searches.file_names import PDF
from requests_app.searches.models import StoredFile
from requests_app.searches.states import Status
from requests_app.workflow import permissions, viewing
from requests_app.workflow.unit_of_work import Work


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A stored document, opened for download."""

    data: bytes
    name: str
    media_type: str


def what_to_know_first(*, actor: Actor, search_request_id: UUID, file_id: UUID) -> tuple[str, ...]:
    """Return what somebody should know of a document before they open it, as codes; nothing for most.

    A file that an earlier release kept, which did not look, is looked into now.

    Raises:
        As `open_document`.
    """

    def find(work: Work) -> tuple[list[str] | None, bytes]:
        stored = _document(work, file_id)
        unseen = stored.warnings is None and stored.media_type == PDF
        return stored.warnings, content.open_file(stored) if unseen else b""

    kept, data = viewing.look_up(
        find, actor=actor, action="open_document", search_request_id=search_request_id, reads=True
    )
    return tuple(kept or ()) or (active_content.look_into(data) if data else ())


def open_document(*, actor: Actor, search_request_id: UUID, file_id: UUID) -> OpenedFile:
    """Return a judicial document for download; recorded first.

    The requester may open their own, a decider those of the version that awaits them.
    """
    with viewing.viewing(
        actor=actor, action="open_document", search_request_id=search_request_id
    ) as work:
        stored = _document(work, file_id)
        opened = OpenedFile(
            data=content.open_file(stored),
            name=content.file_name_to_show(stored),
            media_type=stored.media_type,
        )
        work.record("document.viewed", object_type="document", object_id=str(stored.id))
    return opened


def _document(work: Work, file_id: UUID) -> StoredFile:
    """The stored document, for whoever may read it."""
    row = work.request_row
    stored = row.files.filter(id=file_id, kind=StoredFile.Kind.JUDICIAL_DOCUMENT).first()
    permissions.check_may_read_documents(work.actor, row)
    if not permissions.can_act_as_requester(work.actor, row):
        if row.status != Status.AWAITING_DECISION:
            raise PreconditionFailed("not_awaiting_decision", status=row.status)
        if stored is not None and stored.id not in selectors.justification(row).documents:
            stored = None
    if stored is None:
        raise NotFound
    return stored
