"""Makes the actor of a request: the signed-in account in the one role that this page acts in."""

from __future__ import annotations

from django.http import HttpRequest

from requests_app.accounts.actors import Actor
from requests_app.accounts.sessions import session_mark
from requests_app.accounts.sources import source_of


def actor_for(request: HttpRequest, role: str) -> Actor:
    """The signed-in account, acting in this role, from this session and this source."""
    account = request.user if request.user.is_authenticated else None
    return Actor(
        account=account,
        role=str(role),
        session=session_mark(request.session.session_key),
        source=source_of(request),
    )
