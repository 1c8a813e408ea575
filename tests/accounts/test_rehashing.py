"""A password that was stored with older parameters is stored anew at the next sign-in, with an event."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.test import override_settings

from requests_app.accounts.models import Account
from tests.accounts.agency import Agency
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
