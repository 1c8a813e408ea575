"""What the log holds about one account, read by an administrator; the reading is recorded too.

Shows no event of any search request.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account, Unit
from requests_app.audit import selectors as log
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
        facts: what each event says of what was done, beside it.
        names: of the persons who acted, by id.
        units: the names of the units that the facts name, by id.
    """

    account: Account
    events: tuple[Event, ...]
    facts: tuple[Mapping[str, Any], ...]
    names: Mapping[UUID, str]
    units: Mapping[str, str]


def open_history(*, actor: Actor, account_id: UUID) -> AccountHistory:
    """Open the history of an account; recorded first.

    Raises:
        NotPermitted: the actor is no administrator.
        NotFound: there is no such account.
    """
    with viewing(actor=actor, action="account.read_history") as work:
        permissions.check_is_administrator(actor)
        account = find_account(account_id).account
        about = (("account", str(account.pk)), ("person", str(account.person_id)))
        events = tuple(log.about_objects(about, most=MOST))
        work.record(
            "log.viewed",
            object_type="account",
            object_id=str(account.pk),
            facts={"filters": {"account": str(account.pk)}, "shown": len(events)},
        )
        facts = tuple(json.loads(bytes(event.entry))["body"]["facts"] for event in events)
        return AccountHistory(account, events, facts, names_in(events).people, _units(facts))


def _units(facts: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    named = {each["unit"] for each in facts if each.get("unit")}
    return {str(unit.pk): unit.name for unit in Unit.objects.filter(pk__in=named)}
