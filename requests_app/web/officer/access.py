"""What every officer view is wrapped in, and what is done where a request is no longer open."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from requests_app.accounts.roles import Role
from requests_app.web.access import role_required
from requests_app.web.http import ActingRequest
from requests_app.web.officer import saving

View = Callable[..., HttpResponseBase]


def officer_page(view: View) -> View:
    """For officers only, and never kept by a cache: pages hold case facts."""
    return never_cache(role_required(Role.OFFICER)(view))


def on_open_draft(view: View) -> View:
    """Give the view its `OwnDraft`.

    Where answers can no longer change, go to the request instead: a back button or an old tab leads
    here.
    """

    @wraps(view)
    def opened(request: ActingRequest, pk: UUID, *args: Any, **kwargs: Any) -> HttpResponseBase:
        own_draft = saving.own_draft(request, pk)
        if not own_draft.is_open:
            messages.info(
                request, _("This request can no longer be changed. This is how it stands.")
            )
            return redirect("officer:request", pk)
        return view(request, own_draft, *args, **kwargs)

    return officer_page(opened)
