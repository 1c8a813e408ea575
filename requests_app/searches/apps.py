"""Registers `searches` with Django under its stable label."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchesConfig(AppConfig):
    name = "requests_app.searches"
    label = "searches"
    verbose_name = _("Search requests")
