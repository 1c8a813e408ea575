"""A certificate counts from its first day to the end of its last, by the calendar of the agency."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from requests_app.accounts import selectors, training
from requests_app.accounts.models import Account, Certificate, Course
from requests_app.accounts.roles import Role
from requests_app.common import clock
from requests_app.common.errors import BadInput
from requests_app.web.administrator.presenters import certificate_row
from requests_app.web.certificates import ends_soon
from requests_app.workflow import administration
from requests_app.workflow.reading.administration.account import ShownCertificate
from tests.accounts.agency import Agency, acting
from tests.support import sql

TORONTO = ZoneInfo("America/Toronto")
SECOND = dt.timedelta(seconds=1)
LAST_DAYS = [
    dt.date(2026, 11, 1),  # of 25 hours: clocks are set back
    dt.date(2026, 3, 8),  # of 23
    dt.date(2026, 10, 31),  # the day before the long one
    dt.date(2026, 12, 31),
    dt.date(2028, 2, 29),
]


def midnight(day: dt.date) -> dt.datetime:
    """The first moment of a day in Toronto, as UTC: what is added to it is time that passes."""
    return dt.datetime.combine(day, dt.time(), tzinfo=TORONTO).astimezone(dt.UTC)


def dated(supervisor: Account, first: dt.date, last: dt.date) -> Certificate:
    """Let the certificate for deciding have these days; only time would."""
    sql("owner", "ALTER TABLE accounts_certificate DISABLE TRIGGER USER")
    sql(
        "owner",
        "UPDATE accounts_certificate SET issued_on = %s, valid_until = %s"
        " WHERE person_id = %s AND course = 'deciding'",
        [first, last, supervisor.person_id],
    )
    return Certificate.objects.get(person=supervisor.person, course=Course.DECIDING)


@pytest.mark.parametrize("last", LAST_DAYS)
def test_it_counts_to_the_end_of_its_last_day(agency: Agency, last: dt.date) -> None:
    supervisor = agency.account(Role.SUPERVISOR, decides_for=(agency.unit,), trained=("deciding",))
    first = last - dt.timedelta(days=100)
    certificate = dated(supervisor, first, last)
    ends = midnight(last + dt.timedelta(days=1))
    with timezone.override(TORONTO):
        for moment, counts in (
            (midnight(first) - SECOND, False),
            (midnight(first), True),
            (midnight(first + dt.timedelta(days=1)), True),
            (midnight(last), True),
            (midnight(last) + dt.timedelta(hours=22, minutes=59), True),
            (ends - SECOND, True),
            (ends, False),
        ):
            with clock.hold(moment):
                today = timezone.localdate(clock.now())
                able = selectors.accounts_that_could_decide(agency.unit)
                assert (supervisor in able) == counts, moment
                assert training.is_current(supervisor.person, "deciding", today) == counts
                shown: Any = ShownCertificate(certificate, can_confirm=False, can_withdraw=False)
                assert (certificate_row(shown)["label"] == "Lapsed") == (moment >= ends)


def test_the_day_is_the_agencys_and_not_that_of_greenwich(agency: Agency) -> None:
    supervisor = agency.account(Role.SUPERVISOR, decides_for=(agency.unit,), trained=("deciding",))
    dated(supervisor, dt.date(2026, 1, 1), dt.date(2026, 6, 15))
    evening = dt.datetime(2026, 6, 15, 23, 30, tzinfo=TORONTO)  # in Greenwich it is the 16th
    for zone, counts in (("America/Toronto", True), ("UTC", False), ("Asia/Tokyo", False)):
        with timezone.override(zone), clock.hold(evening):
            assert (supervisor in selectors.accounts_that_could_decide(agency.unit)) == counts, zone


def test_the_day_of_issue_is_judged_by_the_agencys_calendar(agency: Agency) -> None:
    person = agency.account(Role.OFFICER).person_id
    early = dt.datetime(2026, 6, 16, 0, 30, tzinfo=ZoneInfo("Asia/Tokyo"))  # the 15th in Greenwich
    given: dict[str, Any] = {
        "person_id": person, "course": "examining", "valid_until": dt.date(2027, 6, 16),
    }  # fmt: skip
    with clock.hold(early):
        with timezone.override("UTC"), pytest.raises(BadInput):
            administration.record_certificate(
                actor=acting(agency.first), issued_on=dt.date(2026, 6, 16), **given
            )
        with timezone.override("Asia/Tokyo"):
            administration.record_certificate(
                actor=acting(agency.first), issued_on=dt.date(2026, 6, 16), **given
            )


@pytest.mark.parametrize(
    ("last", "english", "french"),
    [
        (dt.date(2026, 11, 30), "", ""),
        (dt.date(2026, 11, 29), "Ends in 30 days", "Prend fin dans 30 jours"),
        (dt.date(2026, 11, 1), "Ends in 2 days", "Prend fin dans 2 jours"),
        (dt.date(2026, 10, 31), "Ends in 1 day", "Prend fin dans 1 jour"),
        (dt.date(2026, 10, 30), "Today is its last day", "Aujourd’hui est son dernier jour"),
        (dt.date(2026, 10, 29), "", ""),
    ],
)
def test_its_end_is_told_in_days_of_the_calendar(last: dt.date, english: str, french: str) -> None:
    """Whatever the hour, and though clocks are set back in between."""
    with timezone.override(TORONTO):
        for hour in (0, 12, 23):
            with clock.hold(dt.datetime(2026, 10, 30, hour, 59, tzinfo=TORONTO)):
                today = timezone.localdate(clock.now())
                assert ends_soon(last, today) == english
                with translation.override("fr"):
                    assert ends_soon(last, today) == french
