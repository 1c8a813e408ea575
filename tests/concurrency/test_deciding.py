"""Two people deciding, claiming, withdrawing or expiring one request in the same moment: one wins.

What won is read from the tables and the log, not from what the use cases returned.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest

from requests_app.accounts.actors import Actor, system_actor
from requests_app.common import clock
from requests_app.searches.models import SearchRequest
from requests_app.searches.states import Status
from requests_app.workflow import claim, decide, expire, submit, withdraw
from requests_app.workflow.reading import decision_page, pictures
from tests import builders
from tests.builders import InventedAgency
from tests.concurrency.at_once import as_login, at_once, refusals
from tests.support import sql

ROUNDS = range(4)
WORDS = "Please say who took the second statement and when, and attach its page to the file."


def ready(agency: InventedAgency, *, by: str = "supervisor") -> tuple[SearchRequest, Actor, UUID]:
    """A request in this decider's hands, read, its picture opened."""
    row = builders.submitted(agency)
    decider = agency.actor(by, "supervisor")
    claim.claim(actor=decider, search_request_id=row.id)
    page = decision_page.open_decision_page(actor=decider, search_request_id=row.id)
    pictures.open_probe(actor=decider, search_request_id=row.id)
    return row, decider, page.reading_id


def deciding(row: SearchRequest, decider: Actor, reading: UUID, outcome: str) -> None:
    decide.decide(
        actor=decider,
        search_request_id=row.id,
        outcome=outcome,
        reading_id=reading,
        reasons=builders.reasons(message=WORDS),
    )


def codes(row: SearchRequest) -> list[str]:
    found = sql(
        "superuser",
        "SELECT code FROM audit.event WHERE request_id = %s ORDER BY request_seq",
        [row.pk],
    )
    return [str(code) for (code,) in found]


def counted(table: str, row: SearchRequest) -> int:
    found = sql(
        "superuser",
        f"SELECT count(*) FROM {table} WHERE search_request_id = %s",
        [row.pk],
    )
    return int(found[0][0])


@pytest.mark.parametrize("round_", ROUNDS)
def test_one_of_two_opposite_decisions_counts(agency: InventedAgency, round_: int) -> None:
    row, decider, reading = ready(agency)
    answers = at_once(
        lambda: deciding(row, decider, reading, "approve"),
        lambda: deciding(row, decider, reading, "refuse"),
    )
    row.refresh_from_db()
    assert len(refusals(answers)) == 1
    assert row.status in {Status.APPROVED, Status.REFUSED}
    assert counted("searches_decision", row) == 1
    assert counted("dispatch_dispatch", row) == (1 if row.status == Status.APPROVED else 0)
    ends = [code for code in codes(row) if code in {"search.approved", "search.refused"}]
    assert len(ends) == 1


@pytest.mark.parametrize("round_", ROUNDS)
def test_approving_and_withdrawing_leave_no_search_behind_a_withdrawal(
    agency: InventedAgency, round_: int
) -> None:
    row, decider, reading = ready(agency)
    officer = agency.actor("officer")
    at_once(
        lambda: deciding(row, decider, reading, "approve"),
        lambda: withdraw.withdraw(actor=officer, search_request_id=row.id),
    )
    row.refresh_from_db()
    states = sql(
        "superuser",
        "SELECT state FROM dispatch_dispatch WHERE search_request_id = %s",
        [row.pk],
    )
    assert row.status == Status.WITHDRAWN  # an approval that came first can still be withdrawn
    assert states in ([], [("cancelled",)])
    assert ("search.approved" in codes(row)) == bool(states)


@pytest.mark.parametrize("round_", ROUNDS)
def test_expiring_and_deciding_end_in_one_of_them(agency: InventedAgency, round_: int) -> None:
    with clock.hold(clock.real_now() - dt.timedelta(days=14, minutes=1)):
        row, decider, reading = ready(agency)

    def approve() -> None:
        with clock.hold(clock.real_now() - dt.timedelta(hours=1)):
            deciding(row, decider, reading, "approve")

    def lapse() -> None:
        expire.expire(actor=system_actor("worker"), search_request_id=row.id)

    answers = at_once(approve, as_login("worker", lapse))
    row.refresh_from_db()
    assert row.status in {Status.APPROVED, Status.EXPIRED}, answers
    assert counted("searches_authorisation", row) == (1 if row.status == Status.APPROVED else 0)
    ends = [code for code in codes(row) if code in {"search.approved", "search.expired"}]
    assert len(ends) == 1


