"""Each of the four tests begins with what the officer chose beside what the registry or another answer says."""

from __future__ import annotations

import dataclasses
import html
import re
from typing import Any

import pytest
from django.template.loader import render_to_string

from requests_app.registry.models import Gallery, Matcher
from requests_app.trial.demo import configuration
from requests_app.web.supervisor import presenters
from requests_app.web.supervisor.side_by_side import compared
from requests_app.workflow.reading.decision_page import open_decision_page
from tests import builders
from tests.builders import InventedAgency
from tests.signed_in import browser
from tests.support import connected_as

GALLERY = "Booking photographs (drawn shapes)"


@pytest.fixture
def prepare() -> Any:
    return builders.submitted


def rows_of(agency: InventedAgency, test: str, language: str = "en") -> dict[str, tuple[str, str]]:
    """The rows to compare of one test: its question, what the officer says, what stands beside it."""
    drawn = browser(agency, "supervisor", language=language).get(
        f"/decisions/supervisor/{agency.prepared.pk}/"
    )
    section = drawn.content.decode().split(f'id="test-{test}"')[1].split("</section>")[0]
    table = section.split("</caption>")[1].split("</table>")[0]
    rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in table.split("<tr")[2:]]
    plain = [[words(cell) for cell in row] for row in rows]
    return {label: (said, beside) for label, said, beside in plain}


