"""An auditor cancels an export on a page that asks first; everybody else stays outside."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from requests_app.accounts.actors import system_actor
from requests_app.audit.models import Export
from requests_app.workflow import export
from tests import signed_in
from tests.support import connected_as, sql

OUTSIDERS = ["officer", "supervisor", "privacy", "examiner", "operator", "administrator", "policy"]


def text_of(page: Any) -> str:
    return re.sub(
        r"[^\S\u00a0]+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode()))
    )


def asked(client: Client) -> Export:
    client.post(reverse("auditor:export_new"), {"code": "search.submitted"})
    return Export.objects.get()


def of(row: Export, name: str) -> str:
    return reverse(f"auditor:{name}", args=[row.pk])


def cancellations() -> list[Any]:
    return [
        account
        for (account,) in sql(
            "auditor", "SELECT account_id FROM audit.event WHERE code = 'log.export_cancelled'"
        )
    ]


@pytest.mark.parametrize("state", ["queued", "running"])
@pytest.mark.parametrize("name", ["auditor", "oversight"])
def test_an_auditor_is_asked_first_and_then_cancels(agency, browser, state, name):
    row = asked(browser())
    sql("owner", "UPDATE audit_export SET state = %s", [state])
    client = browser(name)
    for page in ("export", "export_progress"):
        assert f'href="{of(row, "export_cancel")}"' in client.get(of(row, page)).content.decode()
    question = client.get(of(row, "export_cancel"))
    assert question.status_code == 200
    assert "Cancel this export?" in text_of(question)
    assert "That you cancelled it is recorded" in text_of(question)
    row.refresh_from_db()
    assert (row.state, cancellations()) == (state, [])
    answer = client.post(of(row, "export_cancel"))
    assert (answer.status_code, answer["Location"]) == (302, of(row, "export"))
    row.refresh_from_db()
    assert (row.state, cancellations()) == ("cancelled", [agency.people[name].pk])
    page = client.get(of(row, "export"))
    assert "Nothing of it is kept" in text_of(page)
    assert "Cancelled" in text_of(page)
    assert "tell an operator" not in text_of(page)
    assert of(row, "export_cancel") not in page.content.decode()
    assert of(row, "export_download") not in page.content.decode()
    assert "?code=log.export_cancelled" in page.content.decode()
    assert "Cancelled" in text_of(client.get(reverse("auditor:exports")))
    assert client.post(of(row, "export_download")).status_code == 409
    log = client.get(reverse("auditor:log"), {"code": "log.export_cancelled"})
    assert "Cancelled an export of the log" in text_of(log)
    assert client.post(of(row, "export_again")).status_code == 302
    assert Export.objects.filter(state="queued").count() == 1


@pytest.mark.parametrize("name", OUTSIDERS)
def test_everybody_else_stays_outside(agency, browser, name):
    row = asked(browser())
    client = browser(name)
    assert client.get(of(row, "export_cancel")).status_code == 403
    assert client.post(of(row, "export_cancel")).status_code == 403
    row.refresh_from_db()
    assert (row.state, cancellations()) == ("queued", [])


def test_a_forged_form_cancels_nothing(agency, browser):
    row = asked(browser())
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        agency.people["auditor"], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert client.post(of(row, "export_cancel")).status_code == 403
    row.refresh_from_db()
    assert row.state == "queued"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_one_that_ended_meanwhile_is_refused_in_plain_words(agency, browser, language):
    client = browser()
    row = asked(client)
    with connected_as("worker"):
        assert export.make(actor=system_actor("worker"), export_id=row.pk)
    headers = {"accept-language": language}
    question = client.get(of(row, "export_cancel"), headers=headers)
    assert (question.status_code, question["Location"]) == (302, of(row, "export"))
    answer = client.post(of(row, "export_cancel"), headers=headers)
    assert answer.status_code == 409
    words = {"en": "It had already ended", "fr": "Elle était déjà terminée"}
    assert words[language] in text_of(answer)
    row.refresh_from_db()
    assert (row.state, cancellations()) == ("done", [])
    assert client.post(of(row, "export_download")).status_code == 200


def test_the_pages_are_in_french(agency):
    client = signed_in.browser(agency, "auditor")
    row = asked(client)
    headers = {"accept-language": "fr"}
    assert "Annuler cette exportation\u00a0?" in text_of(
        client.get(of(row, "export_cancel"), headers=headers)
    )
    client.post(of(row, "export_cancel"), headers=headers)
    page = text_of(client.get(of(row, "export"), headers=headers))
    assert "L’exportation a été annulée" in page
    assert "Annulée" in page


def test_one_that_is_not_there_is_not_found(agency, browser):
    client = browser()
    nothing = reverse("auditor:export_cancel", args=[agency.people["auditor"].pk])
    assert client.get(nothing).status_code == 404
    assert client.post(nothing).status_code == 404
