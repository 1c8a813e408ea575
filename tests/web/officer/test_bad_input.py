"""What bad input gets: a clear word beside the field, nothing lost, nothing half-written.

Must not accept a 500 anywhere.
"""

from __future__ import annotations

import datetime as dt
import html
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from requests_app.common import clock
from requests_app.searches import content, intake
from requests_app.searches.models import SearchRequest, StoredFile
from requests_app.searches.states import Status
from requests_app.workflow import draft_files
from tests import builders
from tests.builders import InventedAgency
from tests.intake import drawings
from tests.web.officer.typing_in import ALL_STATEMENTS, declaration, question, seen_on, send

WHY = "It was asked for twice and nobody who was there knew the person in the picture."


def saved(row: SearchRequest) -> Any:
    return content.open_draft(SearchRequest.objects.get(pk=row.pk))


@pytest.fixture
def prepare() -> Any:
    return builders.drafted


@pytest.fixture
def row(agency: builders.InventedAgency) -> SearchRequest:
    row: SearchRequest = agency.prepared
    return row


def error_of(answer: Any, name: str) -> str:
    assert answer.status_code == 200
    assert b"govuk-error-summary" in answer.content
    return " ".join(answer.context["form"].errors[name])


def test_a_hundred_thousand_characters(officer: Client, row: SearchRequest) -> None:
    typed = "é" * 100_000
    answer = send(
        officer,
        question(row, "necessity"),
        {"objective": typed, "evidence": "kept", "evidence_ref": "E1"},
    )
    assert "96000" in error_of(answer, "objective").replace("\xa0", "").replace(",", "")
    assert typed in answer.content.decode()
    assert saved(row).necessity.evidence == "kept"


def test_a_text_a_little_too_long_is_kept_in_the_draft(officer: Client, row: SearchRequest) -> None:
    typed = "word " * 900
    answer = send(
        officer,
        question(row, "necessity"),
        {"objective": typed, "evidence": "e", "evidence_ref": "E1"},
    )
    assert error_of(answer, "objective")
    assert saved(row).necessity.objective.strip() == typed.strip()


CHOSEN = {
    "question": "who_is_the_suspect", "next_step": "find_independent_evidence",
    "evidence_kind": "recording", "other_lines": "none_open",
}  # fmt: skip


@pytest.mark.parametrize("hidden", ["\x00", "\u202e", "\u2066", "\x1b", "\u200f"])
def test_hidden_characters_are_taken_out_and_told(
    officer: Client, row: SearchRequest, hidden: str
) -> None:
    answer = send(officer, question(row, "necessity"), {
        "objective": f"before{hidden}after: {WHY}", "evidence": f"e: {WHY}", "evidence_ref": "E1",
        **CHOSEN,
    })  # fmt: skip
    assert "hidden character" in error_of(answer, "objective")
    page = answer.content.decode()
    assert "beforeafter" in page
    assert hidden not in page
    again = officer.post(question(row, "necessity"), {
        "objective": f"beforeafter: {WHY}", "evidence": f"e: {WHY}", "evidence_ref": "E1",
        **CHOSEN, "seen": seen_on(answer.content),
    })  # fmt: skip
    assert again.status_code == 302
    assert saved(row).necessity.objective == f"beforeafter: {WHY}"


def test_script_in_any_text_is_only_text(officer: Client, row: SearchRequest) -> None:
    typed = "<script>alert(1)</script>{{ 7|add:7 }}"
    send(officer, question(row, "effectiveness"), {"why_in_gallery": typed})
    for tail in ("questions/effectiveness/", "check/"):
        page = officer.get(f"/requests/{row.pk}/{tail}").content.decode()
        assert "<script>alert" not in page, tail
        assert html.escape(typed) in page, tail


def _date(name: str, day: dt.date) -> dict[str, int]:
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def test_dates_in_the_future(officer: Client, row: SearchRequest) -> None:
    tomorrow = timezone.localdate(clock.now()) + dt.timedelta(days=2)
    answer = send(officer, question(row, "offence"), _date("offence_date", tomorrow))
    assert "not after" in error_of(answer, "offence_date")
    answer = send(officer, question(row, "image-source"), _date("collected_on", tomorrow))
    assert "not after" in error_of(answer, "collected_on")
    answer = send(officer, f"/requests/{row.pk}/rows/means/add/", _date("done_on", tomorrow))
    assert "not after" in error_of(answer, "done_on")


