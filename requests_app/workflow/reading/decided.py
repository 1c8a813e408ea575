"""What deciders read beside the decision page: their queue, the list of what they decided, its timelines.

Must not open content: that begins on the decision page and ends with the decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from requests_app.accounts import rights, training
from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account, Person
from requests_app.accounts.roles import Role
from requests_app.common import clock
from requests_app.dispatch import selectors as dispatch
from requests_app.searches import selectors
from requests_app.searches.models import Claim, Decision, SearchRequest
from requests_app.workflow import permissions
from requests_app.workflow.reading.pages import ListPage, count_of, list_page
from requests_app.workflow.reading.timeline import Step, steps_of
from requests_app.workflow.unit_of_work import Work
from requests_app.workflow.viewing import look_up, viewing


@dataclass(frozen=True, slots=True)
class Queue:
    """What somebody may decide on, urgent ones first, then oldest first.

    Attributes:
        pages: one page of the requests in each of the roles asked for.
        counts: how many requests wait in each of these roles, counted as `count_up_to` counts.
        claims: who has them in hand.
        units: the units whose requests they may decide on.
        lacks: what they need beside the role to decide, and have not: `right`, and of the certificate
            `not_recorded`, `not_confirmed` or `over`.
    """

    pages: Mapping[Role, ListPage[SearchRequest]]
    counts: Mapping[Role, int]
    claims: Mapping[UUID, Claim]
    units: tuple[str, ...]
    lacks: tuple[str, ...]


def queue_of(account: Account, asked: Mapping[Role, str | None]) -> Queue:
    """Return the queue of a decider. Holds no content, so it is no event.

    Args:
        account: of the decider.
        asked: the roles in which they decide, and the page of each, as an address gives it.
    """
    waiting = {role: selectors.awaiting_decision_of(account, role) for role in asked}
    pages = {role: list_page(rows, asked[role]) for role, rows in waiting.items()}
    units = tuple(str(unit) for unit in rights.decidable_units(account))
    certificate = _certificate_lacks(account.person)
    return Queue(
        pages=pages,
        counts={role: count_of(page, waiting[role]) for role, page in pages.items()},
        claims=selectors.open_claims(row for page in pages.values() for row in page.rows),
        units=units,
        lacks=(*(() if units else ("right",)), *((certificate,) if certificate else ())),
    )


def _certificate_lacks(person: Person) -> str:
    """Return what the certificate for deciding lacks; nothing where it counts. As `check_may_decide` asks it."""
    today = timezone.localdate(clock.real_now())
    course = training.Course.DECIDING
    if training.is_current(person, course, today):
        return ""
    if training.is_unconfirmed(person, course, today):
        return "not_confirmed"
    return "over" if training.last_valid_day(person, course) else "not_recorded"


def waiting_for(
    *, actor: Actor, search_request_id: UUID, action: str = "open_picture"
) -> SearchRequest | None:
    """Return a request that this person may decide on, or None where it no longer waits for that.

    Args:
        actor, search_request_id: who asks about which request.
        action: what it is asked for, kept in the event of a refusal.

    Raises:
        NotPermitted, NotFound: see `permissions.check_may_decide`; the refusal is recorded.
    """

    def find(work: Work) -> SearchRequest | None:
        account = permissions.check_may_decide(work.actor, work.request_row)
        waiting = selectors.awaiting_decision_of(account, Role(work.actor.role))
        return waiting.filter(pk=search_request_id).first()

    return look_up(
        find, actor=actor, action=action, search_request_id=search_request_id, reads=True
    )


def role_in_which_it_waits(
    account: Account, search_request_id: UUID, roles: Iterable[Role]
) -> Role | None:
    """Return the first of these roles in which a request waits for this person's decision, or None."""
    for role in roles:
        if selectors.awaiting_decision_of(account, role).filter(pk=search_request_id).exists():
            return role
    return None


def next_for(account: Account, role: Role) -> SearchRequest | None:
    """Return the request that has waited longest for this person in this role."""
    return selectors.awaiting_decision_of(account, role).first()


@dataclass(frozen=True, slots=True)
class DecidedRequests:
    """One page of what somebody decided on, by their last decision on it, newest first.

    Attributes:
        page: the decisions, each with its request.
        waits: why those requests wait that are held or to be tried again.
    """

    page: ListPage[Decision]
    waits: Mapping[UUID, tuple[str, str]]


def list_decided(account: Account, number: str | None) -> DecidedRequests:
    """Return one page of the requests this person decided on, newest first."""
    page = list_page(selectors.last_decisions_of(account), number)
    return DecidedRequests(page, dispatch.waits_of(row.search_request for row in page.rows))


def decided_by(account: Account, search_request_id: UUID) -> SearchRequest | None:
    """Return a request that this person decided on, or None."""
    return selectors.decided_on_by(account, search_request_id)


@dataclass(frozen=True, slots=True)
class DecidedRecord:
    """A request as those who decided on it may follow it: what became of it, oldest first.

    Attributes:
        waits_because: the state and the error of its sending, see `dispatch.selectors.waits_because`.
    """

    search_request: SearchRequest
    waits_because: tuple[str, str]
    steps: tuple[Step, ...]


def open_decided_record(*, actor: Actor, search_request_id: UUID) -> DecidedRecord:
    """Open the timeline of a request that one decided on; recorded first.

    Raises:
        NotPermitted, NotFound: see `permissions.check_may_read_what_they_decided`.
    """
    with viewing(actor=actor, action="open_record", search_request_id=search_request_id) as work:
        row = work.request_row
        permissions.check_may_read_what_they_decided(actor, row)
        work.record("record.viewed", facts={"version": row.version, "what": "timeline"})
        return DecidedRecord(row, dispatch.waits_because(row), steps_of(row.id))
