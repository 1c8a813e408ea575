"""What every page says of a request whose content was destroyed: what it was stays, what it said is gone.

Must not accept a 500, nor a page that shows nothing where it could say why.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from requests_app.accounts.actors import system_actor
from requests_app.audit.selectors import EventFilter
from requests_app.searches import content
from requests_app.searches.models import SearchRequest, StoredFile
from requests_app.tasks import worker
from requests_app.workflow import examine, export, withdraw
from tests import builders
from tests.builders import InventedAgency
from tests.intake import drawings
from tests.signed_in import browser
from tests.support import connected_as, sql
from tests.workflow.test_destroying_content import ended_before

SAID = {
    "en": "The content was destroyed at its time",
    "fr": "Le contenu a été détruit au terme prévu",
}


@pytest.fixture
def prepare() -> Any:
    def destroyed(agency: InventedAgency) -> Any:
        """A request that came back once, was refused long ago, and is destroyed; another that is like it."""
        row = builders.submitted(agency, paper=drawings.pdf())
        builders.decided(agency, row, "return")
        withdraw.withdraw(actor=agency.actor("officer"), search_request_id=row.id)
        ended_before(row, 31)
        with connected_as("worker"):
            worker.destroy_due_content()
        assert sql("owner", "SELECT count(*) FROM searches_contentkey WHERE wrapped IS NULL") == [
            (1,)
        ]
        return row

    return destroyed


@pytest.fixture
def row(agency: InventedAgency) -> SearchRequest:
    row: SearchRequest = agency.prepared
    return row


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_pages_of_a_record_open_and_say_that_its_content_was_destroyed(
    agency: InventedAgency, row: SearchRequest, language: str
) -> None:
    for who, name in (
        ("officer", "officer:request"), ("supervisor", "supervisor:record"), ("auditor", "auditor:timeline"),
    ):  # fmt: skip
        client = browser(agency, who, language=language, shows_errors=True)
        page = client.get(reverse(name, args=[row.pk]))
        assert page.status_code == 200, (who, page.status_code)
        text = page.content.decode()
        assert SAID[language] in text or SAID[language].lower() in text.lower(), who


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_pages_of_content_say_that_it_is_gone(
    agency: InventedAgency, row: SearchRequest, language: str
) -> None:
    paper = row.files.get(kind=StoredFile.Kind.JUDICIAL_DOCUMENT)
    officer = browser(agency, "officer", language=language, shows_errors=True)
    for address in (
        reverse("officer:version", args=[row.pk, 1]),
        reverse("officer:image_sent", args=[row.pk]),
        reverse("officer:image_original", args=[row.pk]),
        reverse("officer:document", args=[row.pk, paper.pk]),
    ):
        page = officer.get(address)
        assert page.status_code == 410, (address, page.status_code)
        assert ("was destroyed" if language == "en" else "détruit") in page.content.decode()
    auditor = browser(agency, "auditor", language=language, shows_errors=True)
    page = auditor.post(
        reverse("auditor:content", args=[row.pk, 1]),
        {"reason": "A complaint of the person concerned is looked into.", "file_reference": "C-1"},
    )
    assert page.status_code == 410, page.status_code


@pytest.mark.parametrize("who", ["officer", "supervisor", "auditor"])
def test_lists_stay_open(agency: InventedAgency, row: SearchRequest, who: str) -> None:
    client = browser(agency, who, shows_errors=True)
    addresses = {
        "officer": [reverse("officer:requests")],
        "supervisor": [reverse("supervisor:queue"), reverse("supervisor:decided")],
        "auditor": [reverse("auditor:log")],
    }[who]
    for address in addresses:
        page = client.get(address)
        assert page.status_code == 200
        assert who != "officer" or row.reference in page.content.decode()


def test_no_new_request_is_started_from_it_but_the_page_says_why(
    agency: InventedAgency, row: SearchRequest
) -> None:
    officer = browser(agency, "officer", shows_errors=True)
    before = SearchRequest.objects.count()
    page = officer.post(reverse("officer:again", args=[row.pk]), follow=True)
    assert "The content of this request was destroyed" in page.content.decode()
    assert SearchRequest.objects.count() == before


def test_its_page_does_not_offer_to_begin_again_from_it(
    agency: InventedAgency, row: SearchRequest
) -> None:
    officer = browser(agency, "officer", language="en", shows_errors=True)
    again = reverse("officer:again", args=[row.pk])
    assert again not in officer.get(reverse("officer:request", args=[row.pk])).content.decode()
    page = officer.get(again, follow=True)
    assert page.redirect_chain == [(reverse("officer:request", args=[row.pk]), 302)]
    assert "The content of this request was destroyed" in page.content.decode()
    kept = builders.submitted(agency)
    builders.decided(agency, kept, "refuse")
    offered = officer.get(reverse("officer:request", args=[kept.pk])).content.decode()
    assert reverse("officer:again", args=[kept.pk]) in offered


def test_the_next_request_is_checked_and_submitted_as_before(
    agency: InventedAgency, row: SearchRequest
) -> None:
    """Earlier texts, pictures and cases are compared; of what was destroyed nothing is left to compare."""
    following = builders.submitted(agency)
    assert following.status == "AWAITING_DECISION"


def test_the_log_is_exported_with_its_certificate(
    agency: InventedAgency, row: SearchRequest, settings: Any, tmp_path: Any
) -> None:
    settings.COUNTERSIGN_EXPORT_DIR = str(tmp_path)
    asked = export.request_export(actor=agency.actor("auditor"), wanted=EventFilter())
    with connected_as("worker"):
        export.make(actor=system_actor("worker"), export_id=asked.pk)
    assert sql("owner", "SELECT state FROM audit_export") == [("done",)]
    assert any(
        b"content.destroyed" in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()
    )


def test_candidates_of_a_result_are_gone_and_the_page_says_so(
    agency: InventedAgency, matcher: object
) -> None:
    now = builders.approved(agency)
    assert builders.forwarded(now) == "done"
    examine.start(actor=agency.actor("examiner"), search_request_id=now.pk)
    ended_before(now, 1826)
    with connected_as("worker"):
        worker.destroy_due_content()
    with pytest.raises(content.ContentDestroyed):
        content.open_candidates(now.files.get(kind=StoredFile.Kind.CANDIDATES))
    examiner = browser(agency, "examiner", shows_errors=True)
    assert examiner.get(reverse("examiner:results")).status_code == 200
    for name in ("examiner:candidates", "examiner:picture_bytes"):
        page = examiner.get(reverse(name, args=[now.pk]))
        assert page.status_code == 410, (name, page.status_code)
    untaken = browser(agency, "examiner4", shows_errors=True)
    assert untaken.get(reverse("examiner:candidates", args=[now.pk])).status_code == 410
