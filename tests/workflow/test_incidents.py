"""Incidents: opened with what was found of a report, looked into and closed by somebody who had no part in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from requests_app.common import clock
from requests_app.common.errors import (
    BadInput,
    CountersignError,
    InvalidTransition,
    NotFound,
    NotPermitted,
    PreconditionFailed,
    StaleRead,
)
from requests_app.searches import incident, incidents
from requests_app.searches.models import (
    Examination,
    FollowUp,
    Incident,
    IncidentOwner,
    Notice,
    SearchRequest,
)
from requests_app.tasks import worker
from requests_app.workflow import administration, destroy
from requests_app.workflow import incidents as use_cases
from requests_app.workflow.reading.incidents import (
    closed_incidents_for,
    open_an_incident,
    open_incidents_for,
)
from requests_app.workflow.reading.what_came_of_it import open_what_came_of_it
from tests import builders, examiners, follow_ups, leads, matchers
from tests import incidents as given
from tests.builders import InventedAgency
from tests.concurrency.at_once import as_login, at_once, refusals
from tests.support import connected_as, sql


@pytest.fixture
def prepare() -> Any:
    return follow_ups.released


@pytest.fixture
def row(agency: InventedAgency) -> SearchRequest:
    found: SearchRequest = SearchRequest.objects.get(pk=agency.prepared.pk)
    return found


def events(row: SearchRequest, code: str) -> list[dict[str, Any]]:
    found = sql(
        "auditor",
        "SELECT convert_from(entry, 'UTF8')::jsonb #> '{body,facts}' FROM audit.event"
        " WHERE request_id = %s AND code = %s ORDER BY id",
        [row.pk, code],
    )
    return [facts for (facts,) in found]


def told(row: SearchRequest, kind: str) -> set[str]:
    notices = Notice.objects.filter(search_request=row, kind=kind)
    return set(notices.values_list("account__username", flat=True))


@contextmanager
def refused(kind: type[CountersignError], reason: str) -> Iterator[None]:
    with pytest.raises(kind) as refusal:
        yield
    assert refusal.value.reason == reason  # type: ignore[attr-defined]


# --- opening


def test_a_report_with_a_finding_opens_its_incident(
    agency: InventedAgency, row: SearchRequest
) -> None:
    named = given.of_a_report(agency, row)
    report = FollowUp.objects.get(search_request=row)
    assert (named.number, named.ground, named.flaws) == (1, "recorded", report.flaws)
    assert "nothing_independent" in named.flaws
    assert named.opened_by == report.recorded_by
    assert named.due_at - named.opened_at == timedelta(days=30)
    (said,) = events(row, "incident.opened")
    assert (said["number"], said["ground"], said["flaws"]) == (1, "recorded", named.flaws)


def test_so_does_a_passing_on_before_the_release(
    agency: InventedAgency, row: SearchRequest
) -> None:
    early = timezone.localdate() - timedelta(days=3)
    follow_ups.recorded(agency, row, follow_ups.passing(passed_on=early))
    assert Incident.objects.get(search_request=row).flaws == ["before_release"]


def test_nothing_to_look_into_opens_none(agency: InventedAgency, row: SearchRequest) -> None:
    for said in (follow_ups.passing(), follow_ups.plan(), follow_ups.report()):
        follow_ups.recorded(agency, row, said)
    stopped = FollowUp.objects.get(search_request=row, kind="plan")
    assert stopped.flaws, "a plan that is stopped has not happened, so nobody looks into it"
    assert not Incident.objects.exists()


def test_whoever_may_look_into_it_and_all_who_audit_are_told(
    agency: InventedAgency, row: SearchRequest
) -> None:
    given.of_a_report(agency, row)
    # Not supervisor2, who released the lead, nor the officer who asked and reported.
    deciders = {"supervisor", "sergeant", "privacy"}
    assert told(row, "incident_opened") == deciders | {"auditor", "oversight"}
    assert events(row, "incident.opened")[0]["may_look_into"] == len(deciders)


def test_where_nobody_is_independent_those_who_audit_are_told_all_the_same(
    agency: InventedAgency, row: SearchRequest
) -> None:
    for name in ("supervisor", "sergeant", "privacy"):
        administration.withdraw_role(
            actor=agency.actor("administrator"),
            account_id=agency.people[name].pk,
            role="privacy_officer" if name == "privacy" else "supervisor",
            reason="Moved to other duties today.",
        )
    given.of_a_report(agency, row)
    assert told(row, "incident_opened") == {"auditor", "oversight"}
    assert events(row, "incident.opened")[0]["may_look_into"] == 0


@pytest.mark.parametrize(
    ("ground", "flaws"), [("complaint", []), ("misidentified", ["misidentified"])]
)
def test_a_decider_opens_one_without_a_report(
    agency: InventedAgency, row: SearchRequest, ground: str, flaws: list[str]
) -> None:
    named = use_cases.open_incident(
        actor=agency.actor("privacy"),
        search_request_id=row.pk,
        after=0,
        said=given.opening(ground=ground),
    ).incident
    assert (named.ground, named.flaws, named.follow_up) == (ground, flaws, None)
    assert incidents.opened(named) == given.opening(ground=ground)
    assert told(row, "incident_opened") == {"supervisor", "sergeant", "auditor", "oversight"}


def test_what_somebody_writes_is_nowhere_in_the_clear(
    agency: InventedAgency, row: SearchRequest
) -> None:
    named = given.opened(agency, row)
    given.taken(agency, named)
    given.closed(agency, named)
    for table in ("searches_incident", "searches_incidentowner", "audit.event"):
        for (text,) in sql("superuser", f"SELECT t::text FROM {table} AS t"):
            assert given.WORDS not in text
            assert given.WORDS.encode().hex() not in text


def test_a_short_word_opens_nothing(agency: InventedAgency, row: SearchRequest) -> None:
    with pytest.raises(BadInput) as refusal:
        use_cases.open_incident(
            actor=agency.actor("privacy"),
            search_request_id=row.pk,
            after=0,
            said=given.opening(ground="recorded", words="x" * 6000),
        )
    assert set(refusal.value.field_errors) == {"ground", "words"}
    assert not Incident.objects.exists()


def test_without_a_lead_there_is_none(agency: InventedAgency) -> None:
    waiting = builders.submitted(agency)
    with pytest.raises(InvalidTransition):
        given.opened(agency, waiting)


# --- looking into it


def test_whoever_takes_it_looks_into_it_until_another_takes_it_over(
    agency: InventedAgency, row: SearchRequest
) -> None:
    named = given.of_a_report(agency, row)
    assert incidents.owner_of(named) is None
    given.taken(agency, named, who="supervisor")
    with refused(PreconditionFailed, "incident_yours"):
        given.taken(agency, named, who="supervisor")
    given.taken(agency, named, who="privacy")
    owner = incidents.owner_of(named)
    assert owner is not None
    assert owner.owner == agency.people["privacy"]
    with refused(PreconditionFailed, "incident_not_yours"):
        given.closed(agency, named, who="supervisor")
    assert given.closed(agency, named, who="privacy").outcome == "put_right"
    assert [facts["number"] for facts in events(row, "incident.taken")] == [1, 1]


@pytest.mark.parametrize(
    ("who", "kind", "reason"),
    [
        ("officer", NotPermitted, "role_not_held"),
        ("supervisor2", NotPermitted, "released_this_lead"),
        ("auditor", NotPermitted, None),
        ("supervisor3", NotFound, None),
    ],
)
def test_whoever_had_a_part_in_it_or_is_not_of_the_unit_does_not(
    agency: InventedAgency,
    row: SearchRequest,
    who: str,
    kind: type[CountersignError],
    reason: str | None,
) -> None:
    named = given.of_a_report(agency, row)
    for act in (given.taken, given.closed):
        with pytest.raises(kind) as refusal:
            act(agency, named, who=who)
        if reason == "released_this_lead":
            assert refusal.value.reason == reason  # type: ignore[attr-defined]
    assert not IncidentOwner.objects.exists()


def test_a_supervisor_who_reported_in_the_officers_place_does_not(
    agency: InventedAgency, row: SearchRequest
) -> None:
    wrong = follow_ups.report(corroborations=(), done=follow_ups.arrested())
    follow_ups.recorded(agency, row, wrong, who="supervisor")
    named = Incident.objects.get(search_request=row)
    with refused(NotPermitted, "own_incident"):
        given.taken(agency, named, who="supervisor")
    given.taken(agency, named, who="sergeant")


def test_whoever_opened_it_does_not(agency: InventedAgency, row: SearchRequest) -> None:
    named = given.opened(agency, row, who="sergeant")
    with refused(NotPermitted, "own_incident"):
        given.taken(agency, named, who="sergeant")


def test_an_incident_of_another_request_is_not_found(
    agency: InventedAgency, row: SearchRequest
) -> None:
    named = given.of_a_report(agency, row)
    other = matchers.one_result(agency)
    with pytest.raises(NotFound):
        use_cases.take_incident(
            actor=agency.actor("supervisor"),
            search_request_id=other.pk,
            incident_id=named.pk,
            after=0,
        )


def test_of_two_who_take_it_at_once_one_has_it_and_the_other_is_told(
    agency: InventedAgency, row: SearchRequest
) -> None:
    named = given.of_a_report(agency, row)

    def take(who: str) -> Any:
        return as_login(
            "web",
            lambda: use_cases.take_incident(
                actor=given.decider(agency, who),
                search_request_id=row.pk,
                incident_id=named.pk,
                after=0,
            ),
        )

    assert refusals(at_once(take("supervisor"), take("sergeant"))) == ["StaleRead"]
    assert IncidentOwner.objects.count() == 1


def test_nobody_takes_it_over_without_knowing(agency: InventedAgency, row: SearchRequest) -> None:
    named = given.of_a_report(agency, row)
    given.taken(agency, named, who="sergeant")
    with pytest.raises(StaleRead):
        use_cases.take_incident(
            actor=agency.actor("supervisor"),
            search_request_id=row.pk,
            incident_id=named.pk,
            after=0,
        )


def test_whoever_looked_into_it_and_all_who_audit_are_told_of_a_takeover_and_of_the_closing(
    agency: InventedAgency, row: SearchRequest
) -> None:
    named = given.of_a_report(agency, row)
    given.taken(agency, named, who="privacy")
    assert told(row, "incident_taken_over") == set()
    given.taken(agency, named, who="supervisor")
    assert told(row, "incident_taken_over") == {"privacy", "auditor", "oversight"}
    given.closed(agency, named, who="supervisor")
    assert told(row, "incident_closed") == {"privacy", "auditor", "oversight"}


def test_of_two_who_open_one_at_once_one_does(agency: InventedAgency, row: SearchRequest) -> None:
    def opens() -> Any:
        return as_login(
            "web",
            lambda: use_cases.open_incident(
                actor=agency.actor("privacy"),
                search_request_id=row.pk,
                after=0,
                said=given.opening(),
            ),
        )

    assert refusals(at_once(opens(), opens())) == ["StaleRead"]
    assert Incident.objects.count() == 1


def test_whoever_recorded_anything_of_the_lead_looks_into_none_of_its_incidents(
    agency: InventedAgency, row: SearchRequest
) -> None:
    follow_ups.recorded(agency, row, follow_ups.passing(), who="supervisor")
    by_report, by_hand = given.of_a_report(agency, row), given.opened(agency, row, who="privacy")
    for named in (by_report, by_hand):
        with refused(NotPermitted, "recorded_of_this_lead"):
            given.taken(agency, named, who="supervisor")
        given.taken(agency, named, who="sergeant")


def test_whoever_examined_the_result_does_not(agency: InventedAgency, row: SearchRequest) -> None:
    named = given.of_a_report(agency, row)
    examiner = Examination.objects.filter(search_request=row)[0]
    with examiners.past_the_guards("searches_examination") as administrator:
        supervisor = agency.people["supervisor"]
        administrator.execute(
            "UPDATE searches_examination SET examiner_id = %s, examiner_person_id = %s WHERE id = %s",
            [supervisor.pk, supervisor.person_id, examiner.pk],
        )
    with refused(NotPermitted, "examined_this_lead"):
        given.taken(agency, named, who="supervisor")


# --- closing


def test_a_closing_is_kept_sealed_and_recorded(agency: InventedAgency, row: SearchRequest) -> None:
    named = given.of_a_report(agency, row)
    given.taken(agency, named)
    given.closed(agency, named)
    named.refresh_from_db()
    assert (named.outcome, named.undone, named.closed_by) == (
        "put_right",
        0,
        agency.people["supervisor"],
    )
    assert incidents.opened_closing(named) == given.closing(named)
    assert events(row, "incident.closed") == [
        {"number": 1, "outcome": "put_right", "undone": 0, "not_needed": 0}
    ]
    for act in (given.taken, given.closed):
        with refused(PreconditionFailed, "incident_closed"):
            act(agency, named)


def test_what_is_left_undone_is_counted(agency: InventedAgency, row: SearchRequest) -> None:
    named = given.of_a_report(agency, row)
    given.taken(agency, named)
    undone = tuple(
        incident.Answer(duty, "not_done", None, given.WORDS)
        for duty in incident.duties_of(named.ground, named.flaws)
    )
    with pytest.raises(BadInput) as refusal:
        given.closed(agency, named, answers=undone)
    assert refusal.value.field_errors == {"outcome": ["not_all_done"]}
    given.closed(agency, named, answers=undone, outcome="handed_over")
    assert events(row, "incident.closed")[0]["undone"] == len(undone)


def test_nobody_closes_what_nobody_looks_into(agency: InventedAgency, row: SearchRequest) -> None:
    named = given.of_a_report(agency, row)
    with refused(PreconditionFailed, "incident_not_yours"):
        given.closed(agency, named)


def test_the_content_is_kept_until_each_is_closed_and_its_time_counts_from_then(
    agency: InventedAgency, row: SearchRequest
) -> None:
    named = given.of_a_report(agency, row)
    follow_ups.recorded(agency, row, follow_ups.report(disposition="lead_discarded"))
    other = given.opened(agency, row, who="privacy")
    assert destroy.due_of(row.pk) is None
    given.taken(agency, named)
    given.closed(agency, named)
    assert destroy.due_of(row.pk) is None
    given.taken(agency, other)
    given.closed(agency, other)
    due = destroy.due_of(row.pk)
    assert due is not None
    # The lead lasts longer than the period of this class; from long ago, the closing alone decides.
    with examiners.past_the_guards("searches_leaddecision") as administrator:
        administrator.execute(
            "UPDATE searches_leaddecision SET decided_at = decided_at - interval '400 days',"
            " expires_at = expires_at - interval '400 days'"
        )
    with examiners.past_the_guards("searches_followup") as administrator:
        administrator.execute(
            "UPDATE searches_followup SET recorded_at = recorded_at - interval '300 days',"
            " due_at = due_at - interval '300 days'"
        )
    other.refresh_from_db()
    due = destroy.due_of(row.pk)
    assert due is not None
    assert due.at == other.closed_at + timedelta(days=due.days)


@pytest.mark.parametrize("is_recorded", [True, False])
def test_each_closing_leaves_time_to_look_at_it(
    agency: InventedAgency, row: SearchRequest, is_recorded: bool
) -> None:
    """A finding of the rules that somebody says was wrong gives a whole period; what a person opened a fortnight."""
    named = given.of_a_report(agency, row) if is_recorded else given.opened(agency, row)
    follow_ups.recorded(agency, row, follow_ups.report(disposition="lead_discarded"))
    follow_ups.released_days_ago(row, 4000)
    given.taken(agency, named)
    closed = given.closed(agency, named, outcome="finding_wrong")
    due = destroy.due_of(row.pk)
    assert due is not None
    assert closed.closed_at is not None
    assert due.days > 14
    assert due.at == closed.closed_at + timedelta(days=due.days if is_recorded else 14)


def test_nobody_buries_an_incident_under_others(agency: InventedAgency, row: SearchRequest) -> None:
    first = given.opened(agency, row, who="privacy")
    with refused(PreconditionFailed, "incident_open_already"):
        given.opened(agency, row, who="privacy")
    given.opened(agency, row, who="sergeant")
    given.taken(agency, first)
    given.closed(agency, first)
    assert given.opened(agency, row, who="privacy").number == 3


def test_a_lead_that_is_not_recalled_is_not_said_to_be(
    agency: InventedAgency, row: SearchRequest
) -> None:
    misidentified = use_cases.open_incident(
        actor=agency.actor("privacy"), search_request_id=row.pk, after=0,
        said=given.opening(ground="misidentified"),
    ).incident  # fmt: skip
    given.taken(agency, misidentified)
    answers = tuple(
        incident.Answer(duty, "done", timezone.localdate(), given.WORDS)
        for duty in incident.duties_of(misidentified.ground, misidentified.flaws)
    )
    with pytest.raises(BadInput) as refusal:
        given.closed(agency, misidentified, answers=answers)
    assert refusal.value.field_errors == {"answers.0.became": ["not_recalled"]}
    leads.recalled(agency, row)
    given.closed(agency, misidentified, answers=answers)


def test_who_has_left_is_not_told_that_somebody_took_it_over(
    agency: InventedAgency, row: SearchRequest
) -> None:
    named = given.of_a_report(agency, row)
    given.taken(agency, named, who="privacy")
    administration.disable_account(
        actor=agency.actor("administrator"), account_id=agency.people["privacy"].pk,
        reason="Left the service this morning.",
    )  # fmt: skip
    given.taken(agency, named, who="supervisor")
    assert told(row, "incident_taken_over") == {"auditor", "oversight"}


def test_whoever_looks_into_it_reads_all_that_was_recorded(
    agency: InventedAgency, row: SearchRequest
) -> None:
    follow_ups.recorded(agency, row, follow_ups.passing())
    follow_ups.recorded(agency, row, follow_ups.plan())
    named = given.of_a_report(agency, row)

    def others(who: str) -> list[str]:
        found = open_an_incident(
            actor=agency.actor(who), search_request_id=row.pk, incident_id=named.pk
        )
        return [each.row.kind for each in found.others]

    assert others("privacy") == others("supervisor") == ["passed_on", "plan"]
    assert others("supervisor2") == ["passed_on"]  # who released the lead


def test_a_finding_that_was_wrong_gives_no_more_time(
    agency: InventedAgency, row: SearchRequest
) -> None:
    follow_ups.recorded(agency, row, follow_ups.report(disposition="lead_discarded"))
    before = destroy.due_of(row.pk)
    named = given.opened(agency, row)
    assert destroy.due_of(row.pk) is None
    given.taken(agency, named)
    given.closed(agency, named, outcome="finding_wrong")
    assert destroy.due_of(row.pk) == before


def test_words_are_withheld_from_whoever_had_a_part_in_it(
    agency: InventedAgency, row: SearchRequest
) -> None:
    named = given.opened(agency, row, who="privacy")
    given.taken(agency, named)
    given.closed(agency, named)

    def said(who: str) -> tuple[Any, Any]:
        found = open_an_incident(
            actor=given.decider(agency, who), search_request_id=row.pk, incident_id=named.pk
        )
        return found.said, found.closing

    whole = (given.opening(), given.closing(named))
    for who in ("privacy", "supervisor", "sergeant"):
        assert said(who) == whole
    assert said("supervisor2") == (None, None)  # who released the lead


def test_a_closed_incident_ends_no_report_that_is_owed(
    agency: InventedAgency, row: SearchRequest
) -> None:
    named = given.of_a_report(agency, row)  # «still open»: another report is owed
    given.taken(agency, named)
    given.closed(agency, named)
    assert destroy.due_of(row.pk) is None


# --- what is overdue


def made_overdue(days: int = 31) -> None:
    with examiners.past_the_guards("searches_incident") as administrator:
        administrator.execute(
            "UPDATE searches_incident SET opened_at = opened_at - make_interval(days => %s),"
            " due_at = due_at - make_interval(days => %s) WHERE closed_at IS NULL",
            [days, days],
        )


def swept() -> None:
    with connected_as("worker"):
        worker.tell_of_reports()


def test_overdue_is_told_once_and_as_an_event(agency: InventedAgency, row: SearchRequest) -> None:
    given.of_a_report(agency, row)
    swept()
    assert told(row, "incident_overdue") == set()
    made_overdue()
    swept()
    everybody = {"supervisor", "sergeant", "privacy", "auditor", "oversight"}
    assert told(row, "incident_overdue") == everybody
    swept()
    assert Notice.objects.filter(kind="incident_overdue").count() == len(everybody)
    (facts,) = events(row, "incident.overdue")
    assert facts["count"] == 1
    sql("superuser", "UPDATE searches_notice SET created_at = created_at - interval '31 days'")
    swept()
    assert len(events(row, "incident.overdue")) == 2, "it is told again, as long as it is open"


def test_of_several_whoever_may_look_into_one_is_told(
    agency: InventedAgency, row: SearchRequest
) -> None:
    given.opened(agency, row, who="privacy")
    given.of_a_report(agency, row)
    made_overdue()
    swept()
    assert "privacy" in told(row, "incident_overdue")
    (facts,) = events(row, "incident.overdue")
    assert facts["count"] == 2


def test_a_unit_with_an_open_incident_is_not_closed(
    agency: InventedAgency, row: SearchRequest
) -> None:
    named = given.of_a_report(agency, row)
    close: Any = {"actor": agency.actor("administrator"), "unit_id": row.unit_id}
    sql("superuser", "UPDATE accounts_account SET unit_id = NULL WHERE unit_id = %s", [row.unit_id])
    with refused(PreconditionFailed, "unit_has_incidents"):
        administration.deactivate_unit(**close)
    given.taken(agency, named)
    given.closed(agency, named)
    with refused(PreconditionFailed, "unit_owes_reports"):
        administration.deactivate_unit(**close)
    follow_ups.recorded(agency, row, follow_ups.report(disposition="lead_discarded"))
    administration.deactivate_unit(**close)


def test_of_what_is_closed_nobody_is_told(agency: InventedAgency, row: SearchRequest) -> None:
    named = given.of_a_report(agency, row)
    given.taken(agency, named)
    given.closed(agency, named)
    with examiners.past_the_guards("searches_incident") as administrator:
        administrator.execute(
            "UPDATE searches_incident SET opened_at = opened_at - interval '31 days',"
            " due_at = due_at - interval '31 days'"
        )
    swept()
    assert told(row, "incident_overdue") == set()


# --- reading


def test_opening_one_is_recorded_and_shows_what_was_reported(
    agency: InventedAgency, row: SearchRequest
) -> None:
    named = given.of_a_report(agency, row)
    opened = open_an_incident(
        actor=agency.actor("supervisor"), search_request_id=row.pk, incident_id=named.pk
    )
    assert opened.entry is not None
    assert opened.entry.said == follow_ups.report(corroborations=(), done=follow_ups.arrested())
    assert opened.refused is None
    assert not opened.is_mine
    assert events(row, "incident.viewed") == [{"number": 1}]
    released_by = open_an_incident(
        actor=agency.actor("supervisor2"), search_request_id=row.pk, incident_id=named.pk
    )
    assert getattr(released_by.refused, "reason", None) == "released_this_lead"
    assert released_by.is_withheld


@pytest.mark.parametrize("who", ["officer", "supervisor3", "examiner", "auditor", "operator"])
def test_nobody_else_opens_one(agency: InventedAgency, row: SearchRequest, who: str) -> None:
    named = given.of_a_report(agency, row)
    with pytest.raises((NotPermitted, NotFound)):
        open_an_incident(actor=agency.actor(who), search_request_id=row.pk, incident_id=named.pk)
    assert events(row, "incident.viewed") == []


def test_the_list_is_of_the_units_one_decides_for_and_never_of_own_requests(
    agency: InventedAgency, row: SearchRequest
) -> None:
    first = given.of_a_report(agency, row)
    second = given.opened(agency, row, who="privacy")
    given.taken(agency, second)
    given.closed(agency, second)

    def listed(who: str) -> tuple[list[Any], list[Any]]:
        account = agency.people[who]
        return (
            [each.pk for each in open_incidents_for(account, None).rows],
            [each.pk for each in closed_incidents_for(account, None).rows],
        )

    assert listed("supervisor") == listed("supervisor2") == ([first.pk], [second.pk])
    assert listed("supervisor3") == listed("officer") == ([], [])
    with examiners.past_the_guards("searches_searchrequest") as administrator:
        administrator.execute(
            "UPDATE searches_searchrequest SET requested_by_id = %s, requested_by_person_id = %s",
            [agency.people["sergeant"].pk, agency.people["sergeant"].person_id],
        )
    assert listed("supervisor") == ([first.pk], [second.pk])
    assert listed("sergeant") == ([], [])


def test_the_officer_knows_of_it_and_of_nothing_that_was_found_out(
    agency: InventedAgency, row: SearchRequest
) -> None:
    named = given.of_a_report(agency, row)
    by_hand = given.opened(agency, row)
    opened = open_what_came_of_it(actor=agency.actor("officer"), search_request_id=row.pk)
    assert [each.incident.pk for each in opened.entries if each.incident] == [named.pk]
    assert [each.pk for each in opened.opened_by_hand] == [by_hand.pk]


def test_times_are_of_the_real_clock(agency: InventedAgency, row: SearchRequest) -> None:
    with clock.hold(clock.real_now() - timedelta(days=3)):
        named = given.opened(agency, row)
    assert abs(named.opened_at - clock.real_now()) < timedelta(minutes=5)
