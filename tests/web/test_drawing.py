"""A page shows what its view has read: whoever puts an unread list into a template learns of it here."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from requests_app.accounts.models import Unit
from requests_app.web import drawing
from tests.accounts.agency import Agency

WEB = Path(drawing.__file__).parent


def test_a_template_that_would_ask_the_database_is_refused(founded: Agency) -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with pytest.raises(AssertionError, match="asks the database while it is drawn"):
        drawing.render(request, "administrator/units.html", {"rows": Unit.objects.all()})


def test_every_page_of_ours_is_drawn_there() -> None:
    """What is drawn elsewhere escapes the refusal.

    Server errors come out without request or session; a template's own parts are drawn within it.
    """
    others = set()
    for path in WEB.rglob("*.py"):
        if path.parent.name == "templatetags":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module in {
                "django.shortcuts",
                "django.template.response",
                "django.template.loader",
            }:
                drawn = {alias.name for alias in node.names}
                if drawn & {"render", "render_to_string", "TemplateResponse", "loader"}:
                    others.add(path.name)
    assert others == {"errors.py"}
