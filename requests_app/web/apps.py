"""Registers `web` with Django under its stable label."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "requests_app.web"
    label = "web"
    verbose_name = _("Screens")
