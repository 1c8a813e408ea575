"""The content of an ended request is destroyed at its time, with a certificate, and never while a legal hold stands.

Days pass by moving the day on which a request ended, as nobody but the database's superuser can.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from requests_app.accounts.actors import Actor, system_actor
from requests_app.audit import recorder
from requests_app.common import clock
from requests_app.common.errors import (
    BadInput,
    CountersignError,
    NotFound,
    NotPermitted,
    PreconditionFailed,
)
from requests_app.policy.vocabulary import PURPOSES_AT_RISK
from requests_app.registry.models import RetentionPeriod
from requests_app.registry.retention import PERIODS
from requests_app.searches import content, holds
from requests_app.searches.models import LegalHold, SearchRequest
from requests_app.searches.states import KEPT_FOR_A_TIME, Status
from requests_app.tasks import worker
from requests_app.workflow import administration, destroy, hold, withdraw
from requests_app.workflow.unit_of_work import Work
from tests import builders, follow_ups
from tests.builders import InventedAgency
from tests.concurrency.at_once import as_login, at_once
from tests.legal_holds import in_days
from tests.signed_in import browser
from tests.support import connected_as, raw_connection, sql

WORKER = system_actor("worker")
WHY = (
    "The prosecution service ordered on 3 March that this file be kept until the appeal is decided."
)


def ended_before(row: SearchRequest, days: float) -> None:
    """Let the request have ended so many days ago: its row says so, and so does the log, which counts."""
    moves = (
        "UPDATE searches_searchrequest SET status_since = now() - make_interval(secs => %s) WHERE id = %s",
        "UPDATE audit.event AS said SET recorded_at = now() - make_interval(secs => %s) FROM searches_searchrequest AS r"
        " WHERE r.id = %s AND said.request_id = r.id AND said.status_after = r.status",
    )
    with raw_connection("superuser") as connection:
        connection.execute("SET session_replication_role = replica")
        for table in ("searches_searchrequest", "audit.event"):
            for (name,) in sql("superuser", _ALWAYS, [table]):
                connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
        for move in moves:
            connection.execute(move, [days * 86_400, row.pk])
        for table in ("searches_searchrequest", "audit.event"):
            for (name,) in sql("superuser", _ALWAYS, [table]):
                connection.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")
        connection.commit()
    row.refresh_from_db()


_ALWAYS = "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled = 'A'"


def periods(**days: int) -> None:
    """These are the agency's periods, and no others."""
    with connected_as("owner"):
        RetentionPeriod.objects.all().delete()
        RetentionPeriod.objects.bulk_create(
            RetentionPeriod(code=code, days=number) for code, number in days.items()
        )


def sweep() -> None:
    with connected_as("worker"):
        worker.destroy_due_content()


def certificate(row: SearchRequest) -> dict[str, Any]:
    ((entry,),) = sql(
        "superuser",
        "SELECT entry FROM audit.event WHERE request_id = %s AND code = 'content.destroyed'",
        [row.pk],
    )
    facts: dict[str, Any] = json.loads(bytes(entry))["body"]["facts"]
    return facts


def left_of(row: SearchRequest) -> dict[str, int]:
    """How much there is still of what finds or opens the content."""
    return {
        name: sql("superuser", f"SELECT count(*) FROM {table}", [row.pk])[0][0]
        for name, table in {
            "keys": "searches_contentkey WHERE wrapped IS NOT NULL AND search_request_id = %s",
            "fingerprints": "searches_probefingerprint f JOIN searches_probe p ON p.id = f.probe_id"
            " WHERE p.search_request_id = %s",
            "signatures": "searches_textsignature WHERE search_request_id = %s",
            "openings": "audit.opening o JOIN audit.event e ON e.id = o.event_id WHERE e.request_id = %s",
        }.items()
    }


def standing_on(row: SearchRequest) -> list[LegalHold]:
    return list(row.holds.filter(released_at=None))


def refused(agency: InventedAgency) -> SearchRequest:
    return builders.decided(agency, builders.submitted(agency), "refuse")


