"""An examiner's way through the pages: take, compare each candidate, conclude, and only then see ranks and scores."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client

from requests_app.policy.vocabulary import Component
from requests_app.searches import content, examinations
from requests_app.searches.examined import Feature, shuffled
from requests_app.searches.models import Conclusion, Examination, ExaminationDraft, SearchRequest
from requests_app.searches.states import Status
from requests_app.web.examiner import words
from tests import examiners, matchers
from tests.builders import InventedAgency
from tests.signed_in import browser
from tests.support import sql

SUPPORTS = {
    "compared": "yes",
    "made_at": "The console in room 4",
    "date_unknown": "on",
    "feature_ears": "similar",
    "similarities": "Both ears show the same fold of the helix and a detached lobe.",
    "conclusion": "support",
}
EXCLUDES = {
    "compared": "yes",
    "made_at": "The console in room 4",
    "date_unknown": "on",
    "feature_ears": "difference_unexplained",
    "differences": "The lobe is attached in one picture and detached in the other.",
    "conclusion": "exclusion",
}
STATEMENT = {
    "quality": "The face is near frontal and about 90 pixels wide.",
    "limitations": "The left ear is hidden, and the hairline too.",
}


@pytest.fixture
def prepare() -> Any:
    return matchers.one_result


@pytest.fixture
def row(agency: InventedAgency) -> SearchRequest:
    found: SearchRequest = agency.prepared
    return found


def hidden(page: bytes) -> dict[str, str]:
    """The page's own marks, as a browser sends them back."""
    text = page.decode().split('id="page-form"')[-1]
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text)
    return {name: html.unescape(value) for name, value in found}


def stored(row: SearchRequest) -> list[dict[str, str]]:
    return content.open_candidates(row.files.get(kind="candidates"))


def place_of(agency: InventedAgency, row: SearchRequest, position: int, who: str) -> int:
    mine = Examination.objects.get(search_request=row, examiner=agency.people[who], ended_at=None)
    return shuffled(mine.order_seed, len(stored(row))).index(position) + 1


def opened(client: Client, row: SearchRequest) -> Client:
    assert client.post(f"/examinations/{row.pk}/take/").status_code == 302
    assert client.get(f"/examinations/{row.pk}/picture.png").status_code == 200
    return client


def compared(client: Client, row: SearchRequest, place: int, answers: dict[str, str]) -> Any:
    address = f"/examinations/{row.pk}/candidates/{place}/"
    return client.post(address, hidden(client.get(address).content) | answers)


def all_compared(
    agency: InventedAgency, client: Client, row: SearchRequest, who: str, *, selected: int
) -> int:
    """Write of every candidate, support of one; return its place."""
    chosen = place_of(agency, row, selected, who)
    for place in range(1, len(stored(row)) + 1):
        answer = compared(client, row, place, SUPPORTS if place == chosen else EXCLUDES)
        assert answer.status_code == 302
    return chosen


def stated(client: Client, row: SearchRequest, **answers: str) -> Any:
    """Save what is concluded, and go on to read it back."""
    address = f"/examinations/{row.pk}/conclude/"
    return client.post(address, hidden(client.get(address).content) | STATEMENT | answers)


def recorded(client: Client, row: SearchRequest) -> Any:
    """Record what was read back."""
    address = f"/examinations/{row.pk}/conclude/check/"
    return client.post(address, hidden(client.get(address).content))


def concluded(client: Client, row: SearchRequest, **answers: str) -> Any:
    answer = stated(client, row, **answers)
    if answer.status_code != 302:
        return answer
    assert answer.headers["Location"] == f"/examinations/{row.pk}/conclude/check/"
    return recorded(client, row)


def codes(row: SearchRequest) -> list[str]:
    found = sql(
        "auditor", "SELECT code FROM audit.event WHERE request_id = %s ORDER BY id", [row.pk]
    )
    return [code for (code,) in found]


def test_before_a_result_is_taken_nothing_of_it_is_shown(
    agency: InventedAgency, row: SearchRequest
) -> None:
    client = browser(agency, "examiner")
    page = client.get(f"/examinations/{row.pk}/").content.decode()
    assert "Take this result" in page
    assert not any(each["external_id"] in page for each in stored(row))
    assert client.get(f"/examinations/{row.pk}/picture.png").status_code == 403
    for address in ("candidates/1/", "conclude/", "conclude/check/", "correct/"):
        assert client.get(f"/examinations/{row.pk}/{address}").status_code == 403
    assert not {"candidates.viewed", "probe.viewed"} & set(codes(row)[-3:])


