"""A case with more requests than an address holds is found whole: in the log, in its words and in an export."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from requests_app.searches import content
from requests_app.searches.models import SearchRequest
from requests_app.web.auditor import log as log_pages
from tests import builders
from tests.builders import InventedAgency
from tests.support import sql


@pytest.fixture
def auditor(agency: InventedAgency) -> Client:
    client = Client()
    client.force_login(
        agency.people["auditor"], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def same_case(agency: InventedAgency, count: int) -> tuple[str, list[SearchRequest]]:
    rows = [builders.submitted(agency) for _ in range(count)]
    mark = rows[0].case_lookup
    sql("superuser", "ALTER TABLE searches_searchrequest DISABLE TRIGGER ALL")
    sql("superuser", "UPDATE searches_searchrequest SET case_lookup = %s", [mark])
    return content.open_draft(rows[0]).case.case_number, rows


def test_no_request_of_a_large_case_is_cut_off(
    agency: InventedAgency, auditor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_pages, "MOST_IN_AN_ADDRESS", 2)
    number, rows = same_case(agency, 3)
    builders.drafted(agency, by="officer2")  # another case
    answer = auditor.post("/audit/log/case/", {"case_number": number})
    assert number not in answer.url
    assert "case=" in answer.url
    page = auditor.get(answer.url)
    assert page.status_code == 200
    assert "with 3 requests" in page.content.decode()
    said = json.loads(
        sql("superuser", "SELECT convert_from(entry, 'UTF8') FROM audit.event"
            " WHERE code = 'log.viewed' ORDER BY id DESC LIMIT 1")[0][0]
    )  # fmt: skip
    assert said["body"]["facts"]["filters"]["requests"] == sorted(str(row.pk) for row in rows)
    shown = {str(row["event"].request_id) for row in page.context["rows"]}
    assert shown <= {str(row.pk) for row in rows}


def test_a_small_case_names_its_requests(agency: InventedAgency, auditor: Client) -> None:
    number, rows = same_case(agency, 2)
    answer = auditor.post("/audit/log/case/", {"case_number": number})
    assert all(row.reference in answer.url for row in rows)


@pytest.mark.parametrize("mark", ["x", "0" * 63, "0" * 64 + ",", "<b>", ",".join(["a" * 64] * 7)])
def test_a_mark_that_is_none_is_refused(auditor: Client, mark: str) -> None:
    page: Any = auditor.get("/audit/log/", {"case": mark})
    assert page.status_code == 400
