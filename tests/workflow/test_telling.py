"""Who is told of what, in whose language, and that no fact of a case goes with it.

Mails are read as they would leave; `test_mail_that_fails.py` has those that do not.
"""

from __future__ import annotations

import logging
from collections import Counter
from typing import Any

import pytest
from django.utils import timezone

from requests_app.accounts.actors import system_actor
from requests_app.common import clock
from requests_app.common.errors import NotPermitted
from requests_app.searches.answers import to_plain
from requests_app.searches.states import Status
from requests_app.trial.demo import stories
from requests_app.workflow.notifications import waiting_mail
from tests import builders
from tests.builders import InventedAgency
from tests.support import sql

WORKER = system_actor("worker")


def told() -> Counter[tuple[str, str]]:
    """Every notice: who, of what."""
    return Counter(
        (str(name), str(kind))
        for name, kind in sql(
            "superuser",
            "SELECT a.username, n.kind FROM searches_notice n"
            " JOIN accounts_account a ON a.id = n.account_id",
        )
    )


def words_of(document: Any) -> set[str]:
    """Every longer text among the answers, and the case number."""
    found: set[str] = set()
    waiting = [to_plain(document)]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            waiting += item.values()
        elif isinstance(item, list | tuple):
            waiting += item
        elif isinstance(item, str) and (len(item) > 15 or item.startswith("GO26")):
            found.add(item)
    return found


# Who ---------------------------------------------------------------------------------------------


def test_a_submission_tells_those_who_may_decide_and_nobody_else(agency: InventedAgency) -> None:
    builders.submitted(agency)
    assert told() == Counter(
        (name, "awaiting_your_decision") for name in ("supervisor", "supervisor2", "sergeant")
    )


def test_who_asks_is_not_told_to_decide(agency: InventedAgency) -> None:
    builders.submitted(agency, by="sergeant")
    assert "sergeant" not in {name for name, _kind in told()}


def test_a_minor_brings_in_the_privacy_officer(agency: InventedAgency) -> None:
    builders.submitted(agency, document=builders.of_a_minor(1))
    assert told()[("privacy", "awaiting_your_decision")] == 1


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (Status.RETURNED, {("officer", "returned")}),
        (Status.REFUSED, {("officer", "refused")}),
        (Status.APPROVED, {("officer", "approved")}),
        (Status.EXPIRED, {("officer", "expired")}),
        (
            Status.SEARCH_FAILED,
            {("officer", "approved"), ("officer", "search_failed"), ("operator", "search_failed")},
        ),
    ],
)
def test_whoever_waits_is_told_what_became_of_it(
    agency: InventedAgency, status: Status, expected: set[tuple[str, str]]
) -> None:
    builders.search_request_at(agency, status)
    assert {key for key in told() if key[1] != "awaiting_your_decision"} == expected


def test_a_result_tells_the_units_examiner_and_the_officer(
    agency: InventedAgency, matcher: object
) -> None:
    builders.search_request_at(agency, Status.RESULT_RECEIVED)
    names = {name for name, kind in told() if kind == "result_received"}
    assert "examiner" in names
    assert "examiner2" not in names, "the examiner of another unit has nothing to do with it"


# What goes out -----------------------------------------------------------------------------------


def test_a_mail_holds_a_reference_and_no_fact_of_the_case(
    agency: InventedAgency, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    document = stories.answers(61, today=timezone.localdate(clock.now()))
    row = builders.submitted(agency, document=document)
    builders.decided(agency, row, "refuse")
    letters = builders.post()
    assert {letter.to[0] for letter in letters} >= {
        agency.people["officer"].person.email,
        agency.people["supervisor2"].person.email,
    }
    gone_out = "\n".join(f"{letter.subject}\n{letter.body}" for letter in letters)
    said = "\n".join(record.getMessage() for record in caplog.records)
    assert row.reference in gone_out
    for fact in words_of(document):
        assert fact not in gone_out
        assert fact not in said


def test_each_reads_it_in_their_own_language(agency: InventedAgency) -> None:
    row = builders.submitted(agency)
    by_address = {letter.to[0]: letter for letter in builders.post()}
    english = by_address[agency.people["supervisor"].person.email]
    french = by_address[agency.people["supervisor2"].person.email]
    assert english.subject == f"{row.reference} – A request awaits a decision"
    assert "Sign in to Countersign" in english.body
    assert french.subject != english.subject
    assert "Ouvrez une session" in french.body


def test_a_mail_is_sent_once_though_the_task_comes_twice(agency: InventedAgency) -> None:
    builders.submitted(agency)
    assert len(builders.post()) == 3
    assert builders.post() == []
    assert sql("auditor", "SELECT count(*) FROM audit.event WHERE code = 'notice.sent'") == [(3,)]


def test_no_person_sends_mail(agency: InventedAgency) -> None:
    builders.submitted(agency)
    (waiting,) = sql("superuser", "SELECT id FROM searches_notice LIMIT 1")
    with pytest.raises(NotPermitted):
        waiting_mail.send(
            actor=agency.actor("operator"), waiting=waiting_mail.Waiting("notice", waiting[0])
        )
