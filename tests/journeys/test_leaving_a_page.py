"""Leaving a page with words on it, in a real browser: Back, the other language, Enter, and a session that ended."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session

from requests_app.searches import content
from requests_app.workflow import kept_typing
from tests import builders

WORDS = "The camera stood four metres away, and nobody else was near."


def kept_words(agency: Any, url: str) -> str:
    typed = kept_typing.kept_for(agency.people["officer"], url)
    return typed.fields["why_in_gallery"][0] if typed else ""


def wait_until(holds: Callable[[], bool]) -> None:
    """What a page sends while it goes away comes when it comes."""
    until = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.1)


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


def test_words_come_back_however_the_page_was_left(agency: Any, visit: Any) -> None:
    row = builders.drafted(agency)
    url = f"/requests/{row.pk}/questions/effectiveness/"
    officer = visit("officer")
    for number, leave in enumerate((
        lambda: officer.page.click("text=My requests"),
        lambda: officer.page.go_back(),
        lambda: officer.page.close(run_before_unload=True),
    )):  # fmt: skip
        officer.go("/requests/")
        officer.go(url)
        words = f"{WORDS} {number}"
        officer.page.fill("#id_why_in_gallery", words)
        leave()
        wait_until(lambda: kept_words(agency, url) == words)  # noqa: B023  called before the next turn
        if number == 2:
            officer.page = officer.context.new_page()
        officer.go(url)
        assert officer.page.input_value("#id_why_in_gallery") == words
