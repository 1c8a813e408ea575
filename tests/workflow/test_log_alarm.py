"""A difference in the log stops every search until an auditor lets them go again, and nobody gets round it."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.utils import timezone

from requests_app.accounts.actors import system_actor
from requests_app.common import clock
from requests_app.common.errors import BadInput, NotFound, NotPermitted, PreconditionFailed
from requests_app.dispatch.models import LogCheck
from requests_app.searches.states import Status
from requests_app.workflow import log_alarm
from tests import builders
from tests.audit.bodies import body, written
from tests.support import connected_as, raw_connection, sql
from tests.workflow.test_log_check import past_the_guards

WORKER = system_actor("worker")
WHY = {"reason": "The row was put right from the copy of Monday.", "file_reference": "PA-2026-7"}


def checked() -> LogCheck | None:
    with connected_as("worker"):
        return log_alarm.check_when_due(actor=WORKER)


def differing(agency: Any) -> LogCheck:
    """A check that found a request whose status nobody's event gave it."""
    past_the_guards("UPDATE searches_searchrequest SET version = 7 WHERE version = 1")
    row = checked()
    assert row is not None
    assert row.count > 0
    past_the_guards("UPDATE searches_searchrequest SET version = 1 WHERE version = 7")
    return row


def one_approved(agency: Any) -> Any:
    return builders.approved(agency)


@pytest.fixture
def prepare() -> Any:
    return one_approved


def state_of(row: Any) -> tuple[str, str]:
    return sql(
        "owner",
        "SELECT state, last_error FROM dispatch_dispatch WHERE search_request_id = %s",
        [row.pk],
    )[0]


def test_a_check_leaves_its_row_and_its_event(agency: Any) -> None:
    row = checked()
    assert row is not None
    ((entry, login),) = sql(
        "auditor", "SELECT entry, login FROM audit.event WHERE code = 'log.checked'"
    )
    body = json.loads(bytes(entry))["body"]
    assert body["facts"] == {"size": row.size, "requests": row.requests, "count": 0}
    assert (body["object"]["id"], login) == (str(row.pk), "countersign_worker")
    assert sql("owner", "SELECT FROM accounts_letter WHERE kind = 'log_differs'") == []
    assert log_alarm.why_nothing_is_sent() == ""


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_auditor_gets_a_letter_about_a_difference_and_nobody_else(
    agency: Any, language: str
) -> None:
    sql("owner", "UPDATE accounts_person SET language = %s", [language])
    auditors = sql(
        "owner",
        "SELECT email FROM accounts_roleassignment JOIN accounts_account AS a ON a.id = account_id"
        " JOIN accounts_person AS p ON p.id = a.person_id"
        " WHERE role IN ('privacy_auditor', 'oversight') AND withdrawn_at IS NULL",
    )
    builders.post()  # what the preparation left
    assert differing(agency).count > 0
    letters = builders.post()
    assert sorted((each.to[0],) for each in letters) == sorted(auditors)
    assert len(auditors) > 1
    words = {"en": "found a difference", "fr": "a trouvé une différence"}
    for letter in letters:
        assert words[language] in letter.subject
        assert "/audit/log/health/" in letter.body
        assert "CS-" not in letter.body
    assert builders.post() == []