def words(cell: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", cell)).split())


def test_necessity_stands_beside_purpose_facts_and_means(agency: InventedAgency) -> None:
    assert rows_of(agency, "necessary") == {
        "What an answer would tell": (
            "Who the person is who is suspected of the offence",
            "Purpose: Identify a suspect Person sought: Suspect",
        ),
        "Next step": (
            "Look for evidence that does not come from the image",
            "Worst of a wrong lead: They are looked up in records, and no more",
        ),
        "Strongest evidence": (
            "A report of what happened",
            "Sources of the facts about the person: A recording, A victim or witness",
        ),
        "Another line of inquiry still open": (
            "No, none is open",
            "Less intrusive means: 2 tried with a result, 0 awaited, 1 not tried",
        ),
    }


def test_the_picture_stands_beside_what_the_matcher_can_compare(agency: InventedAgency) -> None:
    with connected_as("owner"):
        Matcher.objects.filter(code="demonstration").update(least_eyes_apart=61, poses=["frontal"])
    found = rows_of(agency, "effective")
    assert found["Pixels between the eyes"][0].endswith("(as stated)")
    assert found["Pixels between the eyes"][1] == "The matcher’s maker documents: at least 61"
    assert found["How far the face is turned away"][1].endswith("Not, or hardly: up to 15 degrees")
    assert found["What points to the gallery"][1] == (
        f"{GALLERY}: photographs taken when people were booked"
    )


def test_a_matcher_of_which_nothing_is_recorded_is_said_to_be_one(agency: InventedAgency) -> None:
    with connected_as("owner"):
        Matcher.objects.filter(code="demonstration").update(least_eyes_apart=None, poses=[])
    nothing = "The registry does not say what this matcher can compare"
    found = rows_of(agency, "effective")
    assert found["Pixels between the eyes"][1] == nothing
    assert found["How far the face is turned away"][1] == nothing


def test_harm_stands_beside_the_offence_and_who_is_compared(agency: InventedAgency) -> None:
    found = rows_of(agency, "proportionate")
    said, beside = found["Harm at stake"]
    assert said.endswith("It is done")
    assert beside.endswith("On the agency’s list of serious offences")
    assert found["Worst of a wrong lead"][1].startswith("Compared with 100 images, for at most ")
    assert found["Other people in the image"] == (
        "0", "Faces in the uploaded image: 1 The copy that is sent is not cropped",
    )  # fmt: skip


def test_a_smaller_gallery_on_offer_is_named(agency: InventedAgency) -> None:
    none = "The registry has no gallery on offer with fewer images"
    assert rows_of(agency, "least_intrusive")["Why no smaller gallery"] == ("There is none", none)
    with connected_as("owner"):
        configuration.register_absent()
        Gallery.objects.filter(code=configuration.ABSENT_GALLERY).update(size=99)
    _, beside = rows_of(agency, "least_intrusive")["Why no smaller gallery"]
    assert beside == "On offer: Partner agency’s photographs (away), 99 images"
    with connected_as("owner"):
        Gallery.objects.filter(code=configuration.ABSENT_GALLERY).update(allow_listed=False)
    assert rows_of(agency, "least_intrusive")["Why no smaller gallery"][1] == none


def test_a_french_reader_compares_in_french(agency: InventedAgency) -> None:
    found = rows_of(agency, "necessary", "fr")
    assert found["Mesure suivante"][0] == (
        "Chercher des éléments de preuve qui ne viennent pas de l’image"
    )
    assert found["Autre piste d’enquête encore ouverte"][1] == (
        "Moyens moins intrusifs : 2 essayés avec un résultat, 0 en attente, 1 non essayés"
    )


def test_what_was_not_asked_of_an_earlier_request_has_no_answer(agency: InventedAgency) -> None:
    """A request that was submitted before these questions were asked."""
    page = open_decision_page(
        actor=agency.actor("supervisor"), search_request_id=agency.prepared.pk
    )
    blank = dataclasses.replace(
        page.answers,
        necessity=dataclasses.replace(page.answers.necessity, next_step=""),
        effectiveness=dataclasses.replace(page.answers.effectiveness, gallery_link=""),
    )
    rows = compared(dataclasses.replace(page, answers=blank))
    said = {row["label"]: row["said"] for test in rows.values() for row in test}
    assert (said["Next step"], said["What points to the gallery"]) == ("", "")
    drawn = render_to_string(
        "components/side_by_side.html", {"rows": rows["effective"], "caption": "Facts"}
    )
    assert drawn.count("Not answered") == 1


OTHERWISE = {
    "question": "who_is_the_witness", "next_step": "line_up", "evidence_kind": "recording",
    "other_lines": "open", "urgency_kind": "time_limit_of_law", "gallery_link": "reported_missing",
    "pose": "profile", "eye_distance": 77, "harm": "property", "harm_state": "feared",
    "wrong_lead": "detained", "bystanders": 5, "narrower_gallery": "searched_before",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(presenters._COMPARED))
def test_nothing_is_left_out_of_the_answers_that_is_not_compared(
    agency: InventedAgency, name: str
) -> None:
    page = open_decision_page(
        actor=agency.actor("supervisor"), search_request_id=agency.prepared.pk
    )
    urgent = dataclasses.replace(page.answers.urgency, urgency="urgent", urgency_kind="convenience")
    before = dataclasses.replace(page.answers, urgency=urgent)
    (section,) = [
        field.name
        for field in dataclasses.fields(before)
        if hasattr(getattr(before, field.name), name)
    ]
    other = dataclasses.replace(getattr(before, section), **{name: OTHERWISE[name]})
    after = dataclasses.replace(before, **{section: other})
    first, second = (compared(dataclasses.replace(page, answers=each)) for each in (before, after))
    assert first != second


def test_what_is_compared_is_not_listed_a_second_time(agency: InventedAgency) -> None:
    drawn = browser(agency, "supervisor").get(f"/decisions/supervisor/{agency.prepared.pk}/")
    case = words(drawn.content.decode().split('id="case"')[1].split('id="panel"')[0])
    for answer in ("Look for evidence that does not come from the image", "No, none is open"):
        assert case.count(answer) == 1


@pytest.mark.parametrize(("language", "named"), [("en", "The tests"), ("fr", "Les critères")])
def test_links_to_every_test_stand_above_the_case(
    agency: InventedAgency, language: str, named: str
) -> None:
    drawn = browser(agency, "supervisor", language=language).get(
        f"/decisions/supervisor/{agency.prepared.pk}/"
    )
    above, case = drawn.content.decode().split('id="case"')
    links = re.search(rf'<nav[^>]*aria-label="{named}">(.*?)</nav>', above, re.S)
    assert links
    linked = re.findall(r'href="#test-([a-z_]+)">(.*?)</a>', links[1])
    headings = re.findall(r'<h2[^>]*id="test-([a-z_]+)">\d+\. (.*?)</h2>', case)
    assert len(headings) >= 4
    assert linked == headings
