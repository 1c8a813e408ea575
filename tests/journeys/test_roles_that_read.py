"""What an examiner, a policy administrator and an auditor come for, in French, on a telephone, without scripts.

They type little or nothing; a session that ends and a second tab must lead them back to the page they read.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.sessions.models import Session

from requests_app.audit.models import Event, Export
from requests_app.tasks import exports
from tests.journeys import places
from tests.journeys.forms_of_roles import WRITTEN_IN_ENGLISH, sign_in_anew
from tests.support import connected_as

TELEPHONE = {"width": 360, "language": "fr", "scripts": False}
CASE_NUMBER = "GO26-54321"


@pytest.fixture
def prepare(trial_secrets: Any) -> Any:
    return places.at_work(trial_secrets.grant_public_keys)


def test_an_examiner_is_led_back_to_the_candidates(agency: Any, visit: Any) -> None:
    row = agency.prepared.result
    examiner = visit("examiner", **TELEPHONE)
    examiner.go("/examinations/")
    examiner.is_in_french(*WRITTEN_IN_ENGLISH)
    Session.objects.all().delete()
    examiner.press(row.reference)
    assert Event.objects.filter(code="candidates.viewed").count() == 0
    examiner.sign_in_here()
    assert examiner.page.url == f"{examiner.site}/examinations/{row.pk}/"
    assert Event.objects.filter(code="candidates.viewed").count() == 1
    examiner.is_in_french(*WRITTEN_IN_ENGLISH)
    examiner.sees("Piste d’enquête seulement")
    assert examiner.page.locator("main table tbody tr").count() > 0
    sign_in_anew(examiner, "Fermer la session")
    examiner.page.locator(".cs-back a").click()
    examiner.sees(row.reference)


def test_a_policy_administrator_is_led_back_to_the_rules(agency: Any, visit: Any) -> None:
    policy = visit("policy", **TELEPHONE)
    policy.go("/rules/")
    policy.is_in_french()
    policy.sees("Règles en vigueur")
    assert policy.page.locator("main form, main input, main textarea").count() == 0
    Session.objects.all().delete()
    policy.page.goto(f"{policy.site}/rules/")
    policy.sign_in_here()
    assert policy.page.url == f"{policy.site}/rules/"
    policy.switch_language("English")
    policy.sees("Rules in force")


def test_an_auditor_asks_for_an_export_once_the_session_is_back(agency: Any, visit: Any) -> None:
    reference = agency.prepared.result.reference
    asked_before = Export.objects.count()
    auditor = visit("auditor", **TELEPHONE)
    auditor.go("/audit/log/")
    auditor.answer("request", reference)
    auditor.answer("outcome", "success")
    Session.objects.all().delete()
    auditor.press("Appliquer les filtres")
    auditor.sign_in_here()
    auditor.holds("request", reference)
    auditor.holds("outcome", "success")
    auditor.is_in_french()
    Session.objects.all().delete()
    auditor.press("Exporter ces événements")
    auditor.sees("Rien n’en a été enregistré ni fait")
    auditor.does_not_see("Ce que vous aviez saisi est conservé")
    auditor.sign_in_here()
    assert Export.objects.count() == asked_before
    auditor.holds("request", reference)
    sign_in_anew(auditor, "Fermer la session")
    auditor.press("Exporter ces événements")
    assert Export.objects.count() == asked_before
    auditor.holds("request", reference)
    auditor.press("Exporter ces événements")
    assert Export.objects.count() == asked_before + 1
    with connected_as("worker"):
        exports.sweep()
    auditor.press("Voir où il en est")
    auditor.is_in_french()
    assert auditor.takes_away("Télécharger en ZIP").startswith(b"PK")


def test_a_case_number_that_an_auditor_typed_is_not_lost(agency: Any, visit: Any) -> None:
    auditor = visit("auditor", width=360)
    auditor.go("/audit/log/?outcome=success")
    auditor.answer("case_number", CASE_NUMBER)
    Session.objects.all().delete()
    auditor.press("Find the case")
    auditor.sign_in_here()
    assert auditor.page.url == f"{auditor.site}/audit/log/?outcome=success"
    auditor.holds("case_number", CASE_NUMBER)
    auditor.switch_language("Français")
    auditor.holds("case_number", CASE_NUMBER)
    sign_in_anew(auditor, "Fermer la session")
    auditor.press("Trouver le dossier")
    auditor.holds("case_number", CASE_NUMBER)
    auditor.does_not_see("Aucune demande ne porte ce numéro de dossier")
    auditor.press("Trouver le dossier")
    auditor.sees("Aucune demande ne porte ce numéro de dossier")
    assert CASE_NUMBER not in auditor.page.url
