"""Figures of a period: counted from the log, each with the way to exactly its events, and read only by auditors."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any
from urllib.parse import unquote

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from requests_app.audit import figures
from requests_app.audit.models import Event
from requests_app.common import clock
from requests_app.searches.models import SearchRequest
from requests_app.tasks import worker
from tests import closings, examiners, follow_ups, leads, matchers
from tests.builders import InventedAgency
from tests.signed_in import browser
from tests.support import connected_as

ADDRESS = "/audit/figures/"


def at_work(agency: InventedAgency) -> dict[str, str]:
    """Three answered searches: a lead that ended, one that goes on after examiners differed, and none."""
    ended, goes_on = follow_ups.released(agency), matchers.one_result(agency)
    follow_ups.recorded(agency, ended, follow_ups.report())
    closings.ended(agency, ended)
    for who, selected in (("examiner", 1), ("examiner3", None), ("examiner4", 1)):
        examiners.concluded(agency, who, goes_on, selected=selected)
    leads.decided(agency, goes_on)
    follow_ups.recorded(agency, goes_on, follow_ups.report())
    without = matchers.one_result(agency)
    for who in ("examiner", "examiner3"):
        examiners.concluded(agency, who, without, selected=None)
    return {"ended": str(ended.pk), "goes_on": str(goes_on.pk), "without": str(without.pk)}


@pytest.fixture
def prepare() -> Any:
    return at_work


@pytest.fixture
def rows(agency: InventedAgency) -> dict[str, SearchRequest]:
    return {name: SearchRequest.objects.get(pk=pk) for name, pk in agency.prepared.items()}


def of_today() -> figures.Figures:
    now = clock.real_now()
    found = figures.of(now - dt.timedelta(days=1), now + dt.timedelta(minutes=1))
    assert found is not None
    return found


def plain(answer: Any) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


def test_they_are_what_happened(rows: dict[str, SearchRequest]) -> None:
    found = of_today()
    counted = {
        "search.submitted": 3, "search.approved": 3, "search.result_received": 3,
        "exam.concluded": 7, "exam.agreed": 2, "exam.disagreed": 1,
        "lead.released": 2, "lead.none_found": 1, "followup.recorded": 3,
    }  # fmt: skip
    assert {code: found.events.get(code, 0) for code in counted} == counted
    assert "search.refused" not in found.events
    assert found.counted == sum(found.events.values())


def test_leads_stand_by_their_last_report(rows: dict[str, SearchRequest]) -> None:
    outcomes = of_today().outcomes
    assert {code: each.count for code, each in outcomes.items()} == {"excluded": 1, "open": 1}
    assert outcomes["excluded"].requests == (rows["ended"].pk,)
    assert outcomes["open"].requests == (rows["goes_on"].pk,)


def test_of_those_without_a_lead_it_is_told_why(
    agency: InventedAgency, rows: dict[str, SearchRequest]
) -> None:
    differ = matchers.one_result(agency)
    for who, selected in (("examiner", 1), ("examiner3", 2), ("examiner4", None)):
        examiners.concluded(agency, who, differ, selected=selected)
    found = of_today().without_lead
    assert {ground: each.requests for ground, each in found.items()} == {
        "nobody_selected": (rows["without"].pk,),
        "examiners_differ": (differ.pk,),
    }
    text = browser(agency, "auditor").get(ADDRESS).content.decode()
    for each in (rows["without"], differ):
        each.refresh_from_db()
        assert f"request={each.reference}" in text
    assert "Of those without a lead: two examiners selected nobody" in text
    assert "Of those without a lead: three examiners differed" in text


def test_a_lead_whose_report_is_told_twice_to_be_overdue_counts_once(
    agency: InventedAgency, rows: dict[str, SearchRequest]
) -> None:
    late = follow_ups.released(agency)
    for days in (31, 31):
        follow_ups.released_days_ago(late, days)
        with examiners.past_the_guards("searches_notice") as administrator:
            administrator.execute(
                "UPDATE searches_notice SET created_at = created_at - make_interval(days => %s)",
                [days],
            )
        with connected_as("worker"):
            worker.tell_of_reports()
    found = of_today()
    assert (found.events["followup.overdue"], found.requests["followup.overdue"]) == (2, 1)
    text = plain(browser(agency, "auditor").get(ADDRESS))
    assert "Leads whose report was told to be overdue, once or more often 1 " in text


def moved(code: str, row: SearchRequest, hours: float) -> None:
    """Let an event of a request have been recorded so many hours earlier."""
    with examiners.past_the_guards("audit.event") as administrator:
        administrator.execute(
            "UPDATE audit.event SET recorded_at = recorded_at - make_interval(secs => %s)"
            " WHERE request_id = %s AND code = %s",
            [hours * 3600, row.pk, code],
        )


def test_times_are_those_between_the_events(rows: dict[str, SearchRequest]) -> None:
    for name, hours in (("ended", 2), ("goes_on", 5), ("without", 20)):
        moved("search.result_received", rows[name], hours)
    found = of_today()
    whole = [
        round(each / dt.timedelta(hours=1))
        for each in (found.end.middle, found.end.nine_tenths, found.end.longest)
    ]  # type: ignore[operator]
    assert (found.end.count, whole) == (3, [5, 20, 20])
    assert found.end.requests == tuple(rows[name].pk for name in ("without", "goes_on", "ended"))
    assert found.first_conclusion.count == 3
    assert found.first_conclusion.longest is not None
    assert found.first_conclusion.longest >= dt.timedelta(hours=20)


def test_the_longest_time_leads_to_its_request_and_the_others_to_those_that_were_counted(
    agency: InventedAgency, rows: dict[str, SearchRequest]
) -> None:
    for name, hours in (("ended", 2), ("goes_on", 5), ("without", 20)):
        moved("search.result_received", rows[name], hours)
        rows[name].refresh_from_db()
    html = browser(agency, "auditor").get(ADDRESS).content.decode()
    links = [
        unquote(each.replace("&amp;", "&").partition("request=")[2])
        for each in re.findall(r'href="([^"]+)"', html)
        if "code=lead.%2A" in each
    ]
    every = ",".join(sorted(row.reference for row in rows.values()))
    assert links == [every, every, rows["without"].reference]


def test_what_was_first_reached_before_the_period_is_not_counted_again(
    rows: dict[str, SearchRequest],
) -> None:
    # Its first conclusion lies before the period, its others within.
    first = Event.objects.filter(request_id=rows["ended"].pk, code="exam.concluded").earliest("id")
    with examiners.past_the_guards("audit.event") as administrator:
        administrator.execute(
            "UPDATE audit.event SET recorded_at = recorded_at - interval '3 days' WHERE id = %s",
            [first.pk],
        )
    assert of_today().first_conclusion.count == 2


def test_events_outside_of_the_period_are_not_counted(rows: dict[str, SearchRequest]) -> None:
    now = clock.real_now()
    assert figures.of(now + dt.timedelta(hours=1), now + dt.timedelta(hours=2)).events == {}  # type: ignore[union-attr]
    before = figures.of(now - dt.timedelta(days=9), now - dt.timedelta(days=8))
    assert before is not None
    assert before.counted == 0
    assert before.end.count == 0
    assert before.outcomes == {}


def test_a_period_with_too_many_events_is_not_counted_in_part(
    rows: dict[str, SearchRequest], monkeypatch: pytest.MonkeyPatch, agency: InventedAgency
) -> None:
    monkeypatch.setattr(figures, "MOST_EVENTS", 10)
    now = clock.real_now()
    assert figures.of(now - dt.timedelta(days=1), now) is None
    answer = browser(agency, "auditor").get(ADDRESS)
    assert "This period has too many events" in plain(answer)
    assert "<table" not in answer.content.decode()


@pytest.mark.parametrize("who", ["auditor", "oversight"])
def test_each_figure_leads_to_exactly_its_events(
    agency: InventedAgency, rows: dict[str, SearchRequest], who: str
) -> None:
    client = browser(agency, who)
    html = client.get(ADDRESS).content.decode()
    found = of_today()
    for code in ("exam.disagreed", "lead.released", "lead.none_found"):
        ((address),) = {
            each
            for each in re.findall(r'href="([^"]+)"', html)
            if f"code={code}&" in each and "request=" not in each
        }
        listed = client.get(address.replace("&amp;", "&")).content.decode()
        assert len(re.findall(r"/audit/log/events/\d+/", listed)) == found.events[code], code
    reports = [
        each
        for each in re.findall(r'href="([^"]+)"', html)
        if "code=followup.recorded" in each and "request=" in each
    ]
    assert {rows["ended"].reference, rows["goes_on"].reference} == {
        each.rpartition("request=")[2] for each in reports
    }


def test_the_reading_is_recorded_with_its_period(
    agency: InventedAgency, rows: dict[str, SearchRequest]
) -> None:
    browser(agency, "auditor").get(ADDRESS)
    last = Event.objects.filter(code="log.viewed").latest("id")
    filters = json.loads(bytes(last.entry))["body"]["facts"]["filters"]
    assert filters["figures"] is True
    assert {*filters} == {"figures", "since", "until"}
    page = browser(agency, "auditor").get(f"/audit/log/events/{last.pk}/")
    assert "The figures of a period" in plain(page)


def asked(first: dt.date, last: dt.date) -> dict[str, str]:
    return {
        f"{name}_{part}": str(getattr(day, part))
        for name, day in (("since", first), ("until", last))
        for part in ("day", "month", "year")
    }


def test_a_period_can_be_chosen_and_a_wrong_one_is_told_beside_its_field(
    agency: InventedAgency, rows: dict[str, SearchRequest]
) -> None:
    client, today = browser(agency, "auditor"), timezone.localdate()
    page = client.get(ADDRESS, asked(today, today))
    assert page.status_code == 200
    assert "Results on which examiners differed 1" in plain(page)
    earlier = client.get(
        ADDRESS, asked(today - dt.timedelta(days=20), today - dt.timedelta(days=10))
    )
    assert "Results on which examiners differed 0" in plain(earlier)
    wrong = client.get(ADDRESS, asked(today, today - dt.timedelta(days=1)))
    assert wrong.status_code == 400
    assert "The last day must not be before the first" in plain(wrong)
    assert client.get(ADDRESS, {"since_day": "31"}).status_code == 400


def test_in_french(agency: InventedAgency, rows: dict[str, SearchRequest]) -> None:
    page = plain(browser(agency, "auditor", language="fr").get(ADDRESS))
    assert "Résultats sur lesquels les examinateurs divergent 1" in page
    assert "Comptées à partir du journal d’audit" in page