WORDS = "Both lobes are attached, and the left one has a notch."


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_was_seen_of_a_part_is_said_in_words_and_read_by_whoever_reads_the_record(
    agency: InventedAgency, row: SearchRequest, language: str
) -> None:
    client = opened(browser(agency, "examiner", language=language), row)
    answers = SUPPORTS | {"words_ears": WORDS}
    assert compared(client, row, 1, answers).status_code == 302
    page = client.get(f"/examinations/{row.pk}/candidates/1/").content.decode()
    assert f'value="{WORDS}"' in html.unescape(page)
    position = shuffled(Examination.objects.get().order_seed, len(stored(row)))[0]
    record = examinations.opened_draft(Examination.objects.get()).of(position)
    assert record.features == (Feature("ears", "similar", WORDS),)
    for place in range(2, len(stored(row)) + 1):
        compared(client, row, place, EXCLUDES)
    said = concluded(client, row, selected="1")
    assert said.status_code == 302
    kept = client.get(f"/examinations/{row.pk}/candidates/1/").content.decode()
    assert WORDS in html.unescape(kept)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"feature_nose": "", "words_nose": "A dent on the bridge."}, "feature_nose"),
        ({"words_ears": "x" * 201}, "words_ears"),
    ],
)
def test_words_of_a_part_that_cannot_be_kept_are_told_beside_it_and_not_lost(
    agency: InventedAgency, row: SearchRequest, changes: dict[str, str], field: str
) -> None:
    client = opened(browser(agency, "examiner"), row)
    refused = compared(client, row, 1, SUPPORTS | changes)
    assert refused.status_code == 400
    assert set(refused.context["form"].errors) == {field}
    (typed,) = (value for name, value in changes.items() if name.startswith("words_"))
    assert typed in html.unescape(refused.content.decode())


def test_until_they_conclude_no_page_tells_rank_score_or_place_in_the_list(
    agency: InventedAgency, row: SearchRequest
) -> None:
    client = opened(browser(agency, "examiner"), row)
    chosen = all_compared(agency, client, row, "examiner", selected=1)
    assert stated(client, row, selected=str(chosen)).status_code == 302
    addresses = ["", "conclude/", "conclude/check/", "give-back/"]
    addresses += [f"candidates/{place}/" for place in range(1, len(stored(row)) + 1)]
    for address in addresses:
        answer = client.get(f"/examinations/{row.pk}/{address}")
        assert answer.status_code == 200
        page = answer.content.decode()
        assert not re.search(r"(?i)\brank\b", page), address
        for each in stored(row):
            assert each["score"] not in page, address
            assert each["encounter_id"] not in page, address
    text = client.get(f"/examinations/{row.pk}/").content.decode()
    assert not any(each["external_id"] in text for each in stored(row)), "their pictures are coming"
    sql("owner", "UPDATE registry_gallery SET allow_listed = false")
    assert set(examiners.fetched(row)) == {"missing"}
    sql("owner", "UPDATE registry_gallery SET allow_listed = true")
    # Whoever compares them elsewhere now has to find them there.
    shown = re.findall(r"<bdi>([^<]+)<", client.get(f"/examinations/{row.pk}/").content.decode())
    mine = Examination.objects.get()
    assert shown == [
        stored(row)[position - 1]["external_id"]
        for position in shuffled(mine.order_seed, len(stored(row)))
    ]
    # The choice among supported candidates is by their place in this order, not by their rank.
    page = client.get(f"/examinations/{row.pk}/conclude/").content.decode()
    radios = [tag for tag in re.findall(r"<input[^>]*>", page) if 'name="selected"' in tag]
    offered = [found[1] for tag in radios if (found := re.search(r'value="([^"]*)"', tag))]
    assert offered == [str(place_of(agency, row, 1, "examiner")), "nobody"]
    assert "candidates.revealed" not in codes(row)


