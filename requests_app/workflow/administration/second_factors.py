"""A person's second factor at sign-in: an authenticator app, and codes for when it is not at hand.

Each change leaves its event, is told by mail and ends the sessions of the account: the page on which it was
made keeps its own with the account that is returned. No event and no letter holds a secret.
"""

from __future__ import annotations

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account, Letter
from requests_app.common.errors import NotPermitted, PreconditionFailed
from requests_app.workflow import permissions
from requests_app.workflow.administration.rows import end_sessions, locked_account
from requests_app.workflow.notifications.tell_person import tell_person
from requests_app.workflow.unit_of_work import Work, unit_of_work

_APP = Authenticator.Type.TOTP
_CODES = Authenticator.Type.RECOVERY_CODES


class _Codes(RecoveryCodes):
    """Recovery codes that change only the column which this product's login may change."""

    def _mark_code_used(self, i: int) -> None:
        self.instance.data["used_mask"] |= 1 << i
        self.instance.save(update_fields=["data"])


def add_app(*, actor: Actor, secret: str) -> Account:
    """Somebody who is signed in sets up their own authenticator app, and gets recovery codes.

    Args:
        actor: whose app it is, in no role.
        secret: what the app computes its codes from; the person has just shown that it does.

    Raises:
        NotPermitted: the account is shut.
        PreconditionFailed: it has an app already.
    """
    with unit_of_work(actor=actor, action="second_factor.add") as work:
        account = _own_account(actor)
        if _held(account, _APP):
            raise PreconditionFailed("second_factor_held")
        _record(work, "second_factor.added", TOTP.activate(account, secret).instance)
        if not _held(account, _CODES):
            _make_codes(work, account)
        end_sessions(account)
        tell_person(account, Letter.Kind.APP_ADDED)
    return account


def remove_app(*, actor: Actor) -> Account:
    """Somebody who is signed in removes their own authenticator app, and the codes beside it.

    Raises:
        NotPermitted: the account is shut.
        PreconditionFailed: it has no app any more.
    """
    with unit_of_work(actor=actor, action="second_factor.remove") as work:
        account = _own_account(actor)
        if not _held(account, _APP):
            raise PreconditionFailed("second_factor_not_held")
        forget_second_factors(work, account)
        end_sessions(account)
    return account


def renew_recovery_codes(*, actor: Actor) -> Account:
    """Somebody who is signed in makes new recovery codes for themselves; the earlier ones end.

    Raises:
        NotPermitted: the account is shut.
        PreconditionFailed: it has no app that the codes could stand in for.
    """
    with unit_of_work(actor=actor, action="second_factor.renew_codes") as work:
        account = _own_account(actor)
        if not _held(account, _APP):
            raise PreconditionFailed("second_factor_not_held")
        _remove(work, account, _CODES)
        _make_codes(work, account)
        end_sessions(account)
        tell_person(account, Letter.Kind.NEW_CODES)
    return account


def matching_factor(*, actor: Actor, code: str) -> Authenticator | None:
    """Find which second factor of the actor this code belongs to; a recovery code is used up by it.

    Args:
        actor: whoever signs in, or confirms who they are; not yet signed in, perhaps.
        code: as it was typed.

    Returns:
        None for a code that is not right.

    Raises:
        NotPermitted: no account acts.
    """
    account = permissions.check_is_person(actor)
    app = Authenticator.objects.filter(user=account, type=_APP).first()
    if app is not None and TOTP(app).validate_code(code):
        return app
    codes = Authenticator.objects.filter(user=account, type=_CODES).first()
    if codes is None or not _is_unused(codes, code):
        return None
    try:
        return _use_recovery_code(actor, code)
    except NotPermitted:  # used elsewhere at the same moment, and recorded as refused
        return None


def forget_second_factors(work: Work, account: Account) -> None:
    """Remove every second factor of a locked account inside a running use case, and tell its person."""
    if _remove(work, account):
        tell_person(account, Letter.Kind.SECOND_FACTOR_REMOVED)


def _use_recovery_code(actor: Actor, code: str) -> Authenticator:
    with unit_of_work(actor=actor, action="second_factor.use_code") as work:
        account = _own_account(actor)
        codes = Authenticator.objects.select_for_update().filter(user=account, type=_CODES).first()
        if codes is None or not (held := _Codes(codes)).validate_code(code):
            raise NotPermitted("wrong_code")
        left = len(held.get_unused_codes())
        work.record(
            "recovery_code.used",
            object_type="account",
            object_id=str(account.pk),
            facts={"left": left},
        )
        tell_person(account, Letter.Kind.CODE_USED, codes_left=left)
        return codes


def _is_unused(codes: Authenticator, code: str) -> bool:
    return any(
        compare_user_code(actual=code, expected=each) for each in _Codes(codes).get_unused_codes()
    )


def _own_account(actor: Actor) -> Account:
    """The actor's own account, locked, once it is known that its person may change this."""
    account = locked_account(permissions.check_is_person(actor).pk)
    permissions.check_may_change_own_credentials(actor)
    return account


def _held(account: Account, kind: str) -> bool:
    return bool(Authenticator.objects.filter(user=account, type=kind).exists())


def _make_codes(work: Work, account: Account) -> None:
    _record(work, "second_factor.added", RecoveryCodes.activate(account).instance)


def _remove(work: Work, account: Account, *kinds: str) -> bool:
    """Remove the second factors of these kinds, or all; whether there were any."""
    rows = Authenticator.objects.filter(user=account)
    removed = list(rows.filter(type__in=kinds) if kinds else rows)
    for factor in removed:
        _record(work, "second_factor.removed", factor)
        factor.delete()
    return bool(removed)


def _record(work: Work, code: str, factor: Authenticator) -> None:
    work.record(
        code,
        object_type="account",
        object_id=str(factor.user_id),
        facts={"kind": str(factor.type)},
    )
