"""A password that was stored with older parameters is stored anew at the next sign-in, with an event."""

from __future__ import annotations

import pytest
from django.contrib.auth.hashers import make_password
from django.test import override_settings

from requests_app.accounts.models import Account
from requests_app.workflow.administration import credentials
from tests.accounts.agency import Agency, acting
from tests.support import sql

NEWER = ["django.contrib.auth.hashers.PBKDF2PasswordHasher",
         "django.contrib.auth.hashers.MD5PasswordHasher"]  # fmt: skip


def test_a_hash_of_an_older_kind_is_made_anew_with_its_event(founded: Agency) -> None:
    old = make_password("correct horse", hasher="md5")
    sql("owner", "UPDATE accounts_account SET password = %s WHERE id = %s", [old, founded.first.pk])
    with override_settings(PASSWORD_HASHERS=NEWER):
        account = Account.objects.get(pk=founded.first.pk)
        assert not account.check_password("wrong")
        assert account.check_password("correct horse")
        again = Account.objects.get(pk=founded.first.pk)
        assert again.password.startswith("pbkdf2_sha256$")
        assert again.check_password("correct horse")
    said = sql("auditor", "SELECT object_id FROM audit.event WHERE code = 'credential.rehashed'")
    assert said == [(str(founded.first.pk),)]


AS_TYPED = "e\u0301te\u0301 comme hiver, mot de passe"
"""With its accents apart, as one keyboard sends them and as an earlier release hashed them."""


@pytest.mark.parametrize(
    ("before", "hasher"),
    [("correct horse of an older kind", "md5"), (AS_TYPED, "pbkdf2_sha256")],
    ids=["an older kind", "as it was typed"],
)
def test_a_sign_in_under_way_does_not_undo_a_new_password(
    founded: Agency, before: str, hasher: str
) -> None:
    now = "a wholly other sentence, thought of today"
    hashers = [*NEWER]
    with override_settings(PASSWORD_HASHERS=hashers):
        old = make_password(before, hasher=hasher)
        sql("owner", "UPDATE accounts_account SET password = %s WHERE id = %s",
            [old, founded.first.pk])  # fmt: skip
        signing_in = Account.objects.get(pk=founded.first.pk)
        credentials.change_own_password(actor=acting(founded.first), present=before, password=now)
        stored = Account.objects.get(pk=founded.first.pk).password
        assert not signing_in.check_password(before)
        again = Account.objects.get(pk=founded.first.pk)
        assert again.password == stored
        assert again.check_password(now)
        assert not again.check_password(before)


def test_of_two_sign_ins_at_once_both_are_right_and_one_event_is_left(founded: Agency) -> None:
    old = make_password("correct horse", hasher="md5")
    sql("owner", "UPDATE accounts_account SET password = %s WHERE id = %s", [old, founded.first.pk])
    with override_settings(PASSWORD_HASHERS=NEWER):
        one, other = (Account.objects.get(pk=founded.first.pk) for _ in range(2))
        assert one.check_password("correct horse")
        assert other.check_password("correct horse")
    said = sql("auditor", "SELECT object_id FROM audit.event WHERE code = 'credential.rehashed'")
    assert said == [(str(founded.first.pk),)]
