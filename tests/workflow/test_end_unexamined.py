"""A result that too few people are left to examine is told to deciders, and one of them ends it without a lead."""

from __future__ import annotations

import json
from typing import Any

import pytest

from requests_app.accounts.models import Account
from requests_app.common.errors import (
    BadInput,
    CountersignError,
    InvalidTransition,
    NotFound,
    NotPermitted,
    PreconditionFailed,
)
from requests_app.searches import lacking_examiners
from requests_app.searches.models import EndedUnexamined, Notice, SearchRequest
from requests_app.searches.states import Status
from requests_app.tasks import worker
from requests_app.workflow import conclude, end_unexamined
from requests_app.workflow.reading.lacking import lacking_for, open_lacking
from requests_app.workflow.reading.own_record import open_own_record
from tests import disclosures, examiners, matchers
from tests.builders import InventedAgency
from tests.concurrency.at_once import as_login, at_once
from tests.support import connected_as, sql
from tests.workflow.test_disclosure_packs import opened as opened_pack
from tests.workflow.test_release import give_role

WHY = "The only other examiner of the unit has left, and nobody is trained before spring."
LACKING = Notice.Kind.EXAMINERS_LACKING


def lacks(row: SearchRequest) -> bool:
    return lacking_examiners.without_enough_examiners().filter(pk=row.pk).exists()


def ended(
    agency: InventedAgency,
    who: str,
    row: SearchRequest,
    *,
    role: str | None = None,
    reason: str = WHY,
) -> EndedUnexamined:
    return end_unexamined.end_unexamined(
        actor=agency.actor(who, role), search_request_id=row.pk, reason=reason
    )


def corrected(agency: InventedAgency, row: SearchRequest) -> None:
    conclude.correct(
        actor=agency.actor("examiner"),
        search_request_id=row.pk,
        no_selection="inconclusive",
        correction="The fold that I named is a shadow of the cap.",
    )


def swept() -> None:
    with connected_as("worker"):
        worker.tell_of_reports()


def told(row: SearchRequest, kind: str = LACKING) -> list[str]:
    found = Notice.objects.filter(search_request=row, kind=kind)
    return sorted(found.values_list("account__username", flat=True))


def events(row: SearchRequest, code: str) -> list[dict[str, Any]]:
    found = sql(
        "auditor",
        "SELECT convert_from(entry, 'UTF8')::jsonb -> 'body' FROM audit.event"
        " WHERE request_id = %s AND code = %s ORDER BY id",
        [row.pk, code],
    )
    return [body for (body,) in found]


def test_two_who_differ_and_no_third_one_is_told_to_deciders_once_a_week(
    agency: InventedAgency,
) -> None:
    row = examiners.nobody_left(agency)
    swept()
    assert told(row) == ["privacy", "sergeant", "supervisor", "supervisor2"]
    (event,) = events(row, "exam.examiners_lacking")
    assert event["facts"] == {"concluded": 2, "told": 4}
    swept()
    assert len(told(row)) == 4
    with_lost_week = "UPDATE searches_notice SET created_at = created_at - interval '8 days'"
    sql("superuser", f"SET session_replication_role = replica; {with_lost_week}")
    swept()
    assert len(told(row)) == 8


def test_enough_examiners_are_told_to_nobody(agency: InventedAgency) -> None:
    fresh = matchers.one_result(agency)
    one_view = matchers.one_result(agency)
    examiners.concluded(agency, "examiner", one_view, selected=1)
    differ = matchers.one_result(agency)
    examiners.concluded(agency, "examiner", differ, selected=1)
    examiners.concluded(agency, "examiner3", differ, selected=2)
    agree = matchers.one_result(agency)
    for who in ("examiner", "examiner3"):
        examiners.concluded(agency, who, agree, selected=1)
    examiners.lapse(agency, "examiner4")
    swept()
    assert [told(each) for each in (fresh, one_view, agree)] == [[], [], []]
    assert told(differ) != []


def test_a_unit_with_one_examiner_lacks_a_second_from_the_beginning(
    agency: InventedAgency,
) -> None:
    row = matchers.one_result_of_fraud(agency)
    assert lacks(row)
    examiners.concluded(agency, "examiner2", row, selected=None)
    assert lacks(row)
    swept()
    assert told(row) == ["supervisor3"]


@pytest.mark.parametrize("role", ["decided", "asked"])
def test_whoever_decided_or_asked_is_no_examiner_of_the_result(
    agency: InventedAgency, role: str
) -> None:
    row = examiners.nobody_left(agency)
    give_role(agency, "supervisor" if role == "decided" else "officer", "examiner")
    assert lacks(row)
    give_role(agency, "officer2", "examiner")
    assert not lacks(row)


def test_where_nobody_may_end_it_all_who_audit_are_told(agency: InventedAgency) -> None:
    row = matchers.one_result_of_fraud(agency)
    give_role(agency, "supervisor3", "examiner")
    # The supervisor decided on the search, so they examine it no more than anybody else.
    assert lacks(row)
    swept()
    assert told(row) == ["auditor", "oversight"]
    assert [each["facts"]["told"] for each in events(row, "exam.examiners_lacking")] == [0]


