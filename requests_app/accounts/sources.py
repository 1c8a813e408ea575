"""From which address a request came.

It must not be stored in clear: the log keeps a commitment to it, the throttle a short-lived key.
"""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def source_of(request: HttpRequest | None) -> str | None:
    """The client's address, through as many proxies as the settings trust; None when unknown."""
    if request is None:
        return None
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return None
