"""Candidates as the examiner's page shows them, and everywhere else that they must not stand.

Each address is tried by everybody: one role on one page proves nothing of the others.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError

from requests_app.audit import recorder
from requests_app.searches import content
from requests_app.searches.models import SearchRequest
from requests_app.workflow import examine
from requests_app.workflow.reading import candidates
from tests import examiners, matchers
from tests.builders import InventedAgency
from tests.signed_in import browser
from tests.support import sql

EVERYBODY = (
    "officer", "officer2", "officer3", "supervisor", "supervisor2", "supervisor3", "sergeant",
    "privacy", "examiner2", "auditor", "oversight", "policy", "operator", "administrator",
)  # fmt: skip


@pytest.fixture
def prepare() -> Any:
    return matchers.one_result


@pytest.fixture
def found(agency: InventedAgency) -> SearchRequest:
    """A request whose search has come back."""
    row: SearchRequest = agency.prepared
    return row


@pytest.fixture
def taken(agency: InventedAgency, found: SearchRequest) -> SearchRequest:
    """The same, taken by an examiner who has opened nothing yet."""
    examine.start(actor=agency.actor("examiner"), search_request_id=found.pk)
    return found


def names(row: SearchRequest) -> list[str]:
    """The engine's ids of the candidates, best first."""
    stored = row.files.get(kind="candidates")
    listed = content.open_candidates(stored)
    return [str(each["external_id"]) for each in listed]


def openings(row: SearchRequest) -> int:
    return int(
        sql(
            "auditor",
            "SELECT count(*) FROM audit.event WHERE request_id = %s AND code = %s",
            [row.pk, "candidates.viewed"],
        )[0][0]
    )


def test_the_record_that_was_compared_is_kept_with_each_candidate_and_shown_nowhere(
    agency: InventedAgency, taken: SearchRequest
) -> None:
    listed = content.open_candidates(taken.files.get(kind="candidates"))
    assert listed
    assert [each["encounter_id"] for each in listed] == [f"{name}-1" for name in names(taken)]
    page = browser(agency, "examiner").get(f"/examinations/{taken.pk}/").content.decode()
    assert listed[0]["encounter_id"] not in page


def test_once_concluded_the_examiner_sees_rank_and_score_under_the_lead_only_banner(
    agency: InventedAgency, found: SearchRequest
) -> None:
    examiners.concluded(agency, "examiner", found, selected=1)
    before = openings(found)
    page = browser(agency, "examiner").get(f"/examinations/{found.pk}/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    shown = re.findall(r'cs-reference"[^>]*><bdi>([^<]+)<', text)
    assert shown == names(found)
    assert shown
    cells = re.findall(r'<td class="[^"]*numeric[^>]*>([^<]*)<', text)
    scores = cells[1::2]  # after each rank
    assert len(scores) == len(shown)
    assert all(re.fullmatch(r"\d+(\.\d+)?", score) for score in scores)
    assert scores == sorted(scores, key=float, reverse=True)
    assert "lead only" in text.lower()
    assert "not a face recogniser" in text.lower()
    assert openings(found) == before + 1


def test_a_score_is_never_a_percentage_and_a_candidate_never_a_match(
    agency: InventedAgency, found: SearchRequest
) -> None:
    examiners.concluded(agency, "examiner", found, selected=1)
    client = browser(agency, "examiner")
    for language, forbidden in (("en", ("match ", "matches", "hit")), ("fr", ("concordance",))):
        client.cookies["countersign_language"] = language
        page = client.get(f"/examinations/{found.pk}/").content.decode()
        main = re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")])
        assert "%" not in main
        for word in forbidden:
            assert word not in main.lower()


def test_no_page_is_shown_that_the_log_cannot_take(
    agency: InventedAgency, taken: SearchRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser(agency, "examiner")
    client.raise_request_exception = False

    def no_log(*_: Any, **__: Any) -> None:
        raise DatabaseError("the log is away")

    monkeypatch.setattr(recorder, "record", no_log)
    for address in ("", "candidates/1/", "conclude/", "picture.png"):
        answer = client.get(f"/examinations/{taken.pk}/{address}")
        assert answer.status_code == 500
        assert not any(name.encode() in answer.content for name in names(taken))


@pytest.mark.parametrize("name", EVERYBODY)
def test_nobody_else_gets_a_candidate_by_any_address(
    agency: InventedAgency, found: SearchRequest, name: str
) -> None:
    client = browser(agency, name)
    hidden = [each.encode() for each in names(found)]
    for address in (
        f"/examinations/{found.pk}/",
        f"/examinations/{found.pk}/picture.png",
        f"/examinations/{found.pk}/candidates/1/",
        f"/examinations/{found.pk}/conclude/",
        f"/examinations/{found.pk}/correct/",
        f"/examinations/{found.pk}/give-back/",
        "/examinations/concluded/",
        "/examinations/",
        f"/requests/{found.pk}/",
        f"/requests/{found.pk}/timeline/",
        f"/decisions/{found.pk}/",
        f"/audit/requests/{found.pk}/",
        f"/audit/requests/{found.pk}/print/",
        "/operations/",
    ):
        answer = client.get(address)
        assert not any(each in answer.content for each in hidden), f"{name} at {address}"
    assert openings(found) == 0


def test_the_officer_is_told_that_it_waits_and_no_more(
    agency: InventedAgency, found: SearchRequest
) -> None:
    text = browser(agency, "officer").get(f"/requests/{found.pk}/").content.decode()
    assert "Result received, awaiting examination" in text
    assert not any(each in text for each in names(found))


def test_an_examiner_who_decided_or_asked_is_told_why_not(agency: InventedAgency) -> None:
    page = browser(agency, "officer").get("/examinations/")
    assert page.status_code == 403


@pytest.mark.parametrize(
    ("language", "heading"),
    [("en", "The result goes to:"), ("fr", "Le résultat est destiné à\u00a0:")],
)
def test_an_examiner_reads_to_which_unit_a_result_about_a_person_at_risk_goes(
    agency: InventedAgency, taken: SearchRequest, language: str, heading: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    examiner = browser(agency, "examiner", language=language)
    address = f"/examinations/{taken.pk}/"
    assert heading not in examiner.get(address).content.decode()
    opened = candidates.answers_of

    def with_a_unit(frozen: Any) -> Any:
        seen = opened(frozen)
        purpose = replace(seen.answers.purpose, result_unit="Missing persons unit, 3rd floor")
        return replace(seen, answers=replace(seen.answers, purpose=purpose))

    monkeypatch.setattr(candidates, "answers_of", with_a_unit)
    page = examiner.get(address).content.decode()
    assert "Missing persons unit, 3rd floor" in page.split(heading)[1][:120]
