"""One officer's own draft on the desk: read it, save a page of it, notice that it changed elsewhere.
Must not write: it calls the use case, and only where something differs."""

from __future__ import annotations

import dataclasses
import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404

from requests_app.common.errors import StaleRead
from requests_app.searches import answers as answers_module
from requests_app.searches import content, selectors
from requests_app.searches.answers import Answers, Change
from requests_app.searches.models import Draft, SearchRequest
from requests_app.searches.states import Action, actions_in
from requests_app.web.http import ActingRequest
from requests_app.wire import canonical
from requests_app.workflow import draft as drafting


@dataclass(frozen=True)
class Desk:
    """A request of this officer with the answers as last saved."""

    search_request: SearchRequest
    answers: Answers
    revision: int

    @property
    def is_open(self) -> bool:
        """Whether answers can still be changed."""
        return Action.EDIT in actions_in(self.search_request.status)


class ChangedElsewhere(Exception):
    """The section is not what the page was drawn from; `changes` is from saved to typed."""

    def __init__(self, changes: tuple[Change, ...]) -> None:
        self.changes = changes
        super().__init__("changed_elsewhere")


def own(request: ActingRequest, pk: UUID) -> SearchRequest:
    """This officer's own request; any other is as if it were not there."""
    row = selectors.requested_by(request.user).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def desk(request: ActingRequest, pk: UUID) -> Desk:
    """This officer's own request with its draft. The revision is read first: a save in between
    is then noticed rather than overwritten."""
    row = own(request, pk)
    revision = Draft.objects.values_list("revision", flat=True).get(search_request=row)
    return Desk(search_request=row, answers=content.open_draft(row), revision=revision)


def seen(value: Any) -> str:
    """A short mark of what a page was drawn from, to be sent back with it."""
    plain = canonical.encode(answers_module.to_plain(value))
    return hashlib.sha256(plain).hexdigest()[:32]


def save(request: ActingRequest, held: Desk, section: str, value: Any) -> bool:
    """Save a section; False when nothing differs (a double click, a page sent again).

    Raises:
        ChangedElsewhere: another page or tab saved this section meanwhile.
        CountersignError: the use case refuses.
    """
    before = getattr(held.answers, section)
    if value == before:
        return False
    if request.POST.get("seen", "") != seen(before):
        raise ChangedElsewhere(_changes(held, section, value))
    try:
        drafting.save_section(
            actor=request.actor,
            search_request_id=held.search_request.pk,
            section=section,
            value=value,
            revision=held.revision,
        )
    except StaleRead:
        raise ChangedElsewhere(_changes(held, section, value)) from None
    return True


def _changes(held: Desk, section: str, value: Any) -> tuple[Change, ...]:
    typed = dataclasses.replace(held.answers, **{section: value})
    return answers_module.changes(held.answers, typed)