def test_a_refused_request_is_destroyed_when_its_days_are_over_and_not_before(
    agency: InventedAgency,
) -> None:
    periods(refused=30)
    row = refused(agency)
    assert all(left_of(row).values())
    ended_before(row, 29.9)
    sweep()
    assert content.open_version(row.justifications.get())
    with pytest.raises(PreconditionFailed) as early, connected_as("worker"):
        destroy.destroy(actor=WORKER, search_request_id=row.pk)
    assert early.value.reason == "content_not_due"
    ended_before(row, 30.1)
    sweep()
    with pytest.raises(content.ContentDestroyed):
        content.open_version(row.justifications.get())
    assert left_of(row) == {"keys": 0, "fingerprints": 0, "signatures": 0, "openings": 0}
    said = certificate(row)
    assert (said["ground"], said["days"]) == ("refused", 30)
    assert (said["versions"], said["pictures"], said["documents"], said["lists"]) == (1, 2, 0, 0)
    row.refresh_from_db()
    assert row.status == "REFUSED"
    assert row.content_destroyed_at is not None
    with pytest.raises(PreconditionFailed) as again, connected_as("worker"):
        destroy.destroy(actor=WORKER, search_request_id=row.pk)
    assert again.value.reason == "content_destroyed"


REACHED = {*Status} - {
    Status.LEAD_RELEASED, Status.NO_LEAD, Status.STOPPED, Status.CLOSED, Status.RESULT_RECEIVED,
}  # fmt: skip


@pytest.mark.parametrize("status", sorted(REACHED))
def test_content_ends_by_itself_only_where_a_request_has_ended(
    agency: InventedAgency, status: Status
) -> None:
    periods(**dict.fromkeys(PERIODS, 1))
    row = builders.search_request_at(agency, status)
    ended_before(row, 4000)
    assert (destroy.due_of(row.pk) is not None) is (status in KEPT_FOR_A_TIME)


def test_without_a_period_nothing_ends_by_itself(agency: InventedAgency) -> None:
    periods(withdrawn=1)
    row = refused(agency)
    ended_before(row, 4000)
    sweep()
    assert left_of(row)["keys"] == 1


@pytest.mark.usefixtures("matcher")
def test_a_result_is_kept_for_the_class_that_the_officer_chose(agency: InventedAgency) -> None:
    periods(with_case_file=400, minimum_period=20)
    row = builders.search_request_at(agency, Status.RESULT_RECEIVED)
    due = destroy.due_of(row.pk)
    assert due is not None
    assert (due.ground, due.days) == ("with_case_file", 400)
    assert abs(due.at - row.status_since - dt.timedelta(days=400)) < dt.timedelta(minutes=1)
    ended_before(row, 401)
    sweep()
    assert certificate(row)["lists"] == 1
    assert left_of(row)["keys"] == 0


@pytest.mark.usefixtures("matcher")
def test_a_released_lead_is_kept_until_it_is_reported_to_be_over_and_for_its_class_from_then_on(
    agency: InventedAgency,
) -> None:
    periods(with_case_file=400, minimum_period=20)
    row = builders.search_request_at(agency, Status.LEAD_RELEASED)
    assert destroy.due_of(row.pk) is None
    for outcome in ("open", "charged", "convicted", "open"):
        follow_ups.recorded(agency, row, follow_ups.report(disposition=outcome))
        assert (destroy.due_of(row.pk) is None) == (outcome in {"open", "charged"})
    first = follow_ups.recorded(agency, row, follow_ups.report(disposition="lead_discarded"))
    follow_ups.released_days_ago(row, 10)
    first.refresh_from_db()
    follow_ups.recorded(agency, row, follow_ups.report(disposition="lead_discarded"))
    due = destroy.due_of(row.pk)
    assert due is not None
    assert due.at == first.recorded_at + dt.timedelta(days=400)
    periods(with_case_file=2, minimum_period=1)
    due = destroy.due_of(row.pk)
    assert due is not None
    assert due.at == row.lead_decision.expires_at


