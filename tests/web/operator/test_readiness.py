"""What /readyz asks is said in words on the operators' own page: on or off, what it means, what to do."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.html import strip_tags

from requests_app.ops import readiness as asked
from requests_app.web.operator import readiness as words
from tests.builders import InventedAgency
from tests.ops.test_safeguards import switch_on
from tests.permissions.test_every_url import signed_in

ADDRESS = "/operations/readiness/"


def page(agency: InventedAgency, language: str = "en") -> str:
    client = signed_in(agency, "operator")
    client.cookies["countersign_language"] = language
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    return " ".join(strip_tags(answer.content.decode()).split())


def test_everything_that_is_asked_has_words() -> None:
    assert set(words.PARTS) == {*asked.PARTS, *asked.BESIDE}
    assert set(words.SAFEGUARDS) == set(asked.SAFEGUARDS)


@pytest.mark.parametrize(
    ("language", "off", "why"),
    [
        ("en", "(audit_guard) Off", "because this is a trial"),
        ("fr", "(audit_guard) Désactivée", "parce qu’il s’agit d’un essai"),
    ],
)
def test_a_safeguard_that_is_off_says_why_and_what_to_do(
    agency: InventedAgency, language: str, off: str, why: str
) -> None:
    said = page(agency, language)
    assert off in said
    assert said.count(why) == 2
    assert "manage.py audit_guards" in said
    assert "docs/production.md" in said


def test_outside_a_trial_no_reason_of_a_trial_is_given(
    agency: InventedAgency, settings: Any
) -> None:
    settings.COUNTERSIGN_TRIAL = False
    assert "because this is a trial" not in page(agency)


def test_a_safeguard_that_is_on_says_what_it_means(agency: InventedAgency) -> None:
    switch_on("audit_guards")
    said = page(agency)
    assert "(audit_guard) On Nobody but a superuser" in said
    assert "manage.py audit_guards" not in said


def test_a_part_that_is_missing_says_what_waits_for_it(agency: InventedAgency) -> None:
    assert "The worker was heard of in the last 45 seconds Missing Exports, mail" in page(agency)


def test_the_outbox_leads_there(agency: InventedAgency) -> None:
    assert f'href="{ADDRESS}"' in signed_in(agency, "operator").get("/operations/").content.decode()
