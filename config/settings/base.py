"""What holds in every installation: parts, order of middleware, limits, headers, languages.

It must not hold a secret, an address or anything that only the trial may do.
"""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from kombu.entity import Exchange, Queue

from config import env
from config.settings.accounts import *  # noqa: F403
from config.settings.bounds import *  # noqa: F403
from config.settings.logs import logging_configuration

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(env.optional("COUNTERSIGN_VAR_DIR", str(BASE_DIR / "var")))

# --- parts ---------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "requests_app.web.apps.WebConfig",
    "requests_app.ops.apps.OpsConfig",
    "requests_app.dispatch.apps.DispatchConfig",
    "requests_app.searches.apps.SearchesConfig",
    "requests_app.registry.apps.RegistryConfig",
    "requests_app.accounts.apps.AccountsConfig",
    "requests_app.audit.apps.AuditConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "guardian",
    "csp",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "requests_app.web.never_kept.NeverKept",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "requests_app.web.requests_read.OnlyReadableRequests",
    "requests_app.web.agency_time.AgencyTime",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "requests_app.web.sign_in.middleware.SessionLimitsMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "requests_app.web.errors.DomainErrors",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "requests_app.web.sign_in.context.session",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "requests_app.web.navigation.navigation",
            ],
        },
    }
]
FORM_RENDERER = "requests_app.web.renderers.CountersignRenderer"
CSRF_FAILURE_VIEW = "requests_app.web.errors.csrf_failure"
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DEBUG = False
ALLOWED_HOSTS: list[str] = []

# --- database ------------------------------------------------------------------------------------
# One login for each process; what each may do stands in requests_app/ops/database_rights.py.
COUNTERSIGN_STATEMENT_TIMEOUT_MS = env.number(
    "COUNTERSIGN_STATEMENT_TIMEOUT_MS",
    "the longest database statement, in milliseconds",
    30_000,
    least=100,
    most=3_600_000,
)


def connection(settings: dict[str, Any], *, read_only: bool = False) -> dict[str, Any]:
    """Return connection settings with this product's time limits added."""
    limits = [
        f"-c statement_timeout={COUNTERSIGN_STATEMENT_TIMEOUT_MS}",
        "-c idle_in_transaction_session_timeout=60000",
        "-c lock_timeout=10000",
    ]
    if read_only:
        limits.append("-c default_transaction_read_only=on")
    return {
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        **settings,
        # Without these a machine that is gone keeps a process waiting for many minutes.
        "OPTIONS": {
            "connect_timeout": 5,
            "tcp_user_timeout": 15_000,
            **settings.get("OPTIONS", {}),
            "options": " ".join(limits),
        },
    }


DATABASES: dict[str, dict[str, Any]] = {}

# Read by `manage.py bootstrap_database` alone, in a process of its own (COUNTERSIGN_PROCESS=owner).
COUNTERSIGN_ADMIN_DATABASE_URL = env.optional("COUNTERSIGN_ADMIN_DATABASE_URL")
COUNTERSIGN_DATABASE_NAME = env.optional("COUNTERSIGN_DATABASE_NAME", "countersign")
COUNTERSIGN_DATABASE_PASSWORDS = {
    f"countersign_{login}": env.optional(f"COUNTERSIGN_DATABASE_PASSWORD_{login.upper()}")
    for login in ("owner", "web", "worker", "dispatcher", "auditor", "sequencer")
}

# --- people and sessions -------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Account"
ANONYMOUS_USER_NAME = None  # guardian must not make an account for nobody
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "requests_app.accounts.passwords.UnlikeTheirNames"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "requests_app.accounts.passwords.UncommonPassword"},
]
SESSION_ENGINE = "django.contrib.sessions.backends.db"  # never in Redis
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "countersign_session"
CSRF_COOKIE_NAME = "countersign_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- headers -------------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- languages and time --------------------------------------------------------------------------
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LANGUAGE_CODE = "en"
LANGUAGE_COOKIE_NAME = "countersign_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE_DIR / "requests_app" / "locale"]
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = env.time_zone(
    "COUNTERSIGN_TIME_ZONE",
    "in which times are shown and days end, until the agency’s file names another",
    "America/Toronto",
)

