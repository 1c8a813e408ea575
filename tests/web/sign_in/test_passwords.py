"""Passwords of every keyboard: hashed as one text, counted as one text, and never common, known or kept."""

from __future__ import annotations

import re
import time
import unicodedata
from typing import Any

import pytest
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth.hashers import MD5PasswordHasher, make_password
from django.test import Client, override_settings
from django.urls import reverse

from requests_app.accounts.models import Account
from requests_app.workflow import administration
from requests_app.workflow.administration import IssuedLink
from tests.accounts.agency import PASSWORD, Agency, acting, events, last_link, signed_in
from tests.support import sql
from tests.web.sign_in.test_sign_in import attempt, is_signed_in

COMPOSED = "une clé très secrète Ⅳ"
APART = unicodedata.normalize("NFD", COMPOSED)
CHANGE = "/account/password/change/"
SET = "/account/password/set/"


def with_link(account: Account) -> Client:
    """A browser in which the last link of this account was opened."""
    client = Client()
    client.get(f"/account/password/link/{last_link()}/")
    return client


def sent(client: Client, password: str, again: str | None = None, **more: str) -> str:
    """The page after a new password was sent with a link."""
    answer = client.post(SET, {"password": password, "again": again or password, **more})
    return "" if answer.status_code == 302 else answer.content.decode()


def changed(client: Client, present: str, password: str) -> str:
    """The page after one's own password was changed; nothing where it was taken."""
    answer = client.post(CHANGE, {"present": present, "password": password, "again": password})
    return "" if answer.status_code == 302 else answer.content.decode()


def reset(agency: Agency, account: Account) -> IssuedLink:
    """A reset by both administrators."""
    proposal = administration.propose_credential_reset(
        actor=acting(agency.first), account_id=account.pk, reason="lost"
    )
    confirmed: Any = administration.confirm(actor=acting(agency.second), proposal_id=proposal.pk)
    return confirmed


@pytest.mark.parametrize(("set_as", "typed_as"), [(COMPOSED, APART), (APART, COMPOSED)])
def test_an_accent_apart_opens_the_account(agency: Agency, set_as: str, typed_as: str) -> None:
    officer = agency.account(with_password=False)
    assert sent(with_link(officer), set_as) == ""
    for typed in (typed_as, set_as):
        client = Client()
        attempt(client, officer, typed)
        assert is_signed_in(client)
    assert not events("sign_in.failed")


def test_the_two_boxes_may_hold_the_two_ways_of_one_password(agency: Agency) -> None:
    officer = agency.account(with_password=False)
    assert sent(with_link(officer), COMPOSED, again=APART) == ""


def as_an_earlier_release(account: Account, password: str) -> None:
    sql(
        "owner",
        "UPDATE accounts_account SET password = %s WHERE id = %s",
        [make_password(password), account.pk],
    )


def test_a_hash_of_the_text_as_it_was_typed_opens_once_and_is_renewed(agency: Agency) -> None:
    officer = agency.account()
    as_an_earlier_release(officer, APART)
    assert not is_signed_in_with(officer, COMPOSED), "nobody can know how it was typed"
    assert is_signed_in_with(officer, APART)
    assert [event.object_id for event in events("credential.rehashed")] == [str(officer.pk)]
    assert is_signed_in_with(officer, COMPOSED)
    assert len(events("credential.rehashed")) == 1


def is_signed_in_with(account: Account, password: str) -> bool:
    client = Client()
    attempt(client, account, password)
    return is_signed_in(client)


def test_an_older_hash_is_the_present_password_when_it_is_changed(agency: Agency) -> None:
    officer = agency.account()
    client = signed_in(officer)
    as_an_earlier_release(officer, APART)
    client = Client()
    attempt(client, officer, APART)
    assert "had before" in changed(client, APART, COMPOSED)
    assert changed(client, APART, "another sentence of words") == ""


@pytest.mark.parametrize("page", ["reauthenticate", "change"])
def test_a_session_goes_on_where_its_password_is_hashed_anew(agency: Agency, page: str) -> None:
    officer = agency.account()
    client = signed_in(officer)
    as_an_earlier_release(officer, APART)
    session = client.session
    session[HASH_SESSION_KEY] = Account.objects.get(pk=officer.pk).get_session_auth_hash()
    session.save()
    if page == "change":
        # Refused for another reason, after the present password was looked at.
        assert "12 characters" in changed(client, APART, "short")
    else:
        answer = client.post(reverse("account_reauthenticate"), {"password": APART})
        assert answer.status_code == 302
    assert len(events("credential.rehashed")) == 1
    assert client.get("/account/own/").status_code == 200


def test_one_attempt_counts_once(agency: Agency) -> None:
    officer = agency.account()
    attempt(Client(), officer, "falsché " + APART)
    assert Account.objects.get(pk=officer.pk).failed_sign_ins == 1
    assert len(events("sign_in.failed")) == 1


class Counted(MD5PasswordHasher):
    """Counts how often a password is hashed."""

    hashed: list[str] = []

    def encode(self, password: str, salt: str) -> str:
        self.hashed.append(password)
        encoded: str = super().encode(password, salt)
        return encoded


@pytest.mark.parametrize("typed", ["plain words here", APART])
def test_an_unknown_user_name_costs_what_a_known_one_does(agency: Agency, typed: str) -> None:
    officer, without = agency.account(), agency.account(with_password=False)
    costs = []
    with override_settings(PASSWORD_HASHERS=[f"{__name__}.Counted"]):
        for username in (officer.username, without.username, "nobody.here"):
            Counted.hashed.clear()
            attempt(Client(), username, typed)
            costs.append(len(Counted.hashed))
    assert costs == [2, 2, 2] if typed == APART else [1, 1, 1]