def test_an_examiner_concludes_and_is_shown_ranks_and_scores(
    agency: InventedAgency, row: SearchRequest
) -> None:
    client = opened(browser(agency, "examiner"), row)
    chosen = all_compared(agency, client, row, "examiner", selected=2)
    done = concluded(client, row, selected=str(chosen))
    assert done.status_code == 302
    said = Conclusion.objects.get()
    assert (said.selected_position, said.outcome) == (2, "support")
    page = client.get(f"/examinations/{row.pk}/").content.decode()
    assert "Ranks and scores are shown now" in page
    names = re.findall(r"<bdi>([^<]+)<", page)
    assert names == [each["external_id"] for each in stored(row)]
    assert all(each["score"] in page for each in stored(row))
    assert codes(row)[-2:] == ["candidates.viewed", "candidates.revealed"]
    listed = client.get("/examinations/concluded/").content.decode()
    assert row.reference in listed
    assert row.reference not in client.get("/examinations/").content.decode()
    again = client.get(f"/examinations/{row.pk}/conclude/")
    assert again.headers["Location"] == f"/examinations/{row.pk}/"


def test_two_who_select_nobody_end_the_request_and_still_see_what_they_concluded(
    agency: InventedAgency, row: SearchRequest
) -> None:
    examiners.concluded(agency, "examiner3", row, selected=None)
    client = opened(browser(agency, "examiner"), row)
    for place in range(1, len(stored(row)) + 1):
        assert compared(client, row, place, EXCLUDES).status_code == 302
    nobody = {"selected": "nobody", "no_selection": "no_candidate_supported"}
    answer = concluded(client, row, **nobody)
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.status == Status.NO_LEAD
    page = client.get(answer.headers["Location"]).content.decode()
    assert "No candidate is supported" in page
    assert "Take the selection back" not in page


def test_an_unfinished_record_is_saved_and_told_what_it_lacks(
    agency: InventedAgency, row: SearchRequest
) -> None:
    client = opened(browser(agency, "examiner"), row)
    answer = compared(client, row, 1, SUPPORTS | {"similarities": "", "conclusion": ""})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "What you wrote is saved" in page
    assert "Choose what you conclude of this candidate" in page
    assert "at least 20 characters" in page
    again = client.get(f"/examinations/{row.pk}/candidates/1/").content.decode()
    assert "The console in room 4" in again
    assert "Not finished" in client.get(f"/examinations/{row.pk}/").content.decode()
    later = compared(client, row, 1, {"compared": "yes", "later": "yes"})
    assert later.status_code == 302
    assert "What is still" not in client.get(f"/examinations/{row.pk}/").content.decode()


def test_what_another_window_saved_is_not_written_over(
    agency: InventedAgency, row: SearchRequest
) -> None:
    client = opened(browser(agency, "examiner"), row)
    address = f"/examinations/{row.pk}/candidates/1/"
    old = hidden(client.get(address).content)
    assert compared(client, row, 1, EXCLUDES).status_code == 302
    answer = client.post(address, old | SUPPORTS)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "This was changed in another window" in page
    assert "detached in the other" in page
    assert "Both ears show" in page
    assert client.post(address, hidden(answer.content) | SUPPORTS).status_code == 302


def test_a_statement_is_saved_and_not_concluded_while_a_candidate_is_open(
    agency: InventedAgency, row: SearchRequest
) -> None:
    client = opened(browser(agency, "examiner"), row)
    answer = concluded(client, row, selected="nobody", no_selection="inconclusive")
    assert answer.status_code == 400
    assert "Every candidate has to be reviewed" in answer.content.decode()
    assert not Conclusion.objects.exists()
    again = client.get(f"/examinations/{row.pk}/conclude/").content.decode()
    assert STATEMENT["quality"] in html.unescape(again)


def test_a_candidate_who_was_not_compared_after_all_cannot_be_selected(
    agency: InventedAgency, row: SearchRequest
) -> None:
    client = opened(browser(agency, "examiner"), row)
    chosen = all_compared(agency, client, row, "examiner", selected=1)
    not_compared = {
        "compared": "no",
        "not_compared": "picture_unusable",
        "why": "Their picture is turned away and out of focus.",
    }
    assert compared(client, row, chosen, SUPPORTS | not_compared).status_code == 302
    answer = concluded(client, row, selected=str(chosen))
    assert answer.status_code == 400
    assert f'name="selected" value="{chosen}"' not in answer.content.decode()
    assert not Conclusion.objects.exists()


