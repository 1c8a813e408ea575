"""A decision that is being written is saved for its decider, comes back in its fields, and goes once it is made."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localtime

from requests_app.common import clock
from requests_app.searches.models import Claim, Decision, KeptTyping, SearchRequest
from requests_app.workflow import kept_typing
from tests import builders
from tests.builders import InventedAgency
from tests.signed_in import browser
from tests.support import sql
from tests.web.kept.test_nothing_typed_is_lost import hidden_fields, in_field

MESSAGE = "Who took the second statement, and when was it read back to the witness?"
REASON = "The witness did not see the face."
SAVED = "What you had written is in the fields again"
NOT_RECEIVED = "What you had typed is in the fields again"


@pytest.fixture
def prepare() -> Any:
    return builders.submitted


@pytest.fixture
def waiting(agency: InventedAgency) -> SearchRequest:
    row: SearchRequest = agency.prepared
    return row


def page_of(row: SearchRequest) -> str:
    return f"/decisions/supervisor/{row.pk}/"


def writing(client: Client, row: SearchRequest, **changes: str) -> dict[str, str]:
    """The decision form of a request that is in hand, half filled in."""
    client.post(f"{page_of(row)}claim/", {"via": "page"})
    return hidden_fields(client.get(page_of(row)).content, 'name="message"') | {
        "message": MESSAGE, "necessary_met": "no", "necessary_reason": REASON, "faces": "1",
        "no_conflict": "on",
    } | changes  # fmt: skip


def assert_comes_back(client: Client, row: SearchRequest) -> None:
    page = client.get(page_of(row)).content
    text = page.decode()
    assert SAVED in text
    assert NOT_RECEIVED not in text
    assert in_field(page, "message") == MESSAGE
    assert in_field(page, "necessary_reason") == REASON
    assert re.search(r'name="necessary_met"[^>]*value="no"[^>]*checked', text)
    # Looked at and declared anew.
    assert not re.search(r'name="no_conflict"[^>]*checked', text)
    assert not re.search(r'name="faces"[^>]*value="1"', text)


def test_saved_by_the_button_it_comes_back_and_nothing_is_decided(
    agency: InventedAgency, waiting: SearchRequest
) -> None:
    client = browser(agency, "supervisor")
    answer = client.post(page_of(waiting), writing(client, waiting) | {"save": "yes"}, follow=True)
    assert "is saved, and nothing was decided" in answer.content.decode()
    assert not Decision.objects.exists()
    assert bytes(KeptTyping.objects.get().sealed).find(b"statement") == -1
    assert_comes_back(client, waiting)
    assert_comes_back(client, waiting)  # reading it uses nothing up
    assert (
        "You saved it, or left the page with it, on"
        in client.get("/account/kept/").content.decode()
    )


def test_saved_by_the_page_itself_it_comes_back_with_nothing_in_the_answer(
    agency: InventedAgency, waiting: SearchRequest
) -> None:
    client = browser(agency, "supervisor")
    answer = client.post(f"{page_of(waiting)}draft/", writing(client, waiting))
    assert (answer.status_code, answer.content) == (204, b"")
    assert_comes_back(client, waiting)
    # What was taken out again does not come back.
    sent = {name: value for name, value in writing(client, waiting).items() if name not in {
        "message", "necessary_met", "necessary_reason", "faces", "no_conflict"}}  # fmt: skip
    assert client.post(f"{page_of(waiting)}draft/", sent).status_code == 204
    assert SAVED not in client.get(page_of(waiting)).content.decode()


def test_saved_while_letting_go_and_kept_until_it_is_in_hand_again(
    agency: InventedAgency, waiting: SearchRequest
) -> None:
    client = browser(agency, "supervisor")
    client.post(f"{page_of(waiting)}release/", writing(client, waiting))
    without = client.get(page_of(waiting)).content.decode()
    assert SAVED not in without  # there are no fields to be in
    assert "What you had written is kept for you" in without
    # Claimed by the form of the page itself, with all that this form holds.
    form = re.search(r'<form[^>]*claim/".*?</form>', without, re.DOTALL)
    assert form is not None
    hidden = dict(re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', form.group()))
    client.post(f"{page_of(waiting)}claim/", hidden)
    assert_comes_back(client, waiting)


def test_a_decision_that_was_refused_is_not_lost_with_the_page_that_says_so(
    agency: InventedAgency, waiting: SearchRequest
) -> None:
    client = browser(agency, "supervisor")
    answer = client.post(page_of(waiting), writing(client, waiting) | {"outcome": "approve"})
    assert answer.status_code == 400
    assert_comes_back(client, waiting)


def test_it_goes_when_the_decision_is_made(agency: InventedAgency, waiting: SearchRequest) -> None:
    client = browser(agency, "supervisor")
    sent = writing(client, waiting)
    client.post(f"{page_of(waiting)}draft/", sent)
    answer = client.post(page_of(waiting), sent | {"outcome": "return"})
    assert answer.url.endswith("/done/")
    assert not KeptTyping.objects.exists()
    # What the page sends late, when it is being left, is not kept for a request that is decided.
    assert client.post(f"{page_of(waiting)}draft/", sent).status_code == 400
    assert not KeptTyping.objects.exists()


def test_what_could_not_be_received_still_says_so(
    agency: InventedAgency, waiting: SearchRequest
) -> None:
    client = browser(agency, "supervisor")
    sent = writing(client, waiting)
    client.post(f"{page_of(waiting)}draft/", sent)
    sql("owner", "ALTER TABLE searches_claim DISABLE TRIGGER USER")  # only time would do it
    sql("owner", "UPDATE searches_claim SET until = now() - interval '1 minute'")
    client.post(page_of(waiting), sent | {"outcome": "return"})
    client.post(f"{page_of(waiting)}claim/", {"via": "page"})
    text = client.get(page_of(waiting)).content.decode()
    assert NOT_RECEIVED in text
    assert SAVED not in text


def test_a_draft_is_saved_after_the_claim_has_run_out(
    agency: InventedAgency, waiting: SearchRequest
) -> None:
    client = browser(agency, "supervisor")
    sent = writing(client, waiting)
    sql("owner", "ALTER TABLE searches_claim DISABLE TRIGGER USER")
    sql("owner", "UPDATE searches_claim SET until = now() - interval '1 minute'")
    assert client.post(f"{page_of(waiting)}draft/", sent).status_code == 204
    client.post(f"{page_of(waiting)}claim/", {"via": "page"})
    assert_comes_back(client, waiting)


@pytest.mark.parametrize("how", ["no mark", "another's mark", "another page's mark"])
def test_only_the_page_of_this_person_and_request_is_saved(
    agency: InventedAgency, waiting: SearchRequest, how: str
) -> None:
    client = browser(agency, "supervisor")
    sent = writing(client, waiting)
    if how == "no mark":
        del sent["typed_by"]
    if how == "another page's mark":
        other = builders.submitted(agency)
        sent = writing(client, other)
    if how == "another's mark":
        client = browser(agency, "sergeant")
    assert client.post(f"{page_of(waiting)}draft/", sent).status_code == 400
    answer = client.post(page_of(waiting), sent | {"save": "yes"})
    assert answer.status_code == 400
    assert "could not be saved" in answer.content.decode()
    assert MESSAGE in answer.content.decode() or how == "another's mark"
    assert not KeptTyping.objects.filter(place=page_of(waiting)).exists()


def test_saving_keeps_the_request_in_hand_for_longer(
    agency: InventedAgency, waiting: SearchRequest
) -> None:
    client = browser(agency, "supervisor")
    sent = writing(client, waiting)
    for action, changes in (("draft/", {}), ("", {"save": "yes"})):
        builders.claim_grows_old(waiting, minutes_left=5)
        before = Claim.objects.get().until
        answer = client.post(page_of(waiting) + action, sent | changes)
        assert answer.status_code in {204, 302}
        held = Claim.objects.get()
        assert held.until > before
        if not action:
            break
        assert 44 * 60 < int(answer["X-Claim-Seconds"]) <= 45 * 60
        assert answer["X-Claim-Until"] == f"{localtime(held.until):%H:%M}"
        assert answer["X-Claim-Renewable"] == "yes"
    # As often as it may: what is said is so.
    builders.claim_grows_old(waiting, minutes_left=1)
    answer = client.post(f"{page_of(waiting)}draft/", sent)
    assert answer["X-Claim-Renewable"] == "no"
    builders.claim_grows_old(waiting, minutes_left=-1)
    answer = client.post(f"{page_of(waiting)}draft/", sent)
    assert (answer.status_code, answer["X-Claim-Seconds"]) == (204, "0")
    told = client.post(page_of(waiting), sent | {"save": "yes"}, follow=True).content.decode()
    assert "You do not have the request in hand any more" in told


def test_the_page_says_until_when_it_is_in_hand_and_until_when_at_most(
    agency: InventedAgency, waiting: SearchRequest
) -> None:
    client = browser(agency, "supervisor")
    sent = writing(client, waiting)
    for renewable in ("yes", "no"):
        before = clock.real_now()
        page = client.get(page_of(waiting)).content.decode()
        held, after = Claim.objects.get(), clock.real_now()
        seconds = re.search(r'data-claim-seconds="(\d+)"', page)
        assert seconds is not None
        least, most = ((held.until - at).total_seconds() for at in (after, before))
        assert int(least) <= int(seconds.group(1)) <= most
        assert f'data-claim-renewable="{renewable}"' in page
        assert f"{localtime(held.until):%H:%M}</time></span>" in page
        lengthens = re.search(
            r"<span data-claim-lengthens ?(hidden)?>(.*?)</span>", page, re.DOTALL
        )
        assert lengthens is not None
        assert (lengthens.group(1) is None) == (renewable == "yes")
        assert f"{localtime(held.longest_until):%H:%M}" in lengthens.group(2)
        for _ in range(2):
            builders.claim_grows_old(waiting, minutes_left=5)
            client.post(f"{page_of(waiting)}draft/", sent)
    builders.claim_grows_old(waiting, minutes_left=-1)
    page = client.get(page_of(waiting)).content.decode()
    assert "data-claim-seconds" not in page
    assert "What you had written is kept for you" in page


def test_one_that_is_too_long_stays_on_the_page(
    agency: InventedAgency, waiting: SearchRequest
) -> None:
    client = browser(agency, "supervisor")
    sent = writing(client, waiting, message="x" * 400_000)
    answer = client.post(page_of(waiting), sent | {"save": "yes"})
    assert answer.status_code == 400
    assert "could not be saved" in answer.content.decode()
    assert "x" * 400_000 in answer.content.decode()


def test_what_an_earlier_release_kept_was_not_received(
    agency: InventedAgency, waiting: SearchRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser(agency, "supervisor")
    client.post(f"{page_of(waiting)}draft/", writing(client, waiting))
    opened = kept_typing.content.open_typing(KeptTyping.objects.get())
    del opened["draft"]
    monkeypatch.setattr(kept_typing.content, "open_typing", lambda _row: opened)
    typed = kept_typing.kept_for(agency.people["supervisor"], page_of(waiting))
    assert typed is not None
    assert not typed.is_draft
