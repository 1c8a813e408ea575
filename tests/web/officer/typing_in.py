"""What a browser would send for each page, made from a document of answers.

Must not call a use case: everything goes through the pages.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.forms import MultiValueField
from django.test import Client
from django.utils.timezone import localtime

from requests_app.policy.vocabulary import Attestation
from requests_app.searches.answers import Answers
from requests_app.web.questionnaire.forms.base import QuestionForm
from requests_app.web.questionnaire.forms.rows import EditForm, FactForm, MeansForm
from requests_app.web.questionnaire.pages import PAGES

ALL_STATEMENTS = [each.value for each in Attestation]


def fields_of(form: type[QuestionForm], value: Any) -> dict[str, Any]:
    """The fields of a form filled with what it holds."""
    made: dict[str, Any] = {}
    unbound = form(value=value)
    for name, field in unbound.fields.items():
        held = unbound.initial.get(name)
        if isinstance(held, dt.datetime):
            local = localtime(held)
            made |= {f"{name}_day": local.day, f"{name}_month": local.month,
                     f"{name}_year": local.year, f"{name}_time": f"{local:%H:%M}"}  # fmt: skip
        elif isinstance(held, dt.date):
            made |= {
                f"{name}_day": held.day,
                f"{name}_month": held.month,
                f"{name}_year": held.year,
            }
        elif isinstance(held, bool):
            made[name] = "yes" if held else "no"
        elif held is not None and not isinstance(field, MultiValueField):
            made[name] = held
    return made


def seen_on(page: bytes) -> str:
    """The mark that a page carries of what it was drawn from."""
    found = re.search(rb'name="seen" value="([^"]*)"', page)
    return found.group(1).decode() if found else ""


def send(browser: Client, url: str, data: dict[str, Any] | None = None) -> Any:
    """Open a page and send its form, as a person does."""
    page = browser.get(url).content
    row = re.search(rb'name="row" value="([^"]*)"', page)
    sent = {"seen": seen_on(page), **({"row": row.group(1).decode()} if row else {})}
    read = re.search(rb'name="read" value="([^"]*)"', page)
    if read:
        sent["read"] = read.group(1).decode()
    return browser.post(url, {**sent, **(data or {})})


def declaration(browser: Client, row: Any) -> str:
    """The address to which check-your-answers leads, with the mark of what was read there."""
    return str(browser.get(f"/requests/{row.pk}/check/").context["next_url"])


def question(row: Any, slug: str) -> str:
    return f"/requests/{getattr(row, 'pk', row)}/questions/{slug}/"


def answer_all(browser: Client, pk: Any, document: Answers) -> None:
    """Fill in every page but the image file, in the order of the task list."""
    for kind, form, rows in (
        ("facts", FactForm, document.predicate.facts),
        ("means", MeansForm, document.means),
        ("edits", EditForm, document.probe.edits),
    ):
        for row in rows:
            answer = send(browser, f"/requests/{pk}/rows/{kind}/add/", fields_of(form, row))
            assert answer.status_code == 302, (kind, answer.context["form"].errors)
    for page in PAGES:
        if page.form is None or page.slug in {"image-marks"}:
            continue
        value = getattr(document, page.section)
        answer = send(browser, question(pk, page.slug), fields_of(page.form, value))
        assert answer.status_code == 302, (page.slug, answer.context["form"].errors)
