"""What this product tells django-allauth: no self-registration, the lock, the throttle, the words.

It must not change an account; failures are counted by `accounts.sign_in_events`.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from requests_app.accounts.models import Account
from requests_app.accounts.sign_in_events import record_failure, record_throttled
from requests_app.accounts.sources import source_key

_THROTTLE_RECORDED_FOR = 5 * 60
_BEGUN_UNDER = "sign_in_begun_under"
"""What the hash of a session would have been when the password was right."""


def _changed_since(begun_under: str, user: Account) -> str:
    """Return why a sign-in that was begun must not be finished; nothing where it may."""
    user.refresh_from_db()
    if not user.is_active:
        return "account_disabled"
    if user.is_locked():
        return "account_locked"
    is_as_before = constant_time_compare(begun_under, user.get_session_auth_hash())
    return "" if is_as_before else "account_changed"


class SignInAdapter(DefaultAccountAdapter):
    """Sign-in by user name and password of accounts that administrators made."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _(
            "The user name or the password is not right, or the account is locked for now. "
            "Check both and try again; after several failed attempts an account stays locked "
            "for a while. If you cannot sign in, ask an account administrator."
        ),
        "too_many_login_attempts": _(
            "Too many sign-ins failed from where you are. Wait five minutes and try again."
        ),
        "incorrect_password": _("The password is not right. Type it again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Whether a page may be gone to after signing in; what is no address at all is not."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:  # allauth takes the address apart before it judges it
            return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse a source that failed too often, before any account is looked at."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            # One event for a burst: a flood must not fill the log.
            if cache.add(f"throttle-recorded:{source_key(request)}", 1, _THROTTLE_RECORDED_FOR):
                record_throttled(request)
            raise

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Account | None:
        """The account, unless it is locked: then the right password is answered like a wrong one."""
        account: Account | None = super().authenticate(request, **credentials)
        if account is not None and account.is_active and account.is_locked():
            with transaction.atomic():
                record_failure(
                    request,
                    username=account.username,
                    account=account,
                    cause="account_locked",
                )
            return None
        return account

    def pre_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse | None:
        """Note, once the password was right, what the account was like: a code may still be asked for."""
        answer: HttpResponse | None = super().pre_login(request, user, **kwargs)
        if answer is None:
            request.session[_BEGUN_UNDER] = user.get_session_auth_hash()
        return answer

    def login(self, request: HttpRequest, user: Account) -> None:
        """Open the session, unless the account changed since the password was right.

        A sign-in that waits for its code is no session yet, so that nothing that ends sessions ends it.

        Raises:
            ImmediateHttpResponse: another password or power, a lock, or the account is shut; it leads to the
                beginning.
        """
        begun_under = request.session.pop(_BEGUN_UNDER, "")
        cause = _changed_since(begun_under, user)
        if cause:
            with transaction.atomic():
                record_failure(request, username=user.username, account=user, cause=cause)
            request.session.flush()
            messages.warning(
                request, _("Your account was changed while you signed in. Sign in again.")
            )
            raise ImmediateHttpResponse(redirect("account_login"))
        super().login(request, user)

    def reauthenticate(self, user: Account, password: str) -> bool:
        """Whether this is the password; the session goes on where its hash was made anew."""
        right = bool(super().reauthenticate(user, password))
        if right:
            before = user.password
            user.refresh_from_db(fields=["password"])
            if user.password != before:
                update_session_auth_hash(context.request, user)
        return right

    def post_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse:
        """Show the first page in the person's own language unless this browser chose one."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                user.person.language,
                max_age=settings.LANGUAGE_COOKIE_AGE,
                secure=settings.LANGUAGE_COOKIE_SECURE or settings.SESSION_COOKIE_SECURE,
                httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
                samesite=settings.LANGUAGE_COOKIE_SAMESITE,  # type: ignore[arg-type]
            )
        return response


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps the secrets of authenticator apps encrypted in the database, and speaks in our words."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("The code is not right. Type the one that the app shows now."),
    }

    def encrypt(self, text: str) -> str:
        return self._box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return self._box().decrypt(encrypted_text.encode()).decode()

    @staticmethod
    def _box() -> Fernet:
        digest = hashlib.sha256(b"countersign.second-factor:" + settings.SECRET_KEY.encode())
        return Fernet(base64.urlsafe_b64encode(digest.digest()))
