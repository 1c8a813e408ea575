"""What the log holds about one account, read by an administrator; the reading is recorded too.

Shows no event of any search request.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account
from requests_app.audit.models import Event
from requests_app.workflow import permissions
from requests_app.workflow.reading.administration.subjects import find_account
from requests_app.workflow.reading.names import names_in
from requests_app.workflow.viewing import viewing

MOST = 200


@dataclass(frozen=True, slots=True)
class AccountHistory:
    """The latest events about an account and its person, newest first.

    Attributes:
        account: with its person.
        events: at most MOST.
        names: of the persons who acted, by id.
    """

    account: Account
    events: tuple[Event, ...]
    names: Mapping[UUID, str]


def open_history(*, actor: Actor, account_id: UUID) -> AccountHistory:
    """Open the history of an account; recorded first.

    Raises:
        NotPermitted: the actor is no administrator.
        NotFound: there is no such account.
    """
    with viewing(actor=actor, action="account.read_history") as work:
        permissions.check_is_administrator(actor)
        account = find_account(account_id).account
        about = Q(object_type="account", object_id=str(account.pk)) | Q(
            object_type="person", object_id=str(account.person_id)
        )
        events = tuple(Event.objects.filter(about, request_id=None).order_by("-id")[:MOST])
        work.record(
            "log.viewed",
            object_type="account",
            object_id=str(account.pk),
            facts={"filters": {"account": str(account.pk)}, "shown": len(events)},
        )
        return AccountHistory(account, events, names_in(events).people)
