"""Tells browsers and proxies to keep no answer of ours, whoever asked for it and whatever it says.

Must not leave out any page: what shows no case may show who works on one. Files that everybody may have
(styles, scripts) are answered before this, by WhiteNoise.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import add_never_cache_headers


class NeverKept:
    """Middleware: no answer is stored on the way or by the browser that asked for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        add_never_cache_headers(response)
        if _has_signed_out(request, response):
            # What a browser kept in spite of the above, for its Back button: it forgets it now.
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response


def _has_signed_out(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether a session ended with this answer: by its person, by a limit, or elsewhere before."""
    cookie = response.cookies.get(settings.SESSION_COOKIE_NAME)
    was_ended_elsewhere = cookie is not None and cookie["max-age"] == 0
    return was_ended_elsewhere or getattr(request, "has_signed_out", False)
