"""Signing in: the notice, wrong passwords, the lock, the throttle, where it leads and what stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import get_resolver, reverse

from requests_app.accounts.models import Account
from requests_app.accounts.roles import Role
from requests_app.audit.models import Event
from requests_app.common import clock
from requests_app.workflow import administration
from tests.accounts.agency import PASSWORD, Agency, acting, events, signed_in
from tests.support import connected_as, sql

SIGN_IN = "/account/sign-in/"


def attempt(client: Client, account: Account | str, password: str = PASSWORD, **more: str):
    username = account if isinstance(account, str) else account.username
    sent = {"login": username, "password": password, "banner": "on", **more}
    return client.post(SIGN_IN, sent)


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_right_password_and_accepted_notice_open_a_session(agency: Agency) -> None:
    officer = agency.account(Role.OFFICER)
    client = Client()
    page = client.get(SIGN_IN).content.decode()
    assert "is monitored" in page
    answer = attempt(client, officer)
    assert answer.status_code == 302
    assert is_signed_in(client)
    opened, banner = events("session.opened")[-1], events("banner.accepted")[-1]
    assert opened.account_id == banner.account_id == officer.pk


def test_notice_must_be_accepted_each_time(agency: Agency) -> None:
    officer = agency.account(Role.OFFICER)
    client = Client()
    answer = client.post(SIGN_IN, {"login": officer.username, "password": PASSWORD})
    assert answer.status_code == 200
    assert "Accept the notice to sign in" in answer.content.decode()
    assert not is_signed_in(client)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_sign_in_page_has_no_field_for_registration_or_reset(agency: Agency, language: str) -> None:
    page = Client(headers={"accept-language": language}).get(SIGN_IN).content.decode()
    assert f'lang="{language}"' in page
    assert "sign-up" not in page
    assert "reset" not in page


def test_session_key_changes_at_sign_in(agency: Agency) -> None:
    """Somebody who planted a session key in this browser does not hold the session."""
    officer = agency.account(Role.OFFICER)
    client = Client()
    client.get("/account/password/link/planted/")
    planted = client.session.session_key
    attempt(client, officer)
    assert is_signed_in(client)
    assert client.session.session_key != planted
    thief = Client()
    thief.cookies["countersign_session"] = planted
    assert thief.get("/account/own/").status_code == 302


def test_session_key_is_in_the_log_as_a_keyed_hash_only(agency: Agency) -> None:
    client = signed_in(agency.account(Role.OFFICER))
    key = client.session.session_key
    text = b"".join(bytes(event.entry) for event in Event.objects.all()).decode()
    assert key not in text
    assert '"session":"' in text


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
        "https:evil.example",
    ],
)
def test_sign_in_leads_nowhere_else(agency: Agency, elsewhere: str) -> None:
    officer = agency.account(Role.OFFICER)
    answer = attempt(Client(), officer, next=elsewhere)
    assert answer.headers["Location"] == "/"


def test_sign_in_leads_back_to_the_page_that_was_asked_for(agency: Agency) -> None:
    officer = agency.account(Role.OFFICER)
    client = Client()
    asked = client.get("/account/own/")
    assert asked.status_code == 302
    assert asked.headers["Location"] == f"{SIGN_IN}?next=/account/own/"
    assert attempt(client, officer, next="/account/own/").headers["Location"] == "/account/own/"


def test_wrong_password_unknown_name_and_locked_account_are_answered_alike(
    agency: Agency,
) -> None:
    officer, locked = agency.account(Role.OFFICER), agency.account(Role.OFFICER)
    now = clock.now()
    with connected_as("owner"):
        Account.objects.filter(pk=locked.pk).update(
            locked_at=now, locked_until=now + timedelta(minutes=5)
        )
    pages = [
        attempt(Client(), officer, "wrong password"),
        attempt(Client(), "nobody.here", "wrong password"),
        attempt(Client(), locked),
    ]
    words = [
        [line for line in page.content.decode().splitlines() if "is not right" in line]
        for page in pages
    ]
    assert words[0]
    assert words[0] == words[1] == words[2]
    reasons = [event.reason for event in events("sign_in.failed")]
    assert reasons == ["wrong_password", "unknown_account", "account_locked"]


def test_account_locks_after_ten_failures_and_opens_by_itself(agency: Agency) -> None:
    officer = agency.account(Role.OFFICER)
    for _ in range(10):
        attempt(Client(), officer, "wrong password")
    assert Account.objects.get(pk=officer.pk).is_locked()
    assert events("account.locked")[-1].object_id == str(officer.pk)
    client = Client()
    attempt(client, officer)
    assert not is_signed_in(client)
    with clock.hold(clock.now() + timedelta(minutes=16)):
        attempt(client, officer)
    assert is_signed_in(client)


def test_right_password_before_the_tenth_failure_starts_the_count_anew(agency: Agency) -> None:
    officer = agency.account(Role.OFFICER)
    for _ in range(9):
        attempt(Client(), officer, "wrong password")
    signed_in(officer)
    attempt(Client(), officer, "wrong password")
    assert Account.objects.get(pk=officer.pk).failed_sign_ins == 1


def test_administrator_unlocks_before_the_time(agency: Agency) -> None:
    officer = agency.account(Role.OFFICER)
    for _ in range(10):
        attempt(Client(), officer, "wrong password")
    administration.unlock_account(actor=acting(agency.second), account_id=officer.pk)
    assert is_signed_in(signed_in(officer))


def test_one_source_is_throttled_before_it_can_lock_a_third_account(agency: Agency) -> None:
    """Flooding from one place must not shut out a whole unit."""
    unit = [agency.account(Role.SUPERVISOR) for _ in range(4)]
    client = Client(REMOTE_ADDR="203.0.113.9")
    for supervisor in unit:
        for _ in range(10):
            attempt(client, supervisor, "wrong password")
    locked = [account for account in Account.objects.all() if account.is_locked()]
    assert len(locked) <= 2
    assert len(events("sign_in.throttled")) == 1
    elsewhere = Client(REMOTE_ADDR="198.51.100.4")
    attempt(elsewhere, unit[3])
    assert is_signed_in(elsewhere)


def test_throttle_remembers_no_address(agency: Agency) -> None:
    client = Client(REMOTE_ADDR="203.0.113.9")
    for _ in range(25):
        attempt(client, "nobody", "wrong password")
    remembered = sql("web", "SELECT cache_key, value FROM account_throttle")
    assert remembered
    assert "203.0.113.9" not in str(remembered)


def test_forwarded_address_counts_only_with_a_trusted_proxy(agency: Agency) -> None:
    cache.clear()
    for number in range(25):
        client = Client(headers={"x-forwarded-for": f"203.0.113.{number}"})
        answer = attempt(client, f"nobody{number}", "wrong password")
    assert "Too many sign-ins failed" in answer.content.decode()


def test_disabled_account_is_told_so_only_with_its_password(agency: Agency) -> None:
    officer = agency.account(Role.OFFICER)
    administration.disable_account(actor=acting(agency.first), account_id=officer.pk, reason="left")
    assert attempt(Client(), officer).headers["Location"] == "/account/disabled/"
    page = attempt(Client(), officer, "wrong password").content.decode()
    assert "is not right" in page
    assert Client().get("/account/disabled/").status_code == 200


def test_account_without_password_cannot_sign_in(agency: Agency) -> None:
    officer = agency.account(Role.OFFICER, with_password=False)
    for password in ("", "!", PASSWORD):
        client = Client()
        attempt(client, officer, password)
        assert not is_signed_in(client)


def test_user_name_may_be_typed_in_capitals_with_spaces(agency: Agency) -> None:
    officer = agency.account(Role.OFFICER)
    client = Client()
    attempt(client, f" {officer.username.upper()} ")
    assert is_signed_in(client)


@pytest.mark.parametrize(
    "username", ["x" * 100_000, "nul\x00", "‮txt", "<script>alert(1)</script>", "' OR 1=1 --"]
)
def test_strange_user_names_are_only_wrong(agency: Agency, username: str) -> None:
    answer = attempt(Client(), username, "wrong password")
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_long_password_is_refused_before_it_is_hashed(agency: Agency) -> None:
    assert attempt(Client(), agency.first, "x" * 100_000).status_code == 200
    assert not events("sign_in.failed")


def test_there_is_no_registration_and_no_reset_by_mail(agency: Agency) -> None:
    for path in ("/account/sign-up/", "/account/signup/", "/account/password/reset/"):
        assert Client().get(path).status_code in {302, 404}
        assert Client().post(path, {"email": "x@agency.example"}).status_code in {302, 403, 404}
    assert Account.objects.count() == 2


def test_first_page_is_in_the_persons_own_language(agency: Agency) -> None:
    made = administration.create_account(
        actor=acting(agency.first),
        staff_number="F1",
        full_name="Française",
        email="f@agency.example",
        language="fr",
        username="francaise",
        unit_id=agency.unit.pk,
    )
    administration.set_password(secret=made.link.secret, password=PASSWORD)
    client = signed_in(made.account)
    assert client.cookies["countersign_language"].value == "fr"
    assert 'lang="fr"' in client.get("/account/own/").content.decode()


def test_signing_out_ends_the_session_and_is_recorded(agency: Agency) -> None:
    client = signed_in(agency.account(Role.OFFICER))
    client.get("/account/sign-out/")
    assert is_signed_in(client)
    client.post("/account/sign-out/")
    assert not is_signed_in(client)
    assert b'"cause":"signed_out"' in bytes(events("session.ended")[-1].entry)


@override_settings(COUNTERSIGN_FAILURES_BEFORE_LOCK=3)
def test_number_of_failures_is_a_setting(agency: Agency) -> None:
    officer = agency.account(Role.OFFICER)
    for _ in range(3):
        attempt(Client(), officer, "wrong password")
    assert Account.objects.get(pk=officer.pk).is_locked()


def test_every_address_needs_a_sign_in_but_those_listed(agency: Agency) -> None:
    """A new address that forgets to ask for a sign-in fails here."""
    open_to_all = {
        "account_login",
        "account_logout",
        "account_inactive",
        "account_signup",
        "mfa_authenticate",
        "password_link",
        "password_set",
        "set_language",
        "healthz",
        "readyz",
    }
    found = {}
    for name, pattern in _named(get_resolver().url_patterns, ""):
        found[name] = getattr(pattern.callback, "login_required", True)
    unguarded = {name for name, required in found.items() if not required}
    ours = {name for name in unguarded if not name.startswith(("styleguide", "machine:"))}
    assert ours <= open_to_all
    assert reverse("account_login") == SIGN_IN


def _named(patterns, prefix):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _named(pattern.url_patterns, prefix + inner)
        else:
            yield f"{prefix}{pattern.name}", pattern
