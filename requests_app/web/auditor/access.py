"""What every auditors' view is wrapped in."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponseBase
from django.views.decorators.cache import never_cache

from requests_app.accounts.roles import Role
from requests_app.web.access import role_required

View = Callable[..., HttpResponseBase]


def auditor_page(view: View) -> View:
    """For privacy auditors and oversight, who see the same; never kept by a cache."""
    guarded: View = never_cache(role_required(Role.PRIVACY_AUDITOR, Role.OVERSIGHT)(view))
    return guarded
