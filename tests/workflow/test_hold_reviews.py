"""A legal hold is reviewed at its day: told to those who may keep or release it, and never ended by itself."""

from __future__ import annotations

import threading
from typing import Any

import psycopg
import pytest

from requests_app.common.errors import BadInput, NotFound, NotPermitted, PreconditionFailed
from requests_app.searches import holds
from requests_app.searches.models import HoldReview, LegalHold, Notice, SearchRequest
from requests_app.tasks import worker
from requests_app.workflow import hold
from tests import builders, legal_holds
from tests.builders import InventedAgency
from tests.legal_holds import due_since, in_days
from tests.support import connected_as, sql

STILL = "The court has not decided yet; its registry said so by letter on 2 December."
DUE = Notice.Kind.HOLD_REVIEW_DUE


def held(agency: InventedAgency, *, days: int = 30, who: str = "privacy") -> LegalHold:
    row = builders.decided(agency, builders.submitted(agency), "refuse")
    return legal_holds.held(agency, row, days=days, who=who)


def kept(agency: InventedAgency, stands: LegalHold, days: int, who: str = "privacy") -> HoldReview:
    return hold.review_hold(
        actor=agency.actor(who),
        search_request_id=stands.search_request_id,
        hold_id=stands.pk,
        reason=STILL,
        review_on=in_days(days),
    )


def swept() -> None:
    with connected_as("worker"):
        worker.tell_of_reports()


def told(row: SearchRequest) -> list[str]:
    found = Notice.objects.filter(search_request=row, kind=DUE)
    return sorted(found.values_list("account__username", flat=True))


def facts(row: SearchRequest, code: str) -> list[dict[str, Any]]:
    found = sql(
        "auditor",
        "SELECT convert_from(entry, 'UTF8')::jsonb -> 'body' -> 'facts' FROM audit.event"
        " WHERE request_id = %s AND code = %s ORDER BY id",
        [row.pk, code],
    )
    return [each for (each,) in found]


def week_lost() -> None:
    sql(
        "superuser",
        "SET session_replication_role = replica;"
        " UPDATE searches_notice SET created_at = created_at - interval '8 days'",
    )


def test_its_day_is_in_the_row_and_in_the_log(agency: InventedAgency) -> None:
    stands = held(agency, days=366)
    assert LegalHold.objects.get().review_on == in_days(366)
    (said,) = facts(stands.search_request, "retention.hold_set")
    assert said == {"review_on": in_days(366).isoformat()}


@pytest.mark.parametrize("days", [-1, 0, 367, 4000])
def test_a_day_that_is_past_or_beyond_a_year_is_refused(agency: InventedAgency, days: int) -> None:
    with pytest.raises(BadInput) as refused:
        held(agency, days=days)
    assert refused.value.field_errors == {"review_on": ["not_within_a_year"]}
    stands = held(agency)
    with pytest.raises(BadInput) as again:
        kept(agency, stands, days)
    assert again.value.field_errors == {"review_on": ["not_within_a_year"]}
    assert not HoldReview.objects.exists()


def test_it_is_told_on_its_day_and_each_week_and_stays(agency: InventedAgency) -> None:
    stands = held(agency)
    row = stands.search_request
    swept()
    assert told(row) == []
    due_since(stands, 0)
    swept()
    deciders = ["privacy", "sergeant", "supervisor", "supervisor2"]
    assert told(row) == deciders
    assert facts(row, "retention.hold_review_due") == [{"told": 4}]
    swept()
    assert told(row) == deciders
    due_since(stands, 30)
    week_lost()
    swept()
    assert told(row) == sorted(deciders * 2)
    stands.refresh_from_db()
    assert stands.released_at is None


def test_one_of_an_earlier_release_names_no_day_and_is_due(agency: InventedAgency) -> None:
    stands = held(agency)
    due_since(stands, None)
    swept()
    swept()
    assert len(told(stands.search_request)) == 4
    kept(agency, stands, 10)
    week_lost()
    swept()
    assert len(told(stands.search_request)) == 4


def test_a_review_keeps_it_until_its_next_day(agency: InventedAgency) -> None:
    stands = held(agency)
    due_since(stands, 3)
    review = kept(agency, stands, 50)
    assert holds.opened_review(review) == STILL
    row = stands.search_request
    assert facts(row, "retention.hold_reviewed") == [
        {"hold": str(stands.pk), "review_on": in_days(50).isoformat()}
    ]
    swept()
    assert told(row) == []
    # The latest review counts, not the latest day.
    kept(agency, stands, 5)
    assert holds.with_review_day(LegalHold.objects.all()).get().due_on == in_days(5)
    assert not holds.due_for_review(in_days(4)).exists()
    assert holds.due_for_review(in_days(5)).exists()


def test_what_is_due_anew_is_told_though_a_day_before_was_told_lately(
    agency: InventedAgency,
) -> None:
    stands = held(agency)
    row = stands.search_request
    due_since(stands, 5)
    swept()
    sql(
        "superuser",
        "SET session_replication_role = replica;"
        " UPDATE searches_notice SET created_at = created_at - interval '2 days'",
    )
    swept()
    assert len(told(row)) == 4
    due_since(stands, 0)  # as after a review that named today
    swept()
    assert len(told(row)) == 8


def test_one_that_was_released_is_told_to_nobody_and_reviewed_by_nobody(
    agency: InventedAgency,
) -> None:
    stands = held(agency)
    due_since(stands, 1)
    hold.release_hold(
        actor=agency.actor("supervisor"),
        search_request_id=stands.search_request_id,
        hold_id=stands.pk,
        reason=STILL,
    )
    swept()
    assert told(stands.search_request) == []
    with pytest.raises(PreconditionFailed) as refused:
        kept(agency, stands, 20)
    assert refused.value.reason == "hold_released"


