"""Disclosure packs, for deciders of the unit: the list, and one with what is in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from requests_app.accounts import rights
from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account
from requests_app.common import clock
from requests_app.common.references import read_references
from requests_app.registry import selectors as registry
from requests_app.registry.models import USUALLY_FULL_FOR
from requests_app.searches import disclosure_packs
from requests_app.searches.disclosure import Asked
from requests_app.searches.models import (
    DisclosurePack,
    DisclosurePart,
    LeadRecall,
    SearchRequest,
)
from requests_app.workflow import disclose, permissions
from requests_app.workflow.reading.pages import ListPage, list_page
from requests_app.workflow.viewing import viewing


def disclosures_for(account: Account, asked: str | None) -> ListPage[DisclosurePack]:
    """Return a page of the packs of this person's units, the newest first. Opens nothing, so it is no event."""
    return list_page(disclosure_packs.packs_for(account), asked)


def request_to_disclose(account: Account, typed: str) -> SearchRequest | None:
    """Return the request of this account's units whose reference was typed, however its dashes are; or None."""
    read = read_references(typed)
    if len(read.right) != 1 or read.wrong or read.other:
        return None
    return SearchRequest.objects.filter(
        reference=read.right[0], unit__in=rights.units_decidable_by(account)
    ).first()


def is_over(pack: DisclosurePack) -> bool:
    """Whether a pack can no longer be taken, nor go on: it has expired, or the content of its request was destroyed."""
    return (
        pack.expired_at is not None
        or pack.expires_at <= clock.real_now()
        or pack.search_request.content_destroyed_at is not None
    )


def _came_after(row: SearchRequest, moment: datetime) -> bool:
    return (
        row.follow_ups.filter(recorded_at__gt=moment).exists()
        or row.incidents.filter(opened_at__gt=moment).exists()
        or LeadRecall.objects.filter(search_request=row, recalled_at__gt=moment).exists()
    )


def full_list_for() -> tuple[str, ...]:
    """Return the recipients to whom this agency usually gives the whole candidate list."""
    said = registry.agency().disclosure_full_for
    return tuple(USUALLY_FULL_FOR if said is None else said)


@dataclass(frozen=True, slots=True)
class OpenedDisclosure:
    """One pack.

    Attributes:
        said: who gets it and why; None where the content was destroyed or it is damaged.
        parts: what is in it so far, and what is left out, in the order of the file.
        is_making: whether it is being made still; can_be_taken: whether its file can be taken.
        is_outdated: whether anything came after it that whoever gets it would want to know.
    """

    search_request: SearchRequest
    pack: DisclosurePack
    said: Asked | None
    parts: tuple[DisclosurePart, ...]
    is_making: bool
    can_be_taken: bool
    is_outdated: bool


def open_disclosure(*, actor: Actor, search_request_id: UUID, pack_id: UUID) -> OpenedDisclosure:
    """Open a pack; the opening is recorded first. One that has expired is shown with its digests.

    Raises:
        NotPermitted, NotFound: see `permissions.check_may_disclose`; there is no such pack of this request.
    """
    with viewing(
        actor=actor, action="open_disclosure", search_request_id=search_request_id
    ) as work:
        row = work.request_row
        permissions.check_may_disclose(actor, row)
        pack = disclose.find(row, pack_id)
        work.record(
            "disclosure.viewed",
            object_type="disclosure",
            object_id=str(pack.pk),
            facts={"number": pack.number},
        )
        is_gone = is_over(pack)
        return OpenedDisclosure(
            search_request=row,
            pack=pack,
            said=disclosure_packs.asked_if_whole(pack),
            parts=tuple(disclosure_packs.listed_parts(pack)),
            is_making=pack.made_at is None and not is_gone,
            can_be_taken=pack.made_at is not None and not is_gone,
            is_outdated=pack.made_at is not None and _came_after(row, pack.made_at),
        )
