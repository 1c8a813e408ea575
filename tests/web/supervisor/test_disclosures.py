"""The pages of disclosure packs: asking for one, watching it being made, taking it away, in both languages."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from typing import Any

import pytest
from django.utils.html import strip_tags
from pypdf import PdfReader

from requests_app.audit.models import Event
from requests_app.searches.models import DisclosurePack, SearchRequest
from tests import builders, disclosures, follow_ups, incidents, leads
from tests.builders import InventedAgency
from tests.signed_in import browser

ASKING = "/decisions/disclosures/ask/"
RELOADED = {"HX-Request": "true"}


def released(agency: InventedAgency) -> SearchRequest:
    """A lead that was passed on and reported on, with an incident."""
    row = follow_ups.released(agency)
    for said in (follow_ups.passing(), follow_ups.report()):
        follow_ups.recorded(agency, row, said)
    incidents.of_a_report(agency, row)
    leads.recalled(agency, row)
    return SearchRequest.objects.get(pk=row.pk)


@pytest.fixture
def prepare() -> Any:
    return released


@pytest.fixture
def row(agency: InventedAgency) -> SearchRequest:
    found: SearchRequest = SearchRequest.objects.get(pk=agency.prepared.pk)
    return found


def plain(answer: Any) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


def typed(row: SearchRequest, **changes: str) -> dict[str, str]:
    return {
        "reference": row.reference,
        "recipient": "prosecutor",
        "name": "Crown counsel, the county office",
        "court_file": "",
        "profile": "full",
        "language": "en",
        "reason": disclosures.REASON,
    } | changes


def address(pack: DisclosurePack, then: str = "") -> str:
    return f"/decisions/disclosures/{pack.search_request_id}/{pack.pk}/{then}"


@pytest.mark.parametrize("who", ["privacy", "supervisor"])
def test_asked_for_made_and_taken(agency: InventedAgency, row: SearchRequest, who: str) -> None:
    client = browser(agency, who)
    answer = client.post(ASKING, typed(row))
    pack = DisclosurePack.objects.get(search_request=row)
    assert answer.status_code == 302
    assert answer["Location"] == address(pack)
    page = client.get(address(pack))
    assert "No part is made yet." in plain(page)
    assert "Crown counsel, the county office" in plain(page)
    for _step in range(20):
        assert client.post(address(pack, "go-on/")).status_code == 302
        pack.refresh_from_db()
        if pack.made_at is not None:
            break
    page = client.get(address(pack))
    assert pack.file_sha256[:8] in page.content.decode()
    assert "Not given out with this pack" in plain(page)
    file = client.post(address(pack, "file/"))
    data = b"".join(file.streaming_content)
    assert hashlib.sha256(data).hexdigest() == pack.file_sha256
    assert file["Content-Length"] == str(len(data))
    assert f"disclosure-{row.reference}-1.zip" in file["Content-Disposition"]
    assert "Can be taken until" in plain(client.get("/decisions/disclosures/"))


def test_the_page_goes_on_by_itself_and_says_when_it_is_finished(
    agency: InventedAgency, row: SearchRequest
) -> None:
    client, pack = browser(agency, "privacy"), disclosures.asked(agency, row)
    first = client.post(address(pack, "go-on/"), headers=RELOADED)
    assert first.status_code == 200
    assert 'hx-trigger="load' in first.content.decode()
    assert "parts are ready or known to be missing." in plain(first)
    # What it asks for by itself is no opening of the pack.
    viewed = Event.objects.filter(request_id=row.pk, code="disclosure.viewed")
    assert not viewed.exists()
    for _step in range(20):
        answer = client.post(address(pack, "go-on/"), headers=RELOADED)
        if "hx-trigger" not in answer.content.decode():
            break
    pack.refresh_from_db()
    assert pack.made_at is not None
    assert "The disclosure pack is finished." in plain(answer)
    assert f'href="{address(pack)}"' in answer.content.decode()
    # Another tab that is a step behind is told as well, and stands still.
    late = client.post(address(pack, "go-on/"), headers=RELOADED)
    assert "This disclosure pack is finished." in plain(late)
    assert "hx-trigger" not in late.content.decode()
    assert "Download as a ZIP" in plain(client.get(address(pack)))


@pytest.mark.parametrize(
    ("changes", "beside", "words"),
    [
        ({"reference": "CS-2026-000001-A"}, "reference", "No request of your units has this reference: check it"),
        ({"recipient": ""}, "recipient", "Choose for whom it is."),
        ({"profile": ""}, "profile", "Choose how much it says of the candidates."),
        ({"language": ""}, "language", "Choose the language of its summary."),
        ({"name": ""}, "name", "Say who gets it: their name or number, and their office."),
        ({"reason": "asked"}, "reason", "Say in at least 20 characters why it is disclosed."),
    ],
)  # fmt: skip
def test_what_is_missing_stands_beside_its_field_and_nothing_is_lost(
    agency: InventedAgency, row: SearchRequest, changes: dict[str, str], beside: str, words: str
) -> None:
    answer = browser(agency, "privacy").post(ASKING, typed(row, **changes))
    assert answer.status_code == 400
    html = answer.content.decode()
    place = html.index(f'id="id_{beside}-error"')
    assert words in " ".join(html[place : place + 600].split())
    if beside != "name":
        assert "Crown counsel, the county office" in html
    assert not DisclosurePack.objects.exists()


def test_a_request_that_has_not_ended_says_why(agency: InventedAgency, row: SearchRequest) -> None:
    waiting = builders.submitted(agency)
    answer = browser(agency, "privacy").post(ASKING, typed(waiting))
    assert answer.status_code == 400
    assert "This request has not ended in a lead or without one." in plain(answer)


@pytest.mark.parametrize(("language", "words"), [
    ("en", ("A lead is no identification.", "What is left out", "Countersign: disclosure pack", "Examiner 1: Idris Kowalczyk", "This lead was recalled.",
            "The lead was released to the officer", "Incidents", "Not a face recogniser.", "Selected by an examiner")),
    ("fr", ("Une piste n’est pas une identification.", "Ce qui est omis", "Countersign : dossier de communication", "Examinateur 1 : Idris Kowalczyk",
            "Cette piste a été retirée.", "La piste a été communiquée au policier", "Incidents", "Retenu par un examinateur")),
])  # fmt: skip
def test_its_summary_says_it_in_words(
    agency: InventedAgency, row: SearchRequest, language: str, words: tuple[str, ...]
) -> None:
    # The reader's own language does not matter: the pack has one.
    client, pack = (
        browser(agency, "privacy", language="en"),
        disclosures.asked(agency, row, language=language),
    )
    for _step in range(20):
        client.post(address(pack, "go-on/"))
        pack.refresh_from_db()
        if pack.made_at is not None:
            break
    data = b"".join(client.post(address(pack, "file/")).streaming_content)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        paper = PdfReader(io.BytesIO(archive.read("summary.pdf")))
    said = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    for each in words:
        assert each.replace("\xa0", " ") in said.replace("\xa0", " "), each
    assert not re.search(r"\bNone\b(?! was declared| of these)", said)
    assert row.reference in said


def test_what_expired_is_told_and_is_not_taken(agency: InventedAgency, row: SearchRequest) -> None:
    pack = disclosures.made(agency, disclosures.asked(agency, row))
    disclosures.days_ago(pack, 15)
    client = browser(agency, "privacy", language="fr")
    page = client.get(address(pack))
    assert "Ce dossier ne peut plus être téléchargé" in plain(page)
    assert pack.file_sha256[:8] in page.content.decode()
    assert client.post(address(pack, "file/")).status_code == 302
    assert "Ce dossier de communication a expiré." in plain(client.get(address(pack)))


def test_the_reference_of_a_page_that_leads_here_is_filled_in(
    agency: InventedAgency, row: SearchRequest
) -> None:
    page = browser(agency, "privacy").get(f"{ASKING}?reference={row.reference}")
    assert f'value="{row.reference}"' in page.content.decode()
    assert "This agency usually gives the whole list to: The prosecutor · A court ·" in plain(page)
