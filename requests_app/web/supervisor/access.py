"""In which capacity somebody decides: as supervisor or as privacy officer, as the address says.

And the way back to the queue, for whoever cannot be shown what they asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from requests_app.accounts.roles import Role
from requests_app.common.errors import CountersignError
from requests_app.web import kept
from requests_app.web.access import role_required
from requests_app.web.http import ActingRequest
from requests_app.web.messages import explain

CAPACITIES: dict[str, Role] = {"supervisor": Role.SUPERVISOR, "privacy": Role.PRIVACY_OFFICER}
"""The word in the address, and the role it stands for."""

View = Callable[..., HttpResponseBase]


def deciders_page(view: View) -> View:
    """For deciders only, whatever their capacity; never kept by a cache."""
    return never_cache(role_required(Role.SUPERVISOR, Role.PRIVACY_OFFICER)(view))


def supervisors_page(view: View) -> View:
    """For supervisors only; never kept by a cache."""
    return never_cache(role_required(Role.SUPERVISOR)(view))


def in_capacity(view: View) -> View:
    """For deciders who hold the very role that the address names; the actor acts in it."""

    @wraps(view)
    def acting(
        request: ActingRequest, capacity: str, pk: UUID, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if capacity not in CAPACITIES:
            raise Http404
        guarded = never_cache(role_required(CAPACITIES[capacity])(view))
        return guarded(request, capacity, pk, *args, **kwargs)

    # Told to whoever sweeps all addresses by role; the capacity narrows it to one of them.
    setattr(acting, "roles", frozenset(str(role) for role in CAPACITIES.values()))  # noqa: B010
    return acting


def back_to_queue(
    request: HttpRequest, told: CountersignError | str, *, level: int = messages.INFO
) -> HttpResponse:
    """Return to the queue, which says why the page that was asked for is not shown.

    Args:
        told: what was refused, or words that say it.
        level: of the message, `messages.INFO` or `messages.WARNING`.
    """
    words = explain(told) if isinstance(told, CountersignError) else told
    messages.add_message(request, level, words)
    return redirect("supervisor:queue")


def back_to_leads(request: HttpRequest, refused: CountersignError) -> HttpResponse:
    """Return to the list of leads, which says why the page that was asked for is not shown; what was typed is kept."""
    words = explain(refused)
    if request.method == "POST" and kept.keep_what_was_refused(request):
        words = f"{words} {kept.what_became_of_it(None, is_kept=True)}"
    messages.info(request, words)
    return redirect("supervisor:leads")


def capacities_of(roles: frozenset[str]) -> list[tuple[str, Role]]:
    """Return the capacities somebody may decide in, as word and role."""
    return [(word, role) for word, role in CAPACITIES.items() if role in roles]
