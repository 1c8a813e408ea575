"""Requests that no browser of ours would send get a page of ours, never a fault.

Must not sign anybody out or leave anything behind.
"""

from __future__ import annotations

import pytest
from django.test import Client

from tests.builders import InventedAgency

CHARSETS = ("unicode_escape", "utf-7", "utf-16", "latin-1")
PAGES = ("/", "/requests/", "/requests/new/", "/account/sign-in/", "/language/")


def browser(agency: InventedAgency, name: str = "officer") -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(
        agency.people[name], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


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
    for name in ("countersign_session", "countersign_language", "csrftoken", "countersign_kept"):
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