def test_where_nobody_decides_for_the_unit_auditors_are_told(agency: InventedAgency) -> None:
    stands = held(agency)
    due_since(stands, 1)
    sql(
        "superuser",
        "SET session_replication_role = replica; UPDATE accounts_unit SET is_active = false",
    )
    swept()
    assert facts(stands.search_request, "retention.hold_review_due") == [{"told": 0}]
    assert told(stands.search_request) == ["auditor", "oversight"]


@pytest.mark.parametrize("who", ["officer", "supervisor", "examiner", "auditor", "administrator"])
def test_only_a_privacy_officer_reviews_one(agency: InventedAgency, who: str) -> None:
    stands = held(agency)
    with pytest.raises((NotPermitted, NotFound)):
        kept(agency, stands, 20, who)
    assert not HoldReview.objects.exists()


def test_a_hold_is_reviewed_under_its_own_request(agency: InventedAgency) -> None:
    stands, other = held(agency), held(agency)
    with pytest.raises(NotFound):
        hold.review_hold(
            actor=agency.actor("privacy"),
            search_request_id=other.search_request_id,
            hold_id=stands.pk,
            reason=STILL,
            review_on=in_days(9),
        )


INSERT = (
    "INSERT INTO searches_holdreview (id, hold_id, search_request_id, sealed_reason, review_on, reviewed_at,"
    " reviewed_by_id, reviewed_by_person_id) SELECT gen_random_uuid(), %s, %s, 'x', {day}, {at}, id, person_id"
    " FROM accounts_account WHERE username = %s"
)


@pytest.mark.parametrize(
    ("who", "day", "at", "refusal"),
    [
        ("supervisor", "now()::date + 30", "now()", "by a privacy officer of the unit"),
        ("officer", "now()::date + 30", "now()", "by a privacy officer of the unit"),
        ("auditor", "now()::date + 30", "now()", "by a privacy officer of the unit"),
        ("privacy", "now()::date + 30", "now() - interval '6 minutes'", "is reviewed now"),
        ("privacy", "now()::date - 1", "now()", "within a year"),
        ("privacy", "now()::date + 369", "now()", "within a year"),
        ("privacy", "now()::date + 30", "now()", "needs its event"),
    ],
)
def test_the_database_lets_nobody_review_one_otherwise(
    agency: InventedAgency, who: str, day: str, at: str, refusal: str
) -> None:
    stands = held(agency)
    with pytest.raises(psycopg.errors.CheckViolation, match=refusal):
        sql("web", INSERT.format(day=day, at=at), [stands.pk, stands.search_request_id, who])


def test_the_database_lets_nobody_review_one_of_another_request_or_released(
    agency: InventedAgency,
) -> None:
    stands, other = held(agency), held(agency)
    statement = INSERT.format(day="now()::date + 30", at="now()")
    with pytest.raises(psycopg.errors.CheckViolation, match="while it stands"):
        sql("web", statement, [stands.pk, other.search_request_id, "privacy"])
    hold.release_hold(
        actor=agency.actor("supervisor"),
        search_request_id=stands.search_request_id,
        hold_id=stands.pk,
        reason=STILL,
    )
    with pytest.raises(psycopg.errors.CheckViolation, match="while it stands"):
        sql("web", statement, [stands.pk, stands.search_request_id, "privacy"])


@pytest.mark.parametrize("day", ["NULL", "now()::date - 1", "now()::date + 369"])
def test_the_database_lets_no_hold_be_set_without_a_day_within_a_year(
    agency: InventedAgency, day: str
) -> None:
    row = builders.decided(agency, builders.submitted(agency), "refuse")
    with pytest.raises(psycopg.errors.CheckViolation, match="within a year"):
        sql(
            "web",
            "INSERT INTO searches_legalhold (id, search_request_id, sealed_reason, set_at, review_on, set_by_id,"
            f" set_by_person_id) SELECT gen_random_uuid(), %s, 'x', now(), {day}, id, person_id"
            " FROM accounts_account WHERE username = 'privacy'",
            [row.pk],
        )


def test_a_day_cannot_be_put_off_in_its_row(agency: InventedAgency) -> None:
    stands = held(agency)
    for login, wanted in (
        ("web", psycopg.errors.InsufficientPrivilege),
        ("owner", psycopg.errors.CheckViolation),
    ):
        with pytest.raises(wanted):
            sql(
                login,
                "UPDATE searches_legalhold SET review_on = review_on + 300 WHERE id = %s",
                [stands.pk],
            )


@pytest.mark.parametrize("_round", range(3))
def test_a_review_and_a_release_at_once_leave_both_or_the_release(
    agency: InventedAgency, _round: int
) -> None:
    stands = held(agency)
    together, outcomes = threading.Barrier(2), {}

    def run(name: str, act: Any) -> None:
        with connected_as("web"):
            together.wait()
            try:
                act()
                outcomes[name] = "done"
            except PreconditionFailed as refused:
                outcomes[name] = refused.reason

    of_it = {"search_request_id": stands.search_request_id, "hold_id": stands.pk, "reason": STILL}
    supervisor, privacy = agency.actor("supervisor"), agency.actor("privacy")
    acts = {
        "release": lambda: hold.release_hold(actor=supervisor, **of_it),
        "review": lambda: hold.review_hold(actor=privacy, **of_it, review_on=in_days(20)),
    }
    threads = [threading.Thread(target=run, args=each) for each in acts.items()]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    stands.refresh_from_db()
    assert stands.released_at is not None
    assert outcomes["release"] == "done"
    assert outcomes["review"] in {"done", "hold_released"}
    assert HoldReview.objects.count() == (outcomes["review"] == "done")
