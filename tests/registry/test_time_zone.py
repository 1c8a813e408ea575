"""The agency's entry says in which zone its days begin and end, for pages, rules, tasks and what is printed.

The moments lie at the edges of days, where one zone's today is the other's yesterday.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from config.celery import in_the_agencys_time
from requests_app.common import clock
from requests_app.registry import time_zone
from requests_app.registry.entries import BadEntries, read
from requests_app.web.templatetags.components import moment
from requests_app.workflow.administration.configuration import configure
from tests.builders import InventedAgency
from tests.registry.test_entries import EXAMPLE
from tests.support import connected_as, sql

NEAR_MIDNIGHT = dt.datetime(2026, 11, 28, 1, 30, tzinfo=dt.UTC)
"""Still the 27th in Toronto, the 28th in Paris, and the afternoon of the 28th in Auckland."""


@pytest.fixture(autouse=True)
def looked_up_anew() -> Iterator[None]:
    time_zone.forget()
    yield
    time_zone.forget()
    timezone.deactivate()


def agency_in(zone: str) -> None:
    entries = read(f'[agency]\nname_en = "A"\nname_fr = "A"\ntime_zone = "{zone}"\n')
    with connected_as("owner"):
        configure(wanted=entries, system_user="somebody")


def signed_in(agency: InventedAgency, name: str) -> Client:
    client = Client()
    client.force_login(
        agency.people[name], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


@pytest.mark.parametrize(
    ("zone", "day"),
    [("", 27), ("America/Toronto", 27), ("Europe/Paris", 28), ("Pacific/Auckland", 28)],
)
def test_the_day_is_the_agencys(agency: InventedAgency, zone: str, day: int) -> None:
    agency_in(zone)
    with clock.hold(NEAR_MIDNIGHT), time_zone.agency_time():
        assert timezone.localdate(clock.now()).day == day


def test_a_page_and_a_task_are_in_the_agencys_time(agency: InventedAgency) -> None:
    agency_in("Europe/Paris")
    page = signed_in(agency, "officer").get("/requests/").content.decode()
    assert "(UTC+1)" in page or "(UTC+2)" in page, "the line that is printed says the zone"
    in_the_agencys_time()
    assert timezone.get_current_timezone_name() == "Europe/Paris"


def test_a_change_is_in_the_log_and_holds_at_once(agency: InventedAgency) -> None:
    agency_in("Europe/Paris")
    assert time_zone.zone().key == "Europe/Paris"
    agency_in("Pacific/Auckland")
    assert time_zone.zone().key == "Pacific/Auckland"


@pytest.mark.parametrize(
    "zone", ["Toronto", "localtime", "Factory", "right/Europe/Paris", "America"]
)
def test_a_zone_that_machines_do_not_know_as_one_is_refused(zone: str) -> None:
    with pytest.raises(BadEntries) as refused:
        read(EXAMPLE.replace('time_zone = "America/Toronto"', f'time_zone = "{zone}"'))
    assert "'time_zone': expected the name of a time zone" in str(refused.value)


def test_a_zone_that_this_machine_does_not_know_shuts_no_page(
    agency: InventedAgency, caplog: pytest.LogCaptureFixture
) -> None:
    sql("owner", "UPDATE registry_agency SET time_zone = 'Europe/Atlantis'")
    assert time_zone.zone().key == settings.TIME_ZONE
    assert "time_zone_unknown" in caplog.text
    assert signed_in(agency, "officer").get("/requests/").status_code == 200


def test_where_the_database_is_away_what_was_known_holds(agency: InventedAgency) -> None:
    agency_in("Europe/Paris")
    assert time_zone.zone().key == "Europe/Paris"
    time_zone.forget()
    from django.db import connection

    connection.close()
    held = connection.settings_dict["PORT"]
    connection.settings_dict["PORT"] = "1"
    try:
        assert time_zone.zone().key == "Europe/Paris"
    finally:
        connection.close()
        connection.settings_dict["PORT"] = held


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("America/Toronto", "November 27, 2026, 20:30:07 (UTC−5)"),
        ("Asia/Kolkata", "28 November 2026, 07:00:07 (UTC+5:30)"),
        ("UTC", "28 November 2026, 01:30:07 (UTC)"),
        ("America/St_Johns", "27 November 2026, 22:00:07 (UTC−3:30)"),
    ],
)
def test_a_record_has_seconds_and_zone_and_a_list_has_minutes(zone: str, said: str) -> None:
    at = NEAR_MIDNIGHT.replace(second=7)
    with timezone.override(zone):
        drawn = moment(at)
        assert said.split(", ")[-1] in drawn
        assert "2026-11-28T01:30:07+00:00" in drawn
        assert ":07" not in moment(at, "short").partition(">")[2]
