"""Which roles may open a page: one decorator, whose refusals are explained and recorded.

It must not replace the guards of the use cases; it only keeps people out of others' areas.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps
from typing import Any, cast

from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from requests_app.accounts.roles import Role
from requests_app.common.errors import NotPermitted
from requests_app.common.read_once import reading_once
from requests_app.web.actor import actor_for
from requests_app.web.drawing import render
from requests_app.web.http import ActingRequest, only_reads, page_action
from requests_app.workflow.unit_of_work import record_refusal

View = Callable[..., HttpResponseBase]


def role_required(*roles: str) -> Callable[[View], View]:
    """Let only holders of one of these roles open the view; `request.actor` is then set.

    The actor acts in the first of the roles that the account holds now. Anybody else gets a page
    that says which role is missing and whom to ask, and an `action.refused` event is left. An
    account that was disabled meanwhile is signed out.
    """
    if not roles:
        raise ValueError("name the roles that may open this view")

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            account = request.user
            if not account.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not account.may_act():
                logout(request)
                return redirect("account_inactive")
            with reading_once() if only_reads(request) else nullcontext():
                roles_held = account.roles()
                role = next((str(role) for role in roles if role in roles_held), None)
                if role is None:
                    return _refuse(request, roles)
                acting = cast(ActingRequest, request)
                acting.actor = actor_for(request, role)
                return view(acting, *args, **kwargs)

        # Told to whoever sweeps all addresses by role.
        setattr(guarded, "roles", frozenset(str(role) for role in roles))  # noqa: B010
        return guarded

    return decorate


def not_activity(view: View) -> View:
    """Mark a view that a page asks for by itself: it does not put off the idle lock."""
    setattr(view, "is_activity", False)  # noqa: B010
    return view


def _refuse(request: HttpRequest, roles: tuple[str, ...]) -> HttpResponse:
    record_refusal(
        actor=actor_for(request, str(roles[0])),
        action=page_action(request),
        refusal=NotPermitted("role_not_held"),
        reads=only_reads(request),
    )
    labels = [str(Role(role).label) for role in roles]
    return render(
        request,
        "account/role_missing.html",
        {"missing_roles": labels, "title": _("You cannot open this page")},
        status=403,
    )
