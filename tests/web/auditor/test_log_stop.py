"""What a difference in the log looks like to an auditor, and the way back to sending."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.urls import reverse

from requests_app.workflow import log_alarm
from tests import builders
from tests.audit.signing import sign_what_is_there
from tests.support import sql
from tests.workflow.test_log_alarm import WHY, checked, differing, one_approved
from tests.workflow.test_log_check import past_the_guards


@pytest.fixture
def prepare() -> Any:
    return one_approved


def text_of(page: Any) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())))


def test_where_nothing_differs_the_page_says_when_it_was_checked(agency: Any, browser: Any) -> None:
    assert "None yet" in text_of(browser().get(reverse("auditor:health")))
    row = checked()
    text = text_of(browser().get(reverse("auditor:health")))
    assert row is not None
    assert "Nothing differs" in text
    assert f"{row.size} events" in text
    assert "No search is sent" not in text_of(browser().get(reverse("auditor:log")))


def test_a_difference_is_told_on_the_log_and_lifted_with_a_reason(
    agency: Any, browser: Any
) -> None:
    check = differing(agency)
    auditor = browser()
    log = auditor.get(reverse("auditor:log"))
    assert "No search is sent until you let searches be sent again" in text_of(log)
    assert reverse("auditor:health") in log.content.decode()
    page = auditor.get(reverse("auditor:health"))
    address = reverse("auditor:resume", args=[check.pk])
    assert "The request is not what its events make of it" in text_of(page)
    assert reverse("auditor:timeline", args=[agency.prepared.pk]) in page.content.decode()
    assert address in page.content.decode()
    assert "found 1 difference. No search is sent until an auditor lets searches" in text_of(page)
    assert "It found 1 difference " in text_of(page)
    for leads in (reverse("auditor:log"), reverse("receipts")):
        assert f'href="{leads}#export"' in page.content.decode()
    assert auditor.get(address).status_code == 200
    short = auditor.post(address, {"reason": "Too short", "file_reference": ""})
    assert "Enter the reference of your own file" in text_of(short)
    assert "Too short" in short.content.decode()
    assert log_alarm.why_nothing_is_sent()
    done = auditor.post(address, WHY, follow=True)
    assert "Searches are sent again" in text_of(done)
    (event,) = sql("auditor", "SELECT id FROM audit.event WHERE code = 'forwarding.resumed'")[0]
    assert "The request is not what its events make of it" in text_of(done), (
        "what differed is shown"
    )
    assert f"The reason stands in event {event}" in text_of(done)
    assert WHY["reason"] in text_of(auditor.get(reverse("auditor:event", args=[event])))
    assert not log_alarm.why_nothing_is_sent()
    again = auditor.post(address, WHY, follow=True)
    assert "Nothing is stopped by this check any more" in text_of(again)
    assert sql("auditor", "SELECT count(*) FROM audit.event WHERE code = 'forwarding.resumed'") == [
        (1,)
    ]


@pytest.mark.parametrize(
    ("language", "new", "again"),
    [
        ("en", "Nothing new differs", "1 difference was found again that an auditor has lifted"),
        ("fr", "Aucune nouvelle différence", "1 différence a été constatée de nouveau, qu’un auditeur a levée"),
    ],
)  # fmt: skip
def test_what_was_lifted_stays_visible_and_is_not_asked_for_again(
    agency: Any, browser: Any, monkeypatch: pytest.MonkeyPatch, language: str, new: str, again: str
) -> None:
    past_the_guards("UPDATE searches_searchrequest SET version = 7 WHERE version = 1")
    first = checked()
    assert first is not None
    auditor = browser()
    auditor.post(reverse("auditor:resume", args=[first.pk]), WHY)
    sign_what_is_there()  # a lifting counts once it has its place in the log
    monkeypatch.setattr(log_alarm, "_is_due", lambda _now: True)
    assert checked() is not None
    sql("owner", "UPDATE accounts_person SET language = %s", [language])
    page = browser().get(reverse("auditor:health"), headers={"accept-language": language})
    assert new in text_of(page)
    assert again in text_of(page).replace("\u00a0", " ")
    assert reverse("auditor:timeline", args=[agency.prepared.pk]) in page.content.decode()
    assert reverse("auditor:resume", args=[first.pk]) not in page.content.decode()
    assert "Nothing differs" not in text_of(page)


def test_the_officer_reads_why_it_waits_and_learns_nothing_of_the_log(
    agency: Any, browser: Any
) -> None:
    differing(agency)
    builders.forwarded(agency.prepared)
    text = text_of(browser("officer").get(reverse("officer:request", args=[agency.prepared.pk])))
    assert "no search is sent until an auditor allows it again" in text
    assert browser("officer").get(reverse("auditor:health")).status_code == 403


def test_an_event_that_was_changed_is_shown_as_such_at_once(agency: Any, browser: Any) -> None:
    """Before any check ran: on its page, in the timeline, and where its proof or receipt was asked for."""
    sign_what_is_there()
    event, request, entry = sql(
        "auditor",
        "SELECT id, request_id, entry FROM audit.event WHERE code = 'search.submitted' LIMIT 1",
    )[0]
    auditor = browser()
    page, proof = reverse("auditor:event", args=[event]), reverse("auditor:proof", args=[event])
    timeline = reverse("auditor:timeline", args=[request])
    assert "Yes, at place" in text_of(auditor.get(page))
    assert "not what was signed" not in text_of(auditor.get(timeline))
    assert b"tlog-proof" in auditor.get(proof).content
    changed = bytes(entry).replace(b'"version":1', b'"version":9')
    assert changed != bytes(entry)
    past_the_guards("UPDATE audit.event SET entry = %s WHERE id = %s", changed, event)
    shown = text_of(auditor.get(page))
    assert "Not what was signed" in shown
    assert "not those that were signed" in shown
    assert "Yes, at place" not in shown
    assert "Save the proof" not in shown
    told = text_of(auditor.get(timeline))
    assert "1 event was changed after it had its place in the log" in told
    assert "not what was signed at place" in told
    refused = auditor.get(proof, follow=True)
    assert "There is no proof of this event" in text_of(refused)
    receipts = browser("officer").get(reverse("officer:request", args=[request]))
    assert "There is no receipt" in text_of(receipts)
