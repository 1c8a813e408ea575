"""Two windows on one draft: what is typed or declared upon one picture never counts for another.

Tried: every page about the picture, drawn before the picture was replaced and sent afterwards; the
declaration, drawn from answers that changed before and after it was opened; in both languages.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from requests_app.searches import content, intake
from requests_app.searches.models import SearchRequest
from requests_app.trial.demo.people import say_where
from requests_app.web.questionnaire.pages import PAGES
from tests import builders
from tests.builders import InventedAgency
from tests.web.officer.typing_in import (
    ALL_STATEMENTS,
    declaration,
    question,
    seen_on,
    send,
)

ABOUT_THE_PICTURE = [page for page in PAGES if page.form is not None and page.section == "probe"]


def draft(agency: InventedAgency) -> SearchRequest:
    return builders.drafted(agency)


@pytest.fixture
def prepare() -> Any:
    return draft


@pytest.fixture
def row(agency: InventedAgency) -> SearchRequest:
    return agency.prepared  # type: ignore[no-any-return]


def upload(officer: Client, row: SearchRequest, number: int) -> str:
    image = SimpleUploadedFile("frame.jpg", builders.probe_bytes(number))
    answer = officer.post(question(row, "image"), {"image": image, "upload": "yes"}, follow=True)
    return answer.content.decode()


def about(row: SearchRequest) -> Any:
    return content.open_draft(row).probe


@pytest.mark.parametrize("page", ABOUT_THE_PICTURE, ids=lambda page: page.slug)
def test_what_was_typed_looking_at_one_picture_is_not_saved_for_another(
    officer: Client, row: SearchRequest, page: Any
) -> None:
    upload(officer, row, 20)  # from here on nothing about the picture is answered
    drawn = seen_on(officer.get(question(row, page.slug)).content)
    typed = {"crop_left": "0", "crop_top": "0", "crop_width": "150", "crop_height": "150",
             "faces_declared": "1", "is_still": "yes", "shows_person_sought": "yes",
             "suitability": "good", "source_kind": "cctv", "edited": "no"}  # fmt: skip
    upload(officer, row, 21)
    before = about(row)
    answer = officer.post(question(row, page.slug), {**typed, "seen": drawn})
    assert answer.status_code == 200
    assert "the picture was uploaded or replaced" in answer.content.decode()
    assert about(row) == before
    assert row.probes.count() == 3, "a crop was made of the picture that nobody marked"


def test_what_was_said_of_a_picture_is_asked_again_when_another_takes_its_place(
    officer: Client, row: SearchRequest
) -> None:
    builders.draft_files.mark_probe(
        actor=builders.InventedAgency.present().actor("officer"),
        search_request_id=row.pk,
        crop=None,
        eyes=builders.draft_files.Eyes(60, 60, 90, 60),
    )
    before = about(row)
    page = upload(officer, row, 20)
    assert "does not count for it" in page
    now = about(row)
    answers = content.open_draft(row)
    assert answers.proportionality.bystanders is None
    assert answers.protected.protected_activity == ""
    assert answers.scope.target_specific is None
    asked_again = {
        "source_kind": "", "is_still": None, "shows_person_sought": None, "faces_declared": None,
        "suitability": "", "pose": "", "eye_distance": None, "edited": None, "left_eye_x": None, "left_eye_y": None,
        "right_eye_x": None, "right_eye_y": None,
    }  # fmt: skip
    for name in now.__slots__:
        expected = asked_again.get(name, getattr(before, name))
        assert getattr(now, name) == expected, name
    listed = officer.get(f"/requests/{row.pk}/check/").context["unfinished"]
    assert len(listed) == 6, listed
    answer = send(officer, declaration(officer, row), {"attestations": ALL_STATEMENTS})
    assert (answer.status_code, answer.url) == (302, f"/requests/{row.pk}/check/")
    assert SearchRequest.objects.get(pk=row.pk).status == "DRAFT"


def test_the_same_picture_again_keeps_what_was_said_of_it(
    officer: Client, row: SearchRequest
) -> None:
    before = about(row)
    assert "taken in. Look at it below" in upload(officer, row, 1)
    assert about(row) == before
    builders.draft_files.mark_probe(
        actor=builders.InventedAgency.present().actor("officer"),
        search_request_id=row.pk,
        crop=intake.Box(0, 0, 150, 150),
        eyes=builders.draft_files.Eyes(),
    )
    assert "This is the image that was there" in upload(officer, row, 1)
    assert about(row) == before


def test_what_was_said_of_a_picture_does_not_go_on_to_a_new_request_without_it(
    agency: InventedAgency, officer: Client, row: SearchRequest
) -> None:
    ended = builders.decided(
        agency, builders.driving.submitted(agency.actor("officer"), row), "refuse"
    )
    page = officer.get(f"/requests/{ended.pk}/again/")
    answer = officer.post(f"/requests/{ended.pk}/again/", {"token": str(page.context["token"])})
    new = SearchRequest.objects.get(pk=answer.url.split("/")[2])
    upload(officer, new, 30)
    asked = content.open_draft(new)
    assert asked.probe.faces_declared is None
    assert asked.probe.source_kind == ""
    assert asked.proportionality.bystanders is None
    assert asked.necessity == content.open_draft(ended).necessity
    assert len(officer.get(f"/requests/{new.pk}/check/").context["unfinished"]) == 6


def test_a_first_picture_keeps_what_was_typed_before_it_came(
    agency: InventedAgency, officer: Client
) -> None:
    row = builders.drafted(agency, with_probe=False)
    before = about(row)
    upload(officer, row, 5)
    assert about(row) == before


@pytest.mark.parametrize(
    ("language", "told", "what"),
    [
        ("en", "Nothing was submitted", "the picture was replaced or cropped anew"),
        ("fr", "Rien n’a été soumis", "l’image a été remplacée ou recadrée"),
    ],
)
@pytest.mark.parametrize("when", ["before it is opened", "before it is sent"])
def test_a_picture_replaced_after_the_answers_were_read_is_not_declared_upon(
    officer: Client, row: SearchRequest, language: str, told: str, what: str, when: str
) -> None:
    officer.cookies["countersign_language"] = language
    url = declaration(officer, row)
    if when == "before it is opened":
        upload(officer, row, 20)
        answer = officer.get(url)
    else:
        read = officer.get(url).context["read"]
        upload(officer, row, 20)
        answer = officer.post(url, {"attestations": ALL_STATEMENTS, "read": read})
    assert answer.url == f"/requests/{row.pk}/check/"
    page = officer.get(answer.url).content.decode()
    assert told in page
    assert what in page
    assert SearchRequest.objects.get(pk=row.pk).version == 0


@pytest.mark.parametrize(
    ("language", "told", "what"),
    [
        (
            "en",
            "Nothing was submitted",
            "the rules that apply, or where the agency is, have changed",
        ),
        (
            "fr",
            "Rien n’a été soumis",
            "les règles applicables, ou le lieu où se trouve le service, ont changé",
        ),
    ],
)
@pytest.mark.parametrize("when", ["before it is opened", "before it is sent"])
def test_rules_of_another_place_are_read_before_anything_is_submitted_to_them(
    agency: InventedAgency,
    officer: Client,
    row: SearchRequest,
    language: str,
    told: str,
    what: str,
    when: str,
) -> None:
    officer.cookies["countersign_language"] = language
    url = declaration(officer, row)
    if when == "before it is opened":
        say_where("ca-qc")
        answer = officer.get(url)
    else:
        read = officer.get(url).context["read"]
        say_where("ca-qc")
        sent = {"attestations": ALL_STATEMENTS, "acknowledged": ["CAQC-01"], "read": read}
        answer = officer.post(url, sent)
    assert answer.url == f"/requests/{row.pk}/check/"
    page = officer.get(answer.url).content.decode()
    assert told in page
    assert what in page
    assert "CAQC-" in page, "the rules of the place are on the page that is to be read again"
    assert SearchRequest.objects.get(pk=row.pk).version == 0


def test_the_declaration_is_reached_from_the_answers_only(
    officer: Client, row: SearchRequest
) -> None:
    url = f"/requests/{row.pk}/declaration/"
    for answer in (officer.get(url), officer.post(url, {"attestations": ALL_STATEMENTS})):
        assert answer.url == f"/requests/{row.pk}/check/"
    assert SearchRequest.objects.get(pk=row.pk).version == 0


def test_a_row_that_was_not_right_still_notices_the_picture_that_came_meanwhile(
    officer: Client, row: SearchRequest
) -> None:
    url = f"/requests/{row.pk}/rows/edits/add/"
    drawn = seen_on(officer.get(url).content)
    upload(officer, row, 20)
    wrong = officer.post(url, {"seen": drawn, "kind": ""})
    assert seen_on(wrong.content) == drawn
    right = {"kind": "cropped", "tool": "T", "parameters": "p", "operator": "o", "purpose": "p",
             "edited_on_0": "1", "edited_on_1": "3", "edited_on_2": "2026"}  # fmt: skip
    answer = officer.post(url, {"seen": drawn, **right})
    assert answer.status_code == 200
    assert about(row).edits == ()
