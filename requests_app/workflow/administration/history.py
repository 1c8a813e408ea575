"""What the log holds about one account, read by an administrator; the reading is recorded too.

It must show no event of any search request.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account
from requests_app.audit.models import Event
from requests_app.common.errors import NotFound
from requests_app.workflow import permissions
from requests_app.workflow.unit_of_work import unit_of_work

_MOST_SHOWN = 200


def read_history(*, actor: Actor, account_id: UUID) -> list[Event]:
    """The latest events about this account and its person, newest first.

    Raises:
        NotPermitted: the actor is no administrator.
        NotFound: there is no such account.
    """
    with unit_of_work(actor=actor, action="account.read_history") as work:
        permissions.check_is_administrator(actor)
        account = Account.objects.filter(pk=account_id).first()
        if account is None:
            raise NotFound
        about = Q(object_type="account", object_id=str(account.pk)) | Q(
            object_type="person", object_id=str(account.person_id)
        )
        shown = list(Event.objects.filter(about, request_id=None).order_by("-id")[:_MOST_SHOWN])
        work.record(
            "log.viewed",
            object_type="account",
            object_id=str(account.pk),
            facts={"filters": ["object"], "shown": len(shown)},
        )
    return shown