@pytest.mark.parametrize("parts", [(31, 2, 2026), (0, 1, 2026), ("x", 1, 2026), (1, "", 2026)])
def test_no_dates(officer: Client, row: SearchRequest, parts: tuple[Any, ...]) -> None:
    day, month, year = parts
    answer = send(officer, question(row, "offence"), {
        "offence_date_day": day, "offence_date_month": month, "offence_date_year": year,
        "statute_ref": "Criminal Code s. 1",
    })  # fmt: skip
    assert error_of(answer, "offence_date")
    assert saved(row).purpose.statute_ref == "Criminal Code s. 1"


@pytest.mark.parametrize("number", ["12345", "GO26-1", "'; DROP TABLE", "GO26-01234 extra"])
def test_a_case_number_of_another_pattern(officer: Client, row: SearchRequest, number: str) -> None:
    answer = send(officer, question(row, "case"), {"case_number": number})
    assert "GO26-01234" in error_of(answer, "case_number")
    assert html.escape(number) in answer.content.decode()


@pytest.mark.parametrize("dash", ["–", "—", "\u2011", "\u2212", " – "])
def test_a_dash_in_a_case_number_becomes_the_hyphen_and_is_told(
    officer: Client, row: SearchRequest, dash: str
) -> None:
    answer = send(officer, question(row, "case"), {"case_number": f"go26{dash}01234"})
    assert answer.status_code == 302
    assert saved(row).case.case_number == "GO26-01234"
    page = officer.get(answer["Location"]).content.decode()
    assert "saved with hyphens in place of other dashes: GO26-01234" in page


def test_a_means_without_its_reason(officer: Client, row: SearchRequest) -> None:
    before = saved(row).means
    answer = send(officer, f"/requests/{row.pk}/rows/means/add/", {
        "means": "dna", "status": "not_tried", "result": "not_available",
    })  # fmt: skip
    assert "Give the reason" in error_of(answer, "why_not_enough")
    assert saved(row).means == before


def test_a_means_that_was_tried_needs_who_when_and_evidence(
    officer: Client, row: SearchRequest
) -> None:
    answer = send(officer, f"/requests/{row.pk}/rows/means/add/", {
        "means": "dna", "status": "tried", "result": "no_result", "why_not_enough": WHY,
    })  # fmt: skip
    assert set(answer.context["form"].errors) == {"done_on", "done_by", "evidence_ref"}


def test_values_that_no_page_offers(officer: Client, row: SearchRequest) -> None:
    before = saved(row)
    for slug, data in (("purpose", {"purpose": "anything"}), ("urgency", {"urgency": "now"}),
                       ("gallery", {"gallery": "../x", "candidate_limit": "9" * 5000})):  # fmt: skip
        assert send(officer, question(row, slug), data).status_code == 200
    assert saved(row).purpose.purpose == before.purpose.purpose
    assert officer.get(f"/requests/{row.pk}/questions/nonsense/").status_code == 404
    assert officer.get(f"/requests/{row.pk}/rows/nonsense/add/").status_code == 404
    assert officer.get(f"/requests/{row.pk}/rows/means/99/").status_code == 404


def test_half_a_page_is_kept_for_later(officer: Client, row: SearchRequest) -> None:
    answer = send(officer, question(row, "proportionality"), {"benefit": "half a", "later": "yes"})
    assert answer.url == f"/requests/{row.pk}/tasks/"
    assert saved(row).proportionality.benefit == "half a"


def test_a_stale_form_says_what_changed_and_loses_nothing(
    officer: Client, row: SearchRequest
) -> None:
    url = question(row, "effectiveness")
    first_tab = seen_on(officer.get(url).content)
    send(officer, url, {"why_in_gallery": "written in the second tab"})
    answer = officer.post(url, {"why_in_gallery": "written in the first tab", "seen": first_tab})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "another window" in page
    assert "written in the second tab" in page
    assert "written in the first tab" in page
    assert saved(row).effectiveness.why_in_gallery == "written in the second tab"
    officer.post(
        url, {"why_in_gallery": "written in the first tab", "seen": seen_on(answer.content)}
    )
    assert saved(row).effectiveness.why_in_gallery == "written in the first tab"


