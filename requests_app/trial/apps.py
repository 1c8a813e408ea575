"""Registers `trial` with Django, so that its commands are known.

It must stand in the settings of trials and tests only.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrialConfig(AppConfig):
    name = "requests_app.trial"
    label = "trial"
    verbose_name = _("Trial")
