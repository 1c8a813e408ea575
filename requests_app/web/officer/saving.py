"""Saving a page of an officer's own draft, and noticing that it changed elsewhere.

Must not write: it calls the use case, and only where something differs.
"""

from __future__ import annotations

import dataclasses
import hashlib
from typing import Any
from uuid import UUID

from requests_app.common.errors import StaleRead
from requests_app.searches import answers as answers_module
from requests_app.searches.answers import Change
from requests_app.searches.models import SearchRequest
from requests_app.web.http import ActingRequest, only_reads
from requests_app.web.questionnaire.change_words import change_rows
from requests_app.wire import canonical
from requests_app.workflow import draft as drafting
from requests_app.workflow.reading.own_draft import OwnDraft, find_own, open_own_draft


class ChangedElsewhere(Exception):
    """The section is not what the page was drawn from; `changes` is from saved to typed.

    `is_another_picture`: the picture that the page was about has been replaced.
    """

    def __init__(self, changes: tuple[Change, ...], *, is_another_picture: bool = False) -> None:
        self.changes = changes
        self.is_another_picture = is_another_picture
        super().__init__("changed_elsewhere")


def own(request: ActingRequest, pk: UUID) -> SearchRequest:
    """This officer's own request; any other is as if it were not there.

    Raises:
        CountersignError: it is not theirs, which is recorded.
    """
    return find_own(actor=request.actor, search_request_id=pk, reads=only_reads(request))


def own_draft(request: ActingRequest, pk: UUID) -> OwnDraft:
    """This officer's own request with its draft; any other is as if it were not there.

    Raises:
        CountersignError: it is not theirs, which is recorded.
    """
    return open_own_draft(actor=request.actor, search_request_id=pk, reads=only_reads(request))


def seen(own_draft: OwnDraft, section: str) -> str:
    """A mark of what a page of this section is drawn from, to be sent back with it.

    What is said of a picture is said of the picture that is there, so that one has a mark of its
    own beside that of the answers.
    """
    value = answers_module.to_plain(getattr(own_draft.answers, section))
    answered = hashlib.sha256(canonical.encode(value)).hexdigest()[:32]
    probe = own_draft.search_request.probe
    if section != "probe" or probe is None:
        return answered
    return f"{answered}.{probe.original_id}"


def check_seen(request: ActingRequest, own_draft: OwnDraft, section: str, value: Any) -> None:
    """Refuse what was typed on a page that was drawn from something else than what is there now.

    Raises:
        ChangedElsewhere: another page or tab saved this section, or replaced the picture.
    """
    drawn_from, now = request.POST.get("seen", ""), seen(own_draft, section)
    if drawn_from != now:
        is_another_picture = drawn_from.partition(".")[2] != now.partition(".")[2]
        raise ChangedElsewhere(
            _changes(own_draft, section, value), is_another_picture=is_another_picture
        )


def told(elsewhere: ChangedElsewhere | None) -> dict[str, Any]:
    """Return what a page shows of a change elsewhere."""
    if elsewhere is None:
        return {"changes": [], "picture_replaced": False, "page_has_errors": False}
    return {
        "changes": change_rows(elsewhere.changes),
        "picture_replaced": elsewhere.is_another_picture,
        "page_has_errors": True,
    }


def save(request: ActingRequest, own_draft: OwnDraft, section: str, value: Any) -> bool:
    """Save a section; False when nothing differs (a double click, a page sent again).

    Raises:
        ChangedElsewhere: another page or tab saved this section meanwhile.
        CountersignError: the use case refuses.
    """
    if value == getattr(own_draft.answers, section):
        return False
    check_seen(request, own_draft, section, value)
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
