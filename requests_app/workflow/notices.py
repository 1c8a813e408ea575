"""A person marks their notices as read.
Changes nothing but that mark, and only on notices that are theirs."""

from __future__ import annotations

from django.db import transaction

from requests_app.accounts.actors import Actor
from requests_app.common import clock
from requests_app.common.errors import NotPermitted
from requests_app.searches.models import Notice


def mark_read(*, actor: Actor) -> int:
    """Mark every unread notice of the actor as read; returns how many."""
    if actor.account is None:
        raise NotPermitted("no_account")
    with transaction.atomic(durable=True):
        return Notice.objects.filter(account=actor.account, read_at=None).update(
            read_at=clock.now()
        )
