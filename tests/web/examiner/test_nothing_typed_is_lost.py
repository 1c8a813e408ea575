"""What an examiner typed is kept for them, whatever happened between the opening of a page and its sending."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

import pytest

from requests_app.searches.models import SearchRequest
from requests_app.workflow import conclude
from requests_app.workflow.administration import withdrawals
from tests import examiners, matchers
from tests.builders import InventedAgency
from tests.examiners import lapse
from tests.signed_in import browser
from tests.web.examiner.test_examining import (
    STATEMENT,
    SUPPORTS,
    all_compared,
    concluded,
    hidden,
    opened,
)

TYPED = "Typed on a page that was opened before, and nowhere else."
INVALID = {"conclusion": "identified"}


@pytest.fixture
def prepare() -> Any:
    return matchers.one_result


@pytest.fixture
def row(agency: InventedAgency) -> SearchRequest:
    found: SearchRequest = agency.prepared
    return found


def is_kept(agency: InventedAgency, who: str, text: str = TYPED) -> bool:
    page = browser(agency, who).get("/account/kept/").content.decode()
    return text in html.unescape(page)


def without_role(agency: InventedAgency, who: str) -> None:
    withdrawals.withdraw_role(
        actor=agency.actor("administrator"),
        account_id=agency.people[who].pk,
        role="examiner",
        reason="The work of the laboratory was given to others.",
    )


@pytest.mark.parametrize("meanwhile", [lapse, without_role])
@pytest.mark.parametrize(
    ("page", "answers"),
    [
        ("candidates/1/", SUPPORTS | {"similarities": TYPED} | INVALID),
        ("conclude/", STATEMENT | {"quality": TYPED}),
        ("conclude/", STATEMENT | {"quality": TYPED, "later": "yes"}),
    ],
    ids=["comparison", "statement", "statement for later"],
)
def test_the_right_to_examine_ends_meanwhile(
    agency: InventedAgency,
    row: SearchRequest,
    meanwhile: Callable[[InventedAgency, str], None],
    page: str,
    answers: dict[str, str],
) -> None:
    client = opened(browser(agency, "examiner"), row)
    address = f"/examinations/{row.pk}/{page}"
    old = hidden(client.get(address).content)
    meanwhile(agency, "examiner")
    assert client.post(address, old | answers).status_code in {302, 403}  # or to the sign-in
    assert is_kept(agency, "examiner")


def test_it_is_concluded_in_another_window_meanwhile(
    agency: InventedAgency, row: SearchRequest
) -> None:
    client = opened(browser(agency, "examiner"), row)
    chosen = all_compared(agency, client, row, "examiner", selected=1)
    of_candidate, of_list = (
        f"/examinations/{row.pk}/{at}" for at in ("candidates/1/", "conclude/")
    )
    old = {at: hidden(client.get(at).content) for at in (of_candidate, of_list)}
    assert concluded(client, row, selected=str(chosen)).status_code == 302
    for at, answers in (
        (of_candidate, SUPPORTS | {"similarities": f"{TYPED} A"} | INVALID),
        (of_list, STATEMENT | {"quality": f"{TYPED} B"}),
    ):
        answer = client.post(at, old[at] | answers, follow=True)
        assert "You have concluded on this result" in answer.content.decode()
        typed = answers.get("quality") or answers["similarities"]
        assert is_kept(agency, "examiner", typed)


def test_the_selection_is_taken_back_in_another_window_meanwhile(
    agency: InventedAgency, row: SearchRequest
) -> None:
    examiners.concluded(agency, "examiner", row, selected=1)
    client = browser(agency, "examiner")
    address = f"/examinations/{row.pk}/correct/"
    old = hidden(client.get(address).content)
    took_back(agency, row)
    answer = client.post(address, old | {"no_selection": "", "correction": TYPED}, follow=True)
    assert "so nothing can be taken back" in answer.content.decode()
    assert is_kept(agency, "examiner")


def took_back(agency: InventedAgency, row: SearchRequest) -> None:
    conclude.correct(
        actor=agency.actor("examiner"),
        search_request_id=row.pk,
        no_selection="inconclusive",
        correction="I had taken a shadow on the cheek for a scar.",
    )


def test_the_others_end_it_without_a_lead_meanwhile(
    agency: InventedAgency, row: SearchRequest
) -> None:
    examiners.concluded(agency, "examiner", row, selected=1)
    examiners.concluded(agency, "examiner3", row, selected=None)
    client = opened(browser(agency, "examiner4"), row)
    address = f"/examinations/{row.pk}/conclude/"
    old = hidden(client.get(address).content)
    took_back(agency, row)
    assert client.post(address, old | STATEMENT | {"quality": TYPED}).status_code == 403
    assert is_kept(agency, "examiner4")
