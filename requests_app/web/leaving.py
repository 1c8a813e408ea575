"""Leaving a page with something typed on it: by our own Back, or for the same page in the other language.

Both controls send the form of the page, where it has one; what is typed is kept and is in its fields again.
"""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from requests_app.web import kept

LEAVE_FOR = "leave_for"
"""The name of our own Back, where it sends a form: its value is the address that it leads to."""
PAGE_LANGUAGE = "page_language"
"""The name of the buttons of the language: a form of ours may have a field of its own named `language`."""


def leave(request: HttpRequest) -> HttpResponseBase | None:
    """Keep what is typed on a page that is left by our own Back, and go there; None for any other form."""
    if request.method != "POST" or LEAVE_FOR not in request.POST:
        return None
    _keep(request)
    address = request.POST[LEAVE_FOR]
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(address if is_ours else "home")


@login_not_required
@require_POST
def change_language(request: HttpRequest) -> HttpResponseBase:
    """Show the same page in the other language, with what is typed on it."""
    sent = _keep(request)
    posted = request.POST.copy()
    posted["language"] = posted.get(PAGE_LANGUAGE, "")
    if sent is not None:
        posted["next"] = sent.address
    setattr(request, "POST", posted)  # noqa: B010  what Django's own view reads
    return set_language(request)


def _keep(request: HttpRequest) -> kept.Mark | None:
    sent = kept.read_mark(request)
    if sent is None or not request.user.is_authenticated or sent.account != request.user.pk:
        return None
    kept.keep(request, sent, is_draft=True)
    return sent
