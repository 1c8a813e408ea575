"""Ends a session that was idle or has lasted too long, and keeps what its person had typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from requests_app.accounts.sign_in_events import LAST_ACTIVE_AT, SIGNED_IN_AT
from requests_app.common import clock
from requests_app.web import kept
from requests_app.web.leaving import leave

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
        """End the session when a limit is reached; runs after the check against forged forms.

        Where there is no session any more (it lapsed overnight, or was ended elsewhere), what a form
        carries is kept for the person whose page it was.
        """
        needs_sign_in = getattr(view, "login_required", True)
        if SESSION_KEY not in request.session or not request.user.is_authenticated:
            if request.method == "POST" and needs_sign_in and kept.FIELD in request.POST:
                return sent_without_session(request, _("You were no longer signed in."))
            return None
        now = int(clock.now().timestamp())
        cause = _limit_reached(request, now)
        if cause is None:
            _note_activity(request, view, now)
            return _received(request, view)
        setattr(request, "session_end_cause", cause)  # noqa: B010  read when sign-out is recorded
        logout(request)
        if not needs_sign_in:
            return None
        if request.method == "POST":
            return sent_without_session(request, _why(cause))
        messages.info(request, _why(cause) + " " + _("Sign in again to go on."))
        return _to_sign_in(request, request.get_full_path())


def _received(request: HttpRequest, view: object) -> HttpResponseBase | None:
    """A form that is left by our own Back goes no further than this; what is kept of another one goes."""
    if request.method != "POST":
        return None
    left = leave(request)
    if left is None:
        kept.forget_when_sent(request, view)
    return left


def sent_without_session(request: HttpRequest, why: str) -> HttpResponseBase:
    """Keep what a form carries that came without a session, and lead to the sign-in and back to its page.

    Args:
        why: why there is no session, in the reader's words.
    """
    sent = kept.read_mark(request)
    is_kept = sent is not None and kept.keep(request, sent)
    became = kept.what_became_of_it(sent, is_kept=is_kept)
    messages.info(request, f"{why} {became} " + _("Sign in again to go on."))
    return _to_sign_in(request, sent.address if sent else request.get_full_path())


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


def seconds_left(request: HttpRequest) -> int:
    """How long this session lasts if nothing happens: until it was idle for too long, or is too old."""
    now = int(clock.now().timestamp())
    idle = request.session[LAST_ACTIVE_AT] + settings.COUNTERSIGN_IDLE_MINUTES * 60
    oldest = request.session[SIGNED_IN_AT] + settings.COUNTERSIGN_SESSION_HOURS * 3600
    return max(0, int(min(idle, oldest)) - now)


def stay(request: HttpRequest) -> None:
    """Let the idle time of this session begin anew, though it was noted a moment ago."""
    request.session[LAST_ACTIVE_AT] = int(clock.now().timestamp())


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


def _why(cause: str) -> str:
    if cause == "idle":
        minutes = settings.COUNTERSIGN_IDLE_MINUTES
        return ngettext(
            "You were signed out because nothing had happened for %(count)d minute.",
            "You were signed out because nothing had happened for %(count)d minutes.",
            minutes,
        ) % {"count": minutes}
    return _("You were signed out because the session had reached its greatest length.")
