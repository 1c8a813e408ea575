"""Refuses a request in whose address, cookies or encoding no view could read what was meant.

Must not judge what a text says, nor what stands in a form's fields: those say it beside themselves.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase


class OnlyReadableRequests:
    """Middleware: UTF-8 and nothing else, and no NUL, which no column of the database takes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass a readable request on.

        Raises:
            BadRequest: answered by our page 400, in the reader's language.
        """
        if request.encoding is not None and codecs.lookup(request.encoding).name != "utf-8":
            raise BadRequest("The form is not in UTF-8.")
        asked = [text for name, values in request.GET.lists() for text in (name, *values)]
        if any("\x00" in text for text in (request.path_info, *request.COOKIES.values(), *asked)):
            raise BadRequest("The address or a cookie holds a NUL character.")
        return self.get_response(request)
