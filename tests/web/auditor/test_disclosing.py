"""The page by which an auditor asks for an export that opens commitments, with a reason."""

from __future__ import annotations

import html
import json
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from requests_app.audit import selectors
from requests_app.audit.models import Export
from requests_app.workflow import kept_typing
from tests.support import sql

REASON = "Complaint about the search of 3 March"
REFERENCE = "AUD-2026/77"
FILTERS = {"role": "officer", "code": "search.submitted"}
WORDS = {"reason": REASON, "file_reference": REFERENCE}


def address(filters=FILTERS) -> str:
    return f"{reverse('auditor:export_opened')}?{urlencode(filters)}"


def shown(answer) -> str:
    return html.unescape(answer.content.decode())


def test_the_log_page_leads_there_with_its_filters(agency, browser):
    client = browser()
    text = shown(client.get(reverse("auditor:log"), FILTERS))
    (link,) = [
        part.split('"')[0]
        for part in text.split('href="')
        if part.startswith(reverse("auditor:export_opened"))
    ]
    page = shown(client.get(link))
    assert "Role acted in: Officer" in page
    assert 'name="reason"' in page
    assert f'href="{reverse("auditor:log")}?{urlencode(FILTERS)}"' in page


def test_a_filter_is_written_in_french_as_french_is(agency, browser):
    for page in (address(), f"{reverse('auditor:log')}?{urlencode(FILTERS)}"):
        text = shown(browser().get(page, headers={"accept-language": "fr"}))
        assert "Rôle exercé\N{NO-BREAK SPACE}: Agent" in text


def test_with_a_reason_an_export_is_made_that_discloses(agency, browser):
    client = browser()
    answer = client.post(address(), WORDS)
    assert answer.status_code == 302
    row = Export.objects.get()
    assert (row.discloses, row.filters) == (
        True, {"role": "officer", "codes": ["search.submitted"]},
    )  # fmt: skip
    kept = {each.field: each.value for each in selectors.openings(row.requested_event)}
    assert (kept["reason"], kept["file_reference"]) == (REASON, REFERENCE)
    assert "Opened: this export holds what they stand for" in shown(client.get(answer.url))
    assert "Opens commitments" in shown(client.get(reverse("auditor:exports")))


def test_the_button_on_the_log_page_discloses_nothing_whatever_is_sent_with_it(agency, browser):
    client = browser()
    answer = client.post(reverse("auditor:export_new"), FILTERS | WORDS | {"disclose": "on"})
    assert answer.status_code == 302
    row = Export.objects.get()
    assert not row.discloses
    entry = sql("auditor", "SELECT entry FROM audit.event WHERE id = %s", [row.requested_event])
    body = json.loads(bytes(entry[0][0]))["body"]
    assert "disclosures" not in body["facts"]
    assert body["commitments"].keys() <= {"source"}
    assert "Not opened" in shown(client.get(answer.url))
    assert "Opens commitments" not in shown(client.get(reverse("auditor:exports")))


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ("Say why, in your own words", "Enter the reference of your own file")),
        (
            "fr",
            (
                "Dites pourquoi, dans vos propres mots",
                "Entrez la référence de votre propre dossier",
            ),
        ),
    ],
)
def test_what_is_missing_is_told_beside_its_field(agency, browser, language, told):
    answer = browser().post(address(), {}, headers={"accept-language": language})
    text = shown(answer)
    assert Export.objects.count() == 0
    for words in told:
        assert text.count(words) == 2  # in the list at the top, and beside the field
    assert 'href="#id_reason"' in text
    assert 'href="#id_file_reference"' in text


@pytest.mark.parametrize(
    ("reason", "reference", "told"),
    [
        ("too short", REFERENCE, "Say more: at least 20 characters"),
        (REASON, "", "Enter the reference of your own file"),
        (REASON, "\u2800", "Enter the reference of your own file"),
        ("\u3164" * 30, REFERENCE, "Say why, in your own words"),
        ("x" * 1001, REFERENCE, "Shorten this by 1 character"),
        ("a" + " " * 30 + "b", REFERENCE, "Say more: at least 20 characters"),
    ],
)
def test_what_was_typed_is_still_there(agency, browser, reason, reference, told):
    text = shown(browser().post(address(), {"reason": reason, "file_reference": reference}))
    assert told in text
    assert reason in text
    assert not reference.isascii() or not reference or f'value="{reference}"' in text
    assert Export.objects.count() == 0


def test_a_filter_that_cannot_be_read_is_told_on_the_log_page(agency, browser):
    client = browser()
    wrong = {"request": "nonsense"}
    for answer in (client.get(address(wrong)), client.post(address(wrong), WORDS)):
        assert answer.status_code == 302
        assert "this is no reference number" in shown(client.get(answer.url))
    assert Export.objects.count() == 0


def test_words_left_half_typed_come_back_with_the_same_filters_alone(agency, browser):
    client = browser()
    mark = shown(client.get(address())).split('name="typed_by" value="')[1].split('"')[0]
    assert client.post(reverse("kept_draft"), WORDS | {"typed_by": mark}).status_code < 400
    assert REASON in shown(client.get(address()))
    assert REASON not in shown(client.get(address({"role": "supervisor"})))
    client.post(address(), WORDS | {"typed_by": mark})
    assert kept_typing.kept_for(agency.people["auditor"], reverse("auditor:export_opened")) is None


@pytest.mark.parametrize("by", ["officer", "supervisor", "administrator"])
def test_nobody_else_may_ask(agency, browser, by):
    assert browser(by).post(address(), WORDS).status_code in {403, 404}
    assert Export.objects.count() == 0