def test_another_page_in_another_tab_is_no_conflict(officer: Client, row: SearchRequest) -> None:
    url = question(row, "effectiveness")
    first_tab = seen_on(officer.get(url).content)
    send(
        officer,
        question(row, "proportionality"),
        {"benefit": WHY, "impact": WHY, "bystanders": "0"},
    )
    sent = {"gallery_link": "named_by_a_source", "why_in_gallery": f"first tab: {WHY}"}
    answer = officer.post(url, sent | {"seen": first_tab})
    assert answer.status_code == 302


def test_a_double_click_adds_one_row(officer: Client, row: SearchRequest) -> None:
    before = len(saved(row).means)
    url = f"/requests/{row.pk}/rows/means/add/"
    sent = {"means": "dna", "status": "not_tried", "result": "not_available", "why_not_enough": WHY,
            "seen": seen_on(officer.get(url).content), "row": str(uuid4())}  # fmt: skip
    assert officer.post(url, sent).status_code == officer.post(url, sent).status_code == 302
    assert len(saved(row).means) == before + 1


def test_rows_can_be_changed_and_removed(officer: Client, row: SearchRequest) -> None:
    before = saved(row).means
    url = f"/requests/{row.pk}/rows/means/0/"
    from requests_app.web.questionnaire.forms.rows import MeansForm
    from tests.web.officer.typing_in import fields_of

    send(officer, url, {**fields_of(MeansForm, before[0]), "why_not_enough": WHY})
    assert saved(row).means[0].why_not_enough == WHY
    mark = seen_on(officer.get(url + "remove/").content)
    officer.post(url + "remove/", {"seen": mark})
    officer.post(url + "remove/", {"seen": mark})  # the second click takes no second row
    assert saved(row).means == before[1:]


def test_a_double_start_makes_one_request(agency: Any, officer: Client) -> None:
    before = SearchRequest.objects.count()
    token = str(officer.get("/requests/new/").context["token"])
    first, second = (officer.post("/requests/new/", {"token": token}) for _ in range(2))
    assert first.url == second.url
    assert SearchRequest.objects.count() == before + 1


def declare(officer: Client, row: SearchRequest) -> dict[str, Any]:
    page = officer.get(declaration(officer, row))
    fields = page.context["form"].fields
    read = [code for code, _w in fields["acknowledged"].choices] if "acknowledged" in fields else []
    return {"attestations": ALL_STATEMENTS, "acknowledged": read, "read": page.context["read"]}


def test_a_double_submission_makes_one_version(officer: Client, row: SearchRequest) -> None:
    sent = declare(officer, row)
    url = f"/requests/{row.pk}/declaration/"
    first, second = officer.post(url, sent), officer.post(url, sent)
    assert first.url == second.url == f"/requests/{row.pk}/submitted/"
    assert SearchRequest.objects.get(pk=row.pk).version == 1


def test_answers_changed_after_the_declaration_was_opened(
    officer: Client, row: SearchRequest
) -> None:
    sent = declare(officer, row)
    send(officer, question(row, "effectiveness"), {"why_in_gallery": "another reason altogether"})
    answer = officer.post(f"/requests/{row.pk}/declaration/", sent)
    assert answer.url == f"/requests/{row.pk}/check/"
    told = officer.get(answer.url).content.decode()
    assert "Nothing was submitted" in told
    assert "an answer was changed" in told
    assert SearchRequest.objects.get(pk=row.pk).status == Status.DRAFT


def test_the_back_button_after_submission(officer: Client, row: SearchRequest) -> None:
    officer.post(f"/requests/{row.pk}/declaration/", declare(officer, row))
    before = saved(row)
    for tail in ("questions/necessity/", "tasks/", "check/", "rows/means/add/"):
        assert officer.get(f"/requests/{row.pk}/{tail}").url == f"/requests/{row.pk}/"
    officer.post(question(row, "necessity"), {"objective": "too late"})
    assert saved(row) == before


