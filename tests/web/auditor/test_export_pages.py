"""What the pages say of an export before it is handed on, and where its address leads by itself."""

from __future__ import annotations

import html
import re
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from requests_app.accounts.actors import system_actor
from requests_app.audit.models import Export
from requests_app.workflow import export
from tests.audit.signing import sign_what_is_there
from tests.support import connected_as


@pytest.mark.parametrize("is_signed", [True, False])
def test_a_finished_export_says_how_it_is_checked(agency, browser, is_signed):
    if is_signed:
        sign_what_is_there()
    client = browser()
    address = client.post(reverse("auditor:export_new"), {"code": "search.submitted"}).url
    row = Export.objects.get()
    command = (
        f"python3 countersign-verify.pyz countersign-log-{row.requested_event}.zip"
        " --policy countersign-keys.txt"
    )
    waiting = html.unescape(re.sub(r"<[^>]+>", "", client.get(address).content.decode()))
    assert "Check it" not in waiting
    assert command not in waiting
    with connected_as("worker"):
        assert export.make(actor=system_actor("worker"), export_id=row.pk)
    for page in (address, reverse("auditor:export_progress", args=[row.pk])):
        ready = client.get(page).content.decode()
        text = html.unescape(re.sub(r"<[^>]+>", "", ready))
        assert "Check it" in text
        assert (command in text) is is_signed
        assert (f'href="{reverse("receipts")}#export"' in ready) is is_signed
        assert ("This export cannot be checked" in text) is not is_signed
    whole = html.unescape(client.get(address).content.decode())
    assert ("log.zip: the whole signed log" in whole) is is_signed


@pytest.mark.parametrize(
    ("language", "whole", "opened"),
    [
        ("en", "log.zip: the whole signed log, every event of it, whatever the filters", "disclosures.jsonl: what"),
        ("fr", "log.zip\u00a0: tout le journal signé, avec chacun de ses événements, quels que soient les filtres",
         "disclosures.jsonl\u00a0: ce que"),
    ],
)  # fmt: skip
def test_what_an_export_holds_besides_its_rows_is_said_before_it_is_handed_on(
    agency, browser, language, whole, opened
):
    client = browser()
    headers = {"accept-language": language}
    filters = urlencode({"code": "search.submitted"})
    words = {"reason": "Complaint about the search of 3 March", "file_reference": "AUD-2026/77"}
    address = f"{reverse('auditor:export_opened')}?{filters}"
    closed = client.post(reverse("auditor:export_new"), {"code": "search.submitted"}).url
    opening = client.post(address, words).url
    for page, opens in (
        (f"{reverse('auditor:log')}?{filters}", False),
        (address, True),
        (closed, False),
        (opening, True),
    ):
        text = html.unescape(client.get(page, headers=headers).content.decode())
        text = re.sub(r"[^\S\u00a0]+", " ", text)
        assert whole in text, page
        assert "schema.json" in text, page
        assert (opened in text) is opens, page


def test_the_address_that_takes_an_export_leads_to_where_one_is_asked_for(agency, browser):
    client = browser()
    address = reverse("auditor:export_new")
    log = reverse("auditor:log")
    assert client.get(address).url == log
    assert client.head(address).url == log
    asked = {"role": "officer", "foreign": "x"}
    assert client.get(address, asked).url == f"{log}?role=officer"
    assert Export.objects.count() == 0