@pytest.mark.parametrize(
    "common",
    ["qwerty123456", "QWERTY123456", "ｑｗｅｒｔｙ１２３４５６", " Qwerty123456 ", "ﬁnalfantasy"],
)
@pytest.mark.parametrize(("language", "says"), [("en", "Many people use"), ("fr", "Beaucoup de")])
def test_common_passwords_are_refused_in_every_shape(
    agency: Agency, common: str, language: str, says: str
) -> None:
    officer = agency.account(with_password=False)
    client = with_link(officer)
    client.cookies["countersign_language"] = language
    assert says in sent(client, common)
    assert Account.objects.get(pk=officer.pk).must_set_password
    client = signed_in(agency.first)
    client.cookies["countersign_language"] = language
    assert says in changed(client, PASSWORD, common)


def test_the_present_password_is_no_new_one(agency: Agency) -> None:
    client = signed_in(agency.first)
    assert "Choose another" in changed(client, PASSWORD, PASSWORD)
    assert changed(client, PASSWORD, COMPOSED) == ""
    assert "Choose another" in changed(client, COMPOSED, APART)
    client.cookies["countersign_language"] = "fr"
    assert "Choisissez-en un autre" in changed(client, COMPOSED, COMPOSED)


def test_the_password_before_a_reset_is_no_new_one(agency: Agency) -> None:
    officer = agency.account()
    reset(agency, officer)
    assert not Account.objects.get(pk=officer.pk).has_usable_password()
    for typed in (PASSWORD, "!" + PASSWORD):
        assert not is_signed_in_with(officer, typed)
    client = with_link(officer)
    assert "had before" in sent(client, PASSWORD)
    # The link was not used up by it.
    assert sent(client, "another sentence of words") == ""
    assert is_signed_in_with(officer, "another sentence of words")


def test_the_password_of_an_earlier_release_before_a_reset_is_no_new_one(agency: Agency) -> None:
    officer = agency.account()
    as_an_earlier_release(officer, APART)
    reset(agency, officer)
    assert "had before" in sent(with_link(officer), APART)


def test_the_password_before_two_resets_is_no_new_one(agency: Agency) -> None:
    officer = agency.account()
    reset(agency, officer)
    reset(agency, officer)
    assert "had before" in sent(with_link(officer), PASSWORD)


def test_a_forgotten_hash_of_production_fits_its_column(agency: Agency) -> None:
    officer = agency.account()
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.Argon2PasswordHasher"]):
        as_an_earlier_release(officer, PASSWORD)
        account = Account.objects.get(pk=officer.pk)
        account.forget_password()
        assert not account.has_usable_password()
        assert not account.check_password(PASSWORD)
        assert account.had_password(PASSWORD)
        assert len(account.password) <= 128


def test_length_is_counted_as_it_is_hashed(agency: Agency) -> None:
    officer = agency.account(with_password=False)
    client = with_link(officer)
    assert "12 characters" in sent(client, unicodedata.normalize("NFD", "éàüöéàüöéàü"))
    for short in ("ﷺ", "⑴⑵⑶⑷", "㍿" * 11):  # signs that stand for several: few to guess
        assert "12 characters" in sent(client, short)
    assert "at most 200" in sent(client, "ﷺ" * 12)
    assert "at most 200" in sent(client, "x y" * 67)
    long = unicodedata.normalize("NFD", "é à" * 66)
    assert len(long) > 200
    assert sent(client, long) == ""
    assert is_signed_in_with(officer, long)
    page = Client().get("/account/sign-in/").content.decode()
    (field,) = re.findall(r'<input[^>]*type="password"[^>]*>', page)
    assert "maxlength" not in field, "a browser would cut off what is counted otherwise"


def test_a_flood_of_accents_is_refused_at_once(agency: Agency) -> None:
    flood = "a" + "\u0316\u0301" * 200_000
    officer = agency.account(with_password=False)
    began = time.monotonic()
    assert "at most 200" in sent(with_link(officer), flood)
    assert "at most 200" in attempt(Client(), officer, flood).content.decode()
    assert time.monotonic() - began < 5


def test_blanks_at_the_ends_belong_to_it_and_nul_does_not(agency: Agency) -> None:
    officer = agency.account(with_password=False)
    client = with_link(officer)
    assert "NUL" in sent(client, "a sentence\0of words here")
    kept = "  a sentence of words  "
    assert sent(client, kept) == ""
    assert not is_signed_in_with(officer, kept.strip())
    assert is_signed_in_with(officer, kept)


@pytest.mark.parametrize(
    "password", ["élodie côté-roy", "ELODIE COTE‑ROY", "Côté-Roy Élodie", "elodie.cote@agency"]
)
def test_a_password_like_ones_own_name_is_refused(agency: Agency, password: str) -> None:
    administration.create_account(
        actor=acting(agency.first),
        staff_number="N77",
        full_name="Élodie Côté-Roy",
        email="elodie.cote@agency.example",
        language="en",
        username="ecoteroy",
        unit_id=None,
    )
    account = Account.objects.get(username="ecoteroy")
    assert "too much like" in sent(with_link(account), password)


def test_letters_of_every_script_are_taken(agency: Agency) -> None:
    for password in (
        "пароль из пяти слов 🙂",
        "密码密码密码密码密码密码甲",
        "كلمة سر من خمس كلمات",
    ):
        officer = agency.account(with_password=False)
        assert sent(with_link(officer), password) == ""
        assert is_signed_in_with(officer, password)
