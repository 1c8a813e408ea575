"""The request of a signed-in person who acts in one role, as views receive it.

Says only what the guards have already made true; it guards nothing itself.
"""

from __future__ import annotations

from django.http import HttpRequest

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account


class SignedInRequest(HttpRequest):
    """A request behind the login requirement."""

    user: Account


class ActingRequest(SignedInRequest):
    """A request behind `access.role_required`, which sets the actor."""

    actor: Actor


def only_reads(request: HttpRequest) -> bool:
    """Whether this is asked only to be read (RFC 9110, 9.2.1), so that nothing would change."""
    return request.method in {"GET", "HEAD"}


def page_action(request: HttpRequest) -> str:
    """What a page is called in the event of its refusal."""
    match = request.resolver_match
    return f"page.{(match.view_name if match else None) or 'unnamed'}"
