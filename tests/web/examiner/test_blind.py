"""What an examiner can see is the same, letter for letter, whatever another one has done with the same result."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from requests_app.searches.models import Notice, SearchRequest
from requests_app.workflow import conclude, examine
from tests import examiners, matchers
from tests.builders import InventedAgency
from tests.signed_in import browser

# What differs each time a page is drawn: marks of forms, and how long ago something was.
_DRAWN_ANEW = re.compile(
    r'name="(?:csrfmiddlewaretoken|typed_by)" value="[^"]*"|<time\b[^>]*>[^<]*</time>|nonce="[^"]*"'
)
BEFORE_TAKING = ("/examinations/", "/examinations/{pk}/", "/examinations/concluded/", "/notices/")
TAKEN = (
    "/examinations/",
    "/examinations/{pk}/",
    "/examinations/{pk}/candidates/1/",
    "/examinations/{pk}/conclude/",
    "/examinations/{pk}/give-back/",
    "/examinations/concluded/",
    "/notices/",
)


@pytest.fixture
def prepare() -> Any:
    return matchers.one_result


@pytest.fixture
def row(agency: InventedAgency) -> SearchRequest:
    found: SearchRequest = agency.prepared
    return found


def seen(client: Client, row: SearchRequest, addresses: tuple[str, ...]) -> dict[str, str]:
    """Each page as it reads, without what differs whenever it is drawn."""
    pages = {}
    for address in addresses:
        answer = client.get(address.format(pk=row.pk))
        assert answer.status_code == 200, address
        pages[address] = _DRAWN_ANEW.sub("", answer.content.decode())
    return pages


def without_notices(pages: dict[str, str]) -> dict[str, str]:
    """The pages without the list of notices and the number of them in their head."""
    return {
        name: re.sub(r"\d+ notices?", "", text)
        for name, text in pages.items()
        if name != "/notices/"
    }


def told(agency: InventedAgency, who: str) -> list[tuple[str, Any]]:
    """The notices of a person: their kind, and about which request."""
    rows = Notice.objects.filter(account=agency.people[who]).order_by("created_at")
    return [(row.kind, row.search_request_id) for row in rows]


def test_the_notice_of_a_disagreement_is_that_of_a_result_given_back(
    agency: InventedAgency, row: SearchRequest
) -> None:
    before = told(agency, "examiner4")
    examine.start(actor=agency.actor("examiner"), search_request_id=row.pk)
    examine.give_back(actor=agency.actor("examiner"), search_request_id=row.pk)
    after_giving_back = told(agency, "examiner4")
    assert after_giving_back == [*before, before[-1]]
    assert told(agency, "examiner").count(before[-1]) == 1, "whoever gave it back knows"
    examiners.concluded(agency, "examiner", row, selected=1)
    examiners.concluded(agency, "examiner3", row, selected=2)
    assert told(agency, "examiner4") == [*after_giving_back, before[-1]]


@pytest.mark.parametrize("selected", [1, None], ids=["selects somebody", "selects nobody"])
def test_nobody_can_tell_whether_another_examiner_has_concluded(
    agency: InventedAgency, row: SearchRequest, selected: int | None
) -> None:
    second, waiting = browser(agency, "examiner3"), browser(agency, "examiner4")
    examiners.took(agency, "examiner", row)
    of_waiting = seen(waiting, row, BEFORE_TAKING)
    examine.start(actor=agency.actor("examiner3"), search_request_id=row.pk)
    seen(second, row, TAKEN)  # the first opening marks the session's own things
    of_second = seen(second, row, TAKEN)
    record = examiners.record_of(selected, row.result.candidate_count)
    examiners.wrote(agency, "examiner", row, record)
    assert seen(second, row, TAKEN) == of_second
    examiners.concluded_saved(agency, "examiner", row)
    assert seen(second, row, TAKEN) == of_second
    examine.give_back(actor=agency.actor("examiner3"), search_request_id=row.pk)
    assert without_notices(seen(waiting, row, BEFORE_TAKING)) == without_notices(of_waiting)


@pytest.mark.parametrize(
    ("who", "address"), [("officer", "/requests/{pk}/"), ("supervisor", "/decisions/decided/{pk}/")]
)
def test_who_asked_and_who_decided_are_not_told_that_examiners_differ(
    agency: InventedAgency, row: SearchRequest, who: str, address: str
) -> None:
    client = browser(agency, who)

    def told_since() -> str:
        page = re.sub(
            r"(?s).*What has happened", "", client.get(address.format(pk=row.pk)).content.decode()
        )
        return _DRAWN_ANEW.sub("", page)

    told_since()
    before = told_since()
    examiners.concluded(agency, "examiner", row, selected=1)
    examiners.concluded(agency, "examiner3", row, selected=2)
    examine.start(actor=agency.actor("examiner4"), search_request_id=row.pk)
    conclude.correct(
        actor=agency.actor("examiner"),
        search_request_id=row.pk,
        no_selection="inconclusive",
        correction="I had taken a shadow on the cheek for a scar.",
    )
    assert told_since() == before


def test_a_third_examiner_reads_what_a_second_would_read(
    agency: InventedAgency, row: SearchRequest
) -> None:
    waiting = browser(agency, "examiner4")
    as_second = seen(waiting, row, BEFORE_TAKING[:3])
    examiners.concluded(agency, "examiner", row, selected=1)
    examiners.concluded(agency, "examiner3", row, selected=2)
    assert without_notices(seen(waiting, row, BEFORE_TAKING[:3])) == without_notices(as_second)
    examine.start(actor=agency.actor("examiner4"), search_request_id=row.pk)
    pages = re.sub(r"<[^>]+>", " ", " ".join(seen(waiting, row, TAKEN).values()))
    assert "third" not in pages.lower()
    assert "differ" not in re.sub(r"(?i)difference|differently|different", "", pages).lower()
    for text in ("helix", "attached in one picture"):  # what the others wrote
        assert text not in pages
