"""Why a legal hold was set or released, sealed under the key of its request.

Must not be kept longer than the content itself: once that is destroyed, nobody can read it either.
"""

from __future__ import annotations

from uuid import UUID

from requests_app.searches import content
from requests_app.searches.models import LegalHold, SearchRequest


def seal(
    search_request: SearchRequest, hold_id: UUID, reason: str, *, is_release: bool = False
) -> bytes:
    """Return why a hold is set, or released, sealed."""
    return content.seal_part(search_request.id, _name(hold_id, is_release), reason.encode())


def opened(hold: LegalHold, *, is_release: bool = False) -> str:
    """Return why a hold was set, or released; empty where it stands.

    Raises:
        ContentDestroyed: the key is gone.
        ContentDamaged: what is stored does not open.
    """
    sealed = hold.sealed_release if is_release else hold.sealed_reason
    if sealed is None:
        return ""
    part = _name(hold.id, is_release)
    return content.open_part(hold.search_request_id, part, sealed).decode()


def _name(hold_id: UUID, is_release: bool) -> str:
    return f"hold-{'released' if is_release else 'set'}-{hold_id}"
