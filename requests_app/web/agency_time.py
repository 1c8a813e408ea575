"""Puts each request into the agency's time zone, so that every page and every rule has the same day.

Must not touch the database for what says whether this process is alive.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from requests_app.workflow.reading.register import agency_time

_WITHOUT = frozenset({"/healthz", "/readyz"})


class AgencyTime:
    """Middleware: everything behind it happens in the agency's time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the agency's time."""
        if request.path in _WITHOUT:
            return self.get_response(request)
        with agency_time():
            return self.get_response(request)
