"""Letters about accounts: each act leaves its row in its own transaction, and the worker sends it.

Each kind is brought about by the use case that leaves it; a mail server that is away is an address where
none listens. What holds for all mail that waits is tried for notices in `test_mail_that_fails.py`.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from requests_app.accounts.actors import system_actor
from requests_app.accounts.models import Account, Course, PowerProposal
from requests_app.audit import recorder
from requests_app.common import clock
from requests_app.common.errors import NotPermitted
from requests_app.searches.models import Notice
from requests_app.tasks import worker
from requests_app.workflow import administration
from requests_app.workflow.notifications import waiting_mail
from requests_app.workflow.notifications.send_again import send_again
from requests_app.workflow.notifications.waiting_mail import Waiting
from requests_app.workflow.reading.frame import read_frame
from tests import builders
from tests.builders import InventedAgency
from tests.concurrency.at_once import as_login, at_once
from tests.support import connected_as, sql

PROCESS = system_actor("worker")
HOUR = dt.timedelta(hours=1)
WHY = "As the personnel order of this week says, in its second part."
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def set_password(agency: InventedAgency) -> None:
    administration.change_own_password(
        actor=agency.actor("officer3"),
        present=builders.PASSWORD,
        password="another quite long password 8",
    )


def propose(agency: InventedAgency) -> None:
    administration.propose_role(
        actor=agency.actor("administrator"), account_id=agency.people["officer3"].pk,
        role="supervisor", reason=WHY,
    )  # fmt: skip


def grant(agency: InventedAgency) -> None:
    proposal = PowerProposal.objects.get(outcome=None)
    administration.confirm(actor=agency.actor("administrator2"), proposal_id=proposal.pk)


def withdraw(agency: InventedAgency) -> None:
    administration.withdraw_role(
        actor=agency.actor("administrator"), account_id=agency.people["officer3"].pk,
        role="officer", reason=WHY,
    )  # fmt: skip


def add_app(agency: InventedAgency) -> None:
    administration.add_app(actor=agency.actor("officer3"), secret=SECRET)


def remove_app(agency: InventedAgency) -> None:
    administration.remove_app(actor=agency.actor("officer3"))


def new_codes(agency: InventedAgency) -> None:
    administration.renew_recovery_codes(actor=agency.actor("officer3"))


def use_code(agency: InventedAgency) -> None:
    assert administration.matching_factor(actor=agency.actor("officer3"), code=unused_codes()[0])


def unused_codes() -> list[str]:
    found: list[str] = (
        Authenticator.objects.get(user__username="officer3", type="recovery_codes")
        .wrap()
        .get_unused_codes()
    )
    return found


Act = Callable[[InventedAgency], None]
# What is done, before that, the kind of its letter, and words of its text in both languages.
LETTERS: dict[str, tuple[Act, Act | None, str, str, str]] = {
    "a password": (set_password, None, "password_set", "has just been set", "mot de passe"),
    "a role": (grant, propose, "powers_changed", "granted something", "administrateurs"),
    "no role": (withdraw, None, "powers_changed", "withdrawn something", "administrateurs"),
    "an app": (add_app, None, "app_added", "has just been set up", "authentification"),
    "no app": (
        remove_app,
        add_app,
        "second_factor_removed",
        "been removed",
        "viennent d’être retirés",
    ),
    "new codes": (new_codes, add_app, "new_codes", "have just been made", "codes de secours"),
    "a code": (use_code, add_app, "code_used", "9 recovery codes are left", "9 codes de secours"),
}
each_letter = pytest.mark.parametrize("name", list(LETTERS))


def done(agency: InventedAgency, name: str) -> None:
    """Carry out an act, with what comes before it told already."""
    act, before, *_ = LETTERS[name]
    if before:
        before(agency)
        builders.post()
    act(agency)


def rows() -> list[Any]:
    """The letters of this test, oldest first: kind, tries, whether due, whether left."""
    return sql(
        "auditor",
        "SELECT kind, email_attempts, email_next_at IS NOT NULL, emailed_at IS NOT NULL"
        " FROM accounts_letter WHERE created_at > (SELECT max(created_at) FROM accounts_letter"
        " WHERE emailed_at = created_at) ORDER BY created_at",
    )


def bodies(code: str) -> list[Any]:
    return [
        json.loads(text)["body"]
        for (text,) in sql(
            "auditor",
            "SELECT convert_from(entry, 'UTF8') FROM audit.event WHERE code = %s ORDER BY id",
            [code],
        )
    ]


# Each kind ---------------------------------------------------------------------------------------


@each_letter
@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_act_leaves_a_letter_that_the_worker_sends_in_the_persons_language(
    agency: InventedAgency, name: str, language: str
) -> None:
    officer = agency.people["officer3"]
    sql("owner", "UPDATE accounts_person SET language = %s WHERE id = %s",
        [language, officer.person_id])  # fmt: skip
    done(agency, name)
    _, _, kind, *words = LETTERS[name]
    assert rows()[-1] == (kind, 0, True, False), "written, due and not yet sent"
    (letter,) = builders.post()
    assert letter.to == [officer.person.email]
    assert words[language == "fr"] in letter.body
    assert words[language != "fr"] not in letter.body
    assert officer.username in letter.body
    assert "%" not in letter.subject + letter.body
    assert rows()[-1] == (kind, 1, False, True)
    assert builders.post() == []
    event = bodies("letter.sent")[-1]
    assert event["object"] == {"type": "account", "id": str(officer.pk)}
    assert event["facts"]["kind"] == kind


@each_letter
def test_a_letter_holds_no_secret_and_no_address(agency: InventedAgency, name: str) -> None:
    done(agency, name)
    codes = unused_codes() if Authenticator.objects.exists() else []
    kept = str(sql("superuser", "SELECT letter.* FROM accounts_letter AS letter"))
    told = "".join(each.subject + each.body for each in builders.post())
    address = agency.people["officer3"].person.email
    for secret in (SECRET, builders.PASSWORD, "another quite long password 8", *codes, address):
        assert secret not in kept
        assert secret not in told


@each_letter
def test_an_act_that_does_not_commit_leaves_no_letter(
    agency: InventedAgency, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    act, before, *_ = LETTERS[name]
    if before:
        before(agency)
    earlier = rows()

    def no_log(*_: Any, **__: Any) -> None:
        raise DatabaseError("the log is away")

    with monkeypatch.context() as away:
        away.setattr(recorder, "record", no_log)
        with pytest.raises(DatabaseError, match="the log is away"):
            act(agency)
    assert rows() == earlier


def record_certificate(agency: InventedAgency) -> None:
    today = timezone.localdate(clock.now())
    administration.record_certificate(
        actor=agency.actor("administrator"), person_id=agency.people["officer3"].person_id,
        course=Course.values[0], issued_on=today, valid_until=today + dt.timedelta(days=300),
    )  # fmt: skip


@pytest.mark.parametrize("act", [propose, record_certificate])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_administrator_who_may_confirm_is_told_and_nobody_else(
    agency: InventedAgency, act: Act, language: str
) -> None:
    second = agency.people["administrator2"]
    sql("owner", "UPDATE accounts_person SET language = %s WHERE id = %s",
        [language, second.person_id])  # fmt: skip
    act(agency)
    act(agency) if act is record_certificate else None
    assert [row[0] for row in rows()] == ["to_confirm"], "two things that wait make one mail"
    (letter,) = builders.post()
    assert letter.to == [second.person.email]
    words = {"en": "something waits", "fr": "quelque chose attend"}
    assert words[language] in letter.subject
    assert letter.body.count("/people/proposals/") == 1
    assert "officer3" not in letter.body
    assert "supervisor" not in letter.body
    for name, count in (("administrator", 0), ("administrator2", 1 + (act is not propose))):
        assert read_frame(agency.people[name]).to_confirm == count


def test_a_letter_says_when_it_was_done_though_it_leaves_a_day_later(
    agency: InventedAgency,
) -> None:
    set_password(agency)
    sql("owner", "ALTER TABLE accounts_letter DISABLE TRIGGER letter_stays")
    sql(
        "owner",
        "UPDATE accounts_letter SET created_at = '2026-11-20 10:15Z' WHERE emailed_at IS NULL",
    )
    (letter,) = builders.post()
    assert "Date and time: 20 November 2026" in letter.body


# A mail server that is away ----------------------------------------------------------------------


@pytest.mark.parametrize("hours", [0, 5, 17, 41])
def test_a_mail_server_that_comes_back_after_hours_gets_each_letter_once(
    agency: InventedAgency, hours: int
) -> None:
    set_password(agency)
    add_app(agency)
    start = clock.real_now() + dt.timedelta(seconds=1)
    with builders.mail_server_away(), connected_as("worker"):
        for hour in range(hours + 1):
            with clock.hold(start + hour * HOUR):
                worker.send_mail()
    assert {body["reason"] for body in bodies("letter.failed")} == {"ConnectionRefusedError"}
    with clock.hold(start + (hours + 24) * HOUR):
        sent = builders.post()
        assert builders.post() == []
    assert len({letter.subject for letter in sent}) == len(sent) == 2
    assert [row[3] for row in rows()] == [True, True]


def test_a_letter_is_given_up_after_the_last_try_and_an_operator_has_it_sent_again(
    agency: InventedAgency,
) -> None:
    set_password(agency)
    builders.give_mail_up()
    said = bodies("letter.failed")
    assert [body["facts"].get("given_up") for body in said] == [None] * 7 + [True]
    assert {body["object"]["id"] for body in said} == {str(agency.people["officer3"].pk)}
    assert rows() == [("password_set", 8, False, False)]
    assert Client(raise_request_exception=False).get("/readyz").json()["look_at"] == [
        "mail",
        "audit_log",
    ]
    assert builders.post() == []
    assert send_again(actor=agency.actor("operator")) == 1
    assert [body["facts"] for body in bodies("letter.requeued")] == [{"letters": 1}]
    assert bodies("notice.requeued") == []
    assert len(builders.post()) == 1
    # Of the log, as no sequencer runs in this test.
    assert Client(raise_request_exception=False).get("/readyz").json()["look_at"] == ["audit_log"]


def test_the_operator_reads_how_many_letters_were_given_up_and_sends_all_mail_again(
    agency: InventedAgency,
) -> None:
    builders.submitted(agency)
    set_password(agency)
    notices = Notice.objects.filter(emailed_at=None).count()
    builders.give_mail_up()
    operator = Client()
    operator.force_login(
        agency.people["operator"], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    page = " ".join(operator.get("/operations/").content.decode().split())
    assert "1 of those given up is a letter about an account" in page
    assert agency.people["officer3"].person.email not in page
    assert "officer3" not in page
    page = operator.post("/operations/mail/again/", follow=True).content.decode()
    assert f"{notices + 1} mails are sent again" in page
    assert [body["facts"] for body in bodies("letter.requeued")] == [{"letters": 1}]
    assert [body["facts"] for body in bodies("notice.requeued")] == [{"notices": notices}]
    assert len(builders.post()) == notices + 1


def test_two_sweeps_at_once_send_one_mail(agency: InventedAgency) -> None:
    set_password(agency)
    with connected_as("worker"):
        (waiting,) = waiting_mail.due()
    assert waiting.kind == "letter"

    def sweep() -> bool:
        return waiting_mail.send(actor=PROCESS, waiting=waiting)

    builders.outgoing.outbox = []
    assert sorted(at_once(*[as_login("worker", sweep)] * 4)) == [False] * 3 + [True]
    assert len(builders.outgoing.outbox) == 1
    assert len(bodies("letter.sent")) == 1


def test_mail_of_both_kinds_leaves_by_the_time_it_has_waited(agency: InventedAgency) -> None:
    """A letter does not wait behind every notice, nor a notice behind every letter."""
    set_password(agency)
    builders.submitted(agency)
    add_app(agency)
    with connected_as("worker"):
        kinds = [waiting.kind for waiting in waiting_mail.due()]
    assert kinds == ["letter", *["notice"] * (len(kinds) - 2), "letter"]
    assert len(kinds) > 2


@pytest.mark.parametrize("kind", ["letter", "notice"])
def test_with_a_log_that_is_away_no_mail_counts_as_sent(
    agency: InventedAgency, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    builders.submitted(agency)
    set_password(agency)
    with connected_as("worker"):
        waiting = next(each for each in waiting_mail.due() if each.kind == kind)

        def no_log(*_: Any, **__: Any) -> None:
            raise DatabaseError("the log is away")

        with monkeypatch.context() as away:
            away.setattr(recorder, "record", no_log)
            with pytest.raises(DatabaseError, match="the log is away"):
                waiting_mail.send(actor=PROCESS, waiting=waiting)
        assert waiting in waiting_mail.due()


def test_no_person_sends_letters(agency: InventedAgency) -> None:
    set_password(agency)
    ((letter,),) = sql("auditor", "SELECT id FROM accounts_letter WHERE emailed_at IS NULL")
    for name in ("operator", "administrator"):
        with pytest.raises(NotPermitted):
            waiting_mail.send(actor=agency.actor(name), waiting=Waiting("letter", letter))


@pytest.mark.parametrize("address", ["", "a@b.example\nBcc: c@d.example"])
def test_an_address_that_no_letter_takes_undoes_nothing(
    agency: InventedAgency, address: str
) -> None:
    officer = agency.people["officer3"]
    sql("superuser", "UPDATE accounts_person SET email = %s WHERE id = %s",
        [address, officer.person_id])  # fmt: skip
    set_password(agency)
    assert builders.post() == []
    assert Account.objects.get(pk=officer.pk).check_password("another quite long password 8")
    assert "b.example" not in json.dumps(bodies("letter.failed"))
