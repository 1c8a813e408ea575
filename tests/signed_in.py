"""A browser without scripts in which one of the agency's people has signed in."""

from __future__ import annotations

from django.test import Client

from requests_app.accounts.models import Account
from tests.builders import InventedAgency


def browser(
    agency: InventedAgency,
    name: str = "officer",
    *,
    language: str = "",
    shows_errors: bool = False,
) -> Client:
    """Sign somebody in.

    Args:
        agency: whose people there are; name: which of them.
        language: the language chosen on an earlier visit, or none.
        shows_errors: answer with the page of an error, as a server does, instead of raising it.
    """
    client = Client(raise_request_exception=not shows_errors)
    client.force_login(
        Account.objects.get(pk=agency.people[name].pk),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    if language:
        client.cookies["countersign_language"] = language
    return client
