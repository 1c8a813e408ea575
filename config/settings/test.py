"""Settings of the tests: real PostgreSQL and Redis that tests/conftest.py starts; no outside network.

It must not stand in for a real part: only speed and places differ from the trial.
"""

from config.settings.base import *  # noqa: F403
from config.settings.base import INSTALLED_APPS, STORAGES, VAR_DIR, connection
from requests_app.common import clock

INSTALLED_APPS = [*INSTALLED_APPS, "requests_app.trial.apps.TrialConfig"]
SECRET_KEY = "only-for-tests-" + "x" * 50
COUNTERSIGN_INSTALLATION_KIND = "trial"
COUNTERSIGN_TRIAL = True
COUNTERSIGN_DEMO_ACCOUNTS = VAR_DIR / "secrets" / "demo_accounts.json"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]

# Names, ports and passwords are filled in by the `database` fixture.
_NOWHERE = {
    "ENGINE": "django.db.backends.postgresql",
    "NAME": "no_database_without_the_database_fixture",
    "HOST": "127.0.0.1",
    "PORT": "1",
    "CONN_MAX_AGE": 0,
    "CONN_HEALTH_CHECKS": False,
}
DATABASES = {
    "default": connection({**_NOWHERE, "USER": "countersign_web"}),
    "auditor": connection({**_NOWHERE, "USER": "countersign_auditor"}, read_only=True),
}
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # speed only
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
COUNTERSIGN_LOOKUP_KEY = "only-for-tests-lookups"
COUNTERSIGN_GRANT_ISSUER = "urn:countersign:tests"
COUNTERSIGN_BROKER_URL = "redis://127.0.0.1:1/0"
CELERY_BROKER_URL = COUNTERSIGN_BROKER_URL
COUNTERSIGN_WAKE_WORKERS = False  # the `broker` fixture switches it on
COUNTERSIGN_PUBLIC_ORIGIN = "http://testserver"
COUNTERSIGN_HELP_CONTACT = "help@example.org"

clock.permit_holding()
