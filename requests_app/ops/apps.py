"""Registers `ops` with Django under its stable label.

It must not connect signals or read the database.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OpsConfig(AppConfig):
    name = "requests_app.ops"
    label = "ops"
    verbose_name = _("Operation")
