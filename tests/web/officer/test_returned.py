"""A request that was returned opens on the decider's words, says on which pages they bear, and what changed since.

The decider then reads every change, a newly attached document among them.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from django.test import Client

from requests_app.common.errors import PreconditionFailed
from requests_app.policy.vocabulary import Means
from requests_app.searches import content
from requests_app.searches.answers import Reply
from requests_app.searches.models import SearchRequest
from requests_app.searches.states import Status
from requests_app.trial.demo import driving
from requests_app.web.questionnaire.forms.rows import MeansForm
from requests_app.workflow import decide, draft, draft_files, withdraw
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


REPLY = "The operator of the second camera wrote that it kept nothing; the order is attached now."


def reply(officer: Client, row: SearchRequest, text: str) -> Any:
    return send(officer, f"/requests/{row.pk}/questions/reply/", {"text": text})


def deciding_page(agency: InventedAgency, row: SearchRequest) -> Any:
    client = Client()
    client.force_login(
        agency.people["supervisor"], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client.get(f"/decisions/supervisor/{row.pk}/")


def test_the_officer_answers_the_decider_who_reads_it_beside_their_own_words(
    agency: InventedAgency, officer: Client, row: SearchRequest
) -> None:
    tasks = officer.get(f"/requests/{row.pk}/tasks/")
    assert [task["status"] for task in tasks.context["reply"]] == ["optional"]
    assert MESSAGE in officer.get(f"/requests/{row.pk}/questions/reply/").content.decode()
    answer = reply(officer, row, REPLY)
    assert answer.headers["Location"] == f"/requests/{row.pk}/tasks/"
    assert officer.get(answer.headers["Location"]).context["reply"][0]["status"] == "completed"
    assert REPLY in officer.get(f"/requests/{row.pk}/check/").content.decode()
    driving.submitted(agency.actor("officer"), row)
    page = deciding_page(agency, row)
    said = page.content.decode()
    assert said.index(MESSAGE) < said.index(REPLY)
    assert said.count(REPLY) == 1  # beside the decision that it answers, and not among the changes
    assert [made["reply"] for made in page.context["decisions"]] == [REPLY]


def test_each_return_is_answered_by_itself_and_no_answer_is_lost(
    agency: InventedAgency, officer: Client, row: SearchRequest
) -> None:
    reply(officer, row, REPLY)
    driving.submitted(agency.actor("officer"), row)
    again = driving.reasons(message="And say who wrote that, and on which day.")
    driving.decided(agency.actor("supervisor"), row, "return", again)
    row.refresh_from_db()
    form = officer.get(f"/requests/{row.pk}/questions/reply/").context["form"]
    assert form["text"].value() == ""
    driving.submitted(agency.actor("officer"), row)
    page = deciding_page(agency, row)
    assert [made["reply"] for made in page.context["decisions"]] == [REPLY, ""]
    assert content.open_version(row.justifications.get(version=2)).reply.to_version == 1
    assert content.open_version(row.justifications.get(version=3)).reply.text == ""


def test_without_words_nothing_is_held_up_and_words_can_be_taken_back(
    agency: InventedAgency, officer: Client, row: SearchRequest
) -> None:
    assert "reply" not in {
        each["url"].split("/questions/")[-1]
        for each in officer.get(f"/requests/{row.pk}/check/").context["unfinished"]
    }
    reply(officer, row, REPLY)
    assert reply(officer, row, "").status_code == 302
    driving.submitted(agency.actor("officer"), row)
    assert "The officer’s answer" not in deciding_page(agency, row).content.decode()


def test_nobody_answers_what_was_not_returned(agency: InventedAgency, officer: Client) -> None:
    other = builders.drafted(agency)
    assert officer.get(f"/requests/{other.pk}/questions/reply/").status_code == 404
    assert reply(officer, other, REPLY).status_code == 404
    with pytest.raises(PreconditionFailed) as refused:
        draft.save_section(
            actor=agency.actor("officer"),
            search_request_id=other.pk,
            section="reply",
            value=Reply(to_version=1, text=REPLY),
        )
    assert refused.value.reason == "nothing_to_reply_to"


def test_a_reply_names_the_version_that_was_returned_whatever_the_caller_says(
    agency: InventedAgency, row: SearchRequest
) -> None:
    draft.save_section(
        actor=agency.actor("officer"),
        search_request_id=row.pk,
        section="reply",
        value=Reply(to_version=7, text=REPLY),
    )
    assert content.open_draft(row).reply == Reply(to_version=1, text=REPLY)


def test_a_request_begun_from_this_one_brings_no_reply(
    agency: InventedAgency, officer: Client, row: SearchRequest
) -> None:
    reply(officer, row, REPLY)
    withdraw.withdraw(actor=agency.actor("officer"), search_request_id=row.pk)
    begun = draft.start(actor=agency.actor("officer"), started_from=row.pk)
    copied = content.open_draft(begun)
    assert copied.reply == Reply()
    assert copied.necessity == content.open_draft(row).necessity


UNCHANGED = "Nothing: every answer and every document is as it was."
UNANSWERED = "The officer gave no answer to what was asked either."


def test_a_decider_is_told_that_nothing_was_changed_and_nothing_answered(
    agency: InventedAgency, officer: Client, row: SearchRequest
) -> None:
    driving.submitted(agency.actor("officer"), row)
    said = deciding_page(agency, row).content.decode()
    assert UNCHANGED in said
    assert UNANSWERED in said


def test_an_answer_alone_is_no_change(
    agency: InventedAgency, officer: Client, row: SearchRequest
) -> None:
    reply(officer, row, REPLY)
    driving.submitted(agency.actor("officer"), row)
    said = deciding_page(agency, row).content.decode()
    assert UNCHANGED in said
    assert UNANSWERED not in said


def test_question_and_answer_stay_on_the_officers_page_whatever_follows(
    agency: InventedAgency, officer: Client, row: SearchRequest
) -> None:
    reply(officer, row, REPLY)
    driving.submitted(agency.actor("officer"), row)
    for _ in range(2):
        page = officer.get(f"/requests/{row.pk}/").content.decode()
        assert MESSAGE in page
        assert REPLY in page
        if row.status != Status.APPROVED:
            row = driving.decided(agency.actor("supervisor"), row, "approve", driving.reasons())


def test_an_officer_is_told_before_a_request_goes_back_as_it_came(
    agency: InventedAgency, officer: Client, row: SearchRequest
) -> None:
    told = "you have changed nothing in it since"
    address = f"/requests/{row.pk}/check/"
    assert told in officer.get(address).content.decode()
    reply(officer, row, REPLY)
    assert told not in officer.get(address).content.decode()
    reply(officer, row, "")
    assert told in officer.get(address).content.decode()
    held = content.open_draft(row)
    value = dataclasses.replace(held.case, agreement_ref="MOU 2026-7")
    draft.save_section(
        actor=agency.actor("officer"), search_request_id=row.pk, section="case", value=value
    )
    assert told not in officer.get(address).content.decode()
    other = builders.drafted(agency)
    assert told not in officer.get(f"/requests/{other.pk}/check/").content.decode()
