"""A request that was returned opens on the decider's words, says on which pages they bear, and what changed since.

The decider then reads every change, a newly attached document among them.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from django.test import Client

from requests_app.policy.vocabulary import Means
from requests_app.searches import content
from requests_app.searches.models import SearchRequest
from requests_app.searches.states import Status
from requests_app.trial.demo import driving
from requests_app.web.questionnaire.forms.rows import MeansForm
from requests_app.workflow import decide, draft_files
from tests import builders
from tests.builders import InventedAgency
from tests.intake import drawings
from tests.support import sql
from tests.web.officer.typing_in import fields_of, send

MESSAGE = "Say how the second camera was looked for, and attach the order that you mention."
WHY = "The fare records were not asked for, and nothing says why they would not settle it."


def returned(agency: InventedAgency) -> SearchRequest:
    row = builders.submitted(agency)
    said = driving.reasons(message=MESSAGE)
    tests = dict(said.tests) | {"least_intrusive": decide.TestAnswer(met=False, reason=WHY)}
    said = dataclasses.replace(said, tests=tests)
    return driving.decided(agency.actor("supervisor"), row, "return", said)


@pytest.fixture
def prepare() -> Any:
    return returned


@pytest.fixture
def row(agency: InventedAgency) -> SearchRequest:
    row: SearchRequest = agency.prepared
    assert row.status == Status.RETURNED
    return row


def hints(officer: Client, row: SearchRequest) -> dict[str, str]:
    page = officer.get(f"/requests/{row.pk}/tasks/")
    return {
        task["href"].split("/questions/")[-1].strip("/"): str(task["hint"])
        for group in page.context["groups"]
        for task in group["tasks"]
    }


def test_both_pages_open_on_the_deciders_words(officer: Client, row: SearchRequest) -> None:
    for address in (f"/requests/{row.pk}/", f"/requests/{row.pk}/tasks/"):
        page = officer.get(address).content.decode()
        assert MESSAGE in page
        assert WHY in page
    viewed = sql("superuser", "SELECT convert_from(entry, 'UTF8')::jsonb #>> '{body,facts,what}'"
                 " FROM audit.event WHERE code = 'record.viewed' AND request_id = %s ORDER BY id", [row.pk])  # fmt: skip
    assert ("asked",) in viewed


def test_the_pages_are_marked_that_the_decider_asks_about(
    officer: Client, row: SearchRequest
) -> None:
    assert hints(officer, row)["means"] == "The decider asks about this."
    assert "decider" not in hints(officer, row)["necessity"]


def test_what_was_changed_since_is_marked_too(
    agency: InventedAgency, officer: Client, row: SearchRequest
) -> None:
    means = content.open_draft(row).means
    unused = next(each for each in Means if each not in {listed.means for listed in means})
    added = dataclasses.replace(means[0], means=unused.value)
    answer = send(officer, f"/requests/{row.pk}/rows/means/add/", fields_of(MeansForm, added))
    assert answer.status_code == 302
    assert "you have changed it" in hints(officer, row)["means"]


def test_a_request_that_was_not_returned_asks_nothing(
    agency: InventedAgency, officer: Client
) -> None:
    other = builders.drafted(agency)
    assert (
        "What the decider said" not in officer.get(f"/requests/{other.pk}/tasks/").content.decode()
    )


def test_a_newly_attached_document_is_among_what_changed(
    agency: InventedAgency, row: SearchRequest
) -> None:
    draft_files.add_document(
        actor=agency.actor("officer"),
        search_request_id=row.pk,
        data=drawings.pdf(),
        name="order.pdf",
    )
    driving.submitted(agency.actor("officer"), row)
    client = Client()
    client.force_login(
        agency.people["supervisor"], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    page = client.get(f"/decisions/supervisor/{row.pk}/")
    changed = {str(change["label"]): change for change in page.context["changes"]}
    assert "order.pdf" in changed["Documents"]["after"]
    assert changed["Documents"]["before"] == ""
