"""How a tour lets days pass for one lead: its dates move, another's stay, and every guard is back.

Must go through the superuser's connection, as the tour does; what is guarded is asked of the database.
"""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from requests_app.searches.models import LeadDecision
from requests_app.trial.tour import passing_time
from tests import follow_ups
from tests.builders import InventedAgency
from tests.support import credentials, place, sql


def superuser() -> str:
    user, password = credentials("superuser")
    return make_conninfo(
        host="127.0.0.1", port=place.port, user=user, password=password, dbname=place.database
    )


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


def test_a_request_without_a_released_lead_is_told(agency: InventedAgency) -> None:
    with pytest.raises(LookupError, match="CS-0000"):
        passing_time.released_earlier(superuser(), "CS-0000", 31)
