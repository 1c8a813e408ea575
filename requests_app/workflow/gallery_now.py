"""Whether the gallery that a version names is still what it was when the version was submitted.

One answer for whoever decides and for whoever sends; must not judge whether the change matters.
"""

from __future__ import annotations

from requests_app.audit import selectors as audit
from requests_app.common.errors import PreconditionFailed
from requests_app.searches.models import Justification

OFF = "gallery_off"
"""Switched off, found unlawful, or its matcher is off. Once it is on again, all is as it was."""
CHANGED = "gallery_changed"
"""Its entry says something else. What was declared, read and approved was about another gallery."""
NOT_AS_LOGGED = "gallery_not_as_logged"
"""Its entry says something else, and the log holds no change of it: nobody may build on that."""


def is_off(frozen: Justification) -> bool:
    """Whether the gallery that was searched, or its matcher, is off now."""
    gallery = frozen.gallery
    return not (gallery.is_on_offer and gallery.matcher.is_active)


def refuse_lead_from_what_is_off(frozen: Justification) -> None:
    """Let nobody be selected, and no lead be released, from the list of a gallery that is off.

    Raises:
        PreconditionFailed: it is off, or its matcher (`list_withdrawn`).
    """
    if is_off(frozen):
        raise PreconditionFailed("list_withdrawn")


def what_is_wrong(frozen: Justification) -> str:
    """Return why no search may be made in this version's gallery now: a code, or nothing."""
    gallery = frozen.gallery
    if is_off(frozen):
        return OFF
    if gallery.registry_digest() != frozen.gallery_digest:
        return CHANGED
    return ""


def change_is_in_log(frozen: Justification) -> bool:
    """Say whether the log holds a change of the entry, or of its matcher's, since the approval."""
    return audit.registry_changed_since(
        frozen.search_request_id,
        code="search.approved",
        entries={"gallery": frozen.gallery.code, "matcher": frozen.gallery.matcher.code},
    )
