"""A document that holds what acts is opened only after a page that says so; others open as ever."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.urls import reverse

from requests_app.searches.models import StoredFile
from requests_app.workflow import claim
from tests import builders
from tests.builders import InventedAgency
from tests.intake import drawings
from tests.signed_in import browser
from tests.support import sql

ACTIVE = drawings.pdf(
    b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >> /X << /S /URI /URI (x) >> "
)


@pytest.fixture
def prepare() -> Any:
    return lambda made: (
        builders.submitted(made, paper=ACTIVE),
        builders.submitted(made, paper=drawings.pdf()),
    )


def addresses(row: Any) -> tuple[UUID, list[tuple[str, str]]]:
    paper = StoredFile.objects.get(search_request=row, kind="judicial_document")
    return paper.pk, [
        ("officer", reverse("officer:document", args=[row.pk, paper.pk])),
        ("supervisor", reverse("supervisor:document", args=["supervisor", row.pk, paper.pk])),
    ]


def viewed() -> int:
    return int(
        sql("superuser", "SELECT count(*) FROM audit.event WHERE code = 'document.viewed'")[0][0]
    )


def body(answer: HttpResponse) -> bytes:
    return bytes(answer.content)


def test_what_it_holds_is_said_first_and_the_link_goes_on(agency: InventedAgency) -> None:
    active, _plain = agency.prepared
    claim.claim(actor=agency.actor("supervisor"), search_request_id=active.pk)
    paper, both = addresses(active)
    kept = ["javascript", "acts_on_opening", "external_links"]
    assert StoredFile.objects.get(pk=paper).warnings == kept
    for name, address in both:
        client, before = browser(agency, name), viewed()
        page = client.get(address)
        text = page.content.decode()
        assert page["Content-Type"].startswith("text/html")
        assert "Before you open this document" in text
        for words in (
            "JavaScript",
            "acts by itself",
            "links that lead elsewhere",
            "scripts are switched off",
        ):
            assert words in text
        assert f'href="{address}?open=yes"' in text
        assert viewed() == before
        answer = client.get(f"{address}?open=yes")
        assert (body(answer), viewed()) == (ACTIVE, before + 1)
    entry = sql("superuser", "SELECT convert_from(entry, 'UTF8') FROM audit.event"
                " WHERE code = 'document.added' AND request_id = %s", [active.pk])[0][0]  # fmt: skip
    assert '"warnings":["javascript","acts_on_opening","external_links"]' in str(entry)


def test_in_french(agency: InventedAgency) -> None:
    active, _plain = agency.prepared
    _paper, both = addresses(active)
    sql("owner", "UPDATE accounts_person SET language = 'fr'")
    name, address = both[0]
    text = browser(agency, name).get(address, headers={"accept-language": "fr"}).content.decode()
    assert "Avant d’ouvrir ce document" in text


def test_any_other_document_opens_as_ever(agency: InventedAgency) -> None:
    _active, plain = agency.prepared
    claim.claim(actor=agency.actor("supervisor"), search_request_id=plain.pk)
    paper, both = addresses(plain)
    assert StoredFile.objects.get(pk=paper).warnings == []
    for name, address in both:
        assert body(browser(agency, name).get(address)) == drawings.pdf()


def test_a_file_that_an_earlier_release_kept_is_looked_into_when_it_is_opened(
    agency: InventedAgency,
) -> None:
    active, plain = agency.prepared
    sql("superuser", "ALTER TABLE searches_storedfile DISABLE TRIGGER USER")
    sql("superuser", "UPDATE searches_storedfile SET warnings = NULL")
    officer = browser(agency, "officer")
    assert "Before you open" in officer.get(addresses(active)[1][0][1]).content.decode()
    assert body(officer.get(addresses(plain)[1][0][1])) == drawings.pdf()


def test_nobody_learns_what_a_document_holds_who_may_not_open_it(agency: InventedAgency) -> None:
    active, _plain = agency.prepared
    _paper, both = addresses(active)
    answer = browser(agency, "officer2").get(both[0][1])
    assert answer.status_code == 404