IMAGES = {
    "no file": (None, "Choose an image file"),
    "empty": (b"", "empty"),
    "text": (b"this is not an image", "not an image"),
    "truncated": (drawings.jpeg()[:-900], "ends too early"),
    "a GIF named .jpg": (drawings.saved_as("GIF"), "GIF"),
    "nine megabytes": (drawings.jpeg() + bytes(9 * 1024 * 1024), "too large"),
    "a bomb": (drawings.png_bomb(), "too many"),
    "tiny": (drawings.jpeg(drawings.shapes(size=(50, 50))), "at least 60"),
    "thirteen megabytes": (drawings.jpeg() + bytes(13 * 1024 * 1024), "too large"),
    "animated": (drawings.animated_png(), "several pictures"),
}


@pytest.mark.parametrize("name", IMAGES)
def test_bad_images(officer: Client, row: SearchRequest, name: str) -> None:
    data, words = IMAGES[name]
    before = SearchRequest.objects.get(pk=row.pk).probe_id
    sent: dict[str, Any] = {"upload": "yes"}
    if data is not None:
        sent["image"] = SimpleUploadedFile("suspect.jpg", data, content_type="image/jpeg")
    answer = officer.post(question(row, "image"), sent)
    assert words in error_of(answer, "image")
    assert SearchRequest.objects.get(pk=row.pk).probe_id == before


def test_a_polyglot_is_taken_in_and_the_officer_is_told(
    officer: Client, row: SearchRequest
) -> None:
    data = drawings.jpeg() + drawings.pdf()
    image = SimpleUploadedFile("suspect.jpg", data)
    officer.post(question(row, "image"), {"image": image, "upload": "yes"})
    page = officer.get(question(row, "image")).content.decode()
    assert "The file can also be read as something else than a picture." in page
    probe = SearchRequest.objects.get(pk=row.pk).probe
    assert content.open_file(probe.transmission) == drawings.jpeg()
    assert content.open_file(probe.original) == data


def test_gps_is_gone_and_noted(officer: Client, row: SearchRequest) -> None:
    data = drawings.jpeg(exif=drawings.exif(gps=True))
    image = SimpleUploadedFile("suspect.jpg", data)
    officer.post(question(row, "image"), {"image": image, "upload": "yes"})
    assert "GPS" in officer.get(question(row, "image")).content.decode()
    probe = SearchRequest.objects.get(pk=row.pk).probe
    assert b"Exif" not in content.open_file(probe.transmission)
    assert content.open_file(probe.original) == data


def test_crop_and_eyes(officer: Client, row: SearchRequest) -> None:
    image = SimpleUploadedFile("a.png", drawings.png(drawings.shapes(size=(300, 200))))
    officer.post(question(row, "image"), {"image": image, "upload": "yes"})
    url = question(row, "image-marks")
    for wrong, field in (
        ({"crop_left": 250, "crop_top": 0, "crop_width": 100, "crop_height": 100}, "crop_width"),
        ({"crop_left": 10}, "crop_top"),
        ({"left_eye_x": 400, "left_eye_y": 1, "right_eye_x": 1, "right_eye_y": 1}, "left_eye_x"),
        ({"crop_left": 0, "crop_top": 0, "crop_width": 30, "crop_height": 30}, "crop_width"),
    ):
        assert error_of(send(officer, url, wrong), field)
    good = {"crop_left": 20, "crop_top": 10, "crop_width": 150, "crop_height": 120,
            "left_eye_x": 100, "left_eye_y": 60, "right_eye_x": 60, "right_eye_y": 60}  # fmt: skip
    assert send(officer, url, good).status_code == 302
    held = SearchRequest.objects.get(pk=row.pk)
    assert (held.probe.width, held.probe.height) == (150, 120)
    assert (saved(row).probe.left_eye_x, saved(row).probe.crop_left) == (100, 20)
    assert send(officer, url, dict.fromkeys(good, "")).status_code == 302
    assert SearchRequest.objects.get(pk=row.pk).probe.width == 300


