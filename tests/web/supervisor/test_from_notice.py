"""A notice leads to the request itself: to decide on it, to follow it, or back to the queue with the reason."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests import builders
from tests.builders import InventedAgency
from tests.signed_in import browser

TOLD = {
    "en": "no longer waits for your decision",
    "fr": "n’attend plus votre décision",
}


def link_in_notices(client: Client, reference: str) -> str:
    """The address of the newest notice about a request, as its page draws it."""
    page = client.get(reverse("notices")).content.decode()
    links = re.findall(r'<a class="govuk-link" href="([^"]+)">([^<]+) <span[^>]*>([^<]+)', page)
    found = [href for href, words, of in links if of == reference and "request" in words]
    assert found, page
    return found[0]


def led_to(client: Client, pk: UUID) -> str:
    answer = client.get(f"/decisions/notices/{pk}/")
    assert answer.status_code == 302
    return answer.headers["Location"]


def test_the_notice_of_a_waiting_request_leads_to_its_decision(agency: InventedAgency) -> None:
    row = builders.submitted(agency)
    client = browser(agency, "supervisor")
    address = link_in_notices(client, row.reference)
    assert client.get(address).headers["Location"] == f"/decisions/supervisor/{row.pk}/"
    assert client.get(address, follow=True).status_code == 200


def test_once_decided_the_same_notice_leads_to_what_became_of_it(agency: InventedAgency) -> None:
    row = builders.approved(agency)
    client = browser(agency, "supervisor")
    address = link_in_notices(client, row.reference)
    assert client.get(address).headers["Location"] == f"/decisions/decided/{row.pk}/"


@pytest.mark.parametrize("language", TOLD)
def test_what_is_not_theirs_is_told_like_what_does_not_exist(
    agency: InventedAgency, language: str
) -> None:
    row = builders.approved(agency)
    # `supervisor3` is of another unit and decided nothing.
    client = browser(agency, "supervisor3", language=language)
    pages = []
    for pk in (row.pk, uuid4()):
        assert led_to(client, pk) == reverse("supervisor:queue")
        page = client.get(reverse("supervisor:queue")).content.decode()
        assert TOLD[language] in page
        assert row.reference not in page
        pages.append(page.count(TOLD[language]))
    assert pages == [1, 1]