@pytest.mark.usefixtures("matcher")
@pytest.mark.parametrize("kind", ["report", "passing"])
def test_where_anything_has_to_be_looked_into_the_content_is_kept(
    agency: InventedAgency, kind: str
) -> None:
    periods(with_case_file=2, minimum_period=1)
    row = builders.search_request_at(agency, Status.LEAD_RELEASED)
    if kind == "report":
        wrong = follow_ups.report(corroborations=(), done=follow_ups.arrested())
        follow_ups.recorded(agency, row, wrong)
    else:
        early = timezone.localdate() - dt.timedelta(days=1)
        follow_ups.recorded(agency, row, follow_ups.passing(passed_on=early))
    follow_ups.recorded(agency, row, follow_ups.report(disposition="lead_discarded"))
    assert destroy.due_of(row.pk) is None


@pytest.mark.usefixtures("matcher")
@pytest.mark.parametrize("purpose", ["identify_suspect", "missing_person"])
def test_a_result_sealed_until_its_case_is_disposed_of_is_never_destroyed_by_itself(
    agency: InventedAgency, purpose: str
) -> None:
    """Nobody says of a result without a lead how its case ended."""
    periods(**dict.fromkeys(PERIODS, 1))
    row = builders.search_request_at(agency, Status.RESULT_RECEIVED)
    frozen_as(row, retention_class="sealed_until_disposition", purpose_code=purpose)
    ended_before(row, 4000)
    assert destroy.due_of(row.pk) is None
    sweep()
    assert left_of(row)["keys"] == 1


def test_a_refused_request_has_its_period_whatever_class_was_chosen_for_the_result(
    agency: InventedAgency,
) -> None:
    periods(refused=30)
    row = refused(agency)
    frozen_as(row, retention_class="sealed_until_disposition")
    due = destroy.due_of(row.pk)
    assert due is not None
    assert (due.ground, due.days) == ("refused", 30)


def at_risk(row: SearchRequest, purpose: str) -> None:
    """Let the request have been about a person at risk."""
    frozen_as(row, purpose_code=purpose)


def frozen_as(row: SearchRequest, **codes: str) -> None:
    """Let the submitted version say other codes: the rules of the day are not what is tried here."""
    with raw_connection("superuser") as connection:
        connection.execute("ALTER TABLE searches_justification DISABLE TRIGGER keep_rows")
        said = ", ".join(f"{column} = %s" for column in codes)
        connection.execute(
            f"UPDATE searches_justification SET {said} WHERE search_request_id = %s",
            [*codes.values(), row.pk],
        )
        connection.execute("ALTER TABLE searches_justification ENABLE ALWAYS TRIGGER keep_rows")
        connection.commit()


@pytest.mark.parametrize("purpose", sorted(PURPOSES_AT_RISK))
def test_a_person_at_risk_is_kept_for_the_shorter_time(
    agency: InventedAgency, purpose: str
) -> None:
    row = refused(agency)
    at_risk(row, purpose)
    for own, risk in ((30, 90), (90, 30), (None, 60)):
        periods(**({"refused": own} if own else {}), person_at_risk=risk)
        due = destroy.due_of(row.pk)
        assert due is not None
        assert due.days == min(filter(None, (own, risk)))


def test_a_request_about_a_suspect_is_not_kept_shorter(agency: InventedAgency) -> None:
    row = refused(agency)
    periods(refused=90, person_at_risk=5)
    due = destroy.due_of(row.pk)
    assert due is not None
    assert (due.ground, due.days) == ("refused", 90)


# A legal hold ------------------------------------------------------------------------------------


def test_a_hold_keeps_the_content_until_another_person_releases_it(agency: InventedAgency) -> None:
    periods(refused=30)
    row = refused(agency)
    ended_before(row, 31)
    privacy = agency.actor("privacy")
    stands = hold.set_hold(
        actor=privacy, search_request_id=row.pk, reason=WHY, review_on=in_days(90)
    )
    assert holds.opened(stands) == WHY
    sweep()
    assert left_of(row)["keys"] == 1
    with pytest.raises(PreconditionFailed) as held, connected_as("worker"):
        destroy.destroy(actor=WORKER, search_request_id=row.pk)
    assert held.value.reason == "content_on_hold"
    asked: dict[str, Any] = {"search_request_id": row.pk, "hold_id": stands.pk, "reason": WHY}
    with pytest.raises(NotPermitted) as own:
        hold.release_hold(actor=privacy, **asked)
    assert own.value.reason == "own_hold"
    released = hold.release_hold(actor=agency.actor("supervisor"), **asked)
    assert holds.opened(released, is_release=True) == WHY
    with pytest.raises(PreconditionFailed) as again:
        hold.release_hold(actor=agency.actor("supervisor2"), **asked)
    assert again.value.reason == "hold_released"
    sweep()
    assert left_of(row)["keys"] == 0
    with pytest.raises(PreconditionFailed) as gone:
        hold.set_hold(actor=privacy, search_request_id=row.pk, reason=WHY, review_on=in_days(90))
    assert gone.value.reason == "content_destroyed"