def test_a_good_crop_beside_a_bad_eye_is_made_once_the_eye_is_right(
    officer: Client, row: SearchRequest
) -> None:
    """The copy that would be sent is what counts, never what the form remembers."""
    image = SimpleUploadedFile("a.png", drawings.png(drawings.shapes(size=(300, 200))))
    officer.post(question(row, "image"), {"image": image, "upload": "yes"})
    url = question(row, "image-marks")
    crop = {"crop_left": 20, "crop_top": 10, "crop_width": 150, "crop_height": 120}
    eyes = {"left_eye_x": 100, "left_eye_y": 60, "right_eye_x": 60, "right_eye_y": 60}
    send(officer, url, crop | eyes | {"left_eye_x": 4000})
    assert SearchRequest.objects.get(pk=row.pk).probe.width == 300
    assert saved(row).probe.crop_left is None
    assert send(officer, url, crop | eyes).status_code == 302
    assert SearchRequest.objects.get(pk=row.pk).probe.width == 150
    assert saved(row).probe.crop_left == 20


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (None, "Choose a file"),
        (b"", "empty"),
        (b"<html>", "HTML"),
        (bytes(11 * 1024 * 1024), "too large"),
    ],
)
def test_bad_documents(officer: Client, row: SearchRequest, data: bytes | None, words: str) -> None:
    sent = {"document": SimpleUploadedFile("order.pdf", data)} if data is not None else {}
    answer = officer.post(f"/requests/{row.pk}/documents/add/", sent)
    assert words in error_of(answer, "document")
    assert not StoredFile.objects.filter(kind="judicial_document").exists()


def test_a_document_is_only_downloaded(officer: Client, row: SearchRequest) -> None:
    file = SimpleUploadedFile("..\\\u202eorder 12.PDF", drawings.pdf())
    assert officer.post(f"/requests/{row.pk}/documents/add/", {"document": file}).status_code == 302
    stored = StoredFile.objects.get(kind="judicial_document")
    answer = officer.get(f"/requests/{row.pk}/documents/{stored.pk}/")
    assert answer.content == drawings.pdf()
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "order 12.pdf" in officer.get(question(row, "legal-basis")).content.decode()
    for _ in range(2):
        assert officer.post(f"/requests/{row.pk}/documents/{stored.pk}/remove/").status_code == 302
    stored.refresh_from_db()
    assert stored.removed_at is not None


REPLACED = {
    "en": "The picture was replaced while it was being prepared.",
    "fr": "L’image a été remplacée pendant sa préparation.",
}


def replacing_once(row: SearchRequest, actor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let another tab replace the picture in the middle of the next decoding."""
    begun: list[bool] = []

    def after(real: Any) -> Any:
        def decode(*given: Any, **named: Any) -> Any:
            if not begun:
                begun.append(True)
                draft_files.add_probe(
                    actor=actor,
                    search_request_id=row.pk,
                    data=builders.probe_bytes(9),
                    name="b.jpg",
                )
            return real(*given, **named)

        return decode

    for name in ("preview", "take_in"):
        monkeypatch.setattr(intake, name, after(getattr(intake, name)))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_picture_replaced_while_it_is_drawn_is_said_to_be(
    agency: builders.InventedAgency,
    officer: Client,
    row: SearchRequest,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
) -> None:
    officer.cookies["countersign_language"] = language
    replacing_once(row, agency.actor("officer"), monkeypatch)
    answer = officer.get(reverse("officer:image_sent", args=[row.pk]))
    assert answer.status_code == 409
    text = html.unescape(answer.content.decode())
    assert REPLACED[language] in text
    assert "What you typed is below" not in text


def test_a_picture_replaced_while_it_is_cropped_is_said_beside_the_field(
    agency: builders.InventedAgency,
    officer: Client,
    row: SearchRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    crop = {"crop_left": 0, "crop_top": 0, "crop_width": 120, "crop_height": 120}
    replacing_once(row, agency.actor("officer"), monkeypatch)
    answer = send(officer, question(row, "image-marks"), crop)
    assert REPLACED["en"] in error_of(answer, "crop_width")
    assert saved(row).probe.crop_left is None


def test_eyes_of_which_one_number_is_wrong_are_not_kept_by_halves(
    officer: Client, agency: InventedAgency
) -> None:
    row = builders.drafted(agency)
    marks = question(row, "image-marks")
    right = {"left_eye_x": 60, "left_eye_y": 50, "right_eye_x": 40, "right_eye_y": 50}
    assert send(officer, marks, right).status_code == 302
    for wrong in ({"left_eye_x": 999_999}, {"right_eye_y": "two"}, {"left_eye_y": ""}):
        assert send(officer, marks, right | {"right_eye_x": 41} | wrong).status_code == 200
        held = content.open_draft(row).probe
        assert {name: getattr(held, name) for name in right} == right
