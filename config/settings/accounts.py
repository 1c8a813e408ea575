"""Settings of sign-in and sessions of persons (django-allauth).

It must not hold secrets.
"""

from config import env

# --- what this product decides -------------------------------------------------------------------
COUNTERSIGN_IDLE_MINUTES = env.number(
    "COUNTERSIGN_IDLE_MINUTES",
    "minutes without use after which a session locks",
    30,
    least=1,
    most=1440,
)
COUNTERSIGN_SESSION_HOURS = env.number(
    "COUNTERSIGN_SESSION_HOURS", "the greatest age of a session in hours", 12, least=1, most=168
)
COUNTERSIGN_FAILURES_BEFORE_LOCK = env.number(
    "COUNTERSIGN_FAILURES_BEFORE_LOCK",
    "failed sign-ins that lock an account",
    10,
    least=1,
    most=1000,
)
COUNTERSIGN_LOCK_MINUTES = env.number(
    "COUNTERSIGN_LOCK_MINUTES",
    "minutes for which an account stays locked",
    15,
    least=1,
    most=10_080,
)
COUNTERSIGN_LINK_HOURS = env.number(
    "COUNTERSIGN_LINK_HOURS",
    "hours for which a link to set a password works",
    72,
    least=1,
    most=720,
)
COUNTERSIGN_PROPOSAL_DAYS = env.number(
    "COUNTERSIGN_PROPOSAL_DAYS",
    "days that a proposed power waits for its second administrator",
    14,
    least=1,
    most=365,
)
# Named in the event of each sign-in: what exactly was accepted.
COUNTERSIGN_BANNER_VERSION = "2026-1"

# --- sign-in -------------------------------------------------------------------------------------
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "requests_app.web.sign_in.adapter.SignInAdapter"
ACCOUNT_FORMS = {
    "login": "requests_app.web.sign_in.forms.SignInForm",
    "reauthenticate": "requests_app.web.sign_in.forms.ReauthenticateForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None  # the address belongs to the person
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGOUT_REDIRECT_URL
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
ACCOUNT_SESSION_REMEMBER = False  # the cookie ends with the browser
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# By source only, and before any account is looked at: a flood from one place must not shut the
# accounts of others. The account's own count of failures is kept in its row.
ACCOUNT_RATE_LIMITS = {
    "login": env.rate("COUNTERSIGN_RATE_OF_SIGN_INS", "sign-ins from one source", "120/m/ip"),
    "login_failed": env.rate(
        "COUNTERSIGN_RATE_OF_FAILED_SIGN_INS", "failed sign-ins from one source", "20/5m/ip"
    ),
    "reauthenticate": "10/m/user",
}
# The throttle's memory is shared by all web processes; keys are digests, rows run out.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "account_throttle",
        "KEY_FUNCTION": "requests_app.accounts.sources.throttle_key",
    }
}
# How many proxies of the agency stand before us and add to X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number(
    "COUNTERSIGN_PROXIES", "how many of your proxies add to X-Forwarded-For", 0, least=0, most=20
)

# --- second factor -------------------------------------------------------------------------------
# Passkeys take their place here: MFA_SUPPORTED_TYPES gains "webauthn".
MFA_ADAPTER = "requests_app.web.sign_in.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "activate_totp": "requests_app.web.sign_in.second_factor.SetUpAppForm",
    "authenticate": "requests_app.web.sign_in.second_factor.SignInCodeForm",
    "reauthenticate": "requests_app.web.sign_in.second_factor.ConfirmingCodeForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Countersign"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True

# --- guardian ------------------------------------------------------------------------------------
GUARDIAN_MONKEY_PATCH_USER = False  # rights are asked through accounts.rights and nowhere else
