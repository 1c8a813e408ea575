"""The part of the log page by which an auditor asks for an export that opens commitments."""

from __future__ import annotations

import html
import json

import pytest
from django.urls import reverse

from requests_app.audit import selectors
from requests_app.audit.models import Export
from tests.support import sql

REASON = "Complaint about the search of 3 March"
REFERENCE = "AUD-2026/77"
FILTERS = {"role": "officer", "code": "search.submitted"}


def shown(answer) -> str:
    return html.unescape(answer.content.decode())


def test_the_log_page_offers_it_and_asks_for_nothing_more(agency, browser):
    text = shown(browser().get(reverse("auditor:log"), FILTERS))
    form = text[text.index(f'action="{reverse("auditor:export_new")}"') :].split("</form>")[0]
    for name in ("disclose", "reason", "file_reference"):
        assert f'name="{name}"' in form
    assert '<input type="hidden" name="role" value="officer">' in form
    assert "<details" in form
    assert '<details class="govuk-details" open' not in form


def test_a_ticked_box_with_a_reason_makes_an_export_that_discloses(agency, browser):
    client = browser()
    asked = FILTERS | {"disclose": "on", "reason": REASON, "file_reference": REFERENCE}
    answer = client.post(reverse("auditor:export_new"), asked)
    assert answer.status_code == 302
    row = Export.objects.get()
    assert (row.discloses, row.filters) == (
        True, {"role": "officer", "codes": ["search.submitted"]},
    )  # fmt: skip
    kept = {each.field: each.value for each in selectors.openings(row.requested_event)}
    assert (kept["reason"], kept["file_reference"]) == (REASON, REFERENCE)
    assert "Opened: this export holds what they stand for" in shown(client.get(answer.url))
    assert "Opens commitments" in shown(client.get(reverse("auditor:exports")))


@pytest.mark.parametrize("more", [{}, {"reason": "short", "file_reference": "x" * 300}])
def test_without_the_box_nothing_is_disclosed_whatever_is_typed(agency, browser, more):
    client = browser()
    answer = client.post(reverse("auditor:export_new"), FILTERS | more)
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
def test_what_is_missing_is_told_beside_its_field_and_the_filters_are_kept(
    agency, browser, language, told
):
    client = browser()
    answer = client.post(
        reverse("auditor:export_new"),
        FILTERS | {"disclose": "on"},
        headers={"accept-language": language},
    )
    assert answer.status_code == 400
    text = shown(answer)
    assert Export.objects.count() == 0
    for words in told:
        assert text.count(words) == 2  # in the list at the top, and beside the field
    assert 'href="#export_reason"' in text
    assert 'href="#export_file_reference"' in text
    form = text[text.index(f'action="{reverse("auditor:export_new")}"') :].split("</form>")[0]
    assert '<input type="hidden" name="role" value="officer">' in form
    assert '<input type="hidden" name="code" value="search.submitted">' in form
    assert '<details class="govuk-details" open' in form


@pytest.mark.parametrize(
    ("reason", "reference", "told"),
    [
        ("too short", REFERENCE, "Say more: at least 20 characters"),
        (REASON, "", "Enter the reference of your own file"),
        ("x" * 1001, REFERENCE, "Shorten this by 1 character"),
        ("a" + " " * 30 + "b", REFERENCE, "Say more, in words that can be read"),
    ],
)
def test_what_was_typed_is_still_there(agency, browser, reason, reference, told):
    asked = {"disclose": "on", "reason": reason, "file_reference": reference}
    text = shown(browser().post(reverse("auditor:export_new"), FILTERS | asked))
    assert told in text
    assert reason in text
    assert not reference or f'value="{reference}"' in text
    assert "checked" in text.split('name="disclose"')[1].split(">")[0]
    assert Export.objects.count() == 0


@pytest.mark.parametrize("by", ["officer", "supervisor", "administrator"])
def test_nobody_else_may_ask(agency, browser, by):
    asked = {"disclose": "on", "reason": REASON, "file_reference": REFERENCE}
    assert browser(by).post(reverse("auditor:export_new"), asked).status_code in {403, 404}
    assert Export.objects.count() == 0
