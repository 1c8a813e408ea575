"""Mail that does not leave: tried over hours, given up, sent again by an operator, and all of it told.

A mail server that is away is an address where none listens; time passes by the product's own clock.
"""

from __future__ import annotations

import datetime as dt
import json
import socket
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core import mail as outgoing
from django.test import Client, override_settings

from requests_app.accounts.actors import Actor, system_actor
from requests_app.common import clock
from requests_app.common.errors import NotPermitted, PreconditionFailed
from requests_app.searches.models import Notice
from requests_app.tasks import worker
from requests_app.workflow.notifications import waiting_mail
from requests_app.workflow.notifications.send_again import send_again
from tests import builders
from tests.builders import InventedAgency
from tests.concurrency.at_once import as_login, at_once, refusals
from tests.permissions.test_access_matrix import PERSONS
from tests.support import connected_as, sql

PROCESS = system_actor("worker")
MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
# When each try falls after the first, as it was promised: not read from the code.
TRIES = (
    0 * MINUTE, 1 * MINUTE, 6 * MINUTE, 21 * MINUTE, 81 * MINUTE,
    5 * HOUR + 21 * MINUTE, 17 * HOUR + 21 * MINUTE, 41 * HOUR + 21 * MINUTE,
)  # fmt: skip
SECOND = dt.timedelta(seconds=1)


