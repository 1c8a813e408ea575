"""An authenticator app beside the password: set up, asked for at sign-in, gone after a reset."""

from __future__ import annotations

import time

from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client

from requests_app.accounts.models import Account
from requests_app.accounts.roles import Role
from requests_app.workflow import administration
from tests.accounts.agency import PASSWORD, Agency, acting, events, signed_in
from tests.support import sql
from tests.web.sign_in.test_sign_in import attempt, is_signed_in

SETUP = "/account/second-factor/app/"
ASKED = "/account/second-factor/sign-in/"


def code_of(secret: str) -> str:
    """The code that an app would show now.

    The code of this half minute, not of the one before it, which the pages also take: that one stops
    being taken when the half minute ends between here and the page.
    """
    counter = int(time.time()) // mfa_settings.TOTP_PERIOD
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def with_app(account: Account) -> str:
    """Set up an app for the account, through the pages, and return its secret."""
    client = signed_in(account)
    again = client.get(SETUP)
    assert again.headers["Location"].startswith("/account/again/")
    assert client.get(again.headers["Location"]).status_code == 200
    wrong = client.post(again.headers["Location"], {"password": "wrong"})
    assert "password is not right" in wrong.content.decode()
    client.post(again.headers["Location"], {"password": PASSWORD})
    page = client.get(SETUP)
    assert page.status_code == 200
    secret: str = page.context["form"].secret
    assert client.post(SETUP, {"code": code_of(secret)}).status_code == 302
    for path in ("/account/second-factor/", "/account/second-factor/codes/"):
        assert client.get(path).status_code == 200, path
    return secret


def test_password_alone_is_no_longer_enough(agency: Agency) -> None:
    account = agency.account(Role.OFFICER)
    secret = with_app(account)
    client = Client()
    assert attempt(client, account).headers["Location"].startswith(ASKED)
    assert not is_signed_in(client)
    assert client.get(ASKED).status_code == 200
    assert client.post(ASKED, {"code": "000000"}).status_code == 200
    assert not is_signed_in(client)
    cache.clear()  # the code of this half minute was used up when the app was set up
    client.post(ASKED, {"code": code_of(secret)})
    assert is_signed_in(client)
    assert b'"totp"' in bytes(events("session.opened")[-1].entry)


def test_secret_of_the_app_is_not_in_the_database_in_the_clear(agency: Agency) -> None:
    secret = with_app(agency.account(Role.OFFICER))
    assert secret not in str(sql("web", "SELECT data FROM mfa_authenticator"))


def test_credential_reset_takes_the_app_away_as_well(agency: Agency) -> None:
    account = agency.account(Role.OFFICER)
    with_app(account)
    proposal = administration.propose_credential_reset(
        actor=acting(agency.first), account_id=account.pk, reason="phone lost"
    )
    assert Authenticator.objects.filter(user=account).exists()
    administration.confirm(actor=acting(agency.second), proposal_id=proposal.pk)
    assert not Authenticator.objects.filter(user=account).exists()
    assert events("credential.reset")[-1].object_id == str(account.pk)
