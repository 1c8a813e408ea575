"""Requests that no browser of ours would send get a page of ours, never a fault.

Must not sign anybody out or leave anything behind.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from tests import builders, signed_in
from tests.builders import InventedAgency
from tests.drills import hostile_input, sweep

CHARSETS = ("unicode_escape", "utf-7", "utf-16", "latin-1")
PAGES = ("/", "/requests/", "/requests/new/", "/account/sign-in/", "/language/")


@pytest.mark.parametrize("following", ["http://[", "//[", "http://a]b/", "https://[::1"])
def test_a_next_page_that_is_no_address_is_not_gone_to(
    agency: InventedAgency, following: str
) -> None:
    told = {"login": "officer", "password": builders.PASSWORD, "banner": "on", "next": following}
    for client in (browser(agency), Client(raise_request_exception=False)):
        for page in ("/account/sign-in/", "/account/second-factor/sign-in/", "/account/again/",
                     "/account/sign-out/", "/language/"):  # fmt: skip
            for answer in (client.post(page, told), client.get(page, {"next": following})):
                assert answer.status_code < 500, page
                assert following not in answer.headers.get("Location", "")


@pytest.fixture
def swept(templates: Any, migrated_template: str) -> Iterator[InventedAgency]:
    """The agency as a drill finds it: requests in several states, an export and a proposal."""
    template = templates.name_after(builders.found_agency, migrated_template)
    with templates.after(_swept, template) as made:
        yield made


def _swept() -> InventedAgency:
    made = InventedAgency.present()
    made.prepared = sweep.prepare(made)
    return made


def browser(agency: InventedAgency, name: str = "officer") -> Client:
    return signed_in.browser(agency, name, shows_errors=True)


@pytest.mark.parametrize(
    "kind", ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded"]
)
@pytest.mark.parametrize("charset", CHARSETS)
def test_a_form_in_another_encoding_is_refused(
    agency: InventedAgency, charset: str, kind: str
) -> None:
    client = browser(agency)
    for page in PAGES:
        answer = client.generic(
            "POST", page + "?q=%ff", b"a=%ff", content_type=f"{kind}; charset={charset}"
        )
        assert answer.status_code == 400, page
        assert 'id="main-content"' in answer.content.decode()


def test_a_cookie_with_nul_is_refused_before_the_database_is_asked(agency: InventedAgency) -> None:
    for name in ("countersign_session", "countersign_language", "csrftoken"):
        for page in PAGES:
            client = Client(raise_request_exception=False)
            answer = client.get(page, headers={"cookie": f'{name}="abcdefgh\\000ijkl"'})
            assert answer.status_code == 400, (name, page)


@pytest.mark.parametrize(
    "value", ["%00", "a%00b", "9e99", "1" + "0" * 400, "%ED%A0%80", "-1", "%D9%A1"]
)
def test_a_number_of_a_page_that_is_none(agency: InventedAgency, value: str) -> None:
    for name, page in (("officer", "/requests/"), ("supervisor", "/decisions/decided/"),
                       ("auditor", "/audit/exports/"), ("auditor", "/audit/log/"),
                       ("operator", "/operations/"), ("administrator", "/people/")):  # fmt: skip
        for asked in ("page", "before", "after", "q", "who", "request", "from"):
            answer = browser(agency, name).get(f"{page}?{asked}={value}")
            assert answer.status_code in {200, 302, 400, 404}, (page, asked)


def test_a_sample_of_hostile_input_to_every_address_brings_no_fault(swept: InventedAgency) -> None:
    places = sweep.Places(swept)
    failed: list[str] = []
    for place in sweep.place_names():
        people = sweep.people_for(place, sweep.SEED)
        for person in people[:1]:
            failed += sweep.attack(swept, places, place, person, seed=sweep.SEED, most=2)
    assert not failed, "\n".join(failed)


def broken(request: HttpRequest) -> HttpResponse:
    """A page whose form brings a fault for one kind of value, and hangs for another."""
    typed = request.GET.get("typed", "")
    if "\u202e" in typed:
        raise ZeroDivisionError
    while typed == "½":
        pass
    return HttpResponse("<form><input name=typed></form>")


urlpatterns = [path("", broken, name="home"), path("", include("requests_app.web.urls"))]
handler400 = "requests_app.web.errors.bad_request"
handler500 = "requests_app.web.errors.server_error"


@override_settings(ROOT_URLCONF=__name__)
def test_the_sweep_notices_a_fault_and_what_hangs_and_tells_how_to_send_it_again(
    swept: InventedAgency, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hostile_input, "SECONDS", 1)
    places = sweep.Places(swept)
    failed = sweep.attack(swept, places, "home", "officer", seed=5, most=100)
    typed = [told for told in failed if "'typed'" in told]
    assert len(typed) == 2
    assert (
        "answered 500: seed 5, GET / as officer, field 'typed', value 'bidi override'" in typed[0]
    )
    assert "DRILL_SEED=5 DRILL_CASE='officer|GET|home|0|typed|bidi override'" in typed[0]
    assert "no answer in 1 seconds: seed 5, GET / as officer" in typed[1]
    monkeypatch.setattr(sweep, "ONLY", "officer|GET|home|0|typed|fraction")
    alone = sweep.attack(swept, places, "home", "officer", seed=5, most=100)
    assert alone == typed[1:]
