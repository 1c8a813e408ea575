"""The longest list that the registry allows is examined, released and disclosed whole; a longer one reaches nobody."""

from __future__ import annotations

import dataclasses
import html
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.utils import timezone
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from requests_app.common import clock
from requests_app.common.errors import BadInput
from requests_app.policy.vocabulary import ComparisonConclusion
from requests_app.registry.models import Matcher
from requests_app.searches import examinations
from requests_app.searches.models import DisclosurePart, SearchRequest
from requests_app.searches.states import Status
from requests_app.trial.demo import stories
from requests_app.workflow.reading.candidate_pictures import open_candidate_picture
from tests import builders, disclosures, examiners, leads, matchers
from tests.builders import InventedAgency
from tests.dispatch.client_support import serving
from tests.signed_in import browser
from tests.support import connected_as

LONGEST = 50
"""As the registry's own constraint says: the FBI's bound for a face search."""
SELECTED = 37


def answered(agency: InventedAgency) -> SearchRequest:
    """A result of as many candidates as a gallery may give."""
    document = stories.answers(1, today=timezone.localdate(clock.now()))
    scope = dataclasses.replace(document.scope, candidate_limit=LONGEST)
    return builders.search_request_at(
        agency, Status.RESULT_RECEIVED, document=dataclasses.replace(document, scope=scope)
    )


def test_fifty_candidates_are_compared_by_two_and_one_is_released_and_disclosed(
    agency: InventedAgency,
) -> None:
    with matchers.for_a_while(agency):
        row = answered(agency)
        assert row.result.candidate_count == LONGEST
        examiners.took(agency, "examiner", row)
        assert examiners.fetched(row) == ["here"] * LONGEST
    examiners.took(agency, "examiner3", row)
    for who in ("examiner", "examiner3"):
        for place in range(1, LONGEST + 1):
            open_candidate_picture(actor=agency.actor(who), search_request_id=row.pk, place=place)
        examiners.wrote(agency, who, row, examiners.record_of(SELECTED, LONGEST))
        pages = browser(agency, who, language="en")
        listed = pages.get(f"/examinations/{row.pk}/")
        assert listed.content.decode().count("/candidates/") >= LONGEST
        assert pages.get(f"/examinations/{row.pk}/conclude/check/").status_code == 200
        said = examiners.concluded_saved(agency, who, row)
        compared = examinations.opened_conclusion(said).comparisons
        assert [each.position for each in compared] == list(range(1, LONGEST + 1))
        supported = [
            each.position
            for each in compared
            if each.comparison.conclusion == ComparisonConclusion.SUPPORT
        ]
        assert supported == [SELECTED]
    leads.decided(agency, row)
    pack = disclosures.made(agency, disclosures.asked(agency, row))
    names = DisclosurePart.objects.filter(pack=pack).values_list("name", flat=True)
    assert sum(name.startswith("search/candidate-") for name in names) == LONGEST


def test_of_fifty_candidates_the_last_that_is_not_compared_is_named(
    agency: InventedAgency,
) -> None:
    with matchers.for_a_while(agency):
        row = answered(agency)
    examiners.took(agency, "examiner", row)
    record = examiners.record_of(None, LONGEST)
    all_but_one = dataclasses.replace(record, comparisons=record.comparisons[:-1])
    examiners.wrote(agency, "examiner", row, all_but_one)
    with pytest.raises(BadInput) as refused:
        examiners.concluded_saved(agency, "examiner", row)
    assert set(refused.value.field_errors) == {"comparisons"}
    page = browser(agency, "examiner", language="en").get(f"/examinations/{row.pk}/")
    assert "Complete: 49 of 50" in page.content.decode()


TOLD = {
    "en": (
        "so it was thrown away unseen. An operator looks into it",
        "The matcher gave more candidates than the approval allows.",
    ),
    "fr": (
        "elle a été jetée sans être vue. Un opérateur s’en occupe",
        "Le moteur a donné plus de candidats que l’approbation n’en permet.",
    ),
}


@contextmanager
def a_matcher_that_answers_two_hundred() -> Iterator[None]:
    people = [
        {"personId": f"SYN-{number:04d}", "rank": number, "score": round(0.99 - number / 1000, 3)}
        for number in range(1, 201)
    ]

    async def answer(_request: Request) -> Response:
        return Response(json.dumps(people), media_type="application/json")

    app = Starlette(routes=[Route("/{rest:path}", answer, methods=["POST"])])
    with serving(app) as url:
        with connected_as("owner"):
            Matcher.objects.update(base_url=url, audience=url)
        yield


@pytest.mark.parametrize("language", TOLD)
def test_two_hundred_candidates_reach_nobody_and_officer_and_operator_are_told_what_to_do(
    agency: InventedAgency, language: str
) -> None:
    with a_matcher_that_answers_two_hundred():
        row = builders.approved(agency)
        assert builders.forwarded(row) == "failed"
    row.refresh_from_db()
    assert row.status == Status.SEARCH_FAILED
    assert not row.files.filter(kind="candidates").exists()
    places = {"officer": f"/requests/{row.pk}/", "operator": "/operations/"}
    for (who, place), words in zip(places.items(), TOLD[language], strict=True):
        shown = browser(agency, who, language=language).get(place).content.decode()
        text = re.sub(r"<[^>]+>", " ", html.unescape(shown))
        assert words in " ".join(text.split()), who