def second_privacy_officer(agency: InventedAgency) -> Actor:
    """Have the administrators give another decider of the unit this role as well."""
    role = "privacy_officer"
    account = agency.people["supervisor2"]
    asked = administration.propose_role(
        actor=agency.actor("administrator"), account_id=account.pk, role=role, reason=WHY
    )
    administration.confirm(actor=agency.actor("administrator2"), proposal_id=asked.pk)
    return agency.actor("supervisor2", role)


@pytest.mark.parametrize("_round", range(2))
def test_two_sessions_of_one_person_set_one_hold(agency: InventedAgency, _round: int) -> None:
    row = refused(agency)
    at_once(
        *(
            lambda: hold.set_hold(
                actor=agency.actor("privacy"),
                search_request_id=row.pk,
                reason=WHY,
                review_on=in_days(90),
            )
            for _ in range(3)
        )
    )
    assert len(standing_on(row)) == 1


def test_one_of_two_holds_released_leaves_the_other(agency: InventedAgency) -> None:
    periods(refused=30)
    row = refused(agency)
    ended_before(row, 31)
    first, _ = (
        hold.set_hold(actor=actor, search_request_id=row.pk, reason=WHY, review_on=in_days(90))
        for actor in (agency.actor("privacy"), second_privacy_officer(agency))
    )
    hold.release_hold(
        actor=agency.actor("supervisor"), search_request_id=row.pk, hold_id=first.pk, reason=WHY
    )
    assert len(standing_on(row)) == 1
    sweep()
    assert left_of(row)["keys"] == 1


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("officer", NotPermitted), ("supervisor", NotPermitted), ("examiner", NotPermitted),
        ("auditor", NotPermitted), ("operator", NotPermitted),
    ],
)  # fmt: skip
def test_only_a_privacy_officer_sets_a_hold(
    agency: InventedAgency, who: str, refusal: type[CountersignError]
) -> None:
    row = refused(agency)
    with pytest.raises(refusal):
        hold.set_hold(
            actor=agency.actor(who), search_request_id=row.pk, reason=WHY, review_on=in_days(90)
        )
    assert standing_on(row) == []


def test_a_hold_needs_a_reason_and_a_release_its_hold(agency: InventedAgency) -> None:
    row, other = refused(agency), refused(agency)
    privacy = agency.actor("privacy")
    with pytest.raises(BadInput):
        hold.set_hold(
            actor=privacy, search_request_id=row.pk, reason="Because.", review_on=in_days(90)
        )
    stands = hold.set_hold(
        actor=privacy, search_request_id=row.pk, reason=WHY, review_on=in_days(90)
    )
    with pytest.raises(NotFound):
        hold.release_hold(
            actor=agency.actor("supervisor"), search_request_id=other.pk, hold_id=stands.pk,
            reason=WHY,
        )  # fmt: skip


# What SQL may not do -----------------------------------------------------------------------------


@pytest.mark.parametrize("login", ["web", "dispatcher", "auditor"])
def test_no_other_process_destroys(agency: InventedAgency, login: str) -> None:
    periods(refused=1)
    row = refused(agency)
    ended_before(row, 4000)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        sql(login, "SELECT searches_destroy_content(%s)", [row.pk])


