"""Facts that are worked out: days from a disclosure to the first day of service, and eyes that fit into the picture."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from requests_app.common import clock
from requests_app.registry import selectors
from requests_app.registry.models import Gallery, Paper
from requests_app.trial.demo import stories
from requests_app.workflow import facts
from tests import builders
from tests.builders import InventedAgency
from tests.signed_in import browser
from tests.support import connected_as
from tests.web.officer.typing_in import question, send

DISCLOSED = dt.date(2026, 3, 2)


@pytest.fixture
def prepare() -> Any:
    return builders.drafted


@pytest.mark.parametrize(
    ("in_service", "disclosed", "days"),
    [
        (dt.date(2026, 5, 1), True, 60),
        (dt.date(2026, 4, 30), True, 59),
        (dt.date(2026, 3, 1), True, -1),
        (None, True, None),
        (dt.date(2026, 5, 1), False, None),
    ],
)
def test_days_from_the_disclosure_to_the_first_day_of_service(
    agency: InventedAgency, in_service: dt.date | None, disclosed: bool, days: int | None
) -> None:
    with connected_as("owner"):
        Gallery.objects.filter(code=stories.GALLERY).update(in_service_on=in_service)
        gallery = Gallery.objects.get(code=stories.GALLERY)
        if disclosed:
            Paper.objects.create(
                code="disclosed", kind="regulator_disclosure", gallery=gallery, title="D", issuer="A",
                sha256="a" * 64, dated=DISCLOSED, valid_until=dt.date(2030, 1, 1),
            )  # fmt: skip
    assert selectors.disclosed_days_before_service(gallery) == days


@pytest.mark.parametrize(("typed", "known"), [(100, 100), (5000, None)])
def test_eyes_further_apart_than_the_picture_is_wide_are_not_known(
    agency: InventedAgency, typed: int, known: int | None
) -> None:
    story = stories.answers(1, today=timezone.localdate(clock.now()))
    provenance = dataclasses.replace(story.probe, eye_distance=typed)
    assert facts._eyes_apart(provenance, agency.prepared.probe) == known


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_says_that_the_picture_is_not_so_wide(
    agency: InventedAgency, language: str
) -> None:
    row = agency.prepared
    officer = browser(agency, language=language)
    sent = {
        "is_still": "no", "shows_person_sought": "yes", "faces_declared": "1",
        "suitability": "suitable", "pose": "frontal",
    }  # fmt: skip
    answer = send(officer, question(row, "image-content"), sent | {"eye_distance": "5000"})
    assert set(answer.context["form"].errors) == {"eye_distance"}
    assert str(row.probe.original_width) in str(answer.context["form"].errors["eye_distance"])
    assert (
        send(officer, question(row, "image-content"), sent | {"eye_distance": "90"}).status_code
        == 302
    )
