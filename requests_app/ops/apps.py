"""Registers `ops` with Django under its stable label, its checks of a start, and of each connection."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OpsConfig(AppConfig):
    name = "requests_app.ops"
    label = "ops"
    verbose_name = _("Operation")

    def ready(self) -> None:
        """Register the refusals, which need all models to be loaded."""
        from requests_app.ops import kinds, refusals

        refusals.register()
        kinds.watch()
