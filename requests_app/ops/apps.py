"""Registers `ops` with Django under its stable label, and its checks of a production start."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OpsConfig(AppConfig):
    name = "requests_app.ops"
    label = "ops"
    verbose_name = _("Operation")

    def ready(self) -> None:
        """Register the refusals to start, which need all models to be loaded."""
        from requests_app.ops import refusals

        refusals.register()
