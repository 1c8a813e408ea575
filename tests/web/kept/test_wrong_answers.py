"""A page that is drawn again with what is wrong loses nothing either, if its person leaves it without mending it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from requests_app.searches import content
from requests_app.searches.models import KeptTyping
from requests_app.web.questionnaire.forms.rows import FactForm
from tests import builders
from tests.builders import InventedAgency
from tests.signed_in import browser
from tests.web.kept.test_nothing_typed_is_lost import hidden_fields, tag_of
from tests.web.officer.typing_in import fields_of, question, send

AGAIN = b"in the fields again"


@pytest.mark.parametrize(
    ("slug", "wrong", "right"),
    [
        (
            "legal-basis",
            {"document_expires_on_day": "31", "document_expires_on_month": "2",
             "document_expires_on_year": "2027"},
            {"document_expires_on_day": "28"},
        ),
        ("proportionality", {"bystanders": "two or three"}, {"bystanders": "3"}),
        ("gallery", {"candidate_limit": "many"}, {"candidate_limit": "5"}),
    ],
)  # fmt: skip
def test_an_answer_that_cannot_be_saved_is_in_its_field_when_the_page_is_opened_again(
    agency: InventedAgency, slug: str, wrong: dict[str, str], right: dict[str, str]
) -> None:
    row = builders.drafted(agency)
    client, url = browser(agency), question(row, slug)
    filled = filled_in(client, url)
    assert client.post(url, filled | wrong).status_code == 200
    page = browser(agency).get(url).content
    assert AGAIN in page
    for name, value in wrong.items():
        assert f'value="{value}"' in tag_of(page.decode(), name)
    assert client.post(url, filled_in(client, url) | wrong | right).status_code == 302
    assert AGAIN not in client.get(url).content
    assert not KeptTyping.objects.exists()


def filled_in(client: Any, url: str) -> dict[str, Any]:
    """The form of a question page as it is drawn."""
    page = client.get(url)
    form = page.context["form"]
    values: dict[str, Any] = {}
    for bound in form:
        shown = bound.value()
        if isinstance(shown, dt.date):
            shown = [shown.day, shown.month, shown.year]
        if isinstance(shown, list):
            parts = zip(("day", "month", "year"), shown, strict=False)
            values |= {f"{bound.name}_{part}": each or "" for part, each in parts}
        elif shown not in (None, ""):
            values[bound.name] = shown
    return hidden_fields(page.content, "page-form") | values


def test_a_row_that_could_not_be_added_comes_back(agency: InventedAgency) -> None:
    row = builders.drafted(agency)
    client, url = browser(agency), f"/requests/{row.pk}/rows/means/add/"
    sent = hidden_fields(client.get(url).content, "page-form") | {
        "means": "cctv", "done_by": "Constable Onyx", "done_on_day": "30", "done_on_month": "2",
    }  # fmt: skip
    assert client.post(url, sent).status_code == 200
    page = browser(agency).get(url).content
    assert AGAIN in page
    assert 'value="Constable Onyx"' in tag_of(page.decode(), "done_by")


def test_what_was_typed_in_a_row_comes_back_in_no_other_row(agency: InventedAgency) -> None:
    row = builders.drafted(agency)
    client, url = browser(agency), f"/requests/{row.pk}/rows/means/0/"
    assert len(content.open_draft(row).means) > 1
    wrong = {"done_by": "Constable of the first row", "done_on_day": "31", "done_on_month": "2",
             "done_on_year": "2026"}  # fmt: skip
    assert client.post(url, filled_in(client, url) | wrong).status_code == 200
    page = client.get(url).content
    assert AGAIN in page
    assert 'value="Constable of the first row"' in tag_of(page.decode(), "done_by")
    assert send(client, f"{url}remove/").status_code == 302
    other = client.get(url)
    assert AGAIN not in other.content
    assert "Constable of the first row" not in other.content.decode()
    assert other.context["form"]["means"].value() == content.open_draft(row).means[0].means
    assert "Constable of the first row" in client.get(reverse("kept_typing")).content.decode()


def test_a_page_left_open_keeps_nothing_for_the_row_that_took_its_place(
    agency: InventedAgency,
) -> None:
    row = builders.drafted(agency)
    client, url = browser(agency), f"/requests/{row.pk}/rows/facts/0/"
    rows = content.open_draft(row).predicate.facts
    left_open = filled_in(client, url) | {"text": "Words about the fact that is removed meanwhile."}
    if len(rows) == 1:
        added = fields_of(
            FactForm, dataclasses.replace(rows[0], text="Another fact, told by another.")
        )
        send(client, f"/requests/{row.pk}/rows/facts/add/", added)
    assert send(client, f"{url}remove/").status_code == 302
    assert client.post(reverse("kept_draft"), left_open).status_code == 204
    assert AGAIN not in client.get(url).content


def test_an_administrator_loses_no_account_for_a_wrong_address(agency: InventedAgency) -> None:
    client, url = browser(agency, "administrator"), "/people/new/"
    sent = hidden_fields(client.get(url).content, "page-form") | {
        "full_name": "Ruby Slate", "email": "nowhere",
    }  # fmt: skip
    assert client.post(url, sent).status_code in {200, 400}
    page = browser(agency, "administrator").get(url).content
    assert AGAIN in page
    assert 'value="Ruby Slate"' in tag_of(page.decode(), "full_name")
    assert AGAIN not in browser(agency, "administrator2").get(url).content


def test_what_was_received_is_not_kept_though_a_page_is_drawn_in_answer(
    agency: InventedAgency,
) -> None:
    row = builders.submitted(agency)
    client, url = browser(agency, "auditor"), reverse("auditor:content", args=[row.pk, 1])
    page = client.get(url)
    sent = hidden_fields(page.content, "page-form") | {
        "reason": "A complaint of the third of March is being looked into.", "file_reference": "PRIV-7",
    }  # fmt: skip
    answer = client.post(url, sent)
    assert b"Decisions" in answer.content  # it opened
    assert not KeptTyping.objects.exists()
