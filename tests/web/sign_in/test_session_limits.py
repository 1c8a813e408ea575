"""When a session ends: idle, too old, a change of role or credential; and what typing is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client, override_settings

from requests_app.accounts.models import Account
from requests_app.accounts.roles import Role
from requests_app.common import clock
from requests_app.searches.models import KeptTyping
from requests_app.workflow import administration
from tests.accounts.agency import PASSWORD, Agency, acting, events, signed_in
from tests.web.sign_in.test_sign_in import is_signed_in

OWN = "/account/own/"
KEPT = "/account/kept/"
LONG = "He was seen at the harbour at noon, and again an hour later; two witnesses agree."


def at(minutes: float):
    return clock.hold(clock.now() + timedelta(minutes=minutes))


def test_session_locks_after_thirty_idle_minutes(agency: Agency) -> None:
    client = signed_in(agency.account(Role.OFFICER))
    with at(29):
        assert client.get(OWN).status_code == 200
    with at(29 + 31):
        answer = client.get(OWN)
    assert answer.headers["Location"] == f"/account/sign-in/?next={OWN}"
    assert not is_signed_in(client)
    assert b'"cause":"idle"' in bytes(events("session.ended")[-1].entry)
    assert (
        "nothing had happened for 30 minutes"
        in client.get(answer.headers["Location"]).content.decode()
    )


def test_activity_puts_the_lock_off_and_the_greatest_age_does_not_move(agency: Agency) -> None:
    client = signed_in(agency.account(Role.OFFICER))
    for step in range(1, 36):
        with at(step * 20):
            assert client.get(OWN).status_code == 200, step
    with at(12 * 60):
        assert client.get(OWN).status_code == 302
    assert b'"cause":"too_old"' in bytes(events("session.ended")[-1].entry)


@override_settings(COUNTERSIGN_IDLE_MINUTES=5)
def test_idle_time_is_a_setting(agency: Agency) -> None:
    client = signed_in(agency.account(Role.OFFICER))
    with at(5):
        assert client.get(OWN).status_code == 302


def test_session_without_its_clocks_has_ended(agency: Agency) -> None:
    client = signed_in(agency.account(Role.OFFICER))
    session = client.session
    del session["last_active_at"]
    session.save()
    assert client.get(OWN).status_code == 302


def test_replayed_cookie_of_a_locked_session_opens_nothing(agency: Agency) -> None:
    client = signed_in(agency.account(Role.OFFICER))
    stolen = client.cookies["countersign_session"].value
    with at(31):
        client.get(OWN)
    thief = Client()
    thief.cookies["countersign_session"] = stolen
    assert thief.get(OWN).status_code == 302
    assert not Session.objects.filter(session_key=stolen).exists()


@pytest.mark.parametrize("change", ["grant", "withdraw", "right", "disable", "reset", "password"])
def test_change_of_role_right_or_credential_ends_every_session(agency: Agency, change: str) -> None:
    account = agency.account(Role.SUPERVISOR)
    browsers = [signed_in(account), signed_in(account)]
    acts = {
        "grant": lambda: agency.grant(account, Role.OFFICER),
        "withdraw": lambda: administration.withdraw_role(
            actor=acting(agency.first), account_id=account.pk, role="supervisor", reason="x"
        ),
        "right": lambda: agency.grant_right(account, agency.unit),
        "disable": lambda: administration.disable_account(
            actor=acting(agency.first), account_id=account.pk, reason="x"
        ),
        "reset": lambda: administration.confirm(
            actor=acting(agency.second),
            proposal_id=administration.propose_credential_reset(
                actor=acting(agency.first), account_id=account.pk, reason="x"
            ).pk,
        ),
        "password": lambda: administration.change_own_password(
            actor=acting(account, "account"), present=PASSWORD, password="a new long sentence"
        ),
    }
    assert all(browser.get(OWN).status_code == 200 for browser in browsers)
    acts[change]()
    assert all(browser.get(OWN).status_code == 302 for browser in browsers)


def test_changing_ones_own_password_keeps_this_session_and_ends_the_others(
    agency: Agency,
) -> None:
    account = agency.account(Role.OFFICER)
    here, there = signed_in(account), signed_in(account)
    new = "a new sentence of many words"
    wrong = here.post(
        "/account/password/change/", {"present": "wrong", "password": new, "again": new}
    )
    assert "present password is not right" in wrong.content.decode()
    done = here.post(
        "/account/password/change/", {"present": PASSWORD, "password": new, "again": new}
    )
    assert done.status_code == 302
    assert here.get(OWN).status_code == 200
    assert there.get(OWN).status_code == 302
    assert Account.objects.get(pk=account.pk).check_password(new)


# --- what was typed: tests/web/kept ---------------------------------------------------------------


def test_forged_form_from_another_site_is_not_kept(agency: Agency) -> None:
    account = agency.account(Role.OFFICER)
    client = Client(enforce_csrf_checks=True)
    token = client.get("/account/sign-in/").cookies["countersign_csrf"].value
    client.post(
        "/account/sign-in/",
        {
            "login": account.username,
            "password": PASSWORD,
            "banner": "on",
            "csrfmiddlewaretoken": token,
        },
    )
    with at(31):
        answer = client.post("/account/password/change/", {"note": "planted by another site"})
    assert answer.status_code == 403
    assert not KeptTyping.objects.exists()


def test_fragment_request_sends_the_whole_page_to_sign_in(agency: Agency) -> None:
    client = signed_in(agency.account(Role.OFFICER))
    with at(31):
        answer = client.get(OWN, headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"].startswith("/account/sign-in/")
    assert answer.content == b""


# --- setting a password with a link ---------------------------------------------------------------


def test_link_leads_to_a_page_whose_address_holds_no_secret(agency: Agency) -> None:
    account = agency.account(with_password=False)
    link = administration.reissue_first_link(actor=acting(agency.first), account_id=account.pk)
    secret = link.secret
    client = Client()
    answer = client.get(f"/account/password/link/{secret}/")
    assert answer.headers["Location"] == "/account/password/set/"
    page = client.get("/account/password/set/")
    assert secret not in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    for wrong in ("short", "password1234", account.person.email):
        refused = client.post("/account/password/set/", {"password": wrong, "again": wrong})
        assert refused.status_code == 200, wrong
    differs = client.post("/account/password/set/", {"password": PASSWORD, "again": "x"})
    assert "same password in both" in differs.content.decode()
    done = client.post("/account/password/set/", {"password": PASSWORD, "again": PASSWORD})
    assert done.headers["Location"] == "/account/sign-in/"
    assert is_signed_in(signed_in(account))
    again = Client()
    again.get(f"/account/password/link/{secret}/")
    assert again.get("/account/password/set/").status_code == 410
    assert again.post("/account/password/set/", {"password": "x", "again": "x"}).status_code == 410


def test_guessed_links_lead_nowhere_and_are_slowed_down(agency: Agency) -> None:
    codes: list[int] = []
    for number in range(40):
        client = Client(REMOTE_ADDR="203.0.113.77")
        answer = client.get(f"/account/password/link/guess{number}/")
        codes.append(answer.status_code)
        if answer.status_code == 302:
            assert client.get("/account/password/set/").status_code == 410
    assert set(codes) == {302, 429}
    assert codes[0] == 302
    assert codes[-1] == 429


# --- the warning before a session ends -----------------------------------------------------------

LEFT = "/account/session/"


def test_a_page_asks_how_long_the_session_lasts_and_that_is_no_activity(agency: Agency) -> None:
    client = signed_in(agency.account(Role.OFFICER))
    with at(20):
        assert client.get(LEFT).json() == {"left": 600}
        assert client.get(LEFT).json() == {"left": 600}
    with at(29):
        assert client.get(LEFT).json() == {"left": 60}
    with at(31):
        assert client.get(LEFT).status_code == 302


def test_staying_signed_in_begins_the_idle_time_anew_on_any_page(agency: Agency) -> None:
    client = signed_in(agency.account(Role.OFFICER))
    with at(29):
        assert client.post(LEFT).json() == {"left": 1800}
    with at(45):
        assert client.get(OWN).status_code == 200


def test_staying_does_not_lengthen_the_greatest_age(agency: Agency) -> None:
    client = signed_in(agency.account(Role.OFFICER))
    for minutes in range(25, 12 * 60, 25):
        with at(minutes):
            left = client.post(LEFT).json()["left"]
    assert 0 < left < 1800
    with at(12 * 60 + 1):
        assert client.post(LEFT).status_code == 302


def test_staying_takes_the_token_against_forged_forms(agency: Agency) -> None:
    client = signed_in(agency.account(Role.OFFICER))
    client.handler.enforce_csrf_checks = True
    assert client.post(LEFT).status_code == 403


# --- what the browser forgets --------------------------------------------------------------------


def forgets(answer) -> bool:
    return answer.headers.get("Clear-Site-Data") == '"cache", "storage"'


def test_the_browser_forgets_what_it_kept_once_a_session_ends(agency: Agency) -> None:
    account = agency.account(Role.OFFICER)
    client = signed_in(account)
    assert not forgets(client.get(OWN))
    assert forgets(client.post("/account/sign-out/"))
    assert not forgets(client.get("/account/sign-in/"))
    idle = signed_in(account)
    with at(31):
        assert forgets(idle.get(OWN))
    elsewhere = signed_in(account)
    Session.objects.all().delete()
    assert forgets(elsewhere.get(OWN))
