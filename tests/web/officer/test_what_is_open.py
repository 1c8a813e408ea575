"""A page that is begun says what is open on it, and no page is left as finished while something is."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import pytest
from django.test import Client

from requests_app.searches import content
from requests_app.searches.answers import Answers
from requests_app.workflow import draft
from tests import builders
from tests.web.officer.typing_in import question, seen_on, send

SUMMARY = re.compile(r'<div class="govuk-error-summary".*?</ul>', re.DOTALL)
STILL_OPEN = re.compile(r'<div class="govuk-inset-text">.*?</ul>', re.DOTALL)


GENERAL = re.compile(
    r"(Enter|Select) an answer|Write at least|Enter a (date|real date|whole number)|Enter the day|Enter \d"
)


def listed(found: re.Pattern[str], page: bytes) -> dict[str, str]:
    """The rows of a list of links on a page: the words of each, and where it leads."""
    part = found.search(page.decode())
    if part is None:
        return {}
    rows = re.findall(r"<li>(?:<a[^>]*?href=\"([^\"]*)\"[^>]*>)?([^<]*)", part.group())
    return {words: href for href, words in rows}


def with_section(agency: Any, section: str, **changed: Any) -> Any:
    """A draft whose section was saved with some answers changed."""
    row = builders.drafted(agency)
    value = dataclasses.replace(getattr(content.open_draft(row), section), **changed)
    row.draft.refresh_from_db()
    draft.save_section(
        actor=agency.actor("officer"),
        search_request_id=row.pk,
        section=section,
        value=value,
        revision=row.draft.revision,
    )
    return row


def leads_to_an_input(page: bytes, href: str) -> bool:
    return re.search(rf'id="{re.escape(href[1:])}"', page.decode()) is not None


def test_a_begun_page_names_what_is_open_and_leads_there(agency: Any, officer: Client) -> None:
    row = with_section(agency, "legal", citation="")
    page = officer.get(question(row, "legal-basis")).content
    still = listed(STILL_OPEN, page)
    assert len(still) == 1
    assert all(leads_to_an_input(page, href) for href in still.values())
    assert "Still open on this page:" in page.decode()
    officer.cookies["countersign_language"] = "fr"
    assert (
        "Reste à compléter sur cette page"
        in officer.get(question(row, "legal-basis")).content.decode()
    )


@pytest.mark.parametrize("slug", ["case", "legal-basis", "necessity", "facts", "gallery"])
def test_a_page_that_is_whole_or_blank_names_nothing(
    agency: Any, officer: Client, slug: str
) -> None:
    whole = builders.drafted(agency)
    blank = draft.start(actor=agency.actor("officer"))
    for row in (whole, blank):
        assert b"Still open" not in officer.get(question(row, slug)).content, slug


def test_a_row_names_what_is_open(agency: Any, officer: Client) -> None:
    first, *rest = content.open_draft(builders.drafted(agency)).means
    row = builders.drafted(agency)
    row.draft.refresh_from_db()
    draft.save_section(
        actor=agency.actor("officer"), search_request_id=row.pk, section="means",
        value=(dataclasses.replace(first, why_not_enough=""), *rest), revision=row.draft.revision,
    )  # fmt: skip
    page = officer.get(f"/requests/{row.pk}/rows/means/0/").content
    assert [*listed(STILL_OPEN, page)] == ["Why was it not enough, or not tried?"]
    assert not listed(STILL_OPEN, officer.get(f"/requests/{row.pk}/rows/means/1/").content)


def test_each_line_of_the_summary_names_its_question(agency: Any, officer: Client) -> None:
    row = draft.start(actor=agency.actor("officer"))
    for slug, answers in (
        ("necessity", {}),
        ("necessity", {"objective": "too short"}),
        ("case", {}),
        ("image-source", {}),
        ("image-source", {"collected_on_day": "31", "captured_at_year": "12"}),
        (
            "offence",
            {"offence_date_day": "31", "offence_date_month": "2", "offence_date_year": "2026"},
        ),
        ("gallery", {"candidate_limit": "many"}),
        ("image-content", {"faces_declared": "5000000"}),
        ("facts", {}),
        ("image-edits", {"edited": "yes"}),
    ):
        answer = send(officer, question(row, slug), answers)
        assert answer.status_code == 200
        lines = listed(SUMMARY, answer.content)
        assert len(lines) == len(set(lines)) > 0
        for words, href in lines.items():
            assert leads_to_an_input(answer.content, href), words
            if GENERAL.match(words):
                assert re.search("“.+”$", words), words
        # Beside the field the question stands already.
        assert "now: “" not in SUMMARY.sub("", answer.content.decode())


def test_the_page_of_facts_is_not_finished_without_a_fact(agency: Any, officer: Client) -> None:
    row = with_section(agency, "predicate", facts=())
    answers: Answers = content.open_draft(row)
    typed = {
        "predicate_level": answers.predicate.predicate_level,
        "assessment": "An assessment that is kept though the page is not finished.",
    }
    answer = send(officer, question(row, "facts"), typed)
    assert answer.status_code == 200
    assert "Add at least one fact, with its source, before you go on" in listed(
        SUMMARY, answer.content
    )
    assert content.open_draft(row).predicate.assessment == typed["assessment"]
    assert send(officer, question(row, "facts"), typed | {"later": "yes"}).status_code == 302
    assert send(officer, question(row, "facts"), typed | {"add": "facts"}).status_code == 302


def test_the_page_of_means_is_not_finished_while_a_row_is_open(
    agency: Any, officer: Client
) -> None:
    row = with_section(agency, "legal")
    url = question(row, "means")
    rows = content.open_draft(row).means
    for value, expected in (
        ((), "Add at least one means, tried or not"),
        ((rows[0], dataclasses.replace(rows[1], result="")), "Means 2 is not answered in full"),
    ):
        row.draft.refresh_from_db()
        draft.save_section(
            actor=agency.actor("officer"), search_request_id=row.pk, section="means", value=value,
            revision=row.draft.revision,
        )  # fmt: skip
        seen = seen_on(officer.get(url).content)
        answer = officer.post(url, {"seen": seen})
        assert answer.status_code == 200
        assert any(line.startswith(expected) for line in listed(SUMMARY, answer.content))
        assert re.search(rb"<title>\s*Error:", answer.content)
        assert officer.post(url, {"seen": seen, "later": "yes"}).status_code == 302
    row.draft.refresh_from_db()
    draft.save_section(
        actor=agency.actor("officer"), search_request_id=row.pk, section="means", value=rows,
        revision=row.draft.revision,
    )  # fmt: skip
    assert officer.post(url, {"seen": seen_on(officer.get(url).content)}).status_code == 302
