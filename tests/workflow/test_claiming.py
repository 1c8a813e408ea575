"""Who has a waiting request in hand, for how long, and in which order those whom it needs decide.

Clocks are held only for what people do; where time must have passed in the database, SQL moves it.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

import pytest

from requests_app.common.errors import (
    AlreadyTaken,
    BadInput,
    InvalidTransition,
    NotPermitted,
    PreconditionFailed,
)
from requests_app.searches.models import SearchRequest
from requests_app.searches.states import Status
from requests_app.workflow import claim, decide
from requests_app.workflow.reading import decision_page, pictures
from tests import builders
from tests.builders import InventedAgency
from tests.support import raw_connection, sql


@pytest.fixture
def prepare() -> Any:
    return builders.submitted


def opened(agency: InventedAgency, name: str, row: SearchRequest) -> UUID:
    """Read the decision page and open the picture; returns the reading."""
    actor = agency.actor(name)
    page = decision_page.open_decision_page(actor=actor, search_request_id=row.id)
    pictures.open_probe(actor=actor, search_request_id=row.id)
    return page.reading_id


def deciding(
    agency: InventedAgency, name: str, row: SearchRequest, reading: UUID, outcome: str = "approve"
) -> decide.Decided:
    return decide.decide(
        actor=agency.actor(name),
        search_request_id=row.id,
        outcome=outcome,
        reading_id=reading,
        reasons=builders.reasons(message="The second statement is missing; add it and ask again."),
    )


def run_out(row: SearchRequest) -> None:
    """Let the claim on a request be as old as its time allows."""
    with raw_connection("owner") as connection:
        connection.execute("ALTER TABLE searches_claim DISABLE TRIGGER guard_claim")
        connection.execute(
            "UPDATE searches_claim SET claimed_at = now() - interval '2 hours',"
            " until = now() - interval '1 second' WHERE search_request_id = %s",
            [row.pk],
        )
        connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        connection.execute("ALTER TABLE searches_claim ENABLE ALWAYS TRIGGER guard_claim")


def claims(row: SearchRequest) -> list[tuple[str, str]]:
    """Whose claims a request has had, and how each ended."""
    return sql(
        "superuser",
        "SELECT a.username, c.ended_how FROM searches_claim c"
        " JOIN accounts_account a ON a.id = c.account_id"
        " WHERE c.search_request_id = %s ORDER BY c.claimed_at",
        [row.pk],
    )  # type: ignore[return-value]


def outcomes(row: SearchRequest) -> tuple[str, int, int]:
    """Status, authorisations and dispatches."""
    return sql(
        "superuser",
        "SELECT status,"
        " (SELECT count(*) FROM searches_authorisation a WHERE a.search_request_id = r.id),"
        " (SELECT count(*) FROM dispatch_dispatch d WHERE d.search_request_id = r.id)"
        " FROM searches_searchrequest r WHERE id = %s",
        [row.pk],
    )[0]  # type: ignore[return-value]


# Claims -----------------------------------------------------------------------------------------


def test_a_second_claim_is_refused_and_told_who_and_how_long(agency: InventedAgency) -> None:
    row: SearchRequest = agency.prepared
    held = claim.claim(actor=agency.actor("supervisor"), search_request_id=row.id)
    with pytest.raises(AlreadyTaken) as refusal:
        claim.claim(actor=agency.actor("supervisor2"), search_request_id=row.id)
    assert refusal.value.params["holder"] == agency.people["supervisor"].person.full_name
    assert refusal.value.params["until"] == held.until
    assert claims(row) == [("supervisor", "")]


def test_a_claim_lasts_the_agencys_own_minutes(agency: InventedAgency) -> None:
    sql("owner", "UPDATE registry_agency SET claim_minutes = 7")
    row: SearchRequest = agency.prepared
    held = claim.claim(actor=agency.actor("supervisor"), search_request_id=row.id)
    assert held.until - held.claimed_at == dt.timedelta(minutes=7)


def test_a_claim_that_ran_out_is_free_for_another_and_decides_nothing(
    agency: InventedAgency,
) -> None:
    row: SearchRequest = agency.prepared
    claim.claim(actor=agency.actor("supervisor"), search_request_id=row.id)
    reading = opened(agency, "supervisor", row)
    run_out(row)
    with pytest.raises(PreconditionFailed) as refusal:
        deciding(agency, "supervisor", row, reading)
    assert refusal.value.reason == "claim_first"
    claim.claim(actor=agency.actor("supervisor2"), search_request_id=row.id)
    with pytest.raises(AlreadyTaken):
        deciding(agency, "supervisor", row, reading)
    assert claims(row) == [("supervisor", "lapsed"), ("supervisor2", "")]
    assert outcomes(row) == ("AWAITING_DECISION", 0, 0)


def test_taking_it_again_keeps_the_first_end_of_time(agency: InventedAgency) -> None:
    row: SearchRequest = agency.prepared
    first = claim.claim(actor=agency.actor("supervisor"), search_request_id=row.id)
    again = claim.claim(actor=agency.actor("supervisor"), search_request_id=row.id)
    assert (again.pk, again.until) == (first.pk, first.until)


def test_only_the_holder_lets_go(agency: InventedAgency) -> None:
    row: SearchRequest = agency.prepared
    claim.claim(actor=agency.actor("supervisor"), search_request_id=row.id)
    with pytest.raises(PreconditionFailed) as refusal:
        claim.release(actor=agency.actor("supervisor2"), search_request_id=row.id)
    assert refusal.value.reason == "not_claimed_by_you"
    claim.release(actor=agency.actor("supervisor"), search_request_id=row.id)
    assert claims(row) == [("supervisor", "released")]


# Who decides ------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", [("supervisor", "privacy"), ("privacy", "supervisor")])
def test_both_whom_a_minor_needs_decide_in_either_order(
    agency: InventedAgency, order: tuple[str, str]
) -> None:
    row = builders.submitted(agency, document=builders.of_a_minor(2))
    first, second = order
    claim.claim(actor=agency.actor(first), search_request_id=row.id)
    done = deciding(agency, first, row, opened(agency, first, row))
    assert done.status == Status.AWAITING_DECISION
    assert len(done.still_needed) == 1
    assert outcomes(row) == ("AWAITING_DECISION", 0, 0)
    claim.claim(actor=agency.actor(second), search_request_id=row.id)
    done = deciding(agency, second, row, opened(agency, second, row))
    assert done.still_needed == ()
    assert outcomes(row) == ("APPROVED", 1, 1)


def test_one_refusal_ends_it_whoever_approved_before(agency: InventedAgency) -> None:
    row = builders.submitted(agency, document=builders.of_a_minor(2))
    claim.claim(actor=agency.actor("supervisor"), search_request_id=row.id)
    deciding(agency, "supervisor", row, opened(agency, "supervisor", row))
    claim.claim(actor=agency.actor("privacy"), search_request_id=row.id)
    deciding(agency, "privacy", row, opened(agency, "privacy", row), "refuse")
    assert outcomes(row) == ("REFUSED", 0, 0)
    with pytest.raises(InvalidTransition):
        claim.claim(actor=agency.actor("supervisor2"), search_request_id=row.id)


def test_a_second_supervisor_cannot_stand_in_for_the_privacy_officer(
    agency: InventedAgency,
) -> None:
    row = builders.submitted(agency, document=builders.of_a_minor(2))
    claim.claim(actor=agency.actor("supervisor"), search_request_id=row.id)
    deciding(agency, "supervisor", row, opened(agency, "supervisor", row))
    claim.claim(actor=agency.actor("supervisor2"), search_request_id=row.id)
    reading = opened(agency, "supervisor2", row)
    with pytest.raises(AlreadyTaken) as refusal:
        deciding(agency, "supervisor2", row, reading)
    assert refusal.value.params == {"role": "supervisor"}
    assert outcomes(row) == ("AWAITING_DECISION", 0, 0)


def test_a_privacy_officer_who_is_not_asked_neither_claims_nor_reads(
    agency: InventedAgency,
) -> None:
    row: SearchRequest = agency.prepared
    privacy = agency.actor("privacy")
    for act in (claim.claim, decision_page.open_decision_page, pictures.open_probe):
        with pytest.raises(NotPermitted) as refusal:
            act(actor=privacy, search_request_id=row.id)
        assert refusal.value.reason == "role_not_demanded"
    assert claims(row) == []


# What a decider says ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"faces": 2}, "faces"),
        ({"faces": None}, "faces"),
        ({"no_conflict": False}, "no_conflict"),
        ({"tests": {}}, "necessary_reason"),
    ],
)
def test_an_approval_with_half_an_answer_is_refused_beside_its_field(
    agency: InventedAgency, changed: dict[str, object], field: str
) -> None:
    row: SearchRequest = agency.prepared
    claim.claim(actor=agency.actor("supervisor"), search_request_id=row.id)
    reading = opened(agency, "supervisor", row)
    said = builders.reasons()
    with pytest.raises(BadInput) as refusal:
        decide.decide(
            actor=agency.actor("supervisor"),
            search_request_id=row.id,
            outcome="approve",
            reading_id=reading,
            reasons=decide.Reasons(
                **{
                    "tests": said.tests,
                    "no_conflict": said.no_conflict,
                    "message": said.message,
                    "faces": said.faces,
                    **changed,
                }  # type: ignore[arg-type]
            ),
        )
    assert field in refusal.value.field_errors
    assert outcomes(row) == ("AWAITING_DECISION", 0, 0)
    assert sql("superuser", "SELECT count(*) FROM searches_decision") == [(0,)]


@pytest.mark.parametrize(
    ("outcome", "told"), [("return", "returned"), ("refuse", "refused"), ("approve", "approved")]
)
def test_each_decision_ends_the_claim_and_tells_the_officer_which_it_was(
    agency: InventedAgency, outcome: str, told: str
) -> None:
    row = agency.prepared
    reading = opened(agency, "supervisor", row)
    claim.claim(actor=agency.actor("supervisor"), search_request_id=row.id)
    assert row.claims.filter(ended_at=None).count() == 1
    deciding(agency, "supervisor", row, reading, outcome)
    assert [one.ended_how for one in row.claims.all()] == ["decided"]
    officer = row.notices.filter(account=agency.people["officer"])
    assert list(officer.values_list("kind", flat=True)) == [told]


@pytest.mark.parametrize("outcome", ["", "withdraw", "APPROVE", "submit"])
def test_what_is_no_outcome_decides_nothing(agency: InventedAgency, outcome: str) -> None:
    row = agency.prepared
    reading = opened(agency, "supervisor", row)
    for act in (decide.decide, decide.rehearse):
        with pytest.raises(BadInput) as refused:
            act(
                actor=agency.actor("supervisor"),
                search_request_id=row.id,
                outcome=outcome,
                reading_id=reading,
                reasons=builders.reasons(),
            )
        assert refused.value.field_errors == {"outcome": ["unknown"]}
    assert not row.decisions.exists()
