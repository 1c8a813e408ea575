"""What waits for a second administrator is counted one way everywhere, and an account's next steps stand out."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from requests_app.accounts.models import Course
from requests_app.accounts.roles import Role
from requests_app.common import clock
from requests_app.workflow import administration
from tests.accounts import agency as agencies

PAGES = ("/people/", "/people/units/", "/people/proposals/")


def counts(client: Client, address: str) -> tuple[int, int, int]:
    """The menu's number, then how much waits in all and how much of it for this reader."""
    page = client.get(address).content.decode()
    menu = re.search(r'class="cs-count">(\d+)', page)
    said = re.search(r"To confirm: (\d+) in all, (\d+) of them by you", strip_tags(page))
    assert said, address
    return (int(menu[1]) if menu else 0, int(said[1]), int(said[2]))


def test_menu_and_pages_count_alike_what_waits(agency: agencies.Agency) -> None:
    account = agency.account()
    administration.propose_role(
        actor=agencies.acting(agency.first),
        account_id=account.pk,
        role=str(Role.OFFICER),
        reason="needed",
    )
    today = timezone.localdate(clock.now())
    agency.record(account, Course.REQUESTING, today, today + timedelta(days=300))
    administration.propose_role(
        actor=agencies.acting(agency.second),
        account_id=account.pk,
        role=str(Role.EXAMINER),
        reason="needed",
    )
    first, second = agencies.signed_in(agency.first), agencies.signed_in(agency.second)
    for address in PAGES:
        assert counts(second, address) == (2, 3, 2)
        assert counts(first, address) == (1, 3, 1)


def test_a_certificate_that_waits_alone_is_counted_and_said(agency: agencies.Agency) -> None:
    account = agency.account()
    today = timezone.localdate(clock.now())
    agency.record(account, Course.REQUESTING, today, today + timedelta(days=300))
    client = agencies.signed_in(agency.second)
    for address in PAGES:
        assert counts(client, address) == (1, 1, 1)
    assert "Nothing waits" not in client.get("/people/proposals/").content.decode()


def look_of(page: str, words: str) -> Any:
    found = re.search(rf'<a[^>]*class="([^"]*)"[^>]*>\s*{words}\s*</a>', page)
    assert found, words
    return found[1]


def test_the_next_steps_of_a_new_account_stand_out_and_disabling_does_not(
    agency: agencies.Agency,
) -> None:
    client = agencies.signed_in(agency.first)
    page = client.get(f"/people/{agency.account(with_password=False).pk}/").content.decode()
    assert look_of(page, "Propose a role") == "govuk-button"
    assert look_of(page, "Record a certificate") == "govuk-button"
    assert look_of(page, "Disable") == "govuk-link"
    assert "govuk-button--warning" not in page
    decides = agency.account(Role.SUPERVISOR)
    page = client.get(f"/people/{decides.pk}/").content.decode()
    assert look_of(page, "Propose a right to decide") == "govuk-button"
    assert look_of(page, "Propose a role") == "govuk-button govuk-button--secondary"
