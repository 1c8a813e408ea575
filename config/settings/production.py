"""Settings of an agency: everything by environment or file, nothing by default that could be unsafe.

It must not start with a secret missing; what it cannot see here, requests_app/ops/refusals refuses.
"""

from secrets import token_urlsafe
from ssl import CERT_REQUIRED

from config import env

env.gather()  # before the first setting is read: everything that is wrong is told at once

from config.settings.base import *  # noqa: E402, F403
from config.settings.base import COUNTERSIGN_PROCESS, DATABASES, connection  # noqa: E402

# Refused at the start, never obeyed quietly.
DEBUG = env.switch("COUNTERSIGN_DEBUG", "whether error pages show code", default=False)
ALLOWED_HOSTS = env.listed("COUNTERSIGN_HOSTS")

if COUNTERSIGN_PROCESS == "owner":  # bootstrap_database: it serves nobody and signs nothing
    SECRET_KEY = token_urlsafe(50)
    COUNTERSIGN_BROKER_URL = ""
    DATABASES["default"] = env.database(
        "COUNTERSIGN_ADMIN_DATABASE_URL", "a login that may create roles"
    )
elif COUNTERSIGN_PROCESS == "sequencer":  # it has the database alone: no form, no session, no queue
    SECRET_KEY = token_urlsafe(50)
    COUNTERSIGN_BROKER_URL = ""
else:
    SECRET_KEY = env.required("COUNTERSIGN_SECRET_KEY", "it signs sessions and forms")
    COUNTERSIGN_BROKER_URL = env.required(
        "COUNTERSIGN_BROKER_URL", "the Redis that wakes the workers"
    )
    COUNTERSIGN_PUBLIC_ORIGIN = env.required(
        "COUNTERSIGN_PUBLIC_ORIGIN", "the https address at which people open this installation"
    )
    CSRF_TRUSTED_ORIGINS = [COUNTERSIGN_PUBLIC_ORIGIN]
if COUNTERSIGN_PROCESS in {"web", "worker", "dispatcher", "sequencer"}:
    DATABASES["default"] = connection(
        env.database("COUNTERSIGN_DATABASE_URL", "this process's own database login")
    )
CELERY_BROKER_URL = COUNTERSIGN_BROKER_URL
if COUNTERSIGN_BROKER_URL.startswith("rediss:"):  # what Kombu says of it without is not true here
    CELERY_BROKER_USE_SSL = {"ssl_cert_reqs": CERT_REQUIRED, "ssl_check_hostname": True}
COUNTERSIGN_LOOKUP_KEY = env.optional("COUNTERSIGN_LOOKUP_KEY")
if COUNTERSIGN_PROCESS in {"web", "dispatcher"}:  # both judge a request against earlier ones
    COUNTERSIGN_LOOKUP_KEY = env.required(
        "COUNTERSIGN_LOOKUP_KEY", "it keys the hashes by which repeated searches are found"
    )
if COUNTERSIGN_PROCESS == "dispatcher":
    COUNTERSIGN_GRANT_ISSUER = env.required(
        "COUNTERSIGN_GRANT_ISSUER", "the name under which matchers know this agency's grants"
    )
if COUNTERSIGN_PROCESS in {"web", "worker"}:  # the auditor's pages, and the exports made for them
    DATABASES["auditor"] = connection(
        env.database("COUNTERSIGN_AUDITOR_DATABASE_URL", "the login of auditors' queries"),
        read_only=True,
    )

# --- cookies and transport -----------------------------------------------------------------------
SECURE_SSL_REDIRECT = env.switch(
    "COUNTERSIGN_HTTPS_REDIRECT",
    "whether pages asked for over HTTP are opened over HTTPS",
    default=True,
)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # a balancer asks over plain HTTP
SECURE_HSTS_SECONDS = env.number(
    "COUNTERSIGN_HSTS_SECONDS",
    "for how long browsers keep to HTTPS",
    31_536_000,
    least=0,
    most=315_360_000,
)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SILENCED_SYSTEM_CHECKS = [
    # HSTS preload: it binds the whole domain, in every browser and for years. Whether to ask for
    # that is for whoever holds the agency's domain, not for one service beneath it.
    "security.W021",
]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = env.switch(
    "COUNTERSIGN_SECURE_COOKIES", "whether cookies travel over HTTPS only", default=True
)
SESSION_COOKIE_NAME = "__Host-countersign_session"
CSRF_COOKIE_NAME = "__Host-countersign_csrf"
if env.switch(
    "COUNTERSIGN_BEHIND_HTTPS_PROXY", "whether the proxy says that HTTPS was used", default=False
):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- mail ----------------------------------------------------------------------------------------
EMAIL_HOST = env.optional("COUNTERSIGN_MAIL_HOST", "localhost")
EMAIL_PORT = env.number(
    "COUNTERSIGN_MAIL_PORT", "the port of the mail server", 25, least=1, most=65_535
)
EMAIL_HOST_USER = env.optional("COUNTERSIGN_MAIL_USER")
EMAIL_HOST_PASSWORD = env.optional("COUNTERSIGN_MAIL_PASSWORD")
EMAIL_USE_TLS = env.switch("COUNTERSIGN_MAIL_TLS", "whether mail is sent by STARTTLS", default=True)
EMAIL_TIMEOUT = 20

env.refuse_gathered()
