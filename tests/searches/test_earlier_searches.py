"""Which earlier searches a decider is shown: the same case, the same picture, one that looks the same.

The pictures are real files, saved anew as somebody who hides a repeat would save them.
"""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import io

from django.conf import settings
from django.utils import timezone
from PIL import Image, ImageEnhance

from requests_app.common import clock
from requests_app.searches import content, selectors
from requests_app.searches.models import SearchRequest
from requests_app.trial.demo import stories
from requests_app.workflow import check, draft, draft_files
from requests_app.workflow.reading import decision_page
from tests import builders
from tests.builders import InventedAgency
from tests.support import sql

MODULE_PICTURE = 5


def with_picture(agency: InventedAgency, data: bytes, *, by: str, number: int) -> SearchRequest:
    """A submitted request with exactly this picture."""
    document = stories.answers(number, today=timezone.localdate(clock.now()))
    row = builders.drafted(agency, by=by, document=document, with_probe=False)
    actor = agency.actor(by, "officer")
    draft_files.add_probe(actor=actor, search_request_id=row.id, data=data, name="a.jpg")
    section = dataclasses.replace(document.probe)
    draft.save_section(actor=actor, search_request_id=row.id, section="probe", value=section)
    return builders.driving.submitted(actor, SearchRequest.objects.get(id=row.id))


def saved_anew(data: bytes) -> bytes:
    """The same picture, a little smaller, brighter and at another quality: no byte is the same."""
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    picture = picture.resize((picture.width * 9 // 10, picture.height * 9 // 10))
    target = io.BytesIO()
    ImageEnhance.Brightness(picture).enhance(1.05).save(target, "JPEG", quality=71)
    return target.getvalue()


def shares(row: SearchRequest, of: SearchRequest) -> tuple[bool, bool, bool] | None:
    for each in selectors.earlier_searches(row, case_lookups={row.case_lookup}):
        if each.search_request.pk == of.pk:
            return each.same_case, each.same_image, each.similar_image
    return None


def test_a_picture_saved_anew_is_still_found(agency: InventedAgency) -> None:
    data = builders.probe_bytes(MODULE_PICTURE)
    first = with_picture(agency, data, by="officer", number=1)
    same = with_picture(agency, data, by="officer2", number=2)
    anew = with_picture(agency, saved_anew(data), by="officer2", number=3)
    other = with_picture(agency, builders.probe_bytes(MODULE_PICTURE + 1), by="officer", number=4)
    assert shares(same, first) == (False, True, False)
    assert shares(anew, first) == (False, False, True)
    assert shares(other, first) is None


def test_what_came_later_is_not_earlier(agency: InventedAgency) -> None:
    data = builders.probe_bytes(MODULE_PICTURE)
    first = with_picture(agency, data, by="officer", number=1)
    later = with_picture(agency, data, by="officer2", number=2)
    assert [each.search_request for each in _before(later)] == [first]
    assert _before(first) == []
    assert shares(first, later) == (False, True, False)  # the decider sees it all the same


def _before(row: SearchRequest) -> list[selectors.Earlier]:
    return selectors.earlier_searches(row, case_lookups={row.case_lookup}, before=row.submitted_at)


def test_an_unreadable_neighbour_stops_nobody(agency: InventedAgency) -> None:
    row = with_picture(agency, builders.probe_bytes(1), by="officer", number=1)
    sql("superuser", "ALTER TABLE searches_justification DISABLE TRIGGER ALL")
    sql(
        "superuser",
        "UPDATE searches_justification SET sealed ="
        " set_byte(sealed, 40, (get_byte(sealed, 40) + 1) %% 256)"
        " WHERE search_request_id = %s",
        [row.pk],
    )
    second = with_picture(agency, builders.probe_bytes(2), by="officer", number=2)
    assert second.status == "AWAITING_DECISION"


def test_the_same_case_of_another_unit_is_found(agency: InventedAgency) -> None:
    first = with_picture(agency, builders.probe_bytes(1), by="officer", number=1)
    theirs = with_picture(agency, builders.probe_bytes(2), by="officer3", number=1)
    assert shares(theirs, first) == (True, False, False)


def test_the_same_case_is_found_though_an_earlier_release_kept_another_dash(
    agency: InventedAgency,
) -> None:
    first = with_picture(agency, builders.probe_bytes(1), by="officer", number=1)
    theirs = with_picture(agency, builders.probe_bytes(2), by="officer3", number=1)
    answers = content.open_draft(theirs)
    number = answers.case.case_number
    assert "-" in number
    kept_then = hmac.digest(
        settings.COUNTERSIGN_LOOKUP_KEY.encode(),
        b"case\0" + number.replace("-", "\u2013").encode(),
        hashlib.sha256,
    ).hex()
    sql("superuser", "ALTER TABLE searches_searchrequest DISABLE TRIGGER ALL")
    sql(
        "superuser",
        "UPDATE searches_searchrequest SET case_lookup = %s WHERE id = %s",
        [kept_then, first.pk],
    )
    found = {
        each.search_request.pk: each.same_case for each in check.earlier_searches(theirs, answers)
    }
    assert found == {first.pk: True}


def test_a_case_of_many_requests_is_cut_nowhere(agency: InventedAgency) -> None:
    first = with_picture(agency, builders.probe_bytes(1), by="officer", number=1)
    theirs = with_picture(agency, builders.probe_bytes(2), by="officer3", number=1)
    columns = [
        name
        for (name,) in sql(
            "superuser",
            "SELECT column_name::text FROM information_schema.columns"
            " WHERE table_name = 'searches_searchrequest'",
        )
    ]
    changed = {
        "id": "gen_random_uuid()",
        "reference": "'CS-2020-' || lpad(n::text, 6, '0') || '-A'",
    }
    values = ", ".join(changed.get(name, name) for name in columns)
    sql("superuser", "ALTER TABLE searches_searchrequest DISABLE TRIGGER ALL")
    sql(
        "superuser",
        f"INSERT INTO searches_searchrequest ({', '.join(columns)}) SELECT {values}"
        " FROM searches_searchrequest, generate_series(1, 120) AS n WHERE id = %s",
        [first.pk],
    )
    found = check.earlier_searches(theirs, content.open_draft(theirs))
    assert len(found) == 121
    page = decision_page.open_decision_page(
        actor=agency.actor("supervisor3"), search_request_id=theirs.pk
    )
    assert len(page.earlier) == 121