# --- uploads and static files --------------------------------------------------------------------
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 4
# Evidence stays in memory until it is sealed: no plain copy in a temporary folder.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = DATA_UPLOAD_MAX_MEMORY_SIZE
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.optional("COUNTERSIGN_STATIC_ROOT") or BASE_DIR / "staticfiles")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- mail, logs, tasks ---------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.optional("COUNTERSIGN_MAIL_FROM", "countersign@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

LOGGING = logging_configuration()
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
# Each queue has an exchange of its own: sharing one, every message would reach both processes.
CELERY_TASK_QUEUES = [
    Queue(name, Exchange(name), routing_key=name) for name in ("default", "dispatch")
]
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_DEFAULT_EXCHANGE = "default"
CELERY_TASK_DEFAULT_ROUTING_KEY = "default"
CELERY_TASK_ROUTES = {"requests_app.tasks.dispatch.*": {"queue": "dispatch"}}
CELERY_TASK_CREATE_MISSING_QUEUES = False
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # for ever: without it the process sweeps by itself
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 5, "socket_connect_timeout": 2}
CELERY_TIMEZONE = "UTC"
COUNTERSIGN_WAKE_WORKERS = env.switch(
    "COUNTERSIGN_WAKE_WORKERS", "whether a commit wakes the workers", default=True
)


def every(seconds: int, task: str, queue: str) -> dict[str, Any]:
    """Return an entry of beat; a message that nobody took before the next one is dropped."""
    return {
        "task": task,
        "schedule": seconds,
        "options": {"queue": queue, "expires": seconds, "ignore_result": True},
    }


CELERY_BEAT_SCHEDULE = {
    "worker shows life": every(10, "config.heartbeat", "default"),
    "dispatcher shows life": every(10, "config.heartbeat", "dispatch"),
    "send what waits": every(15, "requests_app.tasks.dispatch.sweep", "dispatch"),
    "end what has lapsed": every(60, "requests_app.tasks.worker.expire_lapsed", "default"),
    "destroy content that is due": every(
        3600, "requests_app.tasks.worker.destroy_due_content", "default"
    ),
    "tell of reports that are owed": every(
        3600, "requests_app.tasks.worker.tell_of_reports", "default"
    ),
    "make exports": every(20, "requests_app.tasks.exports.sweep", "default"),
    "check the log": every(600, "requests_app.tasks.log_checks.sweep", "default"),
    "send mail": every(20, "requests_app.tasks.worker.send_mail", "default"),
}
COUNTERSIGN_SWEEP_LATE_SECONDS = env.number(
    "COUNTERSIGN_SWEEP_LATE_SECONDS",
    "by how many seconds a sweep may be late before a process does it by itself",
    30,
    least=2,
    most=3600,
)

# --- this product --------------------------------------------------------------------------------
COUNTERSIGN_TRIAL = False
COUNTERSIGN_INSTALLATION_KIND = "production"
COUNTERSIGN_PROCESS = env.one_of(
    "COUNTERSIGN_PROCESS",
    "what this process is",
    ("web", "worker", "dispatcher", "beat", "sequencer", "owner"),
    "web",
)
COUNTERSIGN_LOG_SOCKET = env.optional("COUNTERSIGN_LOG_SOCKET", str(VAR_DIR / "run" / "log.sock"))
COUNTERSIGN_SEQUENCER_POLL_MS = env.number(
    "COUNTERSIGN_SEQUENCER_POLL_MS",
    "how often the sequencer looks for new events, in milliseconds",
    200,
    least=20,
    most=5000,
)
COUNTERSIGN_REFUSALS_SECONDS = env.number(
    "COUNTERSIGN_REFUSALS_SECONDS",
    "for how long a refusal that is repeated is counted, in seconds",
    60,
    least=1,
    most=3600,
)
COUNTERSIGN_CONTENT_KEY_FILE = env.optional("COUNTERSIGN_CONTENT_KEY_FILE")
COUNTERSIGN_GRANT_KEY_FILE = env.optional("COUNTERSIGN_GRANT_KEY_FILE")
COUNTERSIGN_SECRET_FILES = env.files_of_secrets()
COUNTERSIGN_GRANT_ISSUER = env.optional("COUNTERSIGN_GRANT_ISSUER")
COUNTERSIGN_EXPORT_DIR = env.optional("COUNTERSIGN_EXPORT_DIR")  # empty: a folder in VAR_DIR
COUNTERSIGN_PACK_FOLDER = env.optional("COUNTERSIGN_PACK_FOLDER")  # the agency's own rules
COUNTERSIGN_MATCHER_CERTIFICATE_FOLDER = env.optional("COUNTERSIGN_MATCHER_CERTIFICATE_FOLDER")
COUNTERSIGN_MATCHER_URL = env.optional("COUNTERSIGN_MATCHER_URL")  # where the trial's matcher is
COUNTERSIGN_DEMO_BEING_MADE: Path | None = None  # a trial’s: a file that is there meanwhile
COUNTERSIGN_DEMO_ACCOUNTS: Path | None = None  # a trial’s: the file with the sign-ins of its people
COUNTERSIGN_HELP_CONTACT: str | Promise = env.optional("COUNTERSIGN_HELP_CONTACT")
COUNTERSIGN_PUBLIC_ORIGIN = env.optional("COUNTERSIGN_PUBLIC_ORIGIN")
