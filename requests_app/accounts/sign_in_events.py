"""What the log and the lock-out learn from sign-ins: Django's own signals, received here.

It must not refuse a sign-in; the adapter in `web.sign_in` does. It counts, shuts and records.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.mfa.signals import authentication_failed
from django.conf import settings
from django.contrib.auth.signals import (
    user_logged_in,
    user_logged_out,
    user_login_failed,
)
from django.db import transaction
from django.http import HttpRequest

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account
from requests_app.accounts.sessions import session_mark
from requests_app.accounts.sources import source_of
from requests_app.audit import recorder
from requests_app.common import clock

# Whoever signs in or out does so as an account, in none of its roles.
ACCOUNT_ITSELF = "account"

SIGNED_IN_AT = "signed_in_at"
LAST_ACTIVE_AT = "last_active_at"
BANNER_ACCEPTED = "banner_accepted"


def connect() -> None:
    """Connect the receivers; called once when the app is ready."""
    user_logged_in.connect(on_signed_in, dispatch_uid="accounts.signed_in")
    user_logged_out.connect(on_signed_out, dispatch_uid="accounts.signed_out")
    user_login_failed.connect(on_sign_in_failed, dispatch_uid="accounts.sign_in_failed")
    authentication_failed.connect(on_code_refused, dispatch_uid="accounts.code_refused")


def actor_signing(request: HttpRequest | None, account: Account | None) -> Actor:
    """The actor of a sign-in, a sign-out or an attempt: the account in no role."""
    session = getattr(request, "session", None)
    return Actor(
        account=account,
        role=ACCOUNT_ITSELF,
        session=session_mark(session.session_key) if session is not None else None,
        source=source_of(request),
    )


def on_signed_in(*, request: HttpRequest, user: Account, **_: Any) -> None:
    """Begin the session's clocks, forget earlier failures, record banner and sign-in."""
    now = int(clock.now().timestamp())
    request.session[SIGNED_IN_AT] = request.session[LAST_ACTIVE_AT] = now
    banner = request.session.get(BANNER_ACCEPTED)
    with transaction.atomic():
        Account.objects.filter(pk=user.pk).update(
            failed_sign_ins=0, last_failed_at=None, locked_at=None, locked_until=None
        )
        who = actor_signing(request, user).who
        if banner:
            recorder.record(
                "banner.accepted",
                who=who,
                object_type="account",
                object_id=str(user.pk),
                facts={"banner_version": banner},
            )
        recorder.record(
            "session.opened",
            who=who,
            object_type="account",
            object_id=str(user.pk),
            facts={"factors": _factors(request)},
        )


def on_signed_out(*, request: HttpRequest, user: Account | None, **_: Any) -> None:
    """Record the end of a session and what ended it: the person, a limit or an administrator."""
    if user is None:
        return
    setattr(request, "has_signed_out", True)  # noqa: B010  read when the browser is told to forget
    with transaction.atomic():
        recorder.record(
            "session.ended",
            who=actor_signing(request, user).who,
            object_type="account",
            object_id=str(user.pk),
            facts={"cause": getattr(request, "session_end_cause", "signed_out")},
        )


def on_sign_in_failed(
    *, credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any
) -> None:
    """Count a failed sign-in, shut the account when there are too many, record both."""
    username = str(credentials.get("username") or "").strip().lower()
    with transaction.atomic():
        account = (
            Account.objects.select_for_update(no_key=True).filter(username=username[:64]).first()
        )
        cause = "unknown_account" if account is None else _count_failure(account)
        record_failure(request, username=username, account=account, cause=cause)


def on_code_refused(
    *, request: HttpRequest, user: Account, reauthentication: bool = False, **_: Any
) -> None:
    """Record that the password was right and the code of the second factor was not.

    It does not add to the count that locks an account: allauth's limit on wrong codes holds here. One
    that somebody types who is signed in already is a refusal of theirs, which the form records.
    """
    if reauthentication:
        return
    with transaction.atomic():
        record_failure(request, username=user.username, account=user, cause="wrong_code")


def record_failure(
    request: HttpRequest | None, *, username: str, account: Account | None, cause: str
) -> None:
    """Record a sign-in that was refused; what was typed as user name stays a commitment."""
    recorder.record(
        "sign_in.failed",
        who=actor_signing(request, None).who,
        object_type="account" if account else None,
        object_id=str(account.pk) if account else None,
        outcome="refused",
        reason=cause,
        commitments={"username": username[:200]} if username else {},
    )


def record_throttled(request: HttpRequest) -> None:
    """Record that a source failed too often and is refused for a while, whoever it asks for."""
    with transaction.atomic():
        recorder.record(
            "sign_in.throttled",
            who=actor_signing(request, None).who,
            outcome="refused",
            reason="source_throttled",
        )


def _count_failure(account: Account) -> str:
    """Add one failure to the locked row and say why this attempt failed."""
    now = clock.now()
    if account.is_locked(now):
        return "account_locked"
    if not account.is_active:
        return "account_disabled"
    # A lock that ran out starts the count anew.
    before = 0 if account.locked_until else account.failed_sign_ins
    account.failed_sign_ins = before + 1
    account.last_failed_at = now
    account.locked_at = account.locked_until = None
    if account.failed_sign_ins >= settings.COUNTERSIGN_FAILURES_BEFORE_LOCK:
        account.locked_at = now
        account.locked_until = now + timedelta(minutes=settings.COUNTERSIGN_LOCK_MINUTES)
        recorder.record(
            "account.locked",
            who=actor_signing(None, None).who,
            object_type="account",
            object_id=str(account.pk),
            facts={"failures": account.failed_sign_ins},
        )
    account.save(update_fields=["failed_sign_ins", "last_failed_at", "locked_at", "locked_until"])
    return "wrong_password"


def _factors(request: HttpRequest) -> list[str]:
    """The methods that this session was opened with, as allauth noted them."""
    records = request.session.get("account_authentication_methods", [])
    factors = [str(record.get("type") or record.get("method")) for record in records]
    return list(dict.fromkeys(factors)) or ["password"]
