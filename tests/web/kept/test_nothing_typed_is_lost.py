"""What is typed on a page comes back to its person, whatever ended the session that the page was drawn in."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta

import lxml.html
import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.core import signing
from django.test import Client

from requests_app.accounts.sign_in_events import LAST_ACTIVE_AT
from requests_app.common import clock
from requests_app.searches import content
from requests_app.searches.models import KeptTyping, SearchRequest
from requests_app.web import kept
from requests_app.workflow import kept_typing
from tests import builders
from tests.builders import InventedAgency
from tests.drills import hostile_input
from tests.permissions import test_every_url as listed
from tests.signed_in import browser
from tests.support import sql
from tests.web.officer.typing_in import question

TYPED = "A long and careful reason,\r\nin two lines, with “quotes”, é & an <ampersand>."


def hidden_fields(page: bytes, action: str = "") -> dict[str, str]:
    """The hidden fields of the form of a page that has a mark of ours."""
    for form in re.findall(r"<form.*?</form>", page.decode(), re.DOTALL):
        if f'name="{kept.FIELD}"' in form and (not action or action in form):
            found = re.findall(r'<input type="hidden" name="([^"]*)"[^>]*? value="([^"]*)"', form)
            return {name: html.unescape(value) for name, value in found}
    raise AssertionError("no form with a mark")


def in_field(page: bytes, name: str) -> str:
    """What a textarea of a page holds."""
    found = re.search(
        rf'<textarea[^>]*name="{name}"[^>]*>(.*?)</textarea>', page.decode(), re.DOTALL
    )
    return html.unescape(found.group(1)).removeprefix("\n").removeprefix("\r\n") if found else ""


def same(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


# --- what can end a session between drawing and sending ------------------------------------------


def the_row_lapses(_agency: InventedAgency, client: Client) -> Client:
    Session.objects.all().delete()
    return client


def it_was_idle(_agency: InventedAgency, client: Client) -> Client:
    session = client.session
    session[LAST_ACTIVE_AT] -= 24 * 3600
    session.save()
    return client


def the_browser_was_closed(_agency: InventedAgency, client: Client) -> Client:
    client.cookies.clear()
    return client


def the_password_changed_elsewhere(agency: InventedAgency, client: Client) -> Client:
    account = agency.people["officer"]
    account.refresh_from_db()
    sql("owner", "UPDATE accounts_account SET session_generation = session_generation + 1 WHERE id = %s",
        [account.pk])  # fmt: skip
    return client


ENDINGS = [the_row_lapses, it_was_idle, the_browser_was_closed, the_password_changed_elsewhere]


@pytest.mark.parametrize("ends", ENDINGS, ids=lambda ends: ends.__name__)
@pytest.mark.parametrize("checks", [False, True], ids=["", "with the check against forged forms"])
def test_a_page_sent_after_its_session_comes_back_in_its_fields(
    agency: InventedAgency, ends: Callable[[InventedAgency, Client], Client], checks: bool
) -> None:
    row = builders.drafted(agency)
    before = content.open_draft(row).effectiveness.why_in_gallery
    client = browser(agency)
    client.handler.enforce_csrf_checks = checks
    url = question(row, "effectiveness")
    sent = hidden_fields(client.get(url).content) | {"why_in_gallery": TYPED}
    client = ends(agency, client)
    answer = client.post(url, sent)
    assert answer.status_code == 302
    assert answer.url.startswith("/account/sign-in/")
    assert content.open_draft(row).effectiveness.why_in_gallery == before
    told = client.get(answer.url).content.decode()
    assert "What you had typed is kept for you for seven days" in told
    again = browser(agency)
    page = again.get(url)
    assert b"What you had typed is in the fields again" in page.content
    assert same(in_field(page.content, "why_in_gallery")) == same(TYPED)
    # Nothing is done by itself; once it is sent, nothing is kept any more.
    assert content.open_draft(row).effectiveness.why_in_gallery == before
    sent = hidden_fields(page.content, "page-form") | {
        "gallery_link": "named_by_a_source",
        "why_in_gallery": in_field(page.content, "why_in_gallery"),
    }
    assert again.post(url, sent).status_code == 302
    assert same(content.open_draft(row).effectiveness.why_in_gallery) == same(TYPED)
    assert not KeptTyping.objects.exists()
    assert b"in the fields again" not in again.get(url).content


def test_a_second_tab_after_signing_in_again_is_not_lost(agency: InventedAgency) -> None:
    row = builders.drafted(agency)
    url = question(row, "effectiveness")
    client = browser(agency)
    client.handler.enforce_csrf_checks = True
    old_tab = hidden_fields(client.get(url).content) | {"why_in_gallery": TYPED}
    client.logout()
    client.cookies.pop("countersign_csrf", None)
    client.cookies.pop("csrftoken", None)
    client.force_login(
        agency.people["officer"], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    client.get(url)
    answer = client.post(url, old_tab)
    assert (answer.status_code, answer.url) == (302, url)
    page = client.get(url).content
    assert "You have signed in again since that page was opened" in page.decode()
    assert same(in_field(page, "why_in_gallery")) == same(TYPED)


def tag_of(page: str, name: str, value: str = "") -> str:
    """The input of a page with this name, and this value where it is one of several."""
    tags = re.findall(rf'<input[^>]*name="{name}"[^>]*>', page)
    return next(tag for tag in tags if not value or f'value="{value}"' in tag)


def test_every_kind_of_field_comes_back(agency: InventedAgency) -> None:
    row = builders.drafted(agency)
    for slug, chosen, written in (
        ("legal-basis", {"basis_type": ["court_order"]}, {
            "citation": "s. 487", "document_expires_on_day": "31", "document_expires_on_month": "2",
            "document_expires_on_year": "20266"}),
        ("protected", {"protected_activity": ["protest"], "basis_flags": ["religion", "curiosity"]}, {}),
        ("gallery", {}, {"candidate_limit": "many"}),
    ):  # fmt: skip
        client = browser(agency)
        url = question(row, slug)
        before = client.get(url).content
        for name, codes in chosen.items():  # codes that are on the page, and not chosen there
            offered = re.findall(
                rf'<input[^>]*?name="{name}"[^>]*? value="([^"]*)"', before.decode()
            )
            chosen[name] = [
                code for code in offered if "checked" not in tag_of(before.decode(), name, code)
            ]
            chosen[name] = chosen[name][: len(codes)]
            assert chosen[name], name
        Session.objects.all().delete()
        client.post(url, hidden_fields(before, "page-form") | written | chosen)
        page = browser(agency).get(url).content.decode()
        for name, value in written.items():
            assert f'value="{value}"' in tag_of(page, name), (slug, name)
        for name, codes in chosen.items():
            for code in codes:
                assert "checked" in tag_of(page, name, code), (slug, name, code)


def test_a_reason_of_an_administrator_comes_back_without_any_request(
    agency: InventedAgency,
) -> None:
    client = browser(agency, "administrator")
    url = f"/people/{agency.people['officer3'].pk}/disable/"
    sent = hidden_fields(client.get(url).content, 'method="post"') | {
        "reason": "Left on the 3rd, says the order."
    }
    Session.objects.all().delete()
    client.post(url, sent)
    stored = KeptTyping.objects.get()
    assert stored.search_request_id is None
    assert b"Left on the 3rd" not in bytes(stored.sealed)
    page = browser(agency, "administrator").get(url).content
    assert b"Left on the 3rd, says the order." in page
    agency.people["officer3"].refresh_from_db()
    assert agency.people["officer3"].is_active


# --- whose it is ---------------------------------------------------------------------------------


def test_nobody_else_is_shown_it(agency: InventedAgency) -> None:
    row = builders.drafted(agency)
    url = question(row, "effectiveness")
    client = browser(agency)
    client.handler.enforce_csrf_checks = True
    sent = hidden_fields(client.get(url).content) | {"why_in_gallery": TYPED}
    other = browser(agency, "officer2")
    other.handler.enforce_csrf_checks = True
    answer = other.post(url, sent)
    assert (answer.status_code, answer.url) == (302, "/")
    for who in (other, browser(agency, "supervisor")):
        shown = who.get("/account/kept/").content.decode()
        assert "careful reason" not in shown
        assert "Nothing is kept for you." in shown
    assert "careful reason" in browser(agency).get("/account/kept/").content.decode()


@pytest.mark.parametrize("mark", ["", "x", "eyJhY2NvdW50IjoieCJ9:1:forged", "another installation"])
def test_without_a_mark_of_ours_nothing_is_kept(agency: InventedAgency, mark: str) -> None:
    row = builders.drafted(agency)
    url = question(row, "effectiveness")
    if mark == "another installation":
        said = {"account": str(agency.people["officer"].pk), "address": url}
        mark = signing.dumps(said, key="k" * 60, salt="requests_app.web.kept")
    answer = Client().post(url, {"why_in_gallery": TYPED, kept.FIELD: mark})
    assert answer.status_code == 302
    assert not KeptTyping.objects.exists()


def test_a_mark_is_good_for_seven_days(
    agency: InventedAgency, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = builders.drafted(agency)
    url = question(row, "effectiveness")
    sent = hidden_fields(browser(agency).get(url).content) | {"why_in_gallery": TYPED}
    monkeypatch.setattr(kept, "KEPT_FOR", timedelta(seconds=-1))
    Client().post(url, sent)
    assert not KeptTyping.objects.exists()


def test_no_password_and_no_page_without_words_is_kept(agency: InventedAgency) -> None:
    row = builders.submitted(agency)
    client = browser(agency)
    url = f"/requests/{row.pk}/withdraw/"
    sent = hidden_fields(client.get(url).content)
    Session.objects.all().delete()
    client.post(url, sent)
    assert not KeptTyping.objects.exists()
    row.refresh_from_db()
    assert row.status == "AWAITING_DECISION"
    client = browser(agency)
    for address in ("/account/password/change/", "/account/again/"):
        assert kept.FIELD not in client.get(address).content.decode(), address


def test_no_password_is_kept_even_from_a_form_that_is_made_up(
    agency: InventedAgency,
) -> None:
    row = builders.drafted(agency)
    url = question(row, "effectiveness")
    sent = hidden_fields(browser(agency).get(url).content) | {
        "why_in_gallery": TYPED, "password": "secret one", "oldpassword": "secret two",
        "password1": "secret three", "password2": "secret four",
    }  # fmt: skip
    Client().post(url, sent)
    (typed,) = kept_typing.all_kept_for(agency.people["officer"])
    assert set(typed.fields) == {"why_in_gallery"}


# --- how long it stays ---------------------------------------------------------------------------


def kept_one(agency: InventedAgency) -> SearchRequest:
    row = builders.drafted(agency)
    url = question(row, "effectiveness")
    sent = hidden_fields(browser(agency).get(url).content) | {"why_in_gallery": TYPED}
    Session.objects.all().delete()
    Client().post(url, sent)
    assert KeptTyping.objects.count() == 1
    return row


def test_it_is_sealed_and_erased_with_its_request(agency: InventedAgency) -> None:
    row = kept_one(agency)
    stored = KeptTyping.objects.get()
    assert stored.wrapped is None
    assert b"careful" not in bytes(stored.sealed)
    officer = agency.people["officer"]
    assert kept_typing.kept_for(officer, stored.place) is not None
    sql("owner", "ALTER TABLE searches_contentkey DISABLE TRIGGER USER")
    sql("owner", "UPDATE searches_contentkey SET wrapped = NULL, destroyed_at = now()"
        " WHERE search_request_id = %s", [row.pk])  # fmt: skip
    assert kept_typing.kept_for(officer, stored.place) is None
    assert kept_typing.all_kept_for(officer) == ()


def test_its_person_finds_it_and_reads_which_page_it_was(agency: InventedAgency) -> None:
    assert b"Nothing is kept for you" in browser(agency).get("/account/kept/").content
    row = kept_one(agency)
    client = browser(agency)
    assert b'href="/account/kept/"' in client.get("/account/own/").content
    page = client.get("/account/kept/").content.decode()
    assert f"{row.reference} · Effectiveness</h2>" in page
    assert f'href="{question(row, "effectiveness")}"' in page
    assert html.escape(TYPED.partition("\r\n")[0]) in page


def test_it_is_dropped_when_asked_and_after_a_week(agency: InventedAgency) -> None:
    row = kept_one(agency)
    url = question(row, "effectiveness")
    client = browser(agency)
    answer = client.post("/account/kept/discard/", {"place": url})
    assert (answer.status_code, answer.url) == (302, url)
    assert b"in the fields again" not in client.get(url).content
    kept_one(agency)
    sql("owner", "UPDATE searches_kepttyping SET kept_at = kept_at - interval '8 days'")
    assert kept_typing.all_kept_for(agency.people["officer"]) == ()
    assert kept_typing.drop_old() == 1


def test_what_was_kept_stays_where_the_next_is_too_long(agency: InventedAgency) -> None:
    row = kept_one(agency)
    url = question(row, "effectiveness")
    sent = hidden_fields(browser(agency).get(url).content) | {"why_in_gallery": "x" * 400_000}
    Session.objects.all().delete()
    answer = Client().post(url, sent)
    assert answer.status_code == 302
    typed = kept_typing.kept_for(agency.people["officer"], url)
    assert typed is not None
    assert same(typed.fields["why_in_gallery"][0]) == same(TYPED)


def test_where_no_more_is_kept_the_oldest_makes_room(agency: InventedAgency) -> None:
    officer = agency.people["officer"]
    for number in range(52):
        assert kept_typing.keep(
            account_id=officer.pk, place=f"/{number}/", address=f"/{number}/", search_request_id=None,
            fields={"reason": ["Some words."]}, files=[],
        )  # fmt: skip
    places = [typed.place for typed in kept_typing.all_kept_for(officer)]
    assert places == [f"/{number}/" for number in range(51, 1, -1)]


# --- leaving a page of one's own will ------------------------------------------------------------


def button(page: bytes, name: str) -> dict[str, str]:
    """The attributes of the button of a page that has this name."""
    found = re.search(rf'<button[^>]*name="{name}"[^>]*>', page.decode())
    assert found, name
    return {
        key: html.unescape(value) for key, value in re.findall(r'([\w-]+)="([^"]*)"', found.group())
    }


def test_back_keeps_what_was_typed_and_a_return_shows_it(agency: InventedAgency) -> None:
    row = builders.drafted(agency)
    url = question(row, "effectiveness")
    client = browser(agency)
    page = client.get(url).content
    back = button(page, "leave_for")
    assert (back["form"], back["value"]) == ("page-form", f"/requests/{row.pk}/tasks/")
    before = content.open_draft(row)
    typed = hidden_fields(page, "page-form") | {"why_in_gallery": TYPED, "leave_for": back["value"]}
    answer = client.post(url, typed)
    assert (answer.status_code, answer.url) == (302, back["value"])
    assert content.open_draft(row) == before
    page = client.get(url).content
    assert same(in_field(page, "why_in_gallery")) == same(TYPED)
    assert "left the page with it, on" in page.decode()


def test_what_the_page_saves_by_itself_is_a_draft_of_its_person_alone(
    agency: InventedAgency,
) -> None:
    row = builders.drafted(agency)
    url = question(row, "effectiveness")
    client = browser(agency)
    sent = hidden_fields(client.get(url).content, "page-form") | {"why_in_gallery": TYPED}
    assert client.post("/account/kept/draft/", sent).status_code == 204
    assert browser(agency, "officer2").post("/account/kept/draft/", sent).status_code == 400
    assert client.post("/account/kept/draft/", {"why_in_gallery": TYPED}).status_code == 400
    assert same(in_field(client.get(url).content, "why_in_gallery")) == same(TYPED)
    # What comes late, once the form was received, says the same as what is saved, and goes without a word.
    client.post(
        url, hidden_fields(client.get(url).content, "page-form") | {"why_in_gallery": TYPED}
    )
    client.post("/account/kept/draft/", sent)
    assert b"in the fields again" not in client.get(url).content
    assert not KeptTyping.objects.exists()


def test_back_from_an_untouched_page_leaves_nothing(agency: InventedAgency) -> None:
    row = builders.drafted(agency)
    client = browser(agency)
    for slug in ("case", "purpose", "offence", "legal-basis", "person", "description", "facts", "protected",
                 "necessity", "proportionality", "urgency", "image-source", "image-content", "image-edits",
                 "gallery", "effectiveness", "mode"):  # fmt: skip
        url = question(row, slug)
        page = UntouchedForm(client.get(url).content)
        client.post(url, page.values | {"leave_for": "/requests/"})
        again = client.get(url).content
        assert b"in the fields again" not in again, slug
    assert not KeptTyping.objects.exists()


class UntouchedForm:
    """What a browser would send of the form of a page, untouched."""

    def __init__(self, page: bytes) -> None:
        (form,) = [each for each in hostile_input.forms_of(page, "") if kept.FIELD in each.values]
        root = lxml.html.document_fromstring(page)
        (drawn,) = root.xpath('//form[@id="page-form"]')
        self.values: dict[str, list[str]] = {}
        for name, value in drawn.form_values():
            self.values.setdefault(name, []).append(value)
        assert set(self.values) <= set(form.values)


def test_a_blank_page_that_is_left_by_any_button_leaves_nothing(agency: InventedAgency) -> None:
    row = builders.drafted(agency)
    url = f"/requests/{row.pk}/rows/means/add/"
    client = browser(agency)
    blank = hidden_fields(client.get(url).content, "page-form")
    client.post(url, blank | {"means": "", "leave_for": "/requests/"})
    client.post("/language/", blank | {"means": "", "page_language": "fr"})
    Session.objects.all().delete()
    client.post(url, blank | {"means": "", "another": "yes"})
    assert not KeptTyping.objects.exists()


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:1", ""]
)
def test_back_leads_nowhere_else(agency: InventedAgency, address: str) -> None:
    row = builders.drafted(agency)
    answer = browser(agency).post(question(row, "case"), {"leave_for": address})
    assert (answer.status_code, answer.url) == (302, "/")


def test_a_change_of_language_keeps_what_was_typed_without_scripts(agency: InventedAgency) -> None:
    row = builders.drafted(agency)
    url = question(row, "effectiveness") + "?from=check"
    client = browser(agency)
    page = client.get(url).content
    other = button(page, "page_language")
    assert (other["form"], other["value"], other["formaction"]) == ("page-form", "fr", "/language/")
    answer = client.post(
        "/language/",
        hidden_fields(page, "page-form") | {"why_in_gallery": TYPED, "page_language": "fr"},
    )
    assert (answer.status_code, answer.url) == (302, url)
    page = client.get(url).content
    assert b'lang="fr"' in page
    assert same(in_field(page, "why_in_gallery")) == same(TYPED)
    # A page without a form of its own, and somebody who is not signed in.
    assert (
        client.post("/language/", {"page_language": "en", "next": "/notices/"}).url == "/notices/"
    )
    assert (
        Client()
        .post("/language/", {"page_language": "fr", "next": "/account/sign-in/"})
        .status_code
        == 302
    )


def test_every_page_whose_controls_send_its_form_has_that_form(agency: InventedAgency) -> None:
    """And the Enter key presses none of them: the first button of a form is the one without a name."""
    agency.prepared = listed.two_requests(agency)
    objects = listed.Objects(agency)
    found = 0
    for name in listed.MAY:
        for person in ("officer", "supervisor", "auditor", "administrator", "operator", "examiner"):
            if person not in listed.MAY[name][1]:
                continue
            answer = browser(agency, person).get(objects.address(name))
            if answer.status_code != 200 or "html" not in answer.headers["Content-Type"]:
                continue
            page = answer.content.decode()
            controls = re.findall(r'<button[^>]*form="page-form"[^>]*>', page)
            if not controls:
                assert 'id="page-form"' not in page or name == "officer:question", (name, person)
                continue
            found += 1
            assert page.count('id="page-form"') == 1, (name, person)
            assert "name=" not in controls[0], (name, person)
    assert found >= 8


# --- a decision being written --------------------------------------------------------------------


def test_the_words_of_a_decider_whose_claim_ran_out_come_back(agency: InventedAgency) -> None:
    row = builders.submitted(agency)
    client = browser(agency, "supervisor")
    url = f"/decisions/supervisor/{row.pk}/"
    client.post(f"{url}claim/", {"via": "page"})
    sent = hidden_fields(client.get(url).content, "name=\"message\"") | {
        "outcome": "return", "message": "Who took the second statement, and when was it read back?",
        "necessary_reason": "The witness did not see the face.", "no_conflict": "on",
    }  # fmt: skip
    sql("owner", "ALTER TABLE searches_claim DISABLE TRIGGER USER")  # only time would do it
    sql("owner", "UPDATE searches_claim SET until = now() - interval '1 minute'"
        " WHERE search_request_id = %s", [row.pk])  # fmt: skip
    answer = client.post(url, sent, follow=True)
    assert "Nothing was decided. What you had written is kept" in answer.content.decode()
    row.refresh_from_db()
    assert row.status == "AWAITING_DECISION"
    for _twice in range(2):  # claims, lets go and claims again, by the page's own buttons
        client.post(f"{url}claim/", hidden_fields(client.get(url).content, f"{url}claim/"))
        page = client.get(url).content
        assert in_field(page, "message") == sent["message"]
        written = {name: sent[name] for name in ("message", "necessary_reason")}
        client.post(f"{url}release/", hidden_fields(page, f"{url}release/") | written)
    assert in_field(page, "necessary_reason") == sent["necessary_reason"]
    assert not re.search(r'name="no_conflict"[^>]*checked', page.decode())


# --- in the database -----------------------------------------------------------------------------


def test_no_login_keeps_what_nobody_typed_or_gives_it_to_another(agency: InventedAgency) -> None:
    kept_one(agency)
    officer2 = agency.people["officer2"].pk
    insert = (
        "INSERT INTO searches_kepttyping (id, account_id, place, sealed, wrapped, kept_at)"
        f" SELECT gen_random_uuid(), '{officer2}', '/x/' || n, '\\x00', '\\x00', %s FROM generate_series(1, %s) AS n"
    )
    now = clock.real_now()
    change = "UPDATE searches_kepttyping SET"
    no_right = "permission denied for table searches_kepttyping"
    for login, statement, arguments, said in (
        ("web", f"{change} account_id = '{officer2}'", [], no_right),
        ("web", f"{change} place = '/'", [], no_right),
        ("web", f"{change} kept_at = now() + interval '1 hour'", [], no_right),
        ("web", insert, [now + timedelta(days=1), 1], "what was typed is kept when it comes"),
        ("web", insert, [now, 60], "of one account no more is kept"),
        ("web", f"{change} sealed = convert_to(repeat('x', 300001), 'UTF8')", [], no_right),
        ("worker", f"{change} sealed = '\\x00'", [], no_right),
        ("worker", insert, [now, 1], no_right),
        ("dispatcher", "DELETE FROM searches_kepttyping", [], no_right),
        ("auditor", "DELETE FROM searches_kepttyping", [], no_right),
    ):
        with pytest.raises(psycopg.Error) as refused:
            sql(login, statement, arguments)
        assert said in str(refused.value), (login, statement)
    sql("worker", "DELETE FROM searches_kepttyping")


@pytest.mark.parametrize(("age", "there"), [("6 days 23 hours", 1), ("7 days 1 minute", 0)])
def test_what_was_typed_is_kept_for_seven_days(
    agency: InventedAgency, age: str, there: int
) -> None:
    url = question(builders.drafted(agency), "effectiveness")
    sent = hidden_fields(browser(agency).get(url).content) | {"why_in_gallery": TYPED}
    Client().post(url, sent)
    sql("owner", "UPDATE searches_kepttyping SET kept_at = now() - %s::interval", [age])
    assert len(kept_typing.all_kept_for(agency.people["officer"])) == there
