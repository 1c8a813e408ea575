"""Registers `audit` with Django under its stable label."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "requests_app.audit"
    label = "audit"
    verbose_name = _("Audit log")