def test_a_comparison_that_another_window_changed_is_read_before_it_is_concluded_on(
    agency: InventedAgency, row: SearchRequest
) -> None:
    client = opened(browser(agency, "examiner"), row)
    chosen = all_compared(agency, client, row, "examiner", selected=1)
    assert stated(client, row, selected=str(chosen)).status_code == 302
    address = f"/examinations/{row.pk}/conclude/check/"
    read = {"read": str(ExaminationDraft.objects.get().revision)}
    changed = compared(client, row, chosen, SUPPORTS | {"conclusion": "strong_support"})
    assert changed.status_code == 302
    answer = client.post(address, read)
    assert answer.status_code == 400
    assert "changed in another window" in answer.content.decode()
    assert "Strong support" in answer.content.decode()
    assert not Conclusion.objects.exists()
    assert recorded(client, row).status_code == 302
    assert Conclusion.objects.get().outcome == "strong_support"


def test_an_unfinished_record_is_not_read_back(agency: InventedAgency, row: SearchRequest) -> None:
    client = opened(browser(agency, "examiner"), row)
    address = f"/examinations/{row.pk}/conclude/check/"
    for answer in (
        client.get(address, follow=True),
        client.post(address, {"read": "0"}, follow=True),
    ):
        assert answer.redirect_chain[0][0] == f"/examinations/{row.pk}/conclude/"
        assert "Your record is not finished" in answer.content.decode()
    for read in ("", "-1", "9" * 30, "٣"):
        assert client.post(address, {"read": read}).status_code in {302, 400}
    assert not Conclusion.objects.exists()


def test_everything_is_read_back_before_it_is_recorded_and_can_be_read_afterwards(
    agency: InventedAgency, row: SearchRequest
) -> None:
    client = opened(browser(agency, "examiner"), row)
    chosen = all_compared(agency, client, row, "examiner", selected=1)
    assert stated(client, row, selected=str(chosen)).status_code == 302
    read = html.unescape(client.get(f"/examinations/{row.pk}/conclude/check/").content.decode())
    written = (SUPPORTS["similarities"], EXCLUDES["differences"], *STATEMENT.values())
    assert all(text in read for text in written)
    assert "Ears – Similar" in read
    assert "Ears – Different, and not explained" in read
    assert not re.search(r"(?i)\brank\b", read.split("<main")[1].split("A conclusion cannot")[0])
    assert recorded(client, row).status_code == 302
    twice = client.post(f"/examinations/{row.pk}/conclude/check/", {"read": "1"})
    assert twice.headers["Location"] == "/examinations/"
    assert Conclusion.objects.count() == 1
    one = client.get(f"/examinations/{row.pk}/candidates/{chosen}/")
    assert one.status_code == 200
    assert SUPPORTS["similarities"] in html.unescape(one.content.decode())
    assert stored(row)[0]["score"] in one.content.decode()
    assert "<textarea" not in one.content.decode()


def test_after_a_complete_record_the_next_unfinished_one_follows(
    agency: InventedAgency, row: SearchRequest
) -> None:
    client = opened(browser(agency, "examiner"), row)
    count = len(stored(row))
    assert count > 2
    base = f"/examinations/{row.pk}/"
    assert compared(client, row, 2, EXCLUDES).headers["Location"] == f"{base}candidates/3/"
    for place in range(3, count):
        compared(client, row, place, EXCLUDES)
    assert compared(client, row, count, EXCLUDES).headers["Location"] == f"{base}candidates/1/"
    page = client.get(f"{base}candidates/2/").content.decode()
    neighbours = re.findall(r'rel="(?:prev|next)" href="([^"]+)"', page)
    assert neighbours == [f"{base}candidates/1/", f"{base}candidates/3/"]
    assert compared(client, row, 1, EXCLUDES).headers["Location"] == base


