"""Where a pack is broken, an officer is told so on every page that needs the rules, and the draft is kept."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from requests_app.policy.errors import PackError
from requests_app.registry import selectors as registry
from requests_app.searches import content
from requests_app.searches.models import SearchRequest
from requests_app.workflow import check
from tests import builders
from tests.builders import InventedAgency
from tests.signed_in import browser
from tests.web.officer.typing_in import ALL_STATEMENTS, declaration, question, send


@pytest.fixture
def prepare() -> Any:
    return builders.drafted


@pytest.fixture
def row(agency: InventedAgency) -> SearchRequest:
    return agency.prepared  # type: ignore[no-any-return]


def broken(*_: Any) -> Any:
    raise PackError("my-agency/2026.11.0.yaml", "", 1, 1, "ended, with no successor")


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "The rules cannot be applied at present"),
        ("fr", "Les règles ne peuvent pas être appliquées"),
    ],
)
def test_it_is_told_and_nothing_is_lost(
    agency: InventedAgency,
    row: SearchRequest,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    told: str,
) -> None:
    client = browser(agency, "officer", language=language)
    to_declare = declaration(client, row)
    read = parse_qs(urlsplit(to_declare).query)["read"][0]
    written = content.open_draft(row)
    monkeypatch.setattr(check, "judging_now", broken)
    at = f"/requests/{row.pk}"
    sent = {"attestations": ALL_STATEMENTS, "read": read}
    for answer in (
        client.get(f"{at}/check/"),
        client.get(to_declare),
        client.post(to_declare, sent),
    ):
        assert answer.status_code == 409
        assert told in answer.content.decode()
    assert client.get(f"{at}/tasks/").status_code == 200
    page = question(row, "case")
    saved = send(client, page, {"case_number": "GO26-00777"})
    assert saved.status_code == 302, "writing goes on"
    row.refresh_from_db()
    assert row.status == "DRAFT"
    kept = content.open_draft(row)
    assert kept.case.case_number == "GO26-00777"
    assert kept.necessity == written.necessity


def test_a_file_that_cannot_be_read_stops_no_officer_with_a_bare_error(
    agency: InventedAgency, row: SearchRequest, officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    to_declare = declaration(officer, row)
    read = parse_qs(urlsplit(to_declare).query)["read"][0]
    monkeypatch.setattr(registry, "changed_packs", broken)
    sent = {"attestations": ALL_STATEMENTS, "read": read}
    answer = officer.post(to_declare, sent)
    assert answer.status_code == 200
    assert "The rules cannot be applied at present" in answer.content.decode()
    row.refresh_from_db()
    assert row.status == "DRAFT"
