"""Ends a session that was idle or has lasted too long, and keeps what its person had typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from requests_app.accounts.sign_in_events import LAST_ACTIVE_AT, SIGNED_IN_AT
from requests_app.common import clock
from requests_app.web.sign_in import kept

# Activity is noted at most this often, so that reading pages does not write a row each time.
_NOTED_EVERY = 60


class SessionLimitsMiddleware:
    """Idle lock and greatest age of a session, by the settings of this installation."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """End the session when a limit is reached; runs after the check against forged forms."""
        if SESSION_KEY not in request.session or not request.user.is_authenticated:
            return None
        now = int(clock.now().timestamp())
        cause = _limit_reached(request, now)
        if cause is None:
            _note_activity(request, view, now)
            kept.forget_when_sent(request)
            return None
        account = request.user
        typed = kept.read_typed(request) if request.method == "POST" else None
        setattr(request, "session_end_cause", cause)  # noqa: B010  read when sign-out is recorded
        logout(request)
        if not getattr(view, "login_required", True):
            return None
        following = reverse("kept_typing") if typed else request.get_full_path()
        response = _to_sign_in(request, following)
        is_kept = typed is not None and kept.keep(request, response, typed, account)
        messages.info(request, _why(cause, typed is not None, is_kept))
        return response


def _limit_reached(request: HttpRequest, now: int) -> str | None:
    """The limit that this session has reached; a session without its clocks has reached them."""
    signed_in = request.session.get(SIGNED_IN_AT)
    active = request.session.get(LAST_ACTIVE_AT)
    if not isinstance(signed_in, int) or not isinstance(active, int):
        return "no_clock"
    if now - signed_in >= settings.COUNTERSIGN_SESSION_HOURS * 3600:
        return "too_old"
    if now - active >= settings.COUNTERSIGN_IDLE_MINUTES * 60:
        return "idle"
    return None


def _note_activity(request: HttpRequest, view: Any, now: int) -> None:
    is_activity = getattr(view, "is_activity", True)
    if is_activity and now - request.session[LAST_ACTIVE_AT] >= _NOTED_EVERY:
        request.session[LAST_ACTIVE_AT] = now


def _to_sign_in(request: HttpRequest, following: str) -> HttpResponseBase:
    response = redirect_to_login(following)
    if request.headers.get("HX-Request"):
        # A fragment must not be filled with the sign-in page: the whole page goes there.
        return HttpResponse(headers={"HX-Redirect": response.url})
    return response


def _why(cause: str, was_sent: bool, is_kept: bool) -> str:
    if cause == "idle":
        minutes = settings.COUNTERSIGN_IDLE_MINUTES
        why = ngettext(
            "You were signed out because nothing had happened for %(count)d minute.",
            "You were signed out because nothing had happened for %(count)d minutes.",
            minutes,
        ) % {"count": minutes}
    else:
        why = _("You were signed out because the session had reached its greatest length.")
    if is_kept:
        return why + " " + _("Sign in again: what you had typed is kept for you.")
    if was_sent:
        return why + " " + _("What you had just sent was too long to keep. Sign in again.")
    return why + " " + _("Sign in again to go on.")
