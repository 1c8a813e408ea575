"""An authenticator app beside the password: set up, asked for at sign-in, gone after a reset."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account
from requests_app.accounts.roles import Role
from requests_app.audit.models import Event
from requests_app.common.errors import PreconditionFailed
from requests_app.web.sign_in.adapter import SecondFactorAdapter
from requests_app.workflow import administration
from tests import builders
from tests.accounts.agency import PASSWORD, Agency, acting, events, signed_in
from tests.concurrency.at_once import at_once
from tests.support import sql
from tests.web.sign_in.test_sign_in import attempt, is_signed_in

SETUP = "/account/second-factor/app/"
ASKED = "/account/second-factor/sign-in/"
AGAIN = "/account/second-factor/again/"


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


def test_pages_say_what_was_done_in_our_own_words(agency: Agency) -> None:
    account = agency.account(Role.OFFICER)
    client = signed_in(account)
    client.post(client.get(SETUP).headers["Location"], {"password": PASSWORD})
    page = client.get(SETUP)
    secret: str = page.context["form"].secret
    shown = page.content.decode()
    assert "placeholder" not in shown
    key = re.search(r"<code>(.*?)</code>", shown, re.DOTALL)
    assert key is not None
    groups = re.findall(r">(\w+)</span>", key.group(1))
    assert "".join(groups) == secret
    assert {len(group) for group in groups} == {4}
    wrong = client.post(SETUP, {"code": "000000"}).content.decode()
    assert "The code is not right. Type the one that the app shows now." in wrong
    done = client.post(SETUP, {"code": code_of(secret)}, follow=True).content.decode()
    assert "The authenticator app is set up" in done
    assert "keep them before you leave this page" in done
    client.cookies["countersign_language"] = "fr"
    gone = client.post("/account/second-factor/app/remove/", follow=True).content.decode()
    assert "L’application d’authentification et ses codes de secours sont retirés." in gone


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
    removed = events("second_factor.removed")
    assert {facts(event)["kind"] for event in removed} == BOTH
    assert {event.object_id for event in removed} == {str(account.pk)}
    assert {event.account_id for event in removed} == {agency.second.pk}
    assert "your second factor was removed" in letters(account)


# Each change leaves its event and is told ---------------------------------------------------------

CODES = "/account/second-factor/codes/"
BOTH = {"totp", "recovery_codes"}


def facts(event: Event) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(bytes(event.entry))["body"]["facts"]
    return found


def letters(account: Account) -> str:
    """The subjects and texts of what was mailed to this person."""
    builders.let_mail_leave()
    address = account.person.email
    return "\n".join(f"{each.subject}\n{each.body}" for each in mail.outbox if each.to == [address])


def confirmed(account: Account, secret: str) -> Client:
    """A browser in which they have signed in with the app, and confirmed with it who they are."""
    client = Client()
    attempt(client, account)
    for page in (ASKED, AGAIN):
        cache.clear()  # a code is taken once in its half minute
        assert client.post(page, {"code": code_of(secret)}).status_code == 302
    assert is_signed_in(client)
    builders.post()
    mail.outbox.clear()
    return client


def codes_of(account: Account) -> list[str]:
    """Their unused recovery codes."""
    row = Authenticator.objects.get(user=account, type="recovery_codes")
    found: list[str] = row.wrap().get_unused_codes()
    return found


def changes(account: Account) -> list[tuple[str, str]]:
    """What the log says of their second factor, as code and kind; each by themselves."""
    found = Event.objects.filter(
        code__startswith="second_factor.", object_id=str(account.pk), account_id=account.pk
    )
    return [(each.code, facts(each)["kind"]) for each in found.order_by("id")]


def test_setting_up_an_app_leaves_events_and_is_told(agency: Agency) -> None:
    account = agency.account(Role.OFFICER)
    builders.post()
    mail.outbox.clear()
    secret = with_app(account)
    assert changes(account) == [
        ("second_factor.added", "totp"),
        ("second_factor.added", "recovery_codes"),
    ]
    told = letters(account)
    assert "an authenticator app was set up" in told
    assert "tell an account administrator at once" in told
    for event in Event.objects.filter(code__startswith="second_factor."):
        assert secret.encode() not in bytes(event.entry)
    assert not [each for each in (secret, *codes_of(account)) if each in told]


def test_removing_the_app_leaves_events_and_is_told(agency: Agency) -> None:
    account = agency.account(Role.OFFICER)
    client = confirmed(account, with_app(account))
    before = len(changes(account))
    assert client.get(f"{SETUP}remove/").status_code == 200
    assert client.post(f"{SETUP}remove/").status_code == 302
    assert not Authenticator.objects.filter(user=account).exists()
    removed = changes(account)[before:]
    assert sorted(removed) == [("second_factor.removed", kind) for kind in sorted(BOTH)]
    assert letters(account).count("your second factor was removed") == 1


def test_new_recovery_codes_leave_events_and_are_told(agency: Agency) -> None:
    account = agency.account(Role.OFFICER)
    client = confirmed(account, with_app(account))
    before, earlier = len(changes(account)), codes_of(account)
    assert client.post(f"{CODES}new/").status_code == 302
    assert changes(account)[before:] == [
        ("second_factor.removed", "recovery_codes"),
        ("second_factor.added", "recovery_codes"),
    ]
    assert not set(earlier) & set(codes_of(account))
    assert "new recovery codes were made" in letters(account)
    shown = client.get(CODES).content.decode()
    assert codes_of(account)[0] in shown
    assert codes_of(account)[0] not in client.get(CODES).content.decode()


def test_a_recovery_code_signs_in_once_leaves_its_event_and_is_told(agency: Agency) -> None:
    account = agency.account(Role.OFFICER)
    with_app(account)
    code = codes_of(account)[0]
    builders.post()
    mail.outbox.clear()
    client = Client()
    attempt(client, account)
    assert client.post(ASKED, {"code": code}).status_code == 302
    assert is_signed_in(client)
    assert b'"recovery_codes"' in bytes(events("session.opened")[-1].entry)
    (used,) = events("recovery_code.used")
    assert (used.object_id, used.account_id) == (str(account.pk), account.pk)
    assert facts(used) == {"left": 9}
    assert "a recovery code was used" in letters(account)
    assert "9 recovery codes are left" in letters(account)
    again = Client()
    attempt(again, account)
    assert again.post(ASKED, {"code": code}).status_code == 200
    assert not is_signed_in(again)
    assert len(events("recovery_code.used")) == 1


@pytest.mark.parametrize("attempt_number", range(5))
def test_a_recovery_code_that_is_used_twice_at_once_counts_once(
    agency: Agency, attempt_number: int
) -> None:
    account = agency.account(Role.OFFICER)
    who = Actor(account=account, role="account")
    administration.add_app(actor=who, secret="JBSWY3DPEHPK3PXP")
    code = codes_of(account)[0]
    answers = at_once(
        *[lambda: administration.matching_factor(actor=who, code=code) for _ in range(3)]
    )
    assert [bool(answer) for answer in answers].count(True) == 1
    assert len(events("recovery_code.used")) == 1
    assert len(codes_of(account)) == 9


def test_a_recovery_code_confirms_who_one_is(agency: Agency) -> None:
    account = agency.account(Role.OFFICER)
    client = confirmed(account, with_app(account))
    assert client.post(AGAIN, {"code": "00000000"}).status_code == 200
    assert client.post(AGAIN, {"code": codes_of(account)[0]}).status_code == 302
    assert len(events("recovery_code.used")) == 1


def test_a_wrong_code_at_sign_in_is_recorded(agency: Agency) -> None:
    account = agency.account(Role.OFFICER)
    with_app(account)
    client = Client()
    attempt(client, account)
    client.post(ASKED, {"code": "000000"})
    refused = events("sign_in.failed")[-1]
    assert (refused.reason, refused.object_id) == ("wrong_code", str(account.pk))


def test_a_change_is_told_in_the_persons_own_language(agency: Agency) -> None:
    account = agency.account(Role.OFFICER)
    secret = with_app(account)
    sql("owner", "UPDATE accounts_person SET language = 'fr' WHERE id = %s", [account.person_id])
    client = confirmed(account, secret)
    client.post(f"{CODES}new/")
    client.post(f"{SETUP}remove/")
    told = letters(account)
    assert "de nouveaux codes de secours" in told
    assert "votre second facteur a été retiré" in told


@pytest.mark.parametrize("act", ["add_app", "remove_app", "renew_recovery_codes"])
def test_two_windows_change_it_once(agency: Agency, act: str) -> None:
    """The second window finds that it is done, and nothing happens again."""
    account = agency.account(Role.OFFICER)
    who = Actor(account=account, role="account")
    more = {"secret": "JBSWY3DPEHPK3PXP"} if act == "add_app" else {}
    if act == "add_app":
        administration.add_app(actor=who, **more)
    before = changes(account)
    with pytest.raises(PreconditionFailed):
        getattr(administration, act)(actor=who, **more)
    assert changes(account) == before


def test_history_of_the_account_says_it_in_words(agency: Agency) -> None:
    account = agency.account(Role.OFFICER)
    with_app(account)
    client = signed_in(agency.first)
    page = f"/people/{account.pk}/history/"
    for language, words in (("en", "added a second factor"), ("fr", "a ajouté un second facteur")):
        client.cookies["countersign_language"] = language
        assert words in client.get(page).content.decode().lower(), language


# A session that somebody has found -----------------------------------------------------------------

CHANGE = "/account/password/change/"


def test_guesses_of_the_present_password_are_recorded_and_lock_the_account(agency: Agency) -> None:
    """Whoever has found a session open guesses the password no faster than at the sign-in."""
    account = agency.account(Role.OFFICER)
    thief = signed_in(account)
    for number in range(10):
        typed = {"present": f"wrong {number}", "password": "x" * 20, "again": "x" * 20}
        assert "present password is not right" in thief.post(CHANGE, typed).content.decode()
    refused = [each for each in events("sign_in.failed") if each.object_id == str(account.pk)]
    assert [each.reason for each in refused] == ["wrong_password"] * 10
    assert Account.objects.get(pk=account.pk).is_locked()
    right = {"present": PASSWORD, "password": "a new long sentence", "again": "a new long sentence"}
    thief.post(CHANGE, right)
    assert Account.objects.get(pk=account.pk).check_password(PASSWORD)


def test_a_wrong_password_where_one_confirms_who_one_is_is_recorded(agency: Agency) -> None:
    account = agency.account(Role.OFFICER)
    client = signed_in(account)
    client.post("/account/again/", {"password": "wrong"})
    assert [each.object_id for each in events("sign_in.failed")] == [str(account.pk)]


def test_a_wrong_code_where_one_confirms_who_one_is_is_recorded(agency: Agency) -> None:
    account = agency.account(Role.OFFICER)
    client = confirmed(account, with_app(account))
    before = len(events("sign_in.failed"))
    client.post(AGAIN, {"code": "000000"})
    refused = events("action.refused")[-1]
    assert (refused.account_id, refused.reason) == (account.pk, "wrong_code")
    assert facts(refused) == {"action": "session.confirm"}
    assert len(events("sign_in.failed")) == before


@pytest.mark.parametrize("act", ["add", "remove", "renew"])
def test_a_change_of_the_second_factor_ends_the_other_sessions(agency: Agency, act: str) -> None:
    """A session that a thief holds ends with it, and one that a thief opened leaves no other."""
    account = agency.account(Role.OFFICER)
    others = signed_in(account)
    if act == "add":
        client = signed_in(account)
        client.post("/account/again/", {"password": PASSWORD})
        secret = client.get(SETUP).context["form"].secret
        assert client.post(SETUP, {"code": code_of(secret)}).status_code == 302
    else:
        client = confirmed(account, with_app(account))
        others = confirmed(account, _secret_of(account))
        page = f"{SETUP}remove/" if act == "remove" else f"{CODES}new/"
        assert client.post(page).status_code == 302
    own = "/account/own/"
    assert [each.get(own).status_code for each in (client, others)] == [200, 302]


def _secret_of(account: Account) -> str:
    row = Authenticator.objects.get(user=account, type="totp")
    found: str = SecondFactorAdapter().decrypt(row.data["secret"])
    return found


# --- what happens to the account between the password and the code --------------------------------


def the_person_sets_another_password(agency: Agency, account: Account) -> None:
    administration.change_own_password(
        actor=acting(account, "account"), present=PASSWORD, password="a wholly other sentence"
    )


def an_administrator_disables_it(agency: Agency, account: Account) -> None:
    administration.disable_account(
        actor=acting(agency.first), account_id=account.pk, reason="Has left the service today."
    )


def others_lock_it(agency: Agency, account: Account) -> None:
    elsewhere = Client(REMOTE_ADDR="192.0.2.99")
    for _ in range(settings.COUNTERSIGN_FAILURES_BEFORE_LOCK):
        attempt(elsewhere, account, password="wrong")
        cache.clear()
    assert Account.objects.get(pk=account.pk).is_locked()


@pytest.mark.parametrize(
    ("happens", "cause"),
    [
        (the_person_sets_another_password, "account_changed"),
        (an_administrator_disables_it, "account_disabled"),
        (others_lock_it, "account_locked"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_sign_in_that_waits_for_its_code_ends_as_sessions_do(
    agency: Agency, happens: Callable[[Agency, Account], None], cause: str
) -> None:
    account = agency.account(Role.OFFICER)
    secret = with_app(account)
    waiting = Client()
    assert attempt(waiting, account).headers["Location"].startswith(ASKED)
    happens(agency, account)
    cache.clear()  # the code of this half minute was used up when the app was set up
    opened = len(events("session.opened"))
    answer = waiting.post(ASKED, {"code": code_of(secret)}, follow=True)
    assert not is_signed_in(waiting)
    assert "Your account was changed while you signed in." in answer.content.decode()
    assert len(events("session.opened")) == opened
    said = json.loads(bytes(events("sign_in.failed")[-1].entry))["body"]
    assert said["reason"] == cause
    if cause == "account_locked":
        assert Account.objects.get(pk=account.pk).is_locked()
