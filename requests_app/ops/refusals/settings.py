"""Refuses settings with which pages or sign-ins would not be safe."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.checks import Error

from requests_app.ops import trial_marks
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


@production_only
def check_folder(**_: object) -> Iterator[Error]:
    """Refuse to keep anything in a folder of a trial, which `make reset` deletes as a whole."""
    exports = settings.COUNTERSIGN_EXPORT_DIR
    named = {"COUNTERSIGN_VAR_DIR": Path(settings.VAR_DIR)}
    if exports:
        named["COUNTERSIGN_EXPORT_DIR"] = Path(exports)
    for name, path in named.items():
        whole = path.resolve()
        of_a_trial = next((each for each in (whole, *whole.parents) if _is_a_trials(each)), None)
        if of_a_trial:
            yield refusal(
                Code.FOLDER_OF_A_TRIAL,
                f"{name} is {path}, in {of_a_trial}, which a trial made: its secrets and mail lie "
                "there, and whoever ends the trial deletes all of it.",
                "Set it to a folder of this installation's own, outside the release.",
            )


def _is_a_trials(path: Path) -> bool:
    try:
        return trial_marks.is_trial_folder(path)
    except (OSError, UnicodeDecodeError):
        return False  # closed to this process: it could keep nothing there