def signed_in(agency: InventedAgency, name: str) -> Client:
    client = Client()
    client.force_login(
        agency.people[name], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


class Away:
    """Hours with a mail server that is away, from one moment on."""

    def __init__(self) -> None:
        self.start = clock.real_now() + SECOND

    def sweep(self, after: dt.timedelta) -> int:
        """Let the worker look for what is due, so long after the start; returns how often it tried."""
        before = failures()
        with clock.hold(self.start + after), connected_as("worker"):
            worker.send_mail()
        return failures() - before


def failures() -> int:
    ((count,),) = sql("auditor", "SELECT count(*) FROM audit.event WHERE code = 'notice.failed'")
    return int(count)


def bodies(code: str) -> list[Any]:
    return [
        json.loads(text)["body"]
        for (text,) in sql(
            "auditor",
            "SELECT convert_from(entry, 'UTF8') FROM audit.event WHERE code = %s ORDER BY id",
            [code],
        )
    ]


@pytest.fixture
def one_notice(agency: InventedAgency) -> UUID:
    """One notice whose mail is due; those of the others have left."""
    row = builders.submitted(agency)
    builders.decided(agency, row, "refuse")
    notice = Notice.objects.get(search_request=row, kind="refused")
    sql(
        "superuser",
        "UPDATE searches_notice SET emailed_at = now(), email_next_at = NULL WHERE id <> %s",
        [notice.pk],
    )
    return notice.pk


# Over hours --------------------------------------------------------------------------------------


def test_a_mail_is_tried_at_the_promised_times_and_never_between(one_notice: UUID) -> None:
    away = Away()
    with builders.mail_server_away():
        for number, after in enumerate(TRIES):
            if number:
                assert away.sweep(after - SECOND) == 0, f"try {number + 1} comes too early"
            assert away.sweep(after) == 1, f"try {number + 1}"
            assert away.sweep(after) == 0, f"try {number + 1} is made once"
        for later in (42 * HOUR, 100 * HOUR, 1000 * HOUR):
            assert away.sweep(later) == 0
    assert sql("superuser", "SELECT email_attempts FROM searches_notice WHERE id = %s",
               [one_notice]) == [(8,)]  # fmt: skip


def test_the_last_failure_alone_says_that_it_was_given_up(one_notice: UUID) -> None:
    builders.give_mail_up()
    said = bodies("notice.failed")
    assert [body["facts"].get("given_up") for body in said] == [None] * 7 + [True]
    assert {body["reason"] for body in said} == {"ConnectionRefusedError"}
    assert {body["facts"]["notice"] for body in said} == {str(one_notice)}


@pytest.mark.parametrize("hours", [1, 5, 17, 41])
def test_a_mail_server_that_comes_back_after_hours_gets_every_mail_once(
    agency: InventedAgency, hours: int
) -> None:
    builders.submitted(agency)
    away = Away()
    with builders.mail_server_away():
        for after in TRIES:
            if after <= hours * HOUR:
                assert away.sweep(after) == 3
    outgoing.outbox = []
    for day in (2, 3, 4):
        away.sweep(dt.timedelta(days=day))
    assert len({letter.to[0] for letter in outgoing.outbox}) == len(outgoing.outbox) == 3
    assert len(bodies("notice.sent")) == 3
    assert sql(
        "superuser", "SELECT count(*) FROM searches_notice WHERE email_next_at IS NOT NULL"
    ) == [(0,)]


def test_the_notice_stands_in_the_application_whatever_becomes_of_its_mail(
    agency: InventedAgency,
) -> None:
    row = builders.submitted(agency)
    builders.give_mail_up()
    page = signed_in(agency, "supervisor").get("/notices/")
    assert row.reference in page.content.decode()


def test_sweeps_that_cross_make_one_try(one_notice: UUID) -> None:
    of_one = waiting_mail.Waiting("notice", one_notice)

    def sweep() -> bool:
        return waiting_mail.send(actor=PROCESS, waiting=of_one)

    with builders.mail_server_away():
        assert at_once(*[as_login("worker", sweep)] * 4) == [False] * 4
    assert failures() == 1

    # One that found it due, and comes to it only after the other has tried.
    sql("superuser", "UPDATE searches_notice SET email_next_at = now() WHERE id = %s", [one_notice])
    with connected_as("worker"):
        found = waiting_mail.due()
        assert found == [of_one]
        with builders.mail_server_away():
            worker.send_mail()
            assert not waiting_mail.send(actor=PROCESS, waiting=found[0])
    assert failures() == 2


def test_a_mail_server_that_says_nothing_holds_the_worker_up_for_one_mail_a_sweep(
    agency: InventedAgency, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else everything that the worker does waits for as long as all mails together take."""
    builders.submitted(agency)
    monkeypatch.setattr(worker, "LONGEST_SWEEP_SECONDS", 0.2)
    away = Away()
    silent = socket.create_server(("127.0.0.1", 0))  # takes connections, answers none
    to_it = override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=silent.getsockname()[1],
        EMAIL_TIMEOUT=0.5,
    )
    with silent, to_it:
        assert [away.sweep(0 * MINUTE) for _ in range(4)] == [1, 1, 1, 0]
    assert {body["reason"] for body in bodies("notice.failed")} == {"SMTPServerDisconnected"}


def test_an_address_that_no_letter_takes_fails_like_any_other(one_notice: UUID) -> None:
    """Otherwise it is tried at every sweep for ever, and nobody but a log is told."""
    sql(
        "superuser",
        "UPDATE accounts_person SET email = E'a@b.example\\nBcc: c@d.example' WHERE id ="
        " (SELECT a.person_id FROM accounts_account a JOIN searches_notice n ON n.account_id = a.id"
        " WHERE n.id = %s)",
        [one_notice],
    )
    assert Away().sweep(0 * MINUTE) == 1
    assert bodies("notice.failed")[0]["reason"] in {"ValueError", "BadHeaderError"}
    assert "b.example" not in json.dumps(bodies("notice.failed"))


# Sent again --------------------------------------------------------------------------------------


def test_a_folder_of_mail_that_cannot_be_opened_fails_like_any_other(
    one_notice: UUID, settings: Any, tmp_path: Path
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    settings.EMAIL_FILE_PATH.write_text("no folder", encoding="utf-8")
    away = Away()
    assert away.sweep(SECOND) == 1
    assert bodies("notice.failed")[0]["reason"] == "ImproperlyConfigured"
    assert away.sweep(30 * SECOND) == 0
    settings.EMAIL_FILE_PATH.unlink()
    away.sweep(2 * MINUTE)
    assert len(bodies("notice.sent")) == 1


def test_an_operator_has_what_was_given_up_sent_again(agency: InventedAgency) -> None:
    builders.submitted(agency)
    builders.give_mail_up()
    assert send_again(actor=agency.actor("operator")) == 3
    (event,) = bodies("notice.requeued")
    assert event["facts"] == {"notices": 3}
    assert event["who"]["account"] == str(agency.people["operator"].pk)
    away = Away()
    with builders.mail_server_away():
        assert [away.sweep(after) for after in TRIES] == [3] * 8, "all the tries once more"
    assert send_again(actor=agency.actor("operator")) == 3
    outgoing.outbox = []
    with connected_as("worker"):
        worker.send_mail()
    assert len(outgoing.outbox) == 3


def test_what_still_waits_or_has_left_is_not_touched(
    one_notice: UUID, agency: InventedAgency
) -> None:
    with builders.mail_server_away():
        Away().sweep(0 * MINUTE)
    before = sql("superuser", "SELECT * FROM searches_notice ORDER BY id")
    with pytest.raises(PreconditionFailed):
        send_again(actor=agency.actor("operator"))
    assert sql("superuser", "SELECT * FROM searches_notice ORDER BY id") == before
    assert bodies("action.refused")[-1]["facts"] == {"action": "send_mail_again"}


def test_two_operators_at_once_ask_for_it_once(agency: InventedAgency) -> None:
    builders.submitted(agency)
    builders.give_mail_up()

    def ask() -> int:
        return send_again(actor=agency.actor("operator"))

    assert refusals(at_once(*[ask] * 3)) == ["PreconditionFailed"] * 2
    assert [body["facts"] for body in bodies("notice.requeued")] == [{"notices": 3}]


@pytest.mark.parametrize("name", sorted(PERSONS))
def test_nobody_but_an_operator_has_mail_sent_again(agency: InventedAgency, name: str) -> None:
    builders.submitted(agency)
    builders.give_mail_up()
    actor = Actor(account=agency.people[name.split()[0]], role=PERSONS[name])
    if name == "operator":
        assert send_again(actor=actor) == 3
        return
    with pytest.raises(NotPermitted):
        send_again(actor=actor)
    assert bodies("notice.requeued") == []
    assert sql(
        "superuser", "SELECT count(*) FROM searches_notice WHERE email_next_at IS NOT NULL"
    ) == [(0,)]
