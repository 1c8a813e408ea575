"""What a browser gets when our own parts are broken: an explained page, in its language.

Must break the real part: an address at which no database listens, a view that truly raises.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection, connections, transaction
from django.test import Client, override_settings
from django.urls import path

from requests_app.trial.embedded import processes
from tests.builders import InventedAgency
from tests.signed_in import browser as signed_in


def broken(request: object) -> None:
    """A view with a fault in it."""
    raise ZeroDivisionError("a secret of the inside: case GO26-12345")


urlpatterns = [path("broken/", broken)]
handler500 = "requests_app.web.errors.server_error"


@pytest.fixture
def database_away(agency: InventedAgency) -> Iterator[None]:
    """No database listens any more where ours was."""
    connections.close_all()
    chosen = [connections.settings[alias] for alias in connections.settings]
    before = [each["PORT"] for each in chosen]
    for each in chosen:
        each["PORT"] = str(processes.free_port())
    yield
    connections.close_all()
    for each, port in zip(chosen, before, strict=True):
        each["PORT"] = port


def patient(agency: InventedAgency) -> Client:
    """A signed-in browser that is shown an error page instead of an exception."""
    client = Client(raise_request_exception=False)
    client.force_login(
        agency.people["officer"], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


@pytest.fixture
def browser(agency: InventedAgency) -> Client:
    return patient(agency)


@pytest.mark.parametrize(
    ("language", "says", "next_step"),
    [
        ("en", "not available at the moment", "Try again in a few minutes"),
        ("fr", "n’est pas disponible en ce moment", "Réessayez dans quelques minutes"),
    ],
)
@pytest.mark.parametrize("address", ["/requests/", "/audit/log/", "/"])
def test_a_database_that_is_away_is_said_in_the_readers_language(
    browser: Client, database_away: None, address: str, language: str, says: str, next_step: str
) -> None:
    browser.cookies["countersign_language"] = language
    page = browser.get(address)
    text = page.content.decode()
    assert page.status_code == 503
    assert page["Retry-After"] == "60"
    assert says in text
    assert next_step in text
    assert 'id="main-content"' in text
    assert "psycopg" not in text
    assert "connection" not in text


@pytest.mark.parametrize(
    ("language", "says", "next_step"),
    [
        ("en", "This took too long", "Go back and ask for less at once"),
        ("fr", "Cela a pris trop de temps", "Revenez en arrière"),
    ],
)
def test_a_statement_that_takes_longer_than_it_may_ends_with_a_sentence(
    agency: InventedAgency,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    says: str,
    next_step: str,
) -> None:
    def slow(*_args: object) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 30")
            cursor.execute("SELECT pg_sleep(5)")

    monkeypatch.setattr("requests_app.web.officer.record.list_own_requests", slow)
    page = signed_in(agency, "officer", language=language, shows_errors=True).get("/requests/")
    text = page.content.decode()
    assert page.status_code == 503
    assert page["Retry-After"] == "60"
    assert says in text
    assert next_step in text
    assert "statement" not in text


def test_the_service_is_alive_but_not_ready_without_its_database(database_away: None) -> None:
    assert Client().get("/healthz").status_code == 200
    ready = Client(raise_request_exception=False).get("/readyz")
    assert ready.status_code == 503
    assert "database" in ready.json()["missing"]


@override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=["django.middleware.locale.LocaleMiddleware"])
def test_a_fault_of_ours_is_a_page_that_gives_nothing_away() -> None:
    page = Client(raise_request_exception=False).get("/broken/", HTTP_ACCEPT_LANGUAGE="en")
    text = page.content.decode()
    assert page.status_code == 500
    assert "Nothing of this attempt was half-saved" in text
    assert "GO26-12345" not in text
    assert "ZeroDivision" not in text


def test_a_form_that_is_too_large_says_so(agency: InventedAgency, browser: Client) -> None:
    page = browser.post(
        "/requests/new/",
        data="a=" + "x" * (13 * 1024 * 1024),
        content_type="application/x-www-form-urlencoded",
    )
    assert page.status_code == 413
    assert "too large" in page.content.decode()


def test_a_page_that_is_not_there_is_explained(browser: Client) -> None:
    page = browser.get("/requests/nowhere/")
    assert page.status_code == 404
    assert "no such page for you" in page.content.decode()
