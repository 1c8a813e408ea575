"""Refuses settings with which pages or sign-ins would not be safe."""

from collections.abc import Iterator

from django.conf import settings
from django.core.checks import Error

from requests_app.ops.refusals.codes import Code, production_only, refusal

LONG_ENOUGH_HSTS = 180 * 24 * 3600


@production_only
def check_settings(**_: object) -> Iterator[Error]:
    """Refuse what would show content, or let a sign-in be read on the way."""
    if settings.DEBUG:
        yield refusal(
            Code.DEBUG,
            "COUNTERSIGN_DEBUG is on: error pages would show case content.",
            "Remove it.",
        )
    if not settings.SESSION_COOKIE_SECURE or not settings.CSRF_COOKIE_SECURE:
        yield refusal(
            Code.COOKIES,
            "COUNTERSIGN_SECURE_COOKIES is off: a sign-in could be read on the way.",
            "Remove it, and serve this installation over HTTPS.",
        )
    if not settings.SECURE_SSL_REDIRECT:
        yield refusal(
            Code.HTTPS_REDIRECT,
            "COUNTERSIGN_HTTPS_REDIRECT is off: pages could be opened without encryption.",
            "Remove it; behind a proxy that ends HTTPS, set COUNTERSIGN_BEHIND_HTTPS_PROXY=yes.",
        )
    if settings.SECURE_HSTS_SECONDS < LONG_ENOUGH_HSTS:
        yield refusal(
            Code.HSTS,
            "COUNTERSIGN_HSTS_SECONDS is below half a year: browsers would forget to use HTTPS.",
            f"Remove it, or set at least {LONG_ENOUGH_HSTS}.",
        )
    if settings.COUNTERSIGN_TRIAL:
        yield refusal(
            Code.TRIAL,
            "COUNTERSIGN_TRIAL is on.",
            "Start production with config.settings.production as it is.",
        )
