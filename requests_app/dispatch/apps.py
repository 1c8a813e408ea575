"""Registers `dispatch` with Django under its stable label."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DispatchConfig(AppConfig):
    name = "requests_app.dispatch"
    label = "dispatch"
    verbose_name = _("Dispatch")
