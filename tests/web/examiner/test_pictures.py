"""The candidate's picture beside the probe image: shown, waited for, missing for a reason, asked for again."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from PIL import Image, ImageChops

from requests_app.outside.refmatcher import drawings
from requests_app.searches import content
from requests_app.searches.examined import shuffled
from requests_app.searches.models import CandidatePicture, Examination, SearchRequest
from tests import examiners, matchers
from tests.builders import InventedAgency
from tests.signed_in import browser
from tests.support import sql
from tests.web.examiner.test_examining import compared, concluded, hidden, stated

RECORD = {
    "compared": "yes",
    "date_unknown": "on",
    "feature_ears": "similar",
    "similarities": "Both ears show the same fold of the helix and a detached lobe.",
    "conclusion": "support",
}


def with_pictures(agency: InventedAgency) -> SearchRequest:
    return examiners.with_pictures(agency, "examiner")


def taken(agency: InventedAgency) -> SearchRequest:
    row = matchers.one_result(agency)
    examiners.took(agency, "examiner", row)
    return row


def missing(agency: InventedAgency) -> SearchRequest:
    return examiners.with_missing_pictures(agency, "examiner")


def page(agency: InventedAgency, row: SearchRequest, place: int = 1, language: str = "en") -> str:
    client = browser(agency, "examiner", language=language)
    answer = client.get(f"/examinations/{row.pk}/candidates/{place}/")
    assert answer.status_code == 200
    return str(answer.content.decode())


class TestHere:
    @pytest.fixture
    def prepare(self) -> Any:
        return with_pictures

    def test_each_place_shows_its_own_candidate(self, agency: InventedAgency) -> None:
        row = agency.prepared
        client = browser(agency, "examiner")
        mine = Examination.objects.get(search_request=row)
        listed = content.open_candidates(row.files.get(kind="candidates"))
        for place, position in enumerate(shuffled(mine.order_seed, len(listed)), start=1):
            address = f"/examinations/{row.pk}/candidates/{place}/picture.png"
            shown_there = page(agency, row, place)
            assert f'src="{address}"' in shown_there
            assert not any(each["external_id"] in shown_there for each in listed), "nor its name"
            drawn = client.get(address)
            assert drawn["Content-Type"] == "image/png"
            assert "no-store" in drawn["Cache-Control"]
            number = int(listed[position - 1]["external_id"][-4:])
            shown = Image.open(io.BytesIO(drawn.content)).convert("RGB")
            assert not ImageChops.difference(shown, drawings.draw(number)).getbbox()
        assert client.get(f"/examinations/{row.pk}/candidates/99/picture.png").status_code == 404

    def test_the_matchers_date_is_shown_and_proposed(self, agency: InventedAgency) -> None:
        row = agency.prepared
        mine = Examination.objects.get(search_request=row)
        listed = content.open_candidates(row.files.get(kind="candidates"))
        position = shuffled(mine.order_seed, len(listed))[0]
        taken_on = drawings.made_on(int(listed[position - 1]["external_id"][-4:])).date()
        text = page(agency, row)
        assert f'datetime="{taken_on.isoformat()}"' in text
        assert re.search(rf'name="picture_taken_on_year"[^>]*value="{taken_on.year}"', text)
        assert "taken, says the matcher, on" in text
        assert "prise, selon le moteur, le" in page(agency, row, language="fr")

    def test_where_they_were_compared_need_not_be_said(self, agency: InventedAgency) -> None:
        row = agency.prepared
        client = browser(agency, "examiner")
        assert client.get(f"/examinations/{row.pk}/candidates/1/picture.png").status_code == 200
        answer = compared(client, row, 1, RECORD)
        assert answer.status_code == 302
        assert "Complete: 1 of" in client.get(f"/examinations/{row.pk}/").content.decode()

    def test_nobody_concludes_on_a_picture_that_they_have_not_opened(
        self, agency: InventedAgency
    ) -> None:
        row = agency.prepared
        client = browser(agency, "examiner")
        assert client.get(f"/examinations/{row.pk}/picture.png").status_code == 200
        count = row.result.candidate_count
        unopened = compared(client, row, 1, RECORD)
        assert unopened.status_code == 400
        assert "you have not opened it" in unopened.content.decode()
        for place in range(2, count + 1):
            client.get(f"/examinations/{row.pk}/candidates/{place}/picture.png")
            assert compared(client, row, place, RECORD).status_code == 302
        assert (
            f"Complete: {count - 1} of" in client.get(f"/examinations/{row.pk}/").content.decode()
        )
        nobody = {"selected": "nobody", "no_selection": "inconclusive"}
        refused = stated(client, row, **nobody)
        assert refused.status_code == 400
        assert "Every candidate has to be reviewed" in refused.content.decode()
        client.get(f"/examinations/{row.pk}/candidates/1/picture.png")
        assert concluded(client, row, **nobody).status_code == 302

    def test_a_candidate_who_is_not_compared_needs_no_picture_opened(
        self, agency: InventedAgency
    ) -> None:
        said = {
            "compared": "no",
            "not_compared": "other",
            "why": "Another examiner has to look at it.",
        }
        assert compared(browser(agency, "examiner"), agency.prepared, 1, said).status_code == 302

    def test_nobody_else_gets_a_picture(self, agency: InventedAgency) -> None:
        row = agency.prepared
        for who in ("examiner3", "officer", "supervisor", "auditor", "administrator", "operator"):
            client = browser(agency, who)
            for name in ("picture.png", "picture-state/"):
                answer = client.get(f"/examinations/{row.pk}/candidates/1/{name}")
                assert answer.status_code in {403, 404}, (who, name)
            assert client.post(f"/examinations/{row.pk}/pictures/").status_code in {403, 404}

    def test_the_tools_stand_in_a_template_that_only_a_script_takes_out(
        self, agency: InventedAgency
    ) -> None:
        text = page(agency, agency.prepared)
        inside = text.split("<template data-compare-tools>")[1].split("</template>")[0]
        assert inside.count('type="range"') == 7
        form = text.split('id="page-form"')[1].split("</form>")[0]
        assert "data-tool" not in form


class TestOnItsWay:
    @pytest.fixture
    def prepare(self) -> Any:
        return taken

    def test_the_page_waits_and_says_so(self, agency: InventedAgency) -> None:
        row = agency.prepared
        text = page(agency, row)
        assert "The picture is being fetched from the matcher." in text
        assert f"/examinations/{row.pk}/candidates/1/picture.png" not in text
        state = f"/examinations/{row.pk}/candidates/1/picture-state/"
        assert f'data-compare-waits="{state}"' in text
        client = browser(agency, "examiner")
        before = sql("superuser", "SELECT count(*) FROM audit.event")
        assert client.get(state).json() == {"come": False}
        assert sql("superuser", "SELECT count(*) FROM audit.event") == before
        whole_list = client.get(f"/examinations/{row.pk}/").content.decode()
        assert "pictures are still being fetched" in whole_list
        assert f'action="/examinations/{row.pk}/pictures/"' not in whole_list

    def test_a_record_without_a_picture_says_where_they_were_compared(
        self, agency: InventedAgency
    ) -> None:
        client = browser(agency, "examiner")
        answer = compared(client, agency.prepared, 1, RECORD)
        assert answer.status_code == 400
        assert 'href="#id_made_at"' in answer.content.decode()


class TestMissing:
    @pytest.fixture
    def prepare(self) -> Any:
        return missing

    def test_the_page_says_why_and_what_to_do(self, agency: InventedAgency) -> None:
        text = page(agency, agency.prepared)
        assert "No picture is fetched at present" in text
        assert "Compare this candidate on the system of your laboratory" in text
        assert "data-compare-waits" not in text
        assert "Aucune image n’est récupérée pour le moment" in page(
            agency, agency.prepared, language="fr"
        )

    def test_they_can_be_asked_for_again_once(self, agency: InventedAgency) -> None:
        row = agency.prepared
        client = browser(agency, "examiner")
        address = f"/examinations/{row.pk}/"
        marks = hidden(client.get(address).content.split(b"Some pictures are missing")[1])
        again = client.post(f"{address}pictures/", marks, follow=True)
        assert "The missing pictures are asked for." in again.content.decode()
        assert set(CandidatePicture.objects.values_list("state", flat=True)) == {"waiting"}
        twice = client.post(f"{address}pictures/", marks, follow=True)
        assert "Every picture is here or on its way." in twice.content.decode()

    @pytest.mark.parametrize(
        ("error", "words"),
        [
            ("no_encounter", "did not say which picture"),
            ("pictures_not_offered", "gives out no pictures"),
            ("encounter_unknown", "has no picture of this candidate any more"),
            ("picture_withdrawn", "taken out of the gallery"),
            ("picture_other_gallery", "taken out of the gallery"),
            ("picture_several", "not one usable picture"),
            ("answer_schema", "not one usable picture"),
            ("image_truncated", "not one usable picture"),
            ("http_503", "did not answer, several times"),
            ("connection_lost", "did not answer, several times"),
            ("unreachable", "did not answer, several times"),
            ("not_a_candidate", "refused to give this picture out"),
            ("client_certificate_missing", "refused to give this picture out"),
            ("log_differs", "a check of the log found a difference"),
            ("content_damaged", "does not open"),
            ("nobody_examines", "Nobody has asked the matcher"),
        ],
    )
    def test_each_reason_has_its_words(
        self, agency: InventedAgency, error: str, words: str
    ) -> None:
        with examiners.past_the_guards("searches_candidatepicture") as connection:
            connection.execute("UPDATE searches_candidatepicture SET error = %s", [error])
        text = re.sub(r"\s+", " ", page(agency, agency.prepared))
        assert words in text
        assert error not in text
