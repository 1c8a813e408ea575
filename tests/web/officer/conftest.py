"""A browser in which the officer of the invented agency has signed in."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from requests_app.accounts.models import Account


def browser(agency: Any, name: str = "officer") -> Client:
    """A browser in which this person has signed in."""
    client = Client()
    client.force_login(
        Account.objects.get(pk=agency.people[name].pk),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    return client


@pytest.fixture
def officer(agency: Any) -> Client:
    """The officer's browser."""
    return browser(agency)
