"""A phone's picture on the pages: what was cut is told, the marks are shown, the original stays inside.

What is expected is written here; the picture is a drawing with a phone's video behind it.
"""

from __future__ import annotations

import html
import io
import re
import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from requests_app.common import clock
from requests_app.searches import content, intake
from requests_app.searches.models import SearchRequest
from requests_app.trial.demo import driving, stories
from requests_app.trial.embedded import secrets
from requests_app.workflow import draft, draft_files, examine
from tests import builders, matchers
from tests.builders import InventedAgency
from tests.intake import drawings, heic
from tests.signed_in import browser
from tests.support import sql

SCRIPT = b"\n<html><script>alert(1)</script></html>"
VIDEO = b"\x00\x00\x00\x18ftypmp42" + bytes(12) + b"\x00\x00\x01\x08mdat" + bytes(256)
CROP = intake.Box(left=20, top=10, width=120, height=100)
EYES = draft_files.Eyes(left_eye_x=100, left_eye_y=60, right_eye_x=60, right_eye_y=60)


def with_picture(made: InventedAgency, data: bytes, **marks: Any) -> SearchRequest:
    officer = made.actor("officer", "officer")
    row = draft.start(actor=officer)
    draft_files.add_probe(actor=officer, search_request_id=row.id, data=data, name="IMG_0412.jpg")
    number = next(made.numbers)
    driving.write(officer, row.id, stories.answers(number, today=timezone.localdate(clock.now())))
    draft_files.mark_probe(actor=officer, search_request_id=row.id, **marks)
    return driving.submitted(officer, SearchRequest.objects.get(id=row.id))


@pytest.fixture
def prepare() -> Any:
    return lambda made: with_picture(made, heic.made("plain") + VIDEO, crop=CROP, eyes=EYES)


@pytest.fixture
def waiting(agency: InventedAgency) -> SearchRequest:
    row: SearchRequest = agency.prepared
    return row


def text_of(page: Any) -> str:
    """What a page says, without its elements."""
    body = page.content.decode()
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_the_decider_reads_what_was_cut_and_changed(
    agency: InventedAgency, waiting: SearchRequest
) -> None:
    address = f"/decisions/supervisor/{waiting.pk}/"
    english = text_of(browser(agency, "supervisor").get(address))
    assert "The file also held a video, as phones attach to a picture." in english
    assert "Read from a HEIC file and written in a format that the matcher reads." in english
    assert "data after the end of the image" in english
    french = text_of(browser(agency, "supervisor", language="fr").get(address))
    assert "Le fichier contenait aussi une vidéo" in french
    assert "Lue dans un fichier HEIC" in french


def test_the_log_holds_the_codes_of_what_was_cut(waiting: SearchRequest) -> None:
    entries = sql(
        "auditor",
        "SELECT entry FROM audit.event WHERE request_id = %s AND code = 'probe.ingested'",
        [waiting.pk],
    )
    assert len(entries) == 2, "the file, and the crop of it"
    for (entry,) in entries:
        assert b'"video_removed"' in bytes(entry)
        assert b'"converted"' in bytes(entry)


def marks_on(page: Any) -> tuple[str, list[tuple[str, str]]]:
    body = page.content.decode()
    box = re.search(r'viewBox="([^"]+)"\s+preserveAspectRatio', body)
    circles = re.findall(r'<circle class="cs-probe__eye" cx="([^"]+)" cy="([^"]+)"', body)
    return (box.group(1) if box else ""), circles


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_decider_sees_the_eyes_over_the_copy_and_in_words(
    agency: InventedAgency, waiting: SearchRequest, language: str
) -> None:
    """Over the copy, which is cropped, they lie elsewhere than in the original, which the words name."""
    client = browser(agency, "supervisor", language=language)
    address = f"/decisions/supervisor/{waiting.pk}/"
    before = client.get(address)
    assert marks_on(before) == ("", [])
    client.get(f"{address}picture.png")
    page = client.get(address)
    assert marks_on(page) == ("0 0 120 100", [("80", "50"), ("40", "50")])
    assert ' style="' not in page.content.decode().split("cs-probe__stage")[1].split("</figure>")[0]
    said = text_of(page)
    expected = {
        "en": ["The person’s left eye: 100 pixels from the left, 60 from the top.",
               "The person’s right eye: 60 pixels from the left, 60 from the top.",
               "The eyes are 40 pixels apart.",
               "Counted in the original seen upright: 160 by 120 pixels.",
               "They are not sent to the matcher"],
        "fr": ["L’œil gauche de la personne : 100 pixels depuis la gauche, 60 depuis le haut.",
               "Les yeux sont à 40 pixels l’un de l’autre.",
               "Elles ne sont pas envoyées au moteur"],
    }  # fmt: skip
    for words in expected[language]:
        assert words in said.replace("\u00a0", " "), words


