"""A claim lasts longer while its holder writes: once half of it is gone, and to twice its length at most."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from requests_app.common.errors import NotFound, PreconditionFailed
from requests_app.searches.models import Claim, SearchRequest
from requests_app.workflow import claim, withdraw
from tests import builders
from tests.builders import InventedAgency
from tests.support import sql

MINUTES = 45
LENGTH = dt.timedelta(minutes=MINUTES)


@pytest.fixture
def prepare() -> Any:
    def made(agency: InventedAgency) -> SearchRequest:
        row = builders.submitted(agency)
        claim.claim(actor=agency.actor("supervisor"), search_request_id=row.pk)
        return row

    return made


@pytest.fixture
def row(agency: InventedAgency) -> SearchRequest:
    found: SearchRequest = agency.prepared
    return found


def renewals(row: SearchRequest) -> list[tuple[Any, ...]]:
    return sql(
        "superuser",
        "SELECT code, outcome, convert_from(entry, 'UTF8')::jsonb #> '{body,facts}' FROM audit.event"
        " WHERE request_id = %s AND (code = 'search.claim_renewed' OR code = 'action.refused') ORDER BY id",
        [row.pk],
    )


def saved(agency: InventedAgency, row: SearchRequest, who: str = "supervisor") -> Claim | None:
    return claim.keep_in_hand(actor=agency.actor(who, "supervisor"), search_request_id=row.pk)


@pytest.mark.parametrize(
    ("minutes_left", "renews"), [(44, False), (23, False), (22, True), (0.5, True)]
)
def test_it_is_renewed_once_less_than_half_is_left(
    agency: InventedAgency, row: SearchRequest, minutes_left: float, renews: bool
) -> None:
    builders.claim_grows_old(row, minutes_left=minutes_left)
    before = Claim.objects.get()
    held = saved(agency, row)
    after = Claim.objects.get()
    assert held is not None
    assert held.until == after.until
    assert (after.until > before.until) == renews
    assert after.first_until == (before.until if renews else None)
    assert (after.claimed_at, after.via, after.ended_at) == (before.claimed_at, before.via, None)
    said = [(code, facts["claim"], facts["until"]) for code, _, facts in renewals(row)]
    written = after.until.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert said == ([("search.claim_renewed", str(after.pk), written)] if renews else [])


def test_however_often_it_is_renewed_it_ends_at_twice_its_length(
    agency: InventedAgency, row: SearchRequest
) -> None:
    for minutes_left in (20, 20, 10, 5, 1):
        builders.claim_grows_old(row, minutes_left=minutes_left)
        saved(agency, row)
        held = Claim.objects.get()
        assert held.until <= held.claimed_at + 2 * LENGTH
    assert held.until == held.claimed_at + 2 * LENGTH == held.longest_until
    assert held.length == LENGTH
    assert [code for code, _, _ in renewals(row)] == ["search.claim_renewed"] * 2


def test_the_length_it_was_made_with_counts_though_the_agency_changes_its_own(
    agency: InventedAgency, row: SearchRequest
) -> None:
    for minutes in (5, 1000):
        sql("owner", "UPDATE registry_agency SET claim_minutes = %s", [minutes])
        builders.claim_grows_old(row, minutes_left=3)
        saved(agency, row)
        held = Claim.objects.get()
        assert held.longest_until == held.claimed_at + 2 * LENGTH
    assert held.until == held.longest_until


def test_a_claim_that_ran_out_or_is_anothers_is_not_renewed_and_nothing_is_recorded(
    agency: InventedAgency, row: SearchRequest
) -> None:
    builders.claim_grows_old(row, minutes_left=5)
    assert saved(agency, row, "sergeant") is None
    builders.claim_grows_old(row, minutes_left=-1)
    before = Claim.objects.get().until
    assert saved(agency, row) is None
    assert Claim.objects.get().until == before
    assert renewals(row) == []


def test_asked_for_outright_it_is_refused_where_it_is_not_due(
    agency: InventedAgency, row: SearchRequest
) -> None:
    for who, reason in (("supervisor", "not_renewed_now"), ("sergeant", "not_claimed_by_you")):
        with pytest.raises(PreconditionFailed) as refusal:
            claim.renew(actor=agency.actor(who, "supervisor"), search_request_id=row.pk)
        assert refusal.value.reason == reason
    withdraw.withdraw(actor=agency.actor("officer"), search_request_id=row.pk)
    assert saved(agency, row) is None


def test_who_may_not_decide_keeps_nothing_in_hand(
    agency: InventedAgency, row: SearchRequest
) -> None:
    with pytest.raises(NotFound):
        saved(agency, row, "supervisor3")
    assert [code for code, _, _ in renewals(row)] == ["action.refused"]