@pytest.mark.parametrize("round_", ROUNDS)
def test_one_of_two_claims_holds_and_the_other_is_told_by_whom(
    agency: InventedAgency, round_: int
) -> None:
    row = builders.submitted(agency)
    actors = [agency.actor("supervisor"), agency.actor("supervisor2")]
    answers = at_once(
        *(
            lambda actor=actor: claim.claim(actor=actor, search_request_id=row.id)
            for actor in actors
        )
    )
    assert refusals(answers) == ["AlreadyTaken"]
    assert codes(row).count("search.claimed") == 1
    open_claims = sql(
        "superuser",
        "SELECT count(*) FROM searches_claim WHERE search_request_id = %s AND ended_at IS NULL",
        [row.pk],
    )
    assert open_claims == [(1,)]


@pytest.mark.parametrize("round_", ROUNDS)
def test_a_double_click_submits_one_version(agency: InventedAgency, round_: int) -> None:
    row = builders.drafted(agency)
    officer = agency.actor("officer")
    declared = builders.driving.declared(row)
    submitting = lambda: submit.submit(  # noqa: E731
        actor=officer, search_request_id=row.id, declared=declared
    )
    at_once(submitting, submitting, submitting)
    row.refresh_from_db()
    assert (row.status, row.version) == (Status.AWAITING_DECISION, 1)
    assert counted("searches_justification", row) == 1
    assert codes(row).count("search.submitted") == 1


def test_two_deciders_whom_the_findings_demand_make_one_authorisation(
    agency: InventedAgency,
) -> None:
    row = builders.submitted(agency, document=builders.of_a_minor(1))
    readings = []
    for name, role in (("supervisor", "supervisor"), ("privacy", "privacy_officer")):
        actor = agency.actor(name, role)
        claim.claim(actor=actor, search_request_id=row.id)
        page = decision_page.open_decision_page(actor=actor, search_request_id=row.id)
        pictures.open_probe(actor=actor, search_request_id=row.id)
        readings.append((actor, page.reading_id))
        deciding(row, actor, page.reading_id, "approve")
        row.refresh_from_db()
        expected = Status.APPROVED if name == "privacy" else Status.AWAITING_DECISION
        assert row.status == expected
    assert counted("searches_authorisation", row) == 1
    assert counted("dispatch_dispatch", row) == 1


# --- a claim that is renewed while something else happens to it ----------------------------------


def nearly_over(agency: InventedAgency) -> tuple[SearchRequest, Actor]:
    row = builders.submitted(agency)
    decider = agency.actor("supervisor")
    claim.claim(actor=decider, search_request_id=row.id)
    builders.claim_grows_old(row, minutes_left=5)
    return row, decider


def claims_of(row: SearchRequest) -> list[tuple[bool, str]]:
    """Whether each claim was renewed, and how it ended."""
    return [
        (renewed, how)
        for renewed, how in sql(
            "superuser",
            "SELECT first_until IS NOT NULL, ended_how FROM searches_claim WHERE search_request_id = %s",
            [row.pk],
        )
    ]


@pytest.mark.parametrize("round_", ROUNDS)
def test_two_savings_at_once_renew_once(agency: InventedAgency, round_: int) -> None:
    row, decider = nearly_over(agency)

    def save() -> object:
        return claim.keep_in_hand(actor=decider, search_request_id=row.id)

    first, second = at_once(save, save)
    assert first.until == second.until
    assert codes(row).count("search.claim_renewed") == 1
    assert claims_of(row) == [(True, "")]


@pytest.mark.parametrize("round_", ROUNDS)
def test_what_is_let_go_is_not_renewed(agency: InventedAgency, round_: int) -> None:
    row, decider = nearly_over(agency)
    at_once(
        lambda: claim.keep_in_hand(actor=decider, search_request_id=row.id),
        lambda: claim.release(actor=decider, search_request_id=row.id),
    )
    ((renewed, how),) = claims_of(row)
    assert how == "released"  # renewed before or not at all
    way = [code for code in codes(row) if code.startswith("search.claim_")]
    assert way == ["search.claim_renewed"] * renewed + ["search.claim_released"]


@pytest.mark.parametrize("round_", ROUNDS)
def test_what_expires_is_not_renewed(agency: InventedAgency, round_: int) -> None:
    row, decider = nearly_over(agency)
    sql("superuser", "UPDATE searches_searchrequest SET lapses_at = now() - interval '1 minute'")
    at_once(
        lambda: claim.keep_in_hand(actor=decider, search_request_id=row.id),
        as_login(
            "worker",
            lambda: expire.expire(actor=system_actor("worker"), search_request_id=row.id),
        ),
    )
    row.refresh_from_db()
    assert row.status == Status.EXPIRED
    ((renewed, how),) = claims_of(row)
    assert how == "expired"
    way = [code for code in codes(row) if code in {"search.claim_renewed", "search.expired"}]
    assert way == ["search.claim_renewed"] * renewed + ["search.expired"]
