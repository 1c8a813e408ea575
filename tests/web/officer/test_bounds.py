"""What an officer is told who asks for more than is theirs at a time: beside the field, in both languages."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from requests_app.searches.models import StoredFile
from requests_app.workflow import quotas
from tests import builders
from tests.intake import drawings
from tests.web.officer.typing_in import question, seen_on
from tests.workflow.test_decoding_in_turn import another_process


@pytest.fixture
def prepare() -> Any:
    return lambda agency: builders.drafted(agency, by="officer")


def upload(browser: Client, row: Any) -> Any:
    picture = SimpleUploadedFile("frame.jpg", builders.probe_bytes(9))
    return browser.post(question(row, "image"), {"image": picture, "upload": "1"})


def attach(browser: Client, row: Any) -> Any:
    paper = SimpleUploadedFile("order.pdf", drawings.pdf())
    return browser.post(f"/requests/{row.pk}/documents/add/", {"document": paper})


def mark(browser: Client, row: Any) -> Any:
    address = question(row, "image-marks")
    seen = seen_on(browser.get(address).content)
    sides = {"crop_left": 0, "crop_top": 0, "crop_width": 120, "crop_height": 120}
    return browser.post(address, {"seen": seen, **sides})


@pytest.mark.parametrize(
    ("language", "says"),
    [("en", "Another of your pictures is being prepared."), ("fr", "est en préparation.")],
)
def test_who_is_not_yet_at_turn_reads_it_beside_the_field(
    agency: Any, officer: Client, settings: Any, language: str, says: str
) -> None:
    settings.COUNTERSIGN_DECODE_WAIT_SECONDS = 0
    officer.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    before = StoredFile.objects.count()
    with another_process("officer"):
        for send in (upload, attach, mark):
            answer = send(officer, agency.prepared)
            assert answer.status_code == 200, send
            assert says in answer.content.decode(), send
        assert StoredFile.objects.count() == before
        picture = officer.get(f"/requests/{agency.prepared.pk}/image/sent.png")
        assert picture.status_code == 409
        assert says in picture.content.decode()
    assert upload(officer, agency.prepared).status_code == 302


@pytest.mark.parametrize(("language", "says"), [("en", "may take 1 MB"), ("fr", "occuper 1 Mo")])
def test_what_a_request_has_no_room_for_is_said_beside_the_field(
    agency: Any,
    officer: Client,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    says: str,
) -> None:
    monkeypatch.setattr(quotas, "MEGABYTE", 1)
    settings.COUNTERSIGN_MEGABYTES_OF_A_REQUEST = 1
    officer.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    before = StoredFile.objects.count()
    for send in (upload, attach, mark):
        answer = send(officer, agency.prepared)
        assert answer.status_code == 200, send
        assert says in answer.content.decode(), send
    assert StoredFile.objects.count() == before


@pytest.mark.parametrize(("language", "says"), [("en", "withdraw one"), ("fr", "retirez-en un")])
def test_one_draft_too_many_is_said_where_the_drafts_are_listed(
    agency: Any, officer: Client, settings: Any, language: str, says: str
) -> None:
    settings.COUNTERSIGN_OPEN_DRAFTS = 1
    officer.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    answer = officer.post("/requests/new/", {"token": "a"}, follow=True)
    assert answer.redirect_chain[-1][0] == "/requests/"
    assert says in answer.content.decode()
    assert agency.prepared.reference in answer.content.decode()
