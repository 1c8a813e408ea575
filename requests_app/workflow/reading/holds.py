"""The legal holds that a decider may know of: the list without content, and one with its reason, recorded first.

Must not set or release one: `workflow.hold` does.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from requests_app.accounts import rights
from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account
from requests_app.common.errors import NotFound
from requests_app.common.references import read_references
from requests_app.searches import holds
from requests_app.searches.models import LegalHold, SearchRequest
from requests_app.workflow import destroy, permissions
from requests_app.workflow.destroy import Due
from requests_app.workflow.reading.pages import ListPage, list_page
from requests_app.workflow.viewing import viewing

MOST_RELEASED = 50
"""Released holds that the list shows; older ones stay in the log."""


@dataclass(frozen=True, slots=True)
class OpenedHold:
    """One hold with why it was set, and why it was released.

    Attributes:
        released_because: empty where it stands.
        due: when the content would be destroyed if nothing held it; None where nothing ends it by itself.
        may_release: whether the reader may release it.
    """

    hold: LegalHold
    reason: str
    released_because: str
    due: Due | None
    may_release: bool


def holds_of(account: Account, asked: str | None) -> ListPage[LegalHold]:
    """Return one page of the holds that stand on requests of this account's units, the oldest first.

    Args:
        account: of a decider, whose units are those for which it may decide.
        asked: which page, as the address gives it.
    """
    return list_page(_of_units(account).filter(released_at=None), asked)


def released_of(account: Account) -> list[LegalHold]:
    """Return the holds of these units that were released last, the latest first, while their reasons still open."""
    ended = _of_units(account).filter(
        released_at__isnull=False, search_request__content_destroyed_at=None
    )
    return list(ended.select_related("released_by_person").order_by("-released_at")[:MOST_RELEASED])


def _of_units(account: Account) -> QuerySet[LegalHold]:
    return LegalHold.objects.filter(
        search_request__unit__in=rights.units_decidable_by(account)
    ).select_related("search_request__unit", "set_by_person")


def request_to_hold(account: Account, typed: str) -> SearchRequest | None:
    """Return the request of this account's units whose reference was typed, however its dashes are; or None.

    Args:
        account: a privacy officer's.
        typed: one reference number.
    """
    read = read_references(typed)
    if len(read.right) != 1 or read.wrong or read.other:
        return None
    return SearchRequest.objects.filter(
        reference=read.right[0], unit__in=rights.units_decidable_by(account)
    ).first()


def open_hold(*, actor: Actor, search_request_id: UUID, hold_id: UUID) -> OpenedHold:
    """Open one hold with its reason; recorded first.

    Raises:
        NotPermitted, NotFound: see `permissions.check_may_read_holds`.
        ContentDamaged, ContentDestroyed: the reason does not open.
    """
    with viewing(actor=actor, action="open_hold", search_request_id=search_request_id) as work:
        row = work.request_row
        permissions.check_may_read_holds(actor, row)
        found = (
            row.holds.filter(pk=hold_id)
            .select_related("set_by_person", "released_by_person")
            .first()
        )
        if found is None:
            raise NotFound
        opened = OpenedHold(
            hold=found,
            reason=holds.opened(found),
            released_because=holds.opened(found, is_release=True),
            due=destroy.due_of(row.pk),
            may_release=found.released_at is None and permissions.can_release_hold(actor, found),
        )
        work.record("record.viewed", facts={"version": row.version, "what": "hold"})
        return opened
