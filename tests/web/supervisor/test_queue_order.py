"""What waits is listed by how soon it is needed, and the queue and the page say by when."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import psycopg
import pytest
from django.test import Client
from django.utils import timezone

from requests_app.common import clock
from requests_app.policy.vocabulary import Urgency, UrgencyKind
from requests_app.searches.models import SearchRequest
from requests_app.trial.demo import stories
from tests import builders
from tests.builders import InventedAgency
from tests.support import sql

NOON = clock.real_now().replace(microsecond=0)


def asking(number: int, *, by: dt.datetime | None) -> Any:
    document = stories.answers(number, today=timezone.localdate(clock.now()))
    if by is None:
        return document
    urgency = dataclasses.replace(
        document.urgency,
        urgency=Urgency.URGENT.value,
        urgency_kind=UrgencyKind.PERSON_WILL_LEAVE.value,
        urgency_facts="The person was seen boarding a train an hour ago and may leave the country by it.",
        urgency_deadline=by,
    )
    return dataclasses.replace(document, urgency=urgency)


@pytest.fixture
def waiting(agency: InventedAgency) -> dict[str, SearchRequest]:
    times = {
        "old": None,
        "in a week": dt.timedelta(days=6),
        "tomorrow": dt.timedelta(days=1),
        "new": None,
    }
    made = {}
    for number, (name, after) in enumerate(times.items(), start=3):
        by = NOON + after if after is not None else None
        made[name] = builders.submitted(agency, document=asking(number, by=by))
    return made


def supervisor(agency: InventedAgency) -> Client:
    client = Client()
    client.force_login(
        agency.people["supervisor"], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def test_urgent_ones_come_first_by_when_they_are_needed_then_the_oldest(
    agency: InventedAgency, waiting: dict[str, SearchRequest]
) -> None:
    page = supervisor(agency).get("/decisions/")
    listed = [row["search_request"].pk for row in page.context["lists"][0]["rows"]]
    assert listed == [waiting[name].pk for name in ("tomorrow", "in a week", "old", "new")]
    assert "Decide by" in page.content.decode()


def test_one_that_is_late_says_so(
    agency: InventedAgency, waiting: dict[str, SearchRequest]
) -> None:
    assert "Late" not in supervisor(agency).get("/decisions/").content.decode()
    sql("superuser", "ALTER TABLE searches_searchrequest DISABLE TRIGGER ALL")
    sql("superuser", "UPDATE searches_searchrequest SET needed_by = now() - interval '1 hour' WHERE id = %s",
        [waiting["tomorrow"].pk])  # fmt: skip
    assert "Late" in supervisor(agency).get("/decisions/").content.decode()


def test_the_time_is_the_officers_own_and_stays(
    agency: InventedAgency, waiting: dict[str, SearchRequest]
) -> None:
    row = waiting["tomorrow"]
    row.refresh_from_db()
    assert row.needed_by == NOON + dt.timedelta(days=1)
    assert waiting["old"].needed_by is None
    with pytest.raises(psycopg.errors.CheckViolation, match="change in a draft alone"):
        sql("web", "UPDATE searches_searchrequest SET needed_by = NULL WHERE id = %s", [row.pk])
