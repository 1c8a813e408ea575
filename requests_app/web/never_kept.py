"""Tells browsers and proxies to keep no answer of ours, whoever asked for it and whatever it says.

Must not leave out any page: what shows no case may show who works on one. Files that everybody may have
(styles, scripts) are answered before this, by WhiteNoise.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import add_never_cache_headers


class NeverKept:
    """Middleware: no answer is stored on the way or by the browser that asked for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        add_never_cache_headers(response)
        return response
