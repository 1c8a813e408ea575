"""An answer that a page does not show is refused in the product's own words, and is never repeated.

Tried: every choice that the questionnaire and its rows draw, found in the pages themselves; both languages.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from requests_app.searches import content
from requests_app.searches.models import SearchRequest
from tests import builders
from tests.builders import InventedAgency
from tests.web.officer.typing_in import ALL_STATEMENTS, declaration, seen_on

QUESTIONS = (
    "case", "earlier-recognition", "purpose", "offence", "legal-basis", "person", "description", "facts",
    "protected", "necessity", "means", "proportionality", "urgency", "image", "image-source",
    "image-content", "image-edits", "image-marks", "gallery", "effectiveness", "mode",
)  # fmt: skip
ROWS = ("facts", "means", "edits")
ADDRESSES = tuple(f"questions/{slug}/" for slug in QUESTIONS) + tuple(
    f"rows/{kind}/add/" for kind in ROWS
)
NOT_SHOWN = "qqz-made-up"
TOLD = {
    "en": "Choose one of the answers shown.",
    "fr": "Choisissez une des réponses affichées.",
}
TWO_STOPS = (".: “", ".\xa0: «")
DJANGOS_OWN = ("Select a valid choice", "Sélectionnez un choix valide")


def draft(agency: InventedAgency) -> SearchRequest:
    return builders.drafted(agency)


@pytest.fixture
def prepare() -> Any:
    return draft


def choices_drawn(page: str) -> set[str]:
    """The names of the radios, boxes and lists of the page's own form."""
    form = page.split('id="page-form"')[-1]
    drawn = re.findall(r"<(?:input|select)\b[^>]*>", form)
    of_choice = [tag for tag in drawn if re.search(r'<select|type="(?:radio|checkbox)"', tag)]
    return {found[1] for tag in of_choice if (found := re.search(r'\bname="([^"]+)"', tag))}


@pytest.mark.parametrize("language", TOLD)
def test_every_choice_of_every_page_is_refused_without_an_echo(
    agency: InventedAgency, officer: Client, language: str
) -> None:
    row = agency.prepared
    officer.cookies["countersign_language"] = language
    before = content.open_draft(row)
    found: set[str] = set()
    for tail in ADDRESSES:
        url = f"/requests/{row.pk}/{tail}"
        page = officer.get(url)
        assert page.status_code == 200, tail
        names = choices_drawn(page.content.decode())
        found |= {f"{tail} {name}" for name in names}
        for name in sorted(names):
            sent = {"seen": seen_on(page.content), name: NOT_SHOWN}
            told = officer.post(url, sent).content.decode()
            assert told.count(TOLD[language].removesuffix(".")) >= 2, (
                f"{tail} {name}: in the summary and beside it"
            )
            assert not any(two in told for two in TWO_STOPS), f"{tail} {name}"
            assert NOT_SHOWN not in told, f"{tail} {name}"
            assert not any(words in told for words in DJANGOS_OWN), f"{tail} {name}"
    assert len(found) >= 25, found
    after = content.open_draft(row)
    assert NOT_SHOWN not in repr(after)
    assert after.declaration == before.declaration


@pytest.mark.parametrize("language", TOLD)
def test_a_statement_that_is_not_on_the_declaration_is_not_repeated(
    agency: InventedAgency, officer: Client, language: str
) -> None:
    row = agency.prepared
    officer.cookies["countersign_language"] = language
    url = declaration(officer, row)
    read = officer.get(url).context["read"]
    told = officer.post(url, {"attestations": [*ALL_STATEMENTS, NOT_SHOWN], "read": read})
    assert TOLD[language] in told.content.decode()
    assert NOT_SHOWN not in told.content.decode()
    assert SearchRequest.objects.get(pk=row.pk).version == 0