def test_a_selection_is_taken_back_with_a_reason(
    agency: InventedAgency, row: SearchRequest
) -> None:
    examiners.concluded(agency, "examiner", row, selected=1)
    client = browser(agency, "examiner")
    assert "Take the selection back" in client.get(f"/examinations/{row.pk}/").content.decode()
    address = f"/examinations/{row.pk}/correct/"
    lacks = client.post(address, hidden(client.get(address).content))
    assert lacks.status_code == 400
    page = lacks.content.decode()
    assert "Say why nobody is selected any more" in page
    assert "The comparisons are inconclusive" in page
    assert "No candidate is supported" not in page, "the record of a supported candidate stands"
    sent = hidden(lacks.content) | {
        "no_selection": "inconclusive",
        "correction": "I took a shadow for a scar below the left eye.",
    }
    assert client.post(address, sent).status_code == 302
    assert Conclusion.objects.order_by("number").last().outcome == "inconclusive"
    corrected = client.get(f"/examinations/{row.pk}/").content.decode()
    assert "I took a shadow" in corrected
    letter = words.letter(place_of(agency, row, 1, "examiner"))
    assert f"Candidate {letter} – Support for one and the same person" in corrected
    listed = client.get("/examinations/concluded/").content.decode()
    assert "The comparisons are inconclusive" in listed
    assert "Support for one and the same person" not in listed


def test_a_result_is_given_back_and_can_be_taken_by_another(
    agency: InventedAgency, row: SearchRequest
) -> None:
    client = opened(browser(agency, "examiner"), row)
    for who in ("examiner3",):
        opened(browser(agency, who), row)
    fourth = browser(agency, "examiner4")
    assert row.reference not in fourth.get("/examinations/").content.decode()
    told = fourth.post(f"/examinations/{row.pk}/take/", follow=True).content.decode()
    assert "no further one is wanted" in told
    address = f"/examinations/{row.pk}/give-back/"
    assert "Give this result back?" in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    assert client.get(f"/examinations/{row.pk}/candidates/1/").status_code == 403
    assert row.reference in fourth.get("/examinations/").content.decode()
    opened(fourth, row)


def test_a_page_from_before_a_result_was_given_back_is_not_saved_for_another_candidate(
    agency: InventedAgency, row: SearchRequest
) -> None:
    client = opened(browser(agency, "examiner"), row)
    address = f"/examinations/{row.pk}/candidates/1/"
    old = hidden(client.get(address).content)
    assert client.post(f"/examinations/{row.pk}/give-back/").status_code == 302
    opened(client, row)
    answer = client.post(address, old | SUPPORTS)
    assert answer.status_code == 400
    assert "This was changed in another window" in answer.content.decode()
    assert not ExaminationDraft.objects.exists()


def test_text_about_one_candidate_is_not_given_back_under_another_one(
    agency: InventedAgency, row: SearchRequest
) -> None:
    client = opened(browser(agency, "examiner"), row)
    address = f"/examinations/{row.pk}/candidates/1/"
    page = client.get(address).content
    typed = {
        "why": "The left ear of this one is cut off by the frame.",
        "leave_for": "/examinations/",
    }
    assert client.post(address, hidden(page) | typed).status_code == 302
    assert typed["why"] in client.get(address).content.decode()
    assert client.post(f"/examinations/{row.pk}/give-back/").status_code == 302
    opened(client, row)
    assert typed["why"] not in client.get(address).content.decode()
    assert typed["why"] in client.get("/account/kept/").content.decode()


def test_every_part_of_a_face_can_be_recorded(agency: InventedAgency, row: SearchRequest) -> None:
    client = opened(browser(agency, "examiner"), row)
    every = {f"feature_{component}": "not_comparable" for component in Component}
    assert (
        compared(client, row, 1, SUPPORTS | every | {"feature_nose": "similar"}).status_code == 302
    )
    page = client.get(f"/examinations/{row.pk}/candidates/1/").content.decode()
    assert len(re.findall(r'value="not_comparable"\s+selected', page)) == len(Component) - 1


def test_there_is_no_page_beyond_the_list(agency: InventedAgency, row: SearchRequest) -> None:
    client = opened(browser(agency, "examiner"), row)
    for place in (0, len(stored(row)) + 1, 10_000):
        address = f"/examinations/{row.pk}/candidates/{place}/"
        assert client.get(address).status_code == 404
        assert client.post(address, SUPPORTS).status_code == 404
