"""A person marks their notices as read.

Changes nothing but that mark, and only on notices that are theirs.
"""

from __future__ import annotations

from django.db import transaction

from requests_app.accounts.actors import Actor
from requests_app.common import clock
from requests_app.searches.models import Notice
from requests_app.workflow import permissions


def mark_read(*, actor: Actor) -> int:
    """Mark every unread notice of the actor as read; returns how many."""
    account = permissions.check_is_person(actor)
    with transaction.atomic(durable=True):
        return Notice.objects.filter(account=account, read_at=None).update(read_at=clock.now())
