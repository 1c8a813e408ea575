"""What an examiner, a policy administrator and an auditor come for, in French, on a telephone, without scripts.

They type little or nothing; a session that ends and a second tab must lead them back to the page they read.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from requests_app.audit.models import Event, Export
from requests_app.tasks import exports
from tests.audit.signing import sign_what_is_there
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
    viewed = Event.objects.filter(code="candidates.viewed", request_id=row.pk)
    before = viewed.count()
    Session.objects.all().delete()
    examiner.press(row.reference)
    assert viewed.count() == before
    examiner.sign_in_here()
    assert examiner.page.url == f"{examiner.site}/examinations/{row.pk}/"
    assert viewed.count() == before + 1
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


LINES_OF_THE_CHECKPOINT = """() => {
  const code = document.getElementById('checkpoint-lines');
  const range = document.createRange();
  range.selectNodeContents(code);
  const rows = new Set([...range.getClientRects()].filter(each => each.width).map(each => Math.round(each.top)));
  return [rows.size, code.scrollWidth <= code.parentElement.clientWidth]; }"""

BROKEN_WORDS = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    if (!text.parentElement.getClientRects().length) continue;
    for (const word of text.data.matchAll(/\\S+/g)) {
      if (word[0].length > 30) continue;
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const rows = new Set([...range.getClientRects()].filter(each => each.width).map(each => Math.round(each.top)));
      if (rows.size > 1 && !/^[«(“]?[\\p{L}\\d]+([-’][\\p{L}\\d]+)+[,.;:)»”]?$/u.test(word[0])) found.push(word[0]);
    }
  }
  return found; }"""


def test_a_checkpoint_stays_three_lines_on_the_screen_and_on_paper(agency: Any, visit: Any) -> None:
    sign_what_is_there()
    auditor = visit("auditor", width=360)
    auditor.go("/audit/log/checkpoint/")
    auditor.picture("checkpoint-360")
    assert auditor.page.evaluate(LINES_OF_THE_CHECKPOINT)[0] == 3
    auditor.page.locator(".cs-checkpoint [tabindex='0']").focus()
    # The written area of a sheet of paper 210 mm wide; a name of the usual length is put into it.
    auditor.page.set_viewport_size({"width": 672, "height": 900})
    auditor.page.emulate_media(media="print")
    auditor.page.evaluate(
        "() => { const code = document.getElementById('checkpoint-lines');"
        " code.textContent = code.textContent.replace(/^.*/, 'countersign.records.police-services.example/log/2026-11-28abc') }"
    )
    auditor.picture("checkpoint-paper")
    # With motion reduced, the style of another medium takes effect some frames later.
    auditor.page.wait_for_function(f"() => ({LINES_OF_THE_CHECKPOINT})().join() === '3,true'")


def test_no_word_breaks_inside_on_a_telephone_where_checking_is_told(
    agency: Any, visit: Any
) -> None:
    sign_what_is_there()
    auditor = visit("auditor", width=360)
    for language in ("en", "fr"):
        auditor.use_window(width=360, language=language, axe=True)
        for page in (
            "/receipts/",
            "/audit/log/checkpoint/",
            f"/audit/exports/{agency.prepared.export.pk}/",
        ):
            auditor.go(page)
            auditor.picture(f"checking-{language}-{page.strip('/').split('/')[-1][:10]}")
            assert auditor.page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"), (
                page
            )
            assert auditor.page.evaluate(BROKEN_WORDS) == [], (language, page)


def test_on_a_telephone_a_link_leads_past_the_filter_to_the_events(agency: Any, visit: Any) -> None:
    auditor = visit("auditor", width=360)
    auditor.use_window(width=360, language="fr", axe=True)
    auditor.go("/audit/log/")
    auditor.page.get_by_role("link", name="Aller aux événements").click()
    expect(auditor.page.get_by_role("table").first).to_be_in_viewport()
    auditor.page.set_viewport_size({"width": 1280, "height": 900})
    expect(auditor.page.get_by_role("link", name="Aller aux événements")).to_be_hidden()
