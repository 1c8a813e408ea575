"""`manage.py create_first_administrators`, as whoever installs the product runs it."""

from __future__ import annotations

import io
import os
import pwd
import re
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from requests_app.accounts.models import Account, Person
from requests_app.audit.models import Opening
from requests_app.workflow import administration
from tests import builders
from tests.accounts.agency import PASSWORD, events
from tests.support import connected_as

ONE = ("A1", "Ada First", "ada@agency.example", "ada", "en")
OTHER = ("A2", "Ben Second", "ben@agency.example", "ben", "fr")
SITE = "https://countersign.agency.example"


def run(*people: tuple[str, ...]) -> str:
    out = io.StringIO()
    arguments: list[Any] = []
    for person in people:
        arguments += ["--administrator", *person]
    with override_settings(COUNTERSIGN_PUBLIC_ORIGIN=SITE):
        call_command("create_first_administrators", *arguments, stdout=out)
    return out.getvalue()


def test_two_administrators_get_a_link_each(database: str) -> None:
    printed = run(ONE, OTHER)
    secrets = re.findall(rf"{SITE}/account/password/link/([\w-]+)/", printed)
    assert len(set(secrets)) == 2
    for secret in secrets:
        administration.set_password(secret=secret, password=PASSWORD)
    assert {account.username for account in Account.objects.all()} == {"ada", "ben"}
    assert all(account.roles() == {"account_administrator"} for account in Account.objects.all())


def test_each_is_told_whether_the_mail_with_the_link_left(database: str) -> None:
    printed = run(ONE, OTHER)
    assert printed.count("The mail server also took a mail with this link") == 2
    assert "did not leave" not in printed


def test_where_no_mail_leaves_the_links_are_to_be_handed_over(database: str) -> None:
    with builders.mail_server_away():
        printed = run(ONE, OTHER)
    assert printed.count("The mail with this link did not leave") == 2
    assert "in person, on paper or by telephone" in printed
    assert len(set(re.findall(rf"{SITE}/account/password/link/([\w-]+)/", printed))) == 2


def test_operating_system_user_is_recorded(database: str) -> None:
    run(ONE, OTHER)
    founded = events("account.founded")
    assert len(founded) == 2
    with connected_as("superuser"):
        said = Opening.objects.get(event_id=founded[0].pk, field="system_user").value
    assert said.startswith(pwd.getpwuid(os.getuid()).pw_name)


def test_second_run_is_refused_even_when_nobody_is_left(database: str) -> None:
    run(ONE, OTHER)
    with pytest.raises(CommandError, match="two administrators on the site"):
        run(("A3", "C", "c@agency.example", "c", "en"), ("A4", "D", "d@agency.example", "d", "en"))
    assert Person.objects.count() == 2


@pytest.mark.parametrize(
    "people",
    [
        (ONE,),
        (ONE, OTHER, ("A3", "C", "c@agency.example", "c", "en")),
        (ONE, ("a1", "Ada Again", "x@agency.example", "ada2", "en")),
        (ONE, ("A2", "Ben", "b@agency.example", "ADA", "en")),
        (ONE, ("A2", "Ben", "not an address", "ben", "en")),
        (ONE, ("A2", "Ben", "b@agency.example", "ben", "de")),
        (ONE, ("A 2", "Ben", "b@agency.example", "ben", "en")),
    ],
)
def test_anything_but_two_persons_makes_nobody(
    database: str, people: tuple[tuple[str, ...], ...]
) -> None:
    with pytest.raises(CommandError):
        run(*people)
    assert not Person.objects.exists()


def test_without_the_site_address_nothing_is_made(database: str) -> None:
    with override_settings(COUNTERSIGN_PUBLIC_ORIGIN=""), pytest.raises(CommandError):
        call_command("create_first_administrators", "--administrator", *ONE)
    assert not Person.objects.exists()
