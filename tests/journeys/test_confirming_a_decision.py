"""The page on which a decision is read once more: what was written there survives a session, a tab and a language.

Nothing is decided before its own button is pressed in an open session.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.sessions.models import Session

from requests_app.searches.models import Decision
from tests import builders
from tests.journeys.forms_of_roles import sign_in_anew
from tests.journeys.visitor import Visitor

WORDS = "La seconde déclaration manque : « qui l’a prise, et quand ? »"


@pytest.fixture
def prepare() -> Any:
    return builders.submitted


def to_the_confirmation(decider: Visitor, address: str) -> None:
    """Claim a request, say why it is refused, and go as far as the page that asks once more."""
    decider.go(address)
    decider.press("Prendre cette demande en charge")
    decider.answer("message", WORDS)
    ask_once_more(decider)


def ask_once_more(decider: Visitor) -> None:
    decider.tick_all("no_conflict")
    decider.press("Refuser", exact=True)
    decider.sees("Rien n’est encore décidé")
    decider.sees(WORDS)


def test_a_session_that_ends_at_the_confirmation_decides_nothing_and_loses_nothing(
    agency: Any, visit: Any
) -> None:
    row = agency.prepared
    decider = visit("supervisor", width=360, language="fr", scripts=False)
    address = f"/decisions/supervisor/{row.pk}/"
    to_the_confirmation(decider, address)
    Session.objects.all().delete()
    decider.press("Enregistrer ce refus")
    decider.sees("Ce que vous aviez saisi est conservé pour vous")
    decider.sign_in_here()
    assert decider.page.url == f"{decider.site}{address}"
    decider.holds("message", WORDS)
    assert not decider.page.locator("main [name=no_conflict]").is_checked()
    assert not Decision.objects.exists()
    ask_once_more(decider)
    decider.press("Revenir et modifier")
    decider.holds("message", WORDS)
    ask_once_more(decider)
    decider.press("Enregistrer ce refus")
    assert Decision.objects.get().outcome == "refuse"
    decider.is_in_french()
    assert decider.page.url.endswith("/done/")


def test_a_confirmation_of_an_earlier_sign_in_decides_nothing_and_loses_nothing(
    agency: Any, visit: Any
) -> None:
    row = agency.prepared
    decider = visit("supervisor", language="fr", axe=False)
    address = f"/decisions/supervisor/{row.pk}/"
    to_the_confirmation(decider, address)
    sign_in_anew(decider, "Fermer la session")
    decider.press("Enregistrer ce refus")
    decider.sees("Une autre session a été ouverte depuis l’affichage de cette page")
    assert decider.page.url == f"{decider.site}{address}"
    decider.holds("message", WORDS)
    assert not Decision.objects.exists()
    ask_once_more(decider)
    decider.switch_language("English")
    decider.holds("message", WORDS)
    assert not Decision.objects.exists()
