"""Keeps what somebody had typed on a page that could not be received, or saved to go on later, for that page.

Nothing is done with it by itself: it is shown in its fields again, and its person sends it or drops it.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import DatabaseError, IntegrityError, transaction

from requests_app.accounts.models import Account
from requests_app.common import clock
from requests_app.common.errors import CountersignError, class_and_place
from requests_app.searches import content
from requests_app.searches.models import KeptTyping, SearchRequest
from requests_app.searches.models.kept_typing import LONGEST_PLACE, MOST_BYTES, MOST_PAGES

log = logging.getLogger(__name__)

KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed on one page.

    Attributes:
        place: the path of that page.
        address: where it is opened again: the path with its query.
        fields: each field with its values, as a form sends them.
        files: the fields that had a file, whose bytes are not kept.
        kept_at: when it was kept.
        is_draft: its person saved it to go on later, or left the page with it; else it was sent and could not be received.
        reference: of the request that the page is about; empty where it is about none.
        about: the one thing of several that it was typed about, where the address alone does not tell.
    """

    place: str
    address: str
    fields: Mapping[str, Sequence[str]]
    files: Sequence[str]
    kept_at: datetime
    is_draft: bool = False
    reference: str = ""
    about: str = ""


def keep(
    *,
    account_id: UUID,
    place: str,
    address: str,
    search_request_id: UUID | None,
    fields: Mapping[str, Sequence[str]],
    files: Sequence[str],
    is_draft: bool = False,
    about: str = "",
) -> bool:
    """Keep what was typed in place of what was kept for the same page before; False where it cannot be.

    Args:
        account_id: whose it is, by the signed mark of the page and never by the client's word.
        place, address, fields, files, is_draft, about: as in `Typed`.
        search_request_id: the request that the page is about; an id of something else counts as none.
    """
    typed = {
        "address": address,
        "fields": {**fields},
        "files": [*files],
        "draft": is_draft,
        "about": about,
    }
    try:
        return _keep(account_id, place, search_request_id, typed)
    except IntegrityError:  # the same page came twice at once, and the other was first
        return bool(_of(account_id).filter(place=place).exists())
    except (CountersignError, DatabaseError) as problem:
        log.warning(
            "typing_not_kept",
            extra={
                **class_and_place(problem),
                "still_works": "the page says that nothing was saved, and that it could not be kept",
                "what_now": "if it comes again, report the class and the place",
            },
        )
        return False


def _keep(
    account_id: UUID, place: str, search_request_id: UUID | None, typed: Mapping[str, Any]
) -> bool:
    with transaction.atomic():
        about = (
            SearchRequest.objects.filter(pk=search_request_id).first()
            if search_request_id
            else None
        )
        kept_id = uuid4()
        sealed, wrapped = content.seal_typing(kept_id, about, typed)
        if len(sealed) > MOST_BYTES or len(place) > LONGEST_PLACE:
            return False
        drop(account_id=account_id, place=place)
        kept = KeptTyping.objects.filter(account_id=account_id)
        latest = kept.order_by("-kept_at").values("pk")[: MOST_PAGES - 1]
        kept.exclude(pk__in=latest).delete()  # the oldest makes room
        KeptTyping.objects.create(
            id=kept_id,
            account_id=account_id,
            search_request=about,
            place=place,
            wrapped=wrapped,
            sealed=sealed,
            kept_at=clock.real_now(),
        )
        return True


def kept_for(account: Account, place: str) -> Typed | None:
    """Return what is kept of one page for this person, or None."""
    row = _of(account.pk).filter(place=place).first()
    return _opened(row) if row else None


def all_kept_for(account: Account) -> tuple[Typed, ...]:
    """Return all that is kept for this person, the latest first; what does not open is left out."""
    opened = (
        _opened(row)
        for row in _of(account.pk).select_related("search_request").order_by("-kept_at")
    )
    return tuple(typed for typed in opened if typed)


def kept_about(account: Account, search_request: SearchRequest) -> tuple[Typed, ...]:
    """Return all that is kept for this person about one request; what does not open is left out."""
    rows = _of(account.pk).filter(search_request=search_request).select_related("search_request")
    return tuple(typed for typed in map(_opened, rows) if typed)


def drop(*, account_id: UUID, place: str) -> None:
    """Drop what is kept of one page: it was sent, or is not wanted."""
    KeptTyping.objects.filter(account_id=account_id, place=place).delete()


def drop_old() -> int:
    """Drop all that is a week old; returns how much that was."""
    old = KeptTyping.objects.filter(kept_at__lt=clock.real_now() - KEPT_FOR)
    return old.delete()[0]


def _of(account_id: UUID) -> Any:
    return KeptTyping.objects.filter(
        account_id=account_id, kept_at__gte=clock.real_now() - KEPT_FOR
    )


def _opened(row: KeptTyping) -> Typed | None:
    try:
        typed = content.open_typing(row)
    except CountersignError:  # erased with its request, or damaged
        return None
    return Typed(
        place=row.place,
        address=typed["address"],
        fields=typed["fields"],
        files=typed["files"],
        kept_at=row.kept_at,
        is_draft=typed.get("draft", False),  # what was kept by an earlier release does not say
        reference=row.search_request.reference if row.search_request else "",
        about=typed.get("about", ""),
    )
