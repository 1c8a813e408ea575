"""The Django app of persons, accounts, units, roles and certificates."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "requests_app.accounts"
    label = "accounts"
    verbose_name = _("Persons and accounts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from requests_app.accounts import sign_in_events

        sign_in_events.connect()
