"""A search that is held, or waits to be tried again, is said to be so in badge, list and page, to everybody alike."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags

from requests_app.common import clock
from requests_app.dispatch.models import Dispatch
from requests_app.searches.models import SearchRequest
from requests_app.searches.states import Status
from requests_app.trial.demo import stories
from tests import builders
from tests.builders import InventedAgency
from tests.permissions.test_every_url import signed_in
from tests.support import sql

WORDS = {
    ("held", "en"): ("Held", "It is held, because the gallery or its matcher is switched off."),
    ("held", "fr"): ("Retenue", "Elle est retenue, car la galerie ou son moteur est hors service."),
    ("tried_again", "en"): ("Waits to be tried again", "It is tried again by itself"),
    ("tried_again", "fr"): ("En attente d’un nouvel essai", "L’envoi est retenté de lui-même"),
}
REASON = {
    "reason": "The commissioner asked how long this search was held.",
    "file_reference": "A-1",
}


def switch_off() -> None:
    sql("superuser", "UPDATE registry_gallery SET allow_listed = false")


def waiting(agency: InventedAgency, number: int, *, sent_before: bool) -> SearchRequest:
    """An approved search whose matcher is away, or one that was not sent before."""
    row = builders.approved(
        agency, document=stories.answers(number, today=timezone.localdate(clock.now()))
    )
    if sent_before:
        assert builders.forwarded(row) == "retry"
        builders.make_due(row)
    return row


def badge(page: str) -> tuple[str, str]:
    bar = page[page.index("cs-identity") :]
    (code, words) = re.findall(r'data-status="(\w+)">(.*?)</strong>', bar, re.DOTALL)[0]
    return code, " ".join(strip_tags(words).split())


def of_row(page: str, reference: str) -> str:
    rows = re.findall(r"<tr.*?</tr>", page, re.DOTALL)
    return next(row for row in rows if reference in row)


def plain(page: str) -> str:
    return " ".join(strip_tags(page).split())


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    ("state", "sent_before"), [("held", False), ("held", True), ("tried_again", True)]
)
def test_badge_list_and_page_say_the_same_to_everybody(
    agency: InventedAgency, state: str, sent_before: bool, language: str
) -> None:
    row = waiting(agency, 3, sent_before=sent_before)
    if state == "held":
        switch_off()
        assert builders.forwarded(row) == "held"
    row.refresh_from_db()
    assert row.status == (Status.FORWARDING if sent_before else Status.APPROVED)
    label, sentence = WORDS[state, language]

    def page(person: str, address: str, data: Any = None) -> str:
        client = signed_in(agency, person)
        client.cookies["countersign_language"] = language
        answer = client.post(address, data) if data else client.get(address)
        assert answer.status_code == 200, (person, address)
        return answer.content.decode()

    for person, address in (("officer", "/requests/"), ("supervisor", "/decisions/decided/")):
        listed = of_row(page(person, address), row.reference)
        assert f'data-status="{state}"' in listed
        assert label in plain(listed)
        if person == "officer" and state == "held":
            assert "nobody needs to act" not in listed
            assert "personne n’a rien à faire" not in listed
    for person, address, data in (
        ("officer", f"/requests/{row.pk}/", None),
        ("officer", f"/requests/{row.pk}/versions/1/", None),
        ("supervisor", f"/decisions/decided/{row.pk}/", None),
        ("auditor", f"/audit/requests/{row.pk}/", None),
        ("auditor", f"/audit/requests/{row.pk}/versions/1/content/", REASON),
    ):
        shown = page(person, address, data)
        assert badge(shown) == (state, label), (person, address)
        if "versions" not in address:
            assert sentence in plain(shown), (person, address)


def test_no_list_asks_more_for_more_rows_that_wait(agency: InventedAgency) -> None:
    asked: dict[str, list[int]] = {"officer": [], "supervisor": []}
    for number in (3, 4, 5):
        waiting(agency, number, sent_before=True)
        for person, address in (("officer", "/requests/"), ("supervisor", "/decisions/decided/")):
            client = signed_in(agency, person)
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            asked[person].append(len(queries))
    assert Dispatch.objects.filter(state="ready", attempt__gt=0).count() == 3
    for counts in asked.values():
        assert len(set(counts)) == 1, asked


def test_a_decider_reads_the_same_of_another_request_on_the_case(agency: InventedAgency) -> None:
    row = waiting(agency, 3, sent_before=False)
    switch_off()
    assert builders.forwarded(row) == "held"
    sql("superuser", "UPDATE registry_gallery SET allow_listed = true")
    other = builders.submitted(
        agency, document=stories.answers(3, today=timezone.localdate(clock.now()))
    )
    page = (
        signed_in(agency, "supervisor").get(f"/decisions/supervisor/{other.pk}/").content.decode()
    )
    assert "Held" in plain(of_row(page, row.reference))
