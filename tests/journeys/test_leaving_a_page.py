"""Leaving a page with words on it, in a real browser: Back, the other language, Enter, and a session that ended."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.sessions.models import Session

from requests_app.searches import content
from tests import builders

WORDS = "The camera stood four metres away, and nobody else was near."


@pytest.mark.parametrize(("width", "scripts"), [(360, True), (1280, False)])
def test_words_come_back_after_back_and_after_the_other_language(
    agency: Any, visit: Any, width: int, scripts: bool
) -> None:
    row = builders.drafted(agency)
    url = f"/requests/{row.pk}/questions/effectiveness/"
    officer = visit("officer", width=width, scripts=scripts)
    officer.go(url)
    officer.page.fill("#id_why_in_gallery", WORDS)
    officer.page.click("text=Français")
    assert officer.page.input_value("#id_why_in_gallery") == WORDS
    assert "Ce que vous aviez écrit est de nouveau dans les champs" in officer.page.inner_text(
        "main"
    )
    officer.page.fill("#id_why_in_gallery", WORDS + " Oui.")
    officer.page.click(".cs-back button")
    assert officer.page.url.endswith("/tasks/")
    officer.go(url)
    assert officer.page.input_value("#id_why_in_gallery") == WORDS + " Oui."
    assert officer.page.evaluate("document.documentElement.scrollWidth") <= width or not scripts
    assert content.open_draft(row).effectiveness.why_in_gallery != WORDS


def test_the_enter_key_saves_and_neither_leaves_nor_changes_the_language(
    agency: Any, visit: Any
) -> None:
    row = builders.drafted(agency)
    officer = visit("officer")
    officer.go(f"/requests/{row.pk}/questions/case/")
    officer.page.fill("#id_case_number", "GO26-07777")
    officer.page.press("#id_case_number", "Enter")
    officer.page.wait_for_url("**/questions/earlier-recognition/")
    assert content.open_draft(row).case.case_number == "GO26-07777"
    assert officer.page.get_attribute("html", "lang") == "en"


def test_a_session_that_ended_meanwhile_loses_nothing(agency: Any, visit: Any) -> None:
    row = builders.drafted(agency)
    url = f"/requests/{row.pk}/questions/effectiveness/"
    officer = visit("officer")
    officer.go(url)
    officer.page.fill("#id_why_in_gallery", WORDS)
    Session.objects.all().delete()
    officer.page.click("text=Save and continue")
    officer.page.wait_for_url("**/account/sign-in/**")
    officer.page.fill("#id_login", "officer")
    officer.page.fill("#id_password", builders.PASSWORD)
    officer.page.check("[name=banner]")
    officer.page.press("#id_password", "Enter")
    officer.page.wait_for_url(f"**{url}")
    assert officer.page.input_value("#id_why_in_gallery") == WORDS
    officer.page.click("text=Save and continue")
    officer.page.wait_for_url("**/questions/mode/")
    assert content.open_draft(row).effectiveness.why_in_gallery == WORDS
