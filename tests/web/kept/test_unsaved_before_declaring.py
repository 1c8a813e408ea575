"""What is typed and not saved is named before an officer declares: on the task list, the check and the declaration.

Tried: a page of questions, a row of a list, a document, the answer to a decider; and what is saved meanwhile.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from requests_app.searches import content
from requests_app.searches.models import SearchRequest
from tests import builders
from tests.builders import InventedAgency
from tests.signed_in import browser
from tests.web.kept.test_nothing_typed_is_lost import hidden_fields
from tests.web.officer.typing_in import declaration, question, send

TYPED = "He told a witness that he would be back, and named the street in which he has a sister."
TOLD = "You have typed something that is not saved."


@pytest.fixture
def prepare() -> Any:
    return builders.drafted


@pytest.fixture
def row(agency: InventedAgency) -> SearchRequest:
    row: SearchRequest = agency.prepared
    return row


def left(client: Client, url: str, **typed: str) -> None:
    """The page is left by our own Back with this on it."""
    sent = hidden_fields(client.get(url).content, "page-form") | typed | {"leave_for": "/requests/"}
    assert client.post(url, sent).status_code == 302


def told(client: Client, row: SearchRequest) -> list[bool]:
    """Whether the check and the declaration say so."""
    addresses = (f"/requests/{row.pk}/check/", declaration(client, row))
    return [TOLD in client.get(address).content.decode() for address in addresses]


def task(client: Client, row: SearchRequest, slug: str) -> dict[str, Any]:
    page = client.get(f"/requests/{row.pk}/tasks/")
    listed = [task for group in page.context["groups"] for task in group["tasks"]]
    (found,) = [each for each in listed if f"/questions/{slug}/" in each["href"]]
    return found


def test_words_on_a_page_of_questions(agency: InventedAgency, row: SearchRequest) -> None:
    client = browser(agency)
    assert told(client, row) == [False, False]
    left(client, question(row, "effectiveness"), why_in_gallery=TYPED)
    assert told(client, row) == [True, True]
    listed = task(client, row, "effectiveness")
    assert listed["status"] == "needs_work"
    assert [str(why) for why in listed["why"]] == [
        "You have typed something here that is not saved."
    ]
    assert (
        f'href="{question(row, "effectiveness")}"'
        in client.get(f"/requests/{row.pk}/check/").content.decode()
    )
    send(client, question(row, "effectiveness"), {"why_in_gallery": TYPED})
    assert content.open_draft(row).effectiveness.why_in_gallery == TYPED


def test_what_is_saved_meanwhile_is_not_called_unsaved(
    agency: InventedAgency, row: SearchRequest
) -> None:
    client = browser(agency)
    saved = content.open_draft(row).effectiveness.why_in_gallery
    left(client, question(row, "effectiveness"), why_in_gallery=saved)
    assert told(client, row) == [False, False]
    assert task(client, row, "effectiveness")["status"] == "completed"


@pytest.mark.parametrize(
    ("path", "typed", "slug"),
    [
        ("rows/means/add/", {"why_not_enough": TYPED}, "means"),
        ("rows/facts/add/", {"text": TYPED}, "facts"),
        ("rows/edits/add/", {"purpose": TYPED}, "image-edits"),
    ],
)
def test_a_row_that_was_not_added(
    agency: InventedAgency, row: SearchRequest, path: str, typed: dict[str, str], slug: str
) -> None:
    client = browser(agency)
    left(client, f"/requests/{row.pk}/{path}", **typed)
    assert told(client, row) == [True, True]
    assert task(client, row, slug)["status"] == "needs_work"
    assert (
        f'href="/requests/{row.pk}/{path}"'
        in client.get(f"/requests/{row.pk}/check/").content.decode()
    )


def test_words_about_another_request_are_not_named(
    agency: InventedAgency, row: SearchRequest
) -> None:
    client = browser(agency)
    other = builders.drafted(agency)
    left(client, question(other, "effectiveness"), why_in_gallery=TYPED)
    assert told(client, row) == [False, False]
    assert told(client, other) == [True, True]
