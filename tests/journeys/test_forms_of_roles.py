"""Nothing that an administrator, an auditor or an operator writes is lost, and nothing is done by itself.

Each of their forms, in French on a telephone without scripts while a session ends, and in two tabs.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.sessions.models import Session

from tests.journeys import forms_of_roles
from tests.journeys.forms_of_roles import WRITTEN_IN_ENGLISH, Form, sign_in_anew
from tests.journeys.visitor import Visitor

PEOPLE = ("administrator", "administrator2", "auditor", "examiner", "operator")


@pytest.fixture
def prepare(trial_secrets: Any) -> Any:
    return forms_of_roles.in_use(trial_secrets.grant_public_keys)


def fill(person: Visitor, form: Form) -> None:
    for name, value in form.answers.items():
        person.answer(name, value)


def everything_is_there(person: Visitor, form: Form) -> None:
    assert person.page.url == f"{person.site}{form.address}"
    for name, value in form.answers.items():
        person.holds(name, value)


@pytest.mark.parametrize("name", PEOPLE)
def test_a_session_that_ends_while_somebody_writes_loses_nothing(
    agency: Any, visit: Any, name: str
) -> None:
    person = visit(name, width=360, language="fr", scripts=False)
    for form in forms_of_roles.forms_of(name, agency):
        before = form.times_done()
        person.go(form.address)
        person.is_in_french(*WRITTEN_IN_ENGLISH)
        fill(person, form)
        Session.objects.all().delete()
        person.press(form.submit[1], exact=True)
        person.sees("Ce que vous aviez saisi est conservé pour vous")
        person.sign_in_here()
        everything_is_there(person, form)
        person.is_in_french(*WRITTEN_IN_ENGLISH)
        assert form.times_done() == before, form
        person.press(form.submit[1], exact=True)
        assert form.times_done() == before + 1, form
        person.is_in_french(*WRITTEN_IN_ENGLISH)
        person.go(form.address)
        person.does_not_see("de nouveau dans les champs")


@pytest.mark.parametrize("name", PEOPLE)
def test_a_form_sent_from_a_tab_of_an_earlier_sign_in_loses_nothing(
    agency: Any, visit: Any, name: str
) -> None:
    person = visit(name, axe=False)
    for form in forms_of_roles.forms_of(name, agency)[:3:2]:
        before = form.times_done()
        person.go(form.address)
        fill(person, form)
        sign_in_anew(person, "Sign out")
        person.press(form.submit[0], exact=True)
        person.sees("You have signed in again since that page was opened, so it was not received.")
        everything_is_there(person, form)
        assert form.times_done() == before, form
        person.press(form.submit[0], exact=True)
        assert form.times_done() == before + 1, form


@pytest.mark.parametrize("name", PEOPLE)
def test_the_other_language_and_our_own_back_lose_nothing(
    agency: Any, visit: Any, name: str
) -> None:
    person = visit(name, width=360, scripts=False)
    for form in forms_of_roles.forms_of(name, agency)[:3:2]:
        before = form.times_done()
        person.go(form.address)
        fill(person, form)
        person.switch_language("Français")
        everything_is_there(person, form)
        person.page.locator(".cs-back").locator("a, button").click()
        assert person.page.url != f"{person.site}{form.address}"
        person.go(form.address)
        everything_is_there(person, form)
        assert form.times_done() == before, form
        person.switch_language("English")