def test_no_page_serves_a_byte_of_the_original(
    agency: InventedAgency, waiting: SearchRequest
) -> None:
    """Each way in which a picture leaves: a PNG drawn anew, which a browser takes for nothing else."""
    polyglot = with_picture(agency, drawings.jpeg() + SCRIPT, crop=None, eyes=draft_files.Eyes())
    for row in (waiting, polyglot):
        original = content.open_file(row.probe.original)
        for name, address in (
            ("officer", f"/requests/{row.pk}/image/original.png"),
            ("officer", f"/requests/{row.pk}/image/sent.png"),
            ("supervisor", f"/decisions/supervisor/{row.pk}/picture.png"),
        ):
            answer = browser(agency, name).get(address)
            assert answer.status_code == 200, address
            assert answer["Content-Type"] == "image/png"
            assert answer["X-Content-Type-Options"] == "nosniff"
            assert "default-src" in answer["Content-Security-Policy"]
            assert b"script" not in answer.content
            assert original[:64] not in answer.content
            assert Image.open(io.BytesIO(answer.content)).format == "PNG"


def test_the_original_is_kept_as_it_was_sent(waiting: SearchRequest) -> None:
    assert content.open_file(waiting.probe.original) == heic.made("plain") + VIDEO
    assert waiting.probe.original.media_type == "image/heic"
    assert content.file_name_to_show(waiting.probe.original) == "IMG_0412.heic"
    assert waiting.probe.transmission.media_type == "image/jpeg"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (heic.heic(brand=b"hevc"), "holds several pictures"),
        (drawings.saved_as("GIF"), "This file is in the format GIF, whatever its name says."),
        (heic.heic(kind=b"av01"), "This file is in the format AVIF, whatever its name says."),
        (b"no image", "Choose a JPEG, PNG, HEIC or WebP file."),
    ],
)
def test_what_is_refused_names_what_is_taken(
    agency: InventedAgency, data: bytes, words: str
) -> None:
    officer = browser(agency, "officer")
    row = draft.start(actor=agency.actor("officer", "officer"))
    address = f"/requests/{row.pk}/questions/image/"
    page = officer.get(address).content.decode()
    assert "JPEG, PNG, HEIC or WebP, at most 8 MB" in page
    for kind in ("image/jpeg", "image/png", "image/webp", "image/heic", ".heif"):
        assert kind in re.search(r'accept="([^"]+)"', page).group(1)  # type: ignore[union-attr]
    image = SimpleUploadedFile("photo.jpg", data, content_type="image/jpeg")
    answer = officer.post(address, {"image": image, "upload": "yes"})
    assert words in text_of(answer)


@pytest.fixture
def examined(agency: InventedAgency) -> SearchRequest:
    """A request whose search has come back."""
    return SearchRequest.objects.get(pk=agency.prepared.pk)


class TestExamination:
    """The examiner's page, of a search that was made."""

    @pytest.fixture
    def prepare(self) -> Any:
        return _searched

    def test_the_examiner_sees_the_eyes_too(
        self, agency: InventedAgency, examined: SearchRequest
    ) -> None:
        examine.start(actor=agency.actor("examiner"), search_request_id=examined.pk)
        page = browser(agency, "examiner").get(f"/examinations/{examined.pk}/")
        assert page.status_code == 200
        assert marks_on(page) == ("0 0 120 100", [("80", "50"), ("40", "50")])
        assert "The person’s left eye: 100 pixels from the left, 60 from the top." in text_of(page)
        assert "They are not sent to the matcher" in text_of(page)

    def test_an_auditor_who_opened_the_content_sees_them(
        self, agency: InventedAgency, examined: SearchRequest
    ) -> None:
        reason = {"reason": "Complaint 14 asks how this search was made.", "file_reference": "C-14"}
        page = browser(agency, "auditor").post(
            f"/audit/requests/{examined.pk}/versions/1/content/", reason
        )
        assert marks_on(page)[1] == [("80", "50"), ("40", "50")]


def _searched(made: InventedAgency) -> SearchRequest:
    keys = secrets.Secrets(Path(settings.COUNTERSIGN_GRANT_KEY_FILE).parent).grant_public_keys
    with tempfile.TemporaryDirectory() as folder, matchers.running(keys, Path(folder)) as answering:
        matchers.point_to(answering)
        row = with_picture(made, heic.made("plain") + VIDEO, crop=CROP, eyes=EYES)
        builders.decided(made, row, "approve")
        builders.forwarded(row)
    return SearchRequest.objects.get(pk=row.pk)
