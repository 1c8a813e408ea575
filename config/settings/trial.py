"""Settings of the trial on one's own machine: embedded services, drawn images, no real person.

It must not be reachable from a network, nor read a secret that another installation uses.
"""

import json
import os

from django.utils.translation import gettext_lazy as _

from config import env
from config.settings.base import *  # noqa: F403
from config.settings.base import INSTALLED_APPS, VAR_DIR, connection
from requests_app.common import clock

# Without the launcher (a command typed in another terminal) the web's own settings are used.
_left_by_launcher = VAR_DIR / "run" / "web.json"
if "COUNTERSIGN_DATABASE_URL" not in os.environ and _left_by_launcher.exists():
    os.environ |= json.loads(_left_by_launcher.read_text(encoding="utf-8"))

INSTALLED_APPS = [*INSTALLED_APPS, "requests_app.trial.apps.TrialConfig"]
COUNTERSIGN_TRIAL = True
COUNTERSIGN_INSTALLATION_KIND = "trial"
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
INTERNAL_IPS: list[str] = []

# Nothing of the trial's is worth keeping: a command that needs no secret runs without one.
SECRET_KEY = env.optional("COUNTERSIGN_SECRET_KEY", "trial-not-started-yet")
COUNTERSIGN_LOOKUP_KEY = env.optional("COUNTERSIGN_LOOKUP_KEY")
_NOT_RUNNING = "postgresql://countersign_web@127.0.0.1:1/trial_is_not_running"
DATABASES = {
    "default": connection(
        env.database("COUNTERSIGN_DATABASE_URL", "this process's database login", _NOT_RUNNING)
    )
}
if env.optional("COUNTERSIGN_AUDITOR_DATABASE_URL"):
    DATABASES["auditor"] = connection(
        env.database("COUNTERSIGN_AUDITOR_DATABASE_URL", "the login of auditors' queries"),
        read_only=True,
    )
COUNTERSIGN_BROKER_URL = env.optional("COUNTERSIGN_BROKER_URL", "redis://127.0.0.1:1/0")
CELERY_BROKER_URL = COUNTERSIGN_BROKER_URL
COUNTERSIGN_PUBLIC_ORIGIN = env.optional("COUNTERSIGN_PUBLIC_ORIGIN", "http://127.0.0.1:8000")

COUNTERSIGN_DEMO_BEING_MADE = VAR_DIR / "run" / "demo_being_made"
COUNTERSIGN_DEMO_ACCOUNTS = VAR_DIR / "secrets" / "demo_accounts.json"

EMAIL_BACKEND = "requests_app.trial.mail.PrivateFiles"
EMAIL_FILE_PATH = VAR_DIR / "mail"
COUNTERSIGN_HELP_CONTACT = env.optional("COUNTERSIGN_HELP_CONTACT") or _(
    "the person who started this trial"
)

clock.permit_holding()
