"""How a tour lets days pass for one lead: its dates move, another's stay, and every guard is back.

Must go through the superuser's connection, as the tour does; what is guarded is asked of the database.
"""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings
from psycopg.conninfo import make_conninfo

from requests_app.searches.models import LeadDecision
from requests_app.trial.tour import passing_time
from tests import follow_ups, leads, matchers
from tests.builders import InventedAgency
from tests.support import credentials, place, sql


def superuser() -> str:
    user, password = credentials("superuser")
    return make_conninfo(
        host="127.0.0.1", port=place.port, user=user, password=password, dbname=place.database
    )


@override_settings(COUNTERSIGN_TRIAL=True)
def test_one_lead_was_released_earlier_and_its_guards_are_back(agency: InventedAgency) -> None:
    row, other = follow_ups.released(agency), follow_ups.released(agency)
    before, untouched = (LeadDecision.objects.get(search_request=each) for each in (row, other))
    guards = (
        "SELECT tgname, tgenabled FROM pg_trigger WHERE tgrelid = 'searches_leaddecision'::regclass"
    )
    enabled = sql("owner", guards)
    assert row.reference
    passing_time.released_earlier(superuser(), row.reference, 31)
    moved = LeadDecision.objects.get(search_request=row)
    assert before.decided_at - moved.decided_at == timedelta(days=31)
    assert before.expires_at is not None
    assert moved.expires_at == before.expires_at - timedelta(days=31)
    assert LeadDecision.objects.get(search_request=other).decided_at == untouched.decided_at
    assert sorted(sql("owner", guards)) == sorted(enabled)
    with pytest.raises(psycopg.errors.RestrictViolation):
        sql("owner", "UPDATE searches_leaddecision SET decided_at = now()")


@override_settings(COUNTERSIGN_TRIAL=True)
def test_a_request_without_a_released_lead_is_told(agency: InventedAgency) -> None:
    row = matchers.one_result(agency)
    leads.agreed(agency, row)
    withheld = leads.decided(agency, row, "withhold")
    assert row.reference
    for reference in (row.reference, "CS-0000"):
        with pytest.raises(LookupError, match=reference):
            passing_time.released_earlier(superuser(), reference, 31)
    assert LeadDecision.objects.get().decided_at == withheld.decided_at


@override_settings(COUNTERSIGN_TRIAL=False)
def test_outside_a_trial_no_day_passes() -> None:
    with pytest.raises(ImproperlyConfigured):
        passing_time.released_earlier("host=127.0.0.1 port=1", "CS-0000", 31)
