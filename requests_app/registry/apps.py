"""Registers `registry` with Django under its stable label."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    name = "requests_app.registry"
    label = "registry"
    verbose_name = _("Agency configuration")
