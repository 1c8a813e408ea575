"""Draws a page from what its view has read.

From here on no query is asked: every page shows one moment, and a template cannot read past the
permission that its view asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import loader

from requests_app.web import kept
from requests_app.workflow.reading.frame import Frame, read_frame


def render(
    request: HttpRequest,
    template: str,
    page: Mapping[str, Any] | None = None,
    *,
    status: int | None = None,
) -> HttpResponse:
    """Return the answer that shows a page.

    Args:
        request: who asked for it.
        template: the name of the page's template.
        page: what it shows, read whole.
        status: of HTTP; 200 where nothing is said.
    """
    setattr(request, "frame", frame_of(request))  # noqa: B010  for the context processor
    read = dict(page or {})
    read["given_back"] = kept.give_back(request, read)
    kept.keep_what_is_wrong(request, read)
    return HttpResponse(draw(request, template, read), status=status)


def draw(request: HttpRequest, template: str, page: Mapping[str, Any]) -> str:
    """Return the text of a page. Whatever it shows was read before; tests refuse any query in here."""
    return loader.render_to_string(template, dict(page), request)


def frame_of(request: HttpRequest) -> Frame | None:
    """Return what stands around the page, or None where nobody is signed in."""
    read: Frame | None = getattr(request, "frame", None)
    if read is not None:
        return read
    account = getattr(request, "user", None)
    if account is None or not account.is_authenticated:
        return None
    return read_frame(account)