def test_the_worker_hurries_nothing_and_passes_by_no_hold(agency: InventedAgency) -> None:
    periods(refused=30)
    row = refused(agency)
    with pytest.raises(psycopg.errors.CheckViolation, match="not over"):
        sql("worker", "SELECT searches_destroy_content(%s)", [row.pk])
    ended_before(row, 31)
    hold.set_hold(
        actor=agency.actor("privacy"), search_request_id=row.pk, reason=WHY, review_on=in_days(90)
    )
    with pytest.raises(psycopg.errors.CheckViolation, match="hold stands"):
        sql("worker", "SELECT searches_destroy_content(%s)", [row.pk])
    for statement in (
        "UPDATE searches_contentkey SET wrapped = NULL WHERE search_request_id = %s",
        "UPDATE searches_searchrequest SET content_destroyed_at = now() WHERE id = %s",
        "UPDATE searches_legalhold SET released_at = now() WHERE search_request_id = %s",
        "DELETE FROM searches_probefingerprint WHERE %s <> ''",
        "UPDATE registry_retentionperiod SET days = 1 WHERE %s <> ''",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            sql("worker", statement, [str(row.pk)])


def test_the_web_can_neither_release_alone_nor_take_a_hold_away(agency: InventedAgency) -> None:
    row = refused(agency)
    hold.set_hold(
        actor=agency.actor("privacy"), search_request_id=row.pk, reason=WHY, review_on=in_days(90)
    )
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        sql("web", "DELETE FROM searches_legalhold")
    with pytest.raises(psycopg.errors.CheckViolation):  # by the same person
        sql(
            "web",
            "UPDATE searches_legalhold SET released_at = now(), released_by_id = set_by_id,"
            " released_by_person_id = set_by_person_id, sealed_release = sealed_reason",
        )
    with pytest.raises(psycopg.errors.CheckViolation):  # by another, without its event
        sql(
            "web",
            "UPDATE searches_legalhold SET released_at = now(), released_by_id = a.id,"
            " released_by_person_id = a.person_id, sealed_release = sealed_reason"
            " FROM accounts_account a WHERE a.username = 'supervisor'",
        )
    assert len(standing_on(row)) == 1


@pytest.mark.parametrize("code", ["data.erased", "content.destroyed"])
def test_nobody_says_that_content_is_gone_which_is_there(agency: InventedAgency, code: str) -> None:
    row = refused(agency)
    facts: dict[str, Any] = {
        "data.erased": {"ground": "refused", "count": 1},
        "content.destroyed": {
            "ground": "refused", "days": 1, "until": "2026-11-01T00:00:00.000000Z", "versions": 1,
            "pictures": 2, "documents": 0, "lists": 0,
        },
    }[code]  # fmt: skip
    with (
        connected_as("worker"),
        pytest.raises(IntegrityError, match="what is not so"),
        transaction.atomic(),
    ):
        recorder.record(code, who=WORKER.who, request_id=row.pk, facts=facts)
    assert not sql("superuser", "SELECT 1 FROM audit.event WHERE code = %s", [code])


def test_no_hold_is_set_on_what_is_gone_or_begins_released(agency: InventedAgency) -> None:
    periods(refused=1)
    row, other = refused(agency), refused(agency)
    ended_before(row, 3)
    sweep()
    insert = (
        "INSERT INTO searches_legalhold (id, search_request_id, sealed_reason, set_at, review_on, set_by_id,"
        " set_by_person_id{more}) SELECT gen_random_uuid(), %s, 'x', now(), now()::date + 30, a.id, a.person_id{values}"
        " FROM accounts_account a, accounts_account b WHERE a.username = 'privacy' AND b.username = 'supervisor'"
    )
    with pytest.raises(psycopg.errors.CheckViolation, match="nothing to hold"):
        sql("web", insert.format(more="", values=""), [row.pk])
    released = {
        "more": ", released_at, released_by_id, released_by_person_id, sealed_release",
        "values": ", now(), b.id, b.person_id, 'x'",
    }
    with pytest.raises(psycopg.errors.CheckViolation, match="begins open"):
        sql("web", insert.format(**released), [other.pk])


def _insert_hold(row: SearchRequest, username: str, at: str) -> None:
    sql(
        "web",
        "INSERT INTO searches_legalhold (id, search_request_id, sealed_reason, set_at, review_on, set_by_id, set_by_person_id)"
        f" SELECT gen_random_uuid(), %s, 'x', {at}, ({at})::date + 30, id, person_id FROM accounts_account WHERE username = %s",
        [row.pk, username],
    )


@pytest.mark.parametrize(
    ("username", "at", "refusal"),
    [
        ("officer", "now()", "for a decider of the unit"),
        ("officer2", "now()", "for a decider of the unit"),
        ("supervisor", "now()", "for a decider of the unit"),
        ("supervisor3", "now()", "for a decider of the unit"),
        ("administrator", "now()", "for a decider of the unit"),
        ("privacy", "now() - interval '6 minutes'", "at the time of the act"),
        ("privacy", "now() + interval '10 years'", "at the time of the act"),
    ],
)
def test_the_database_lets_nobody_else_set_a_hold_and_not_at_another_time(
    agency: InventedAgency, username: str, at: str, refusal: str
) -> None:
    row = refused(agency)
    with pytest.raises(psycopg.errors.CheckViolation, match=refusal):
        _insert_hold(row, username, at)


@pytest.mark.parametrize(
    ("username", "at", "refusal"),
    [
        ("officer", "now()", "for a decider of the unit"),
        ("supervisor3", "now()", "for a decider of the unit"),
        ("auditor", "now()", "for a decider of the unit"),
        ("supervisor", "'1900-01-01'", "at the time of the act"),
        ("supervisor", "now() + interval '10 years'", "at the time of the act"),
    ],
)
def test_the_database_lets_nobody_else_release_a_hold_and_not_at_another_time(
    agency: InventedAgency, username: str, at: str, refusal: str
) -> None:
    row = refused(agency)
    stands = hold.set_hold(
        actor=agency.actor("privacy"), search_request_id=row.pk, reason=WHY, review_on=in_days(90)
    )
    with pytest.raises(psycopg.errors.CheckViolation, match=refusal):
        sql(
            "web",
            f"UPDATE searches_legalhold SET sealed_release = 'x', released_at = {at}, released_by_id = a.id,"
            " released_by_person_id = a.person_id FROM accounts_account AS a"
            " WHERE a.username = %s AND searches_legalhold.id = %s",
            [username, stands.pk],
        )


@pytest.mark.parametrize("days", [0, 40, 30_000])
def test_what_the_row_says_of_its_end_hurries_nothing(agency: InventedAgency, days: int) -> None:
    """The process of the pages backdates the end of a request; the log knows when it ended."""
    periods(withdrawn=30)
    row = builders.submitted(agency)
    with clock.hold(clock.real_now() - dt.timedelta(days=days)):
        withdraw.withdraw(actor=agency.actor("officer"), search_request_id=row.pk)
    row.refresh_from_db()
    assert row.status_since < clock.real_now() - dt.timedelta(days=days, minutes=-1)
    due = destroy.due_of(row.pk)
    assert due is not None
    assert due.at > clock.real_now() + dt.timedelta(days=29)
    with pytest.raises(psycopg.errors.CheckViolation, match="the time of this content is not over"):
        sql("worker", "SELECT searches_destroy_content(%s)", [row.pk])


def test_a_status_does_not_begin_in_the_future(agency: InventedAgency) -> None:
    """It would hide the request from the sweep, which looks for what ended long ago."""
    row = builders.submitted(agency)
    with pytest.raises(psycopg.errors.CheckViolation, match="has begun when it began"):
        sql(
            "web",
            "UPDATE searches_searchrequest SET status = 'WITHDRAWN', status_since = now() + interval '6 minutes'"
            " WHERE id = %s",
            [row.pk],
        )


def test_a_row_of_an_earlier_release_that_began_in_the_future_can_still_be_ended(
    agency: InventedAgency,
) -> None:
    row = builders.submitted(agency)
    ended_before(row, -400)
    sql(
        "superuser",
        "UPDATE searches_searchrequest SET reference = reference WHERE id = %s",
        [row.pk],
    )
    assert row.status_since > clock.real_now()
    withdraw.withdraw(actor=agency.actor("officer"), search_request_id=row.pk)
    row.refresh_from_db()
    assert row.status == "WITHDRAWN"
    assert row.status_since < clock.real_now()


def test_nothing_is_destroyed_without_its_certificate(agency: InventedAgency) -> None:
    periods(refused=1)
    row = refused(agency)
    ended_before(row, 3)
    with pytest.raises(psycopg.errors.CheckViolation, match="together with its certificate"):
        sql("worker", "SELECT searches_destroy_content(%s)", [row.pk])
    assert left_of(row)["keys"] == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"ground": "withdrawn"}, {"days": 2}, {"until": "2026-11-01T00:00:00.000000Z"}, {"versions": 2},
        {"pictures": 0}, {"documents": 5}, {"lists": 1},
    ],
)  # fmt: skip
def test_a_certificate_says_what_was_destroyed_and_by_which_period(
    agency: InventedAgency, changed: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    periods(refused=1)
    row = refused(agency)
    ended_before(row, 3)
    record = Work.record

    def lie(self: Work, code: str, **said: Any) -> Any:
        return record(self, code, **said | {"facts": said["facts"] | changed})

    monkeypatch.setattr(Work, "record", lie)
    with connected_as("worker"), pytest.raises(IntegrityError, match="what is not so"):
        destroy.destroy(actor=WORKER, search_request_id=row.pk)
    assert left_of(row)["keys"] == 1


@pytest.mark.parametrize(
    ("code", "days"), [("refused", 0), ("refused", 36_501), ("anything", 30), ("", 30)]
)
def test_a_period_is_of_a_known_kind_and_of_a_day_at_least(
    agency: InventedAgency, code: str, days: int
) -> None:
    periods()
    with pytest.raises(psycopg.errors.CheckViolation):
        sql("owner", "INSERT INTO registry_retentionperiod VALUES (%s, %s)", [code, days])


# At the same moment ------------------------------------------------------------------------------


@pytest.mark.parametrize("turn", range(4))
def test_a_hold_comes_before_the_end_or_is_refused(agency: InventedAgency, turn: int) -> None:
    periods(refused=30)
    row = refused(agency)
    ended_before(row, 31)
    privacy = agency.actor("privacy")
    at_once(
        as_login(
            "web",
            lambda: hold.set_hold(
                actor=privacy, search_request_id=row.pk, reason=WHY, review_on=in_days(90)
            ),
        ),
        as_login("worker", lambda: destroy.destroy(actor=WORKER, search_request_id=row.pk)),
    )
    is_held, is_there = len(standing_on(row)) == 1, left_of(row)["keys"] == 1
    assert is_held is is_there


def test_one_that_fails_keeps_back_no_other(
    agency: InventedAgency, monkeypatch: pytest.MonkeyPatch
) -> None:
    periods(refused=30)
    first, second = refused(agency), refused(agency)
    ended_before(first, 40)
    ended_before(second, 35)
    whole = destroy.destroy

    def failing(*, actor: Actor, search_request_id: UUID) -> None:
        if search_request_id == first.pk:
            raise RuntimeError("the disk is full")
        whole(actor=actor, search_request_id=search_request_id)

    monkeypatch.setattr(destroy, "destroy", failing)
    sweep()
    assert (left_of(first)["keys"], left_of(second)["keys"]) == (1, 0)


# What people read --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("officer", "/requests/{pk}/"),
        ("officer", "/requests/"),
        ("supervisor", "/decisions/"),
        ("auditor", "/audit/requests/{pk}/"),
    ],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_page_breaks_on_a_request_whose_content_is_gone(
    agency: InventedAgency, who: str, address: str, language: str
) -> None:
    periods(refused=30)
    row = refused(agency)
    ended_before(row, 31)
    sweep()
    answer = browser(agency, who, language=language).get(address.format(pk=row.pk), follow=True)
    assert answer.status_code == 200


def test_a_new_request_cannot_be_begun_from_what_is_gone(agency: InventedAgency) -> None:
    periods(refused=30)
    row = refused(agency)
    ended_before(row, 31)
    sweep()
    officer = browser(agency, "officer")
    page = officer.get(f"/requests/{row.pk}/again/")
    if page.status_code == 200:
        page = officer.post(
            f"/requests/{row.pk}/again/", {"token": str(page.context["token"])}, follow=True
        )
    assert page.status_code < 500
    assert SearchRequest.objects.filter(started_from=row).count() == 0
