"""The style guide draws every component, in both languages, and is closed outside a trial."""

from __future__ import annotations

import re

import pytest
from django.http import Http404
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings
from django.utils import translation

from requests_app.web import styleguide
from requests_app.web.renderers import CountersignRenderer
from tests.look.markup import read

ALL_STATUSES = [
    "DRAFT",
    "AWAITING_DECISION",
    "RETURNED",
    "APPROVED",
    "REFUSED",
    "WITHDRAWN",
    "EXPIRED",
    "FORWARDING",
    "SEARCH_FAILED",
    "RESULT_RECEIVED",
    "LEAD_RELEASED",
    "NO_LEAD",
    "STOPPED",
    "CLOSED",
]


@pytest.fixture(autouse=True)
def _renderer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(styleguide.SampleForm, "default_renderer", CountersignRenderer)


def page(view: object) -> str:
    request = RequestFactory().get("/styleguide/")
    return view(request).content.decode()  # type: ignore[operator]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("view", [styleguide.show, styleguide.show_exhibit])
def test_the_page_is_whole(view: object, language: str) -> None:
    with translation.override(language):
        html = page(view)
    read(html.split("<!doctype html>")[1])  # every element is closed
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    pointed = {
        one for found in re.findall(r'aria-describedby="([^"]+)"', html) for one in found.split()
    }
    assert pointed <= set(ids)
    assert f'<html lang="{language}"' in html
    assert html.count("<main") == 1


def test_an_error_is_said_in_the_title() -> None:
    assert "<title>Error: Style guide" in page(styleguide.show)


def test_every_status_has_words_and_a_shape() -> None:
    drawn = dict(
        re.findall(r'data-status="(\w+)">(.*?)</strong>', page(styleguide.show), re.DOTALL)
    )
    statuses = [code.lower() for code in ALL_STATUSES]
    shapes = {
        status: re.search(r"<svg.*?</svg>", drawn[status], re.DOTALL)[0] for status in statuses
    }
    assert len(set(shapes.values())) == len(statuses), "two statuses share a shape"
    for status in statuses:
        assert re.sub(r"<svg.*?</svg>", "", drawn[status], flags=re.DOTALL).strip()


def test_it_is_closed_outside_a_trial() -> None:
    with override_settings(COUNTERSIGN_TRIAL=False), pytest.raises(Http404):
        page(styleguide.show)


def test_a_block_tag_escapes_what_varies_in_its_body() -> None:
    source = (
        "{% load components %}{% details title %}{{ body }}{% enddetails %}"
        "{% identity_bar title %}{% fact title %}{{ body }}{% endfact %}{% endidentity_bar %}"
        "{% card title %}{{ body }}{% endcard %}{% scroller title %}{{ body }}{% endscroller %}"
        "{% status title %}{% tag title %}{% button title href=title %}"
        "{% finding title title title satisfied_by=title %}"
    )
    html = Template(source).render(Context({"title": "<i>\"'", "body": "<b>"}))
    assert "<i>" not in html
    assert "<b>" not in html
    assert "&lt;b&gt;" in html


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "code", ["400", "403", "404", "409", "410", "413", "429", "500", "503", "csrf"]
)
def test_an_error_page_needs_nothing_and_escapes_its_reason(code: str, language: str) -> None:
    with translation.override(language):
        html = render_to_string(f"errors/{code}.html", {"reason": "<b>", "error_reference": "E-7"})
    read(html.split("<!doctype html>")[1])
    assert "<b>" not in html
    assert "E-7" in html
    assert html.count("<h1") == 1
