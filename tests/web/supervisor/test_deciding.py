"""Deciding through the page: what is typed stays, what changed is told, and nothing is decided twice.

What came of it is read from the rows and the log.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from requests_app.searches.models import Decision, SearchRequest
from requests_app.searches.states import Status
from requests_app.web.questionnaire.pages import PAGES, PAGES_OF_TEST
from requests_app.workflow import administration, claim
from requests_app.workflow.decide import TESTS
from tests import builders, signed_in
from tests.builders import InventedAgency
from tests.support import sql

OWN_WORDS = "In my own words: file 1207 bears this out, page by page, as it stands today."


def browser(agency: InventedAgency, name: str = "supervisor") -> Client:
    return signed_in.browser(agency, name)


def address(row: SearchRequest, rest: str = "") -> str:
    return f"/decisions/supervisor/{row.pk}/{rest}"


def views(row: SearchRequest) -> int:
    found = sql(
        "superuser",
        "SELECT count(*) FROM audit.event WHERE request_id = %s AND code = 'record.viewed'"
        " AND role = 'supervisor'",
        [row.pk],
    )
    return int(found[0][0])


@pytest.fixture
def prepare() -> Any:
    return builders.submitted


@pytest.fixture
def waiting(agency: InventedAgency) -> SearchRequest:
    row: SearchRequest = agency.prepared
    return row


def said(page: Any, *, outcome: str = "approve", **changes: Any) -> dict[str, Any]:
    """A complete answer to the form that a page shows."""
    form = page.context["form"]
    answers: dict[str, Any] = {"reading": form["reading"].value(), "outcome": outcome,
                               "faces": 1, "no_conflict": "on", "message": OWN_WORDS}  # fmt: skip
    for test in TESTS:
        answers |= {f"{test}_met": "yes", f"{test}_reason": f"{OWN_WORDS} ({test})"}
    return answers | changes


def press(client: Client, where: str, answers: dict[str, Any]) -> Any:
    """Press the button of a decision, and the one that records it where the page asks once more."""
    asked = client.post(where, answers)
    return client.post(where, answers | confirming(asked)) if confirming(asked) else asked


def confirming(page: Any) -> dict[str, str]:
    """The button that records what a page asks about; nothing on any other page."""
    found = re.search(r'name="confirmed" value="([^"]+)"', page.content.decode())
    return {"confirmed": found.group(1)} if found else {}


def in_hand(client: Client, row: SearchRequest, *, look: bool = True) -> Any:
    """Claim it, look at the picture, and return the page."""
    assert client.post(address(row, "claim/"), {"via": "page"}).status_code == 302
    if look:
        assert client.get(address(row, "picture.png")).status_code == 200
    return client.get(address(row))


def test_an_approval_through_the_page(agency: InventedAgency, waiting: SearchRequest) -> None:
    client = browser(agency)
    page = in_hand(client, waiting)
    seen = views(waiting)
    answer = press(client, address(waiting), said(page))
    assert answer.headers["Location"] == address(waiting, "done/")
    waiting.refresh_from_db()
    assert waiting.status == Status.APPROVED
    assert views(waiting) == seen  # deciding is not opening the page once more
    assert waiting.reference in client.get(answer.headers["Location"]).content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"necessary_met": ""}, "necessary_met"),
        ({"necessary_reason": "short"}, "necessary_reason"),
        ({"necessary_met": "no"}, "necessary_met"),
        ({"no_conflict": ""}, "no_conflict"),
        ({"faces": "2"}, "faces"),
        ({"faces": ""}, "faces"),
        ({"outcome": "refuse", "message": ""}, "message"),
    ],
)
def test_what_is_wrong_stands_beside_the_field_and_nothing_is_lost(
    agency: InventedAgency, waiting: SearchRequest, changes: dict[str, Any], field: str
) -> None:
    client = browser(agency)
    page = in_hand(client, waiting)
    answer = press(client, address(waiting), said(page, **changes))
    assert answer.status_code == 400
    assert field in answer.context["form"].errors
    text = answer.content.decode()
    assert "There is a problem" in text
    assert f"{OWN_WORDS} (lawful)" in text
    assert not Decision.objects.exists()


def test_a_test_that_is_not_met_can_be_refused(
    agency: InventedAgency, waiting: SearchRequest
) -> None:
    client = browser(agency)
    page = in_hand(client, waiting)
    press(client, address(waiting), said(page, outcome="refuse", necessary_met="no"))
    waiting.refresh_from_db()
    assert waiting.status == Status.REFUSED


def test_the_picture_must_have_been_opened(agency: InventedAgency, waiting: SearchRequest) -> None:
    client = browser(agency)
    page = in_hand(client, waiting, look=False)
    answer = press(client, address(waiting), said(page))
    assert answer.status_code == 400
    assert "Open the probe image" in answer.content.decode()
    assert not Decision.objects.exists()


def test_a_page_from_before_a_change_is_told_what_changed(
    agency: InventedAgency, waiting: SearchRequest
) -> None:
    client = browser(agency)
    page = in_hand(client, waiting)
    sql("owner", "UPDATE registry_gallery SET size = size + 1")
    answer = press(client, address(waiting), said(page))
    assert answer.status_code == 400
    assert f"{OWN_WORDS} (lawful)" in answer.content.decode()
    waiting.refresh_from_db()
    assert waiting.status == Status.AWAITING_DECISION


def test_a_double_click_decides_once(agency: InventedAgency, waiting: SearchRequest) -> None:
    client = browser(agency)
    page = in_hand(client, waiting)
    answers = said(page)
    answers |= confirming(client.post(address(waiting), answers))
    client.post(address(waiting), answers)
    again = client.post(address(waiting), answers, follow=True)
    assert again.status_code == 200
    assert Decision.objects.count() == 1


def test_what_somebody_else_has_in_hand_is_read_but_not_decided(
    agency: InventedAgency, waiting: SearchRequest
) -> None:
    claim.claim(actor=agency.actor("supervisor2"), search_request_id=waiting.pk)
    client = browser(agency)
    page = client.get(address(waiting)).content.decode()
    assert agency.people["supervisor2"].person.full_name in page
    assert "Approve this search" not in page
    answer = client.post(address(waiting, "claim/"), {"via": "queue"}, follow=True)
    assert agency.people["supervisor2"].person.full_name in answer.content.decode()


def test_a_role_withdrawn_between_page_and_click_decides_nothing(
    agency: InventedAgency, waiting: SearchRequest
) -> None:
    client = browser(agency)
    page = in_hand(client, waiting)
    administration.withdraw_role(
        actor=agency.actor("administrator"),
        account_id=agency.people["supervisor"].pk,
        role="supervisor",
        reason="Moved to other work",
    )
    assert press(client, address(waiting), said(page)).status_code in {302, 403}
    assert not Decision.objects.exists()


def test_the_queue_shows_the_oldest_first_without_ones_own(agency: InventedAgency) -> None:
    first = builders.submitted(agency)
    own = builders.submitted(agency, by="sergeant")
    elsewhere = builders.submitted(agency, by="officer3")
    last = builders.submitted(agency)
    text = browser(agency, "sergeant").get("/decisions/").content.decode()
    assert text.index(first.reference) < text.index(last.reference)
    assert own.reference not in text
    assert elsewhere.reference not in text


@pytest.mark.parametrize("rest", ["", "picture.png"])
def test_another_units_request_is_not_there(
    agency: InventedAgency, waiting: SearchRequest, rest: str
) -> None:
    assert browser(agency, "supervisor3").get(address(waiting, rest)).status_code == 404


def test_no_question_is_hidden_from_the_decider() -> None:
    """A new page of questions must be put under a test, once; the picture itself is shown beside them."""
    shown = [slug for slugs in PAGES_OF_TEST.values() for slug in slugs]
    assert sorted([*shown, "image", "image-marks"]) == sorted(page.slug for page in PAGES)


def test_the_enter_key_decides_nothing_and_says_so(
    agency: InventedAgency, waiting: SearchRequest
) -> None:
    client = browser(agency)
    answers = said(in_hand(client, waiting))
    del answers["outcome"]
    page = client.post(address(waiting), answers)
    text = page.content.decode()
    assert "Nothing is decided yet; what you have written is saved." in text
    assert "There is a problem" not in text
    assert f"{OWN_WORDS} (lawful)" in text
    assert not Decision.objects.exists()


def test_what_is_wrong_is_listed_in_the_order_of_the_page(
    agency: InventedAgency, waiting: SearchRequest
) -> None:
    client = browser(agency)
    drawn = in_hand(client, waiting)
    sent = {"reading": drawn.context["form"]["reading"].value(), "outcome": "approve"}
    listed = re.findall(
        r'<a href="#(id_[a-z_0-9]+)"', client.post(address(waiting), sent).content.decode()
    )
    fields = [
        name.removeprefix("id_").removesuffix("_0") for name in listed if name.startswith("id_")
    ]
    expected = [f"{test}_{part}" for test in TESTS for part in ("met", "reason")]
    assert fields == [*expected, "faces", "no_conflict"]
    text = drawn.content.decode()
    assert text.count("At least 40 characters.") == len(TESTS)
    assert "with at least 40 characters" in text