@pytest.mark.parametrize("who", ["supervisor2", "supervisor", "privacy"])
def test_a_decider_ends_it_without_a_lead(agency: InventedAgency, who: str) -> None:
    row = examiners.nobody_left(agency)
    made = ended(agency, who, row)
    row.refresh_from_db()
    assert row.status == Status.NO_LEAD
    (event,) = events(row, "lead.none_found")
    assert event["facts"] == {"concluded": 2, "ground": "no_third_examiner"}
    assert event["object"] == {"type": "ended_unexamined", "id": str(made.pk)}
    assert WHY not in json.dumps(event)
    assert lacking_examiners.open_reason(made) == WHY
    assert told(row, Notice.Kind.NO_LEAD) == ["officer"]
    for act in (lambda: ended(agency, who, row), lambda: corrected(agency, row)):
        with pytest.raises(InvalidTransition):
            act()
    swept()
    assert told(row) == []


@pytest.mark.parametrize(
    ("who", "role", "kind"),
    [
        ("officer", "officer", NotPermitted),
        ("sergeant", "officer", NotPermitted),
        ("supervisor3", "supervisor", NotFound),
        ("examiner", "examiner", NotPermitted),
        ("examiner4", "examiner", NotPermitted),
        ("auditor", "privacy_auditor", NotPermitted),
        ("administrator", "account_administrator", NotPermitted),
        ("operator", "operator", NotPermitted),
    ],
)
def test_nobody_else_ends_it(
    agency: InventedAgency, who: str, role: str, kind: type[CountersignError]
) -> None:
    row = examiners.nobody_left(agency)
    with pytest.raises(kind):
        end_unexamined.end_unexamined(
            actor=agency.actor(who, role), search_request_id=row.pk, reason=WHY
        )
    row.refresh_from_db()
    assert row.status == Status.RESULT_RECEIVED
    assert not EndedUnexamined.objects.exists()


def test_whoever_examines_for_the_unit_does_not_end_it(agency: InventedAgency) -> None:
    row = examiners.nobody_left(agency)
    give_role(agency, "supervisor", "examiner")
    with pytest.raises(NotPermitted) as refused:
        ended(agency, "supervisor", row, role="supervisor")
    assert refused.value.reason == "examines_for_the_unit"
    account = Account.objects.get(username="supervisor")
    assert list(lacking_for(account, None).rows) == []
    swept()
    assert "supervisor" not in told(row)


def test_a_result_is_not_ended_while_somebody_may_examine_it(agency: InventedAgency) -> None:
    row = matchers.one_result(agency)
    for act in (
        lambda: ended(agency, "supervisor2", row),
        lambda: open_lacking(actor=agency.actor("supervisor2"), search_request_id=row.pk),
    ):
        with pytest.raises(PreconditionFailed) as refused:
            act()
        assert refused.value.reason == "examiners_not_lacking"


@pytest.mark.parametrize(
    ("reason", "code"), [("", "too_short"), ("No time", "too_short"), ("a" * 4001, "too_long")]
)
def test_it_needs_a_reason(agency: InventedAgency, reason: str, code: str) -> None:
    row = examiners.nobody_left(agency)
    with pytest.raises(BadInput) as refused:
        ended(agency, "privacy", row, reason=reason)
    assert refused.value.field_errors == {"reason": [code]}


def test_the_officer_learns_that_examiners_lacked_only_where_two_have_not_concluded(
    agency: InventedAgency,
) -> None:
    differ, too_few = examiners.nobody_left(agency), matchers.one_result_of_fraud(agency)
    ended(agency, "privacy", differ)
    ended(agency, "supervisor3", too_few)
    record = open_own_record(actor=agency.actor("officer"), search_request_id=differ.pk)
    assert not record.lacked_examiners
    last = record.steps[-1]
    assert (last.role, last.person_id) == ("", None)
    other = open_own_record(actor=agency.actor("officer3"), search_request_id=too_few.pk)
    assert other.lacked_examiners


def test_a_correction_and_an_end_at_once_make_one_end(agency: InventedAgency) -> None:
    row = examiners.nobody_left(agency)

    at_once(
        as_login("web", lambda: corrected(agency, row)),
        as_login("web", lambda: ended(agency, "privacy", row)),
    )
    row.refresh_from_db()
    assert row.status == Status.NO_LEAD
    assert len(events(row, "lead.none_found")) == 1


def test_a_disclosure_pack_holds_who_ended_it_and_why(agency: InventedAgency) -> None:
    row = examiners.nobody_left(agency)
    ended(agency, "supervisor2", row)
    pack = disclosures.made(agency, disclosures.asked(agency, row))
    parts = opened_pack(disclosures.taken(agency, pack))
    said = json.loads(parts["lead/ended-unexamined.json"])
    assert said["reason"] == WHY
    assert said["ground"] == "no_third_examiner"
    assert said["ended_by"] == agency.people["supervisor2"].person.full_name
