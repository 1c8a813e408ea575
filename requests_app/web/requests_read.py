"""Refuses a request in whose address, headers or encoding no view could read what was meant.

Must not judge what a text says, nor what stands in a form's fields: those say it beside themselves.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import BadRequest
from django.core.handlers.asgi import ASGIHandler, ASGIRequest
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest, HttpResponseBase


class _ReadWithCare(HttpRequest):
    """Keeps what Django cannot make of a Content-Type, until the middleware below answers it.

    Django reads the header while it makes the request, before any middleware: whatever is raised
    there reaches the server as a bare fault. A charset may name a codec of Python that is none of
    text, a parameter may be written after RFC 2231, and a charset makes Django parse the address.

    The same parser reads the headers of each part of a form, where only some of its faults are told
    as a form that cannot be read.
    """

    unreadable: Exception | None = None

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            super()._set_content_type_params(meta)  # type: ignore[misc]
        except Exception as problem:  # noqa: BLE001  it ends as a page 400, not as a fault
            self.unreadable = problem
            self.content_type, self.content_params = "", {}
            self._encoding = None

    def _load_post_and_files(self) -> None:
        try:
            super()._load_post_and_files()
        except (TypeError, ValueError, LookupError, AttributeError) as problem:
            self._mark_post_parse_error()  # type: ignore[attr-defined]
            raise BadRequest("The form cannot be read.") from problem


class WebRequest(_ReadWithCare, WSGIRequest):
    """A request that came through WSGI."""


class AsyncWebRequest(_ReadWithCare, ASGIRequest):
    """A request that came through ASGI."""


class WebHandler(WSGIHandler):
    """The application of `config/wsgi.py`."""

    request_class = WebRequest


class AsyncWebHandler(ASGIHandler):
    """The application of `config/asgi.py`."""

    request_class = AsyncWebRequest

    def create_request(self, scope: Mapping[str, Any], body_file: Any) -> Any:
        """Return a request and None; an address that is not in UTF-8 is left to the middleware."""
        query = scope.get("query_string", b"")
        try:
            _ = query.decode() if isinstance(query, bytes) else query
        except UnicodeDecodeError as problem:
            made = self.request_class({**scope, "query_string": b""}, body_file)
            made.unreadable = problem
            return made, None
        return super().create_request(scope, body_file)


class OnlyReadableRequests:
    """Middleware: UTF-8 and nothing else, and no NUL, which no column of the database takes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass a readable request on.

        Raises:
            BadRequest: answered by our page 400, in the reader's language.
            TooManyFieldsSent: the address asks too much; answered by our page 413.
        """
        asked = [text for name, values in request.GET.lists() for text in (name, *values)]
        unreadable = getattr(request, "unreadable", None)
        if unreadable is not None:
            raise BadRequest("The content type or the address cannot be read.") from unreadable
        if not _is_utf8((request.content_params or {}).get("charset", "utf-8")):
            raise BadRequest("The form is not in UTF-8.")
        if any("\x00" in text for text in (request.path_info, *request.COOKIES.values(), *asked)):
            raise BadRequest("The address or a cookie holds a NUL character.")
        return self.get_response(request)


def _is_utf8(charset: str) -> bool:
    try:
        return codecs.lookup(charset).name == "utf-8"
    except (LookupError, ValueError):
        return False
