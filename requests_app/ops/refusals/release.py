"""Refuses an unpacked release that lacks its styles and scripts, and rules that cannot be used."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.checks import Error
from django.utils.timezone import localtime

from requests_app.common import clock
from requests_app.ops.refusals.codes import JUDGES, Code, production_only, refusal
from requests_app.policy.errors import PackError
from requests_app.registry import selectors as registry


@production_only
def check_static_files(**_: object) -> Iterator[Error]:
    """Refuse a web process without collected styles and scripts."""
    if settings.COUNTERSIGN_PROCESS != "web":
        return
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        yield refusal(
            Code.STATIC_FILES,
            f"No styles and scripts are in {settings.STATIC_ROOT}, so no page could be drawn.",
            "Build and collect them where this release was unpacked: make assets, then manage.py "
            "collectstatic",
        )


@production_only
def check_packs(**_: object) -> Iterator[Error]:
    """Refuse a process that judges while any rule pack is broken."""
    if settings.COUNTERSIGN_PROCESS not in JUDGES:
        return
    try:
        registry.packs().check(localtime(clock.now()).date())
    except PackError as error:
        yield refusal(
            Code.PACKS,
            f"The rules cannot be used: {error}. Nothing is judged by a part of them.",
            "Mend that file, or put back what was there before; COUNTERSIGN_PACK_FOLDER names the "
            "folder of your own packs.",
        )
