"""Results that lack examiners, as deciders see them: the list, and the page on which one is ended.

Shows nothing of a case and no candidate, so no opening of it is an event.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account
from requests_app.searches import examinations, lacking_examiners
from requests_app.searches.models import SearchRequest
from requests_app.workflow import end_unexamined, permissions, viewing
from requests_app.workflow.reading.pages import ListPage, list_page
from requests_app.workflow.unit_of_work import Work


def lacking_for(account: Account, asked: str | None) -> ListPage[SearchRequest]:
    """Return a page of the results that lack examiners and that this decider may end, oldest first."""
    return list_page(lacking_examiners.listed_for(account), asked)


@dataclass(frozen=True, slots=True)
class Lacking:
    """A result that lacks examiners, and how many have concluded on it."""

    search_request: SearchRequest
    concluded: int


def open_lacking(*, actor: Actor, search_request_id: UUID) -> Lacking:
    """Return a result that lacks examiners.

    Raises:
        NotPermitted, NotFound, InvalidTransition, PreconditionFailed: see `end_unexamined.end_unexamined`.
    """

    def find(work: Work) -> Lacking:
        permissions.check_may_end_unexamined(actor, work.request_row)
        end_unexamined.check_is_lacking(work)
        return Lacking(work.request_row, examinations.standing(work.request_row).concluded)

    return viewing.look_up(
        find, actor=actor, action="open_lacking", search_request_id=search_request_id, reads=True
    )
