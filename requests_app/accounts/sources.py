"""From which address a request came.

It must not be stored in clear: the log keeps a commitment to it, the throttle a short-lived key.
"""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def source_of(request: HttpRequest | None) -> str | None:
    """The client's address, through as many proxies as the settings trust; None when unknown."""
    if request is None:
        return None
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return None


def source_key(request: HttpRequest) -> str:
    """A name for the source under which the throttle may remember it, and nobody can read it."""
    return salted_hmac("requests_app.accounts.sources", source_of(request) or "unknown").hexdigest()


def throttle_key(key: str, prefix: str, version: int) -> str:
    """The cache's key function: allauth names its counters by address, the table must not."""
    return salted_hmac(
        "requests_app.accounts.throttle", f"{prefix}:{version}:{key}", algorithm="sha256"
    ).hexdigest()