def test_it_is_made_once_a_night_in_the_agencys_time(
    agency: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    night = datetime(2026, 6, 10, 2, 0, tzinfo=ZoneInfo("America/Toronto"))
    made = {-1: True, 0: True, 1: False, 23 * 60: False, 24 * 60: True}
    with timezone.override("America/Toronto"):
        for minutes, is_made in made.items():
            now = night + timedelta(minutes=minutes)
            monkeypatch.setattr(clock, "real_now", partial(_just, now))
            assert _made_at(now) is is_made, minutes


def _just(now: datetime) -> datetime:
    return now


def _made_at(now: datetime) -> bool:
    if not log_alarm._is_due(timezone.localtime(now)):
        return False
    with connected_as("worker"):
        log_alarm._keep(WORKER, now, log_alarm.log_check.check())
    return True


def test_two_processes_do_not_check_at_a_time(agency: Any) -> None:
    with raw_connection("worker") as other:
        other.execute("SELECT pg_advisory_lock(%s)", [log_alarm._ONE_AT_A_TIME])
        assert checked() is None
    assert checked() is not None
    assert checked() is None


def test_a_difference_holds_every_search_and_an_auditor_lets_it_go(agency: Any) -> None:
    row = agency.prepared
    check = differing(agency)
    assert builders.forwarded(row) == "held"
    assert state_of(row) == ("held", "log_differs")
    auditor = agency.actor("auditor")
    log_alarm.resume(actor=auditor, check_id=check.pk, **WHY)
    builders.make_due(row)
    assert builders.forwarded(row) == "retry"  # it was tried: no matcher runs here
    assert sql("owner", "SELECT count(*) FROM dispatch_attempt") == [(1,)]
    ((entry,),) = sql("auditor", "SELECT entry FROM audit.event WHERE code = 'forwarding.resumed'")
    body = json.loads(bytes(entry))["body"]
    assert sorted(body["commitments"]) == ["file_reference", "reason"]
    assert "Monday" not in bytes(entry).decode()
    assert body["who"]["account"] == str(agency.people["auditor"].pk)


def test_a_later_check_that_finds_nothing_lifts_nothing(
    agency: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    differing(agency)
    monkeypatch.setattr(log_alarm, "_is_due", lambda _now: True)
    later = checked()
    assert later is not None
    assert later.count == 0
    assert log_alarm.why_nothing_is_sent() == "log_differs"


def test_only_an_auditor_lifts_it_and_only_once(agency: Any) -> None:
    check = differing(agency)
    for name in ("officer", "supervisor", "operator", "administrator", "policy", "examiner"):
        with pytest.raises(NotPermitted):
            log_alarm.resume(actor=agency.actor(name), check_id=check.pk, **WHY)
    auditor = agency.actor("auditor")
    log_alarm.resume(actor=auditor, check_id=check.pk, **WHY)
    with pytest.raises(PreconditionFailed):
        log_alarm.resume(actor=auditor, check_id=check.pk, **WHY)
    with pytest.raises(NotFound):
        log_alarm.resume(actor=auditor, check_id=agency.prepared.pk, **WHY)


def test_a_reason_that_says_nothing_lifts_nothing(agency: Any) -> None:
    check = differing(agency)
    auditor = agency.actor("auditor")
    for wrong in ({"reason": ""}, {"reason": "All is well"}, {"file_reference": " "}):
        with pytest.raises(BadInput):
            log_alarm.resume(actor=auditor, check_id=check.pk, **(WHY | wrong))
    assert log_alarm.why_nothing_is_sent() == "log_differs"


ATTACKS = {
    "the dispatcher begins an attempt all the same": (
        "dispatcher",
        "INSERT INTO dispatch_attempt (id, dispatch_id, number, fence, grant_jti, started_at, outcome, error, bytes_sent)"
        " SELECT gen_random_uuid(), search_id, 1, 1, '', now(), '', '', 0 FROM dispatch_dispatch",
    ),
    "the web lifts it without an event": (
        "web",
        "UPDATE dispatch_logcheck SET lifted_at = now(), lifted_by_id = (SELECT id FROM accounts_account LIMIT 1),"
        " lifted_by_person_id = (SELECT id FROM accounts_person LIMIT 1)",
    ),
    "the web says that nothing was found": ("web", "UPDATE dispatch_logcheck SET count = 0"),
    "the worker lifts it": ("worker", "UPDATE dispatch_logcheck SET lifted_at = now()"),
    "the dispatcher removes it": ("dispatcher", "DELETE FROM dispatch_logcheck"),
    "the owner removes it": ("owner", "DELETE FROM dispatch_logcheck"),
    "the owner empties the table": ("owner", "TRUNCATE dispatch_logcheck"),
    "the worker writes a check that was not made": (
        "worker",
        "INSERT INTO dispatch_logcheck (id, began_at, ended_at, size, requests, count, differences)"
        " VALUES (gen_random_uuid(), now(), now(), 1, 1, 0, '[]')",
    ),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_login_gets_round_a_stop(agency: Any, attack: str) -> None:
    differing(agency)
    login, statement = ATTACKS[attack]
    before = sql("owner", "SELECT * FROM dispatch_logcheck")
    # `past_the_guards` switched the triggers of other tables off, none of these two.
    with pytest.raises(psycopg.Error):
        sql(login, statement)
    assert sql("owner", "SELECT * FROM dispatch_logcheck") == before
    assert sql("owner", "SELECT count(*) FROM dispatch_attempt") == [(0,)]


def test_a_stop_is_lifted_only_with_an_event_of_the_same_account_about_the_same_check(
    agency: Any,
) -> None:
    check = differing(agency)
    auditor, officer = agency.people["auditor"], agency.people["officer"]

    def lifted_by(account: Any, *, event_of: Any, about: str) -> bool:
        who = {
            "account": str(event_of.pk),
            "person": str(event_of.person_id),
            "role": "privacy_auditor",
            "session": None,
        }
        said = body(
            "forwarding.resumed",
            who=who,
            object={"id": about, "type": "log_check"},
            facts={"count": check.count},
        )
        with raw_connection("web") as web:
            web.execute("SELECT audit.append(%s)", [written(said)])
            web.execute(
                "UPDATE dispatch_logcheck SET lifted_at = now(), lifted_by_id = %s, lifted_by_person_id = %s",
                [account.pk, account.person_id],
            )
            try:
                web.commit()
            except psycopg.errors.CheckViolation:
                return False
        return True

    assert not lifted_by(auditor, event_of=officer, about=str(check.pk))
    assert not lifted_by(auditor, event_of=auditor, about=str(officer.pk))
    assert lifted_by(auditor, event_of=auditor, about=str(check.pk))


def test_a_held_search_whose_approval_ends_meanwhile_expires(
    agency: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = agency.prepared
    differing(agency)
    assert builders.forwarded(row) == "held"
    monkeypatch.setattr(clock, "real_now", partial(_just, clock.real_now() + timedelta(days=30)))
    assert builders.forwarded(row) == "ended"
    row.refresh_from_db()
    assert row.status == Status.EXPIRED
