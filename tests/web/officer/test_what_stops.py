"""What stops a request is said on its own page and in the task list, and the declaration opens without it only.

Tried: a purpose, a ground, a legal basis, a role, a group of people on the picture; each by itself.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from requests_app.policy.vocabulary import FormField
from requests_app.searches import content
from requests_app.searches.answers import Declaration
from requests_app.searches.models import SearchRequest
from requests_app.searches.states import Status
from requests_app.web.questionnaire.pages import BY_SLUG, PAGES
from requests_app.web.questionnaire.places import _OF_FIELD, _OF_RULE, place_of
from requests_app.workflow import draft
from tests import builders
from tests.builders import InventedAgency
from tests.support import sql
from tests.web.officer.typing_in import declaration, fields_of, question, send


@pytest.fixture
def prepare() -> Any:
    return builders.drafted


@pytest.fixture
def row(agency: InventedAgency) -> SearchRequest:
    row: SearchRequest = agency.prepared
    return row


def answers_on(row: SearchRequest, slug: str, **changed: Any) -> dict[str, Any]:
    page = BY_SLUG[slug]
    assert page.form is not None
    return fields_of(page.form, getattr(content.open_draft(row), page.section)) | changed


def blocked(row: SearchRequest) -> int:
    found = sql(
        "superuser",
        "SELECT count(*) FROM audit.event WHERE request_id = %s AND code = 'search.blocked'",
        [row.pk],
    )
    return int(found[0][0])


STOPPED = [
    ("purpose", {"purpose": "protest_monitoring", "purpose_detail": "x" * 60}, "CORE-02"),
    ("legal-basis", {"basis_type": "vendor_terms"}, "CORE-05"),
    ("protected", {"basis_flags": ["race_ethnicity"]}, "CORE-04"),
    ("person", {"subject_role": "unknown_bystander"}, "CORE-30"),
    ("image-content", {"suitability": "unsuitable", "suitability_statement": "x" * 60}, "CORE-51"),
    ("mode", {"target_specific": "no"}, "CORE-19"),
]


@pytest.mark.parametrize(("slug", "changed", "rule"), STOPPED)
def test_what_can_never_be_allowed_is_said_on_its_own_page_and_once(
    officer: Client, row: SearchRequest, slug: str, changed: dict[str, Any], rule: str
) -> None:
    answer = send(officer, question(row, slug), answers_on(row, slug, **changed))
    assert answer.status_code == 302
    assert answer.url == f"{question(row, slug)}?stopped=yes"
    page = officer.get(answer.url).content.decode()
    assert "As it is answered, this stops the request" in page
    assert f'data-rule="{rule}"' in page
    # Who has read it goes on: nobody is held on a page.
    told = re.search(r'name="told" value="([^"]*)"', page)
    assert told is not None
    again = send(
        officer, question(row, slug), answers_on(row, slug, **changed) | {"told": told.group(1)}
    )
    assert again.status_code == 302
    assert "stopped" not in again.url


@pytest.mark.parametrize(("slug", "changed", "rule"), STOPPED)
def test_a_page_that_stops_the_request_needs_work_and_the_list_says_why(
    officer: Client, row: SearchRequest, slug: str, changed: dict[str, Any], rule: str
) -> None:
    listed = {task["href"].partition("?")[0]: task for task in tasks(officer, row)}
    assert listed[question(row, slug)]["status"] == "completed"
    send(officer, question(row, slug), answers_on(row, slug, **changed))
    listed = {task["href"].partition("?")[0]: task for task in tasks(officer, row)}
    assert listed[question(row, slug)]["status"] == "needs_work"
    assert listed[question(row, slug)]["why"]
    assert "?stopped=yes" in listed[question(row, slug)]["href"]
    assert all(task["status"] != "needs_work" for url, task in listed.items() if slug not in url)


def tasks(officer: Client, row: SearchRequest) -> list[dict[str, Any]]:
    page = officer.get(f"/requests/{row.pk}/tasks/")
    return [task for group in page.context["groups"] for task in group["tasks"]]


def test_a_page_that_is_right_leads_on_at_once(officer: Client, row: SearchRequest) -> None:
    for page in PAGES:
        if page.form is None or page.slug == "image-marks":
            continue
        answer = send(officer, question(row, page.slug), answers_on(row, page.slug))
        assert answer.status_code == 302
        assert "stopped" not in answer.url, page.slug


def test_what_is_only_missing_is_no_reproach(agency: InventedAgency, officer: Client) -> None:
    begun = draft.start(actor=agency.actor("officer"))
    sent = {"case_number": "GO26-01234", "on_behalf_of": "own_agency"}
    answer = send(officer, question(begun, "case"), sent)
    assert answer.status_code == 200, "it stays on its page, and says what is still open"
    listed = tasks(officer, begun)
    assert all(task["status"] != "needs_work" for task in listed)
    assert [task["why"] for task in listed if task["status"] == "not_started" and task["why"]] == []


def test_a_page_that_nobody_began_carries_no_reproach(
    officer: Client, row: SearchRequest, agency: InventedAgency
) -> None:
    draft.save_section(
        actor=agency.actor("officer"), search_request_id=row.pk, section="means", value=()
    )
    page = {task["href"]: task for task in tasks(officer, row)}[question(row, "means")]
    assert (page["status"], page["why"]) == ("not_started", [])


def test_the_declaration_opens_only_when_nothing_stops_and_each_try_is_recorded(
    officer: Client, row: SearchRequest
) -> None:
    way = declaration(officer, row)
    assert officer.get(way).status_code == 200
    send(officer, question(row, "purpose"), answers_on(row, "purpose", purpose="personal"))
    page = officer.get(f"/requests/{row.pk}/check/").content.decode()
    assert f'href="/requests/{row.pk}/declaration' not in page
    assert officer.get(declaration(officer, row)).url == f"/requests/{row.pk}/check/"
    assert blocked(row) == 0, "looking is no try"
    answer = officer.post(f"/requests/{row.pk}/check/", follow=True)
    assert (
        "The declaration opens once no rule stops the request and every page is complete."
        in answer.content.decode()
    )
    assert blocked(row) == 1
    row.refresh_from_db()
    assert row.status == Status.DRAFT


def test_a_try_names_no_statement_that_nobody_was_asked_for_yet(
    agency: InventedAgency, officer: Client, row: SearchRequest
) -> None:
    draft.save_section(
        actor=agency.actor("officer"), search_request_id=row.pk, section="declaration",
        value=Declaration(),
    )  # fmt: skip
    send(officer, question(row, "purpose"), answers_on(row, "purpose", purpose="personal"))
    officer.post(f"/requests/{row.pk}/check/")
    said = sql(
        "superuser",
        "SELECT convert_from(entry, 'UTF8')::jsonb #> '{body,facts,rules}' FROM audit.event"
        " WHERE request_id = %s AND code = 'search.blocked'",
        [row.pk],
    )
    assert said == [(["CORE-02"],)]


def refusals(row: SearchRequest) -> list[Any]:
    return sql(
        "superuser",
        "SELECT code FROM audit.event WHERE code = 'action.refused' AND request_id = %s",
        [row.pk],
    )


def test_what_is_only_unanswered_stopped_nobody(agency: InventedAgency, officer: Client) -> None:
    begun = draft.start(actor=agency.actor("officer"))
    for section, value in (
        ("case", content.open_draft(agency.prepared).case),
        ("purpose", content.open_draft(agency.prepared).purpose),
    ):
        draft.save_section(
            actor=agency.actor("officer"), search_request_id=begun.pk, section=section, value=value
        )
    page = officer.post(f"/requests/{begun.pk}/check/", follow=True)
    assert (
        "The declaration opens once no rule stops the request and every page is complete."
        in page.content.decode()
    )
    fired = {finding["rule"] for finding in page.context["findings"] if finding["verb"] != "WARN"}
    said = sql(
        "superuser",
        "SELECT convert_from(entry, 'UTF8')::jsonb #> '{body,facts,rules}' FROM audit.event"
        " WHERE request_id = %s AND code = 'search.blocked'",
        [begun.pk],
    )
    assert {rule for (rules,) in said for rule in rules} <= fired
    assert refusals(begun) == []


def test_a_missing_answer_alone_is_not_recorded(officer: Client, row: SearchRequest) -> None:
    send(officer, question(row, "facts"), answers_on(row, "facts", assessment="", later="yes"))
    page = officer.get(f"/requests/{row.pk}/check/")
    assert page.context["stops"] == 0
    assert page.context["unfinished"]
    officer.post(f"/requests/{row.pk}/check/")
    assert blocked(row) == 0
    assert refusals(row) == []


def test_an_open_question_keeps_the_declaration_shut_too(
    officer: Client, row: SearchRequest
) -> None:
    send(officer, question(row, "necessity"), {"objective": "", "evidence": "", "later": "yes"})
    assert officer.get(declaration(officer, row)).url == f"/requests/{row.pk}/check/"
    answer = officer.post(f"/requests/{row.pk}/check/", follow=True)
    assert answer.status_code == 200
    row.refresh_from_db()
    assert row.status == Status.DRAFT


def test_pressing_the_button_of_an_old_page_after_it_was_mended_leads_to_the_way_on(
    officer: Client, row: SearchRequest
) -> None:
    answer = officer.post(f"/requests/{row.pk}/check/", follow=True)
    assert answer.context["is_stopped"] is False
    assert blocked(row) == 0


# --- where a finding leads -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "field", "page", "anchor"),
    [
        ("CORE-86", FormField.PROBE_FACES, "image-marks", "id_crop_left"),
        ("CORE-87", FormField.PROBE_FACES, "image-content", "id_faces_declared"),
        ("CORE-42", FormField.NECESSITY, "necessity", "id_evidence"),
        ("CORE-02", FormField.PURPOSE, "purpose", "id_purpose"),
        ("CORE-61", FormField.PROPORTIONALITY, "proportionality", "id_bystanders"),
    ],
)
def test_a_rule_leads_to_the_very_field(rule: str, field: str, page: str, anchor: str) -> None:
    place = place_of(rule, field)
    assert place is not None
    assert (place.slug, place.anchor) == (page, anchor)


def test_a_warning_that_no_answer_satisfies_leads_to_where_it_is_confirmed(
    officer: Client, row: SearchRequest
) -> None:
    assert place_of("CORE-89", FormField.PROBE) is None


@pytest.mark.parametrize(
    "place",
    [*_OF_FIELD.values(), *_OF_RULE.values()],
    ids=lambda place: f"{place.slug}#{place.anchor}",
)
def test_each_anchor_is_on_its_page(officer: Client, row: SearchRequest, place: Any) -> None:
    page = officer.get(question(row, place.slug)).content.decode()
    if place.anchor:
        assert f'id="{place.anchor}"' in page


def test_every_question_of_a_rule_has_a_place_or_is_not_the_officers() -> None:
    theirs = {
        FormField.ATTESTATIONS, FormField.TRAINING, FormField.DECISION, FormField.EXAMINATION, FormField.FOLLOW_UP,
        FormField.SYSTEM,
    }  # fmt: skip
    assert {field for field in FormField if field not in _OF_FIELD} == theirs


def test_no_id_stands_twice_on_a_page(officer: Client, row: SearchRequest) -> None:
    for address in (
        f"/requests/{row.pk}/tasks/",
        f"/requests/{row.pk}/check/",
        f"/requests/{row.pk}/",
        *(question(row, page.slug) for page in PAGES),
    ):
        ids = re.findall(r'\sid="([^"]+)"', officer.get(address).content.decode())
        assert len(ids) == len(set(ids)), (address, sorted({i for i in ids if ids.count(i) > 1}))
