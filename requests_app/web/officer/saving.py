"""Saving a page of an officer's own draft, and noticing that it changed elsewhere.

Must not write: it calls the use case, and only where something differs.
"""

from __future__ import annotations

import dataclasses
import hashlib
from typing import Any
from uuid import UUID

from django.http import Http404

from requests_app.common.errors import StaleRead
from requests_app.searches import answers as answers_module
from requests_app.searches.answers import Change
from requests_app.searches.models import SearchRequest
from requests_app.web.http import ActingRequest
from requests_app.wire import canonical
from requests_app.workflow import draft as drafting
from requests_app.workflow.reading.own_draft import OwnDraft, find_own, open_own_draft


class ChangedElsewhere(Exception):
    """The section is not what the page was drawn from; `changes` is from saved to typed."""

    def __init__(self, changes: tuple[Change, ...]) -> None:
        self.changes = changes
        super().__init__("changed_elsewhere")


def own(request: ActingRequest, pk: UUID) -> SearchRequest:
    """This officer's own request; any other is as if it were not there."""
    row = find_own(request.user, pk)
    if row is None:
        raise Http404
    return row


def own_draft(request: ActingRequest, pk: UUID) -> OwnDraft:
    """This officer's own request with its draft; any other is as if it were not there."""
    opened = open_own_draft(request.user, pk)
    if opened is None:
        raise Http404
    return opened


def mark_of(value: Any) -> str:
    """A short mark of what a page was drawn from, to be sent back with it."""
    plain = canonical.encode(answers_module.to_plain(value))
    return hashlib.sha256(plain).hexdigest()[:32]


def save(request: ActingRequest, own_draft: OwnDraft, section: str, value: Any) -> bool:
    """Save a section; False when nothing differs (a double click, a page sent again).

    Raises:
        ChangedElsewhere: another page or tab saved this section meanwhile.
        CountersignError: the use case refuses.
    """
    before = getattr(own_draft.answers, section)
    if value == before:
        return False
    if request.POST.get("seen", "") != mark_of(before):
        raise ChangedElsewhere(_changes(own_draft, section, value))
    try:
        drafting.save_section(
            actor=request.actor,
            search_request_id=own_draft.search_request.pk,
            section=section,
            value=value,
            revision=own_draft.revision,
        )
    except StaleRead:
        raise ChangedElsewhere(_changes(own_draft, section, value)) from None
    return True


def _changes(own_draft: OwnDraft, section: str, value: Any) -> tuple[Change, ...]:
    typed = dataclasses.replace(own_draft.answers, **{section: value})
    return answers_module.changes(own_draft.answers, typed)
