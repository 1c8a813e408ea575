"""What is recorded of a lead after its release: by whom, what is stopped, what is owed, and that nothing is lost."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from requests_app.accounts.actors import system_actor
from requests_app.common.errors import (
    BadInput,
    InvalidTransition,
    NotFound,
    NotPermitted,
    PreconditionFailed,
    StaleRead,
)
from requests_app.searches import follow_ups as stored
from requests_app.searches.models import FollowUp, Notice, SearchRequest
from requests_app.searches.states import Status
from requests_app.tasks import worker
from requests_app.workflow import follow_up, owed_reports
from requests_app.workflow.reading.what_came_of_it import open_what_came_of_it
from requests_app.workflow.recall import recall_lead
from tests import builders, examiners, follow_ups, matchers
from tests.builders import InventedAgency
from tests.concurrency.at_once import as_login, at_once
from tests.support import connected_as, sql
from tests.workflow.test_release import events, told

WHY = "An error was found in the gallery's entry of this person."


@pytest.fixture
def prepare() -> Any:
    return follow_ups.released


@pytest.fixture
def row(agency: InventedAgency) -> SearchRequest:
    found: SearchRequest = SearchRequest.objects.get(pk=agency.prepared.pk)
    return found


def recalled(agency: InventedAgency, row: SearchRequest) -> None:
    recall_lead(
        actor=agency.actor("supervisor", "supervisor"), search_request_id=row.pk,
        ground="error_found", reason=WHY,
    )  # fmt: skip


def test_each_kind_is_kept_numbered_sealed_and_in_the_log(
    agency: InventedAgency, row: SearchRequest
) -> None:
    said = (follow_ups.passing(), follow_ups.report(), follow_ups.plan())
    kept = [follow_ups.recorded(agency, row, each) for each in said]
    assert [each.number for each in kept] == [1, 2, 3]
    assert SearchRequest.objects.get(pk=row.pk).status == Status.LEAD_RELEASED
    for each, words in zip(kept, said, strict=True):
        assert stored.opened(FollowUp.objects.get(pk=each.pk)) == words
        assert follow_ups.WORDS.encode() not in bytes(each.sealed)
    (passed,) = events(row, "lead.passed_on")
    assert passed["facts"] == {"number": 1, "recipient": "other_agency", "flaws": []}
    (reported,) = events(row, "followup.recorded")
    assert reported["facts"]["disposition"] == "open"
    assert reported["facts"]["flaws"] == []
    (planned,) = events(row, "lead.step_planned")
    assert planned["facts"] == {"number": 3, "step": "arrest"}
    for event, row_kept in zip((passed, reported, planned), kept, strict=True):
        assert event["object"]["id"] == str(row_kept.pk)
        assert set(event["commitments"]) == {"follow_up_sha256"}


@pytest.mark.parametrize("step", ["arrest", "warrant", "line_up"])
def test_a_step_that_rests_on_the_lead_alone_is_stopped_and_that_it_was_planned_is_told(
    agency: InventedAgency, row: SearchRequest, step: str
) -> None:
    kept = follow_ups.recorded(agency, row, follow_ups.plan(step))
    assert kept.is_stopped
    assert kept.flaws == ["nothing_independent", "whereabouts_unchecked"]
    (said,) = events(row, "lead.step_stopped")
    assert said["facts"] == {"number": 1, "step": step, "flaws": kept.flaws}
    assert events(row, "lead.step_planned") == []
    follow_ups.recorded(agency, row, follow_ups.report())
    assert follow_ups.recorded(agency, row, follow_ups.plan(step)).is_stopped is False


def test_no_step_goes_on_once_the_lead_is_recalled_but_what_happened_is_recorded(
    agency: InventedAgency, row: SearchRequest
) -> None:
    follow_ups.recorded(agency, row, follow_ups.report())
    recalled(agency, row)
    assert follow_ups.recorded(agency, row, follow_ups.plan()).flaws == ["recalled"]
    arrested = follow_ups.report(done=follow_ups.arrested())
    assert follow_ups.recorded(agency, row, arrested).flaws == ["recalled", "despite_stop"]
    assert follow_ups.recorded(agency, row, follow_ups.passing()).number == 4


def test_what_was_done_in_spite_of_a_stop_is_found(
    agency: InventedAgency, row: SearchRequest
) -> None:
    follow_ups.recorded(agency, row, follow_ups.plan())
    kept = follow_ups.recorded(agency, row, follow_ups.report(done=follow_ups.arrested()))
    assert kept.flaws == ["despite_stop"]


def test_a_passing_on_before_the_release_is_recorded_as_what_it_was(
    agency: InventedAgency, row: SearchRequest
) -> None:
    early = timezone.localdate() - dt.timedelta(days=1)
    kept = follow_ups.recorded(agency, row, follow_ups.passing(passed_on=early))
    assert kept.flaws == ["before_release"]
    assert events(row, "lead.passed_on")[0]["facts"]["flaws"] == ["before_release"]


def test_a_damaged_report_stops_steps_until_another_one_is_recorded(
    agency: InventedAgency, row: SearchRequest
) -> None:
    kept = follow_ups.recorded(agency, row, follow_ups.report())
    with examiners.past_the_guards("searches_followup") as administrator:
        administrator.execute("UPDATE searches_followup SET sealed = 'x' WHERE id = %s", [kept.pk])
    assert "damaged" in follow_ups.recorded(agency, row, follow_ups.plan()).flaws
    follow_ups.recorded(agency, row, follow_ups.report())
    assert follow_ups.recorded(agency, row, follow_ups.plan()).is_stopped is False


def test_what_happened_is_never_refused_however_it_was(
    agency: InventedAgency, row: SearchRequest
) -> None:
    follow_ups.released_days_ago(row, 40)
    worst = follow_ups.report(
        corroborations=(), done=follow_ups.arrested(),
        disposition="misidentified",
    )  # fmt: skip
    kept = follow_ups.recorded(agency, row, worst)
    assert kept.flaws == ["expired", "nothing_independent", "misidentified"]
    (said,) = events(row, "followup.recorded")
    assert said["facts"]["flaws"] == kept.flaws


@pytest.mark.parametrize(
    ("who", "role"),
    [("officer", None), ("supervisor", "supervisor"), ("supervisor2", "supervisor"), ("sergeant", "supervisor")],
)  # fmt: skip
def test_the_officer_and_the_supervisors_of_the_unit_record_and_read(
    agency: InventedAgency, row: SearchRequest, who: str, role: str | None
) -> None:
    follow_ups.recorded(agency, row, follow_ups.report(), who=who, role=role)
    opened = open_what_came_of_it(actor=agency.actor(who, role), search_request_id=row.pk)
    assert [each.said for each in opened.entries] == [follow_ups.report()]
    (said,) = events(row, "followup.viewed")
    assert said["facts"] == {"count": 1}


@pytest.mark.parametrize(
    ("who", "role"),
    [
        ("officer2", "officer"),
        ("supervisor3", "supervisor"),
        ("privacy", "privacy_officer"),
        ("examiner", "examiner"),
        ("auditor", "privacy_auditor"),
        ("operator", "operator"),
    ],
)
def test_nobody_else_records_or_reads(
    agency: InventedAgency, row: SearchRequest, who: str, role: str
) -> None:
    for said in (follow_ups.passing(), follow_ups.report(), follow_ups.plan()):
        with pytest.raises((NotPermitted, NotFound)):
            follow_ups.recorded(agency, row, said, who=who, role=role)
    with pytest.raises((NotPermitted, NotFound)):
        open_what_came_of_it(actor=agency.actor(who, role), search_request_id=row.pk)
    assert not FollowUp.objects.exists()


def test_nothing_is_recorded_of_a_search_without_a_lead(agency: InventedAgency) -> None:
    with matchers.for_a_while(agency):
        other = builders.search_request_at(agency, Status.NO_LEAD)
    for said in (follow_ups.passing(), follow_ups.report(), follow_ups.plan()):
        with pytest.raises(InvalidTransition):
            follow_ups.recorded(agency, other, said)


@pytest.mark.parametrize("kind", ["passing", "report", "plan"])
def test_what_is_missing_or_too_long_is_told_and_nothing_is_kept(
    agency: InventedAgency, row: SearchRequest, kind: str
) -> None:
    whole: Any = getattr(follow_ups, kind)()
    field = "why" if kind == "passing" else "words"
    for text, code in (("short", "too_short"), ("word " * 900, "too_long")):
        with pytest.raises(BadInput) as refused:
            follow_ups.recorded(agency, row, dataclasses.replace(whole, **{field: text}))
        assert refused.value.field_errors == {field: [code]}
    assert not FollowUp.objects.exists()


def test_a_long_text_deep_inside_is_found_too(agency: InventedAgency, row: SearchRequest) -> None:
    (found,) = follow_ups.report().corroborations
    long = follow_ups.report(corroborations=(dataclasses.replace(found, source="word " * 900),))
    with pytest.raises(BadInput) as refused:
        follow_ups.recorded(agency, row, long)
    assert refused.value.field_errors == {"corroborations.0.source": ["too_long"]}


def test_two_clicks_record_once(agency: InventedAgency, row: SearchRequest) -> None:
    def act() -> FollowUp:
        return follow_up.record_passing(
            actor=agency.actor("officer"), search_request_id=row.pk, after=0,
            said=follow_ups.passing(),
        )  # fmt: skip

    found = at_once(as_login("web", act), as_login("web", act))
    assert sorted(type(each).__name__ for each in found) == ["FollowUp", "StaleRead"]
    assert sql("owner", "SELECT count(*) FROM searches_followup") == [(1,)]


def test_what_was_recorded_unread_by_whoever_records_is_told(
    agency: InventedAgency, row: SearchRequest
) -> None:
    follow_ups.recorded(agency, row, follow_ups.report(), who="supervisor", role="supervisor")
    with pytest.raises(StaleRead):
        follow_up.record_report(
            actor=agency.actor("officer"), search_request_id=row.pk, after=0,
            said=follow_ups.report(),
        )  # fmt: skip


def test_nothing_is_recorded_once_its_content_is_destroyed(
    agency: InventedAgency, row: SearchRequest
) -> None:
    with examiners.past_the_guards("searches_searchrequest") as administrator:
        administrator.execute(
            "UPDATE searches_searchrequest SET content_destroyed_at = now() WHERE id = %s", [row.pk]
        )
    with pytest.raises(PreconditionFailed) as refused:
        follow_ups.recorded(agency, row, follow_ups.report())
    assert refused.value.reason == "content_destroyed"


# --- what is owed


def due(row: SearchRequest) -> dt.date:
    found = owed_reports.due_of(row)
    assert found is not None
    return timezone.localdate(found)


def test_a_report_is_owed_30_days_after_the_release_and_then_each_90_days(
    agency: InventedAgency, row: SearchRequest
) -> None:
    today = timezone.localdate()
    assert due(row) == today + dt.timedelta(days=30)
    follow_ups.recorded(agency, row, follow_ups.passing())
    follow_ups.recorded(agency, row, follow_ups.plan())
    assert due(row) == today + dt.timedelta(days=30)
    follow_ups.released_days_ago(row, 25)
    follow_ups.recorded(agency, row, follow_ups.report())
    assert due(row) == today + dt.timedelta(days=90)


def test_a_report_that_comes_early_puts_nothing_off(
    agency: InventedAgency, row: SearchRequest
) -> None:
    first = due(row)
    for _ in range(2):
        follow_ups.recorded(agency, row, follow_ups.report())
        assert due(row) == first


@pytest.mark.parametrize(
    "disposition", ["lead_discarded", "excluded", "convicted", "misidentified"]
)
def test_after_a_report_that_says_how_it_ended_nothing_is_owed_until_it_is_taken_up_again(
    agency: InventedAgency, row: SearchRequest, disposition: str
) -> None:
    kept = follow_ups.recorded(agency, row, follow_ups.report(disposition=disposition))
    assert kept.due_at is None
    assert owed_reports.due_of(row) is None
    assert "due_at" not in events(row, "followup.recorded")[0]["facts"]
    follow_ups.released_days_ago(row, 400)
    assert owed_reports.overdue_of(agency.people["officer"]) == []
    sweep()
    assert told(row, "report_overdue") == set()
    follow_ups.recorded(agency, row, follow_ups.report())
    assert due(row) == timezone.localdate() + dt.timedelta(days=90)


def test_the_agency_says_when(agency: InventedAgency, row: SearchRequest) -> None:
    sql("owner", "UPDATE registry_agency SET report_days = 3, report_again_days = 5")
    today = timezone.localdate()
    assert due(row) == today + dt.timedelta(days=3)
    follow_ups.recorded(agency, row, follow_ups.report())
    assert due(row) == today + dt.timedelta(days=5)


def submitted(agency: InventedAgency) -> Any:
    return builders.submitted(agency)


def test_whoever_owes_a_report_submits_nothing_else_until_it_is_recorded(
    agency: InventedAgency, row: SearchRequest
) -> None:
    submitted(agency)
    follow_ups.released_days_ago(row, 31)
    with pytest.raises(PreconditionFailed) as refused:
        submitted(agency)
    assert refused.value.reason == "report_overdue"
    assert refused.value.params["references"] == row.reference
    sql("owner", "UPDATE registry_agency SET overdue_stops_requests = false")
    submitted(agency)
    sql("owner", "UPDATE registry_agency SET overdue_stops_requests = true")
    follow_ups.recorded(agency, row, follow_ups.report())
    submitted(agency)


def sweep() -> None:
    with connected_as("worker"):
        worker.tell_of_reports()


def test_the_officer_is_told_a_week_before_and_the_supervisors_once_it_is_overdue(
    agency: InventedAgency, row: SearchRequest
) -> None:
    sweep()
    assert told(row, "report_due") == told(row, "report_overdue") == set()
    follow_ups.released_days_ago(row, 24)
    for _ in range(2):
        sweep()
    assert told(row, "report_due") == {"officer"}
    assert len(events(row, "followup.due")) == 1
    follow_ups.released_days_ago(row, 7)
    for _ in range(2):
        sweep()
    assert told(row, "report_overdue") == {"officer", "supervisor", "supervisor2", "sergeant"}
    assert len(events(row, "followup.overdue")) == 1
    assert len(events(row, "followup.due")) == 1


def test_of_one_that_stays_overdue_everybody_is_told_again(
    agency: InventedAgency, row: SearchRequest
) -> None:
    def days_pass(days: int) -> None:
        follow_ups.released_days_ago(row, days)
        with examiners.past_the_guards("searches_notice") as administrator:
            administrator.execute(
                "UPDATE searches_notice SET created_at = created_at - make_interval(days => %s)",
                [days],
            )

    days_pass(31)
    sweep()
    days_pass(29)
    sweep()
    assert len(events(row, "followup.overdue")) == 1
    days_pass(2)
    for _ in range(2):
        sweep()
    assert len(events(row, "followup.overdue")) == 2
    told_supervisor = Notice.objects.filter(
        search_request=row, kind="report_overdue", account=agency.people["supervisor"]
    )
    assert told_supervisor.count() == 2


def test_of_the_next_report_everybody_is_told_anew(
    agency: InventedAgency, row: SearchRequest
) -> None:
    follow_ups.released_days_ago(row, 31)
    sweep()
    follow_ups.recorded(agency, row, follow_ups.report())
    sweep()
    assert len(events(row, "followup.overdue")) == 1
    with examiners.past_the_guards("searches_notice") as administrator:
        administrator.execute(
            "UPDATE searches_notice SET created_at = created_at - interval '91 days'"
        )
    follow_ups.released_days_ago(row, 91)
    sweep()
    assert len(events(row, "followup.overdue")) == 2


def test_only_the_worker_tells_and_only_what_is_owed(
    agency: InventedAgency, row: SearchRequest
) -> None:
    with pytest.raises(PreconditionFailed) as refused, connected_as("worker"):
        owed_reports.tell(actor=system_actor("worker"), search_request_id=row.pk)
    assert refused.value.reason == "nothing_owed"
    follow_ups.released_days_ago(row, 31)
    with pytest.raises(NotPermitted):
        owed_reports.tell(actor=agency.actor("officer"), search_request_id=row.pk)
