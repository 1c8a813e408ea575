"""Links with which people set their own password, and the acts of setting and changing it.

No administrator ever learns or sets a password: what they hand over is a link, good once.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from django.conf import settings

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import (
    Account,
    CredentialLink,
    CredentialLinkPurpose,
    Letter,
    PowerProposal,
)
from requests_app.accounts.sign_in_events import ACCOUNT_ITSELF
from requests_app.common import clock
from requests_app.common.errors import BadInput, NotFound, NotPermitted, PreconditionFailed
from requests_app.workflow import permissions
from requests_app.workflow.administration.rows import (
    end_sessions,
    for_somebody_else,
    locked_account,
)
from requests_app.workflow.administration.second_factors import forget_second_factors
from requests_app.workflow.notifications.link_mail import IssuedLink, mail_link
from requests_app.workflow.notifications.tell_person import tell_person
from requests_app.workflow.unit_of_work import Work, unit_of_work

_SECRET_BYTES = 32


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def new_link(
    work: Work,
    account: Account,
    *,
    purpose: CredentialLinkPurpose,
    issued_by: Account | None,
    proposal: PowerProposal | None = None,
) -> IssuedLink:
    """Make a link for this account inside a running use case, ending any earlier one.

    Returns:
        The link: shown once, mailed once, its secret kept nowhere.
    """
    now = clock.now()
    CredentialLink.objects.filter(
        account=account, used_at__isnull=True, revoked_at__isnull=True
    ).update(revoked_at=now)
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    link = CredentialLink.objects.create(
        account=account,
        purpose=purpose,
        secret_digest=_digest(secret),
        issued_by=issued_by,
        issued_at=now,
        issued_through=proposal,
        expires_at=now + timedelta(hours=settings.COUNTERSIGN_LINK_HOURS),
    )
    work.record(
        "credential.link_issued",
        object_type="account",
        object_id=str(account.pk),
        facts={"link": str(link.pk), "purpose": purpose.value},
    )
    issued = IssuedLink(secret)
    mail_link(account, issued, expires_at=link.expires_at)
    return issued


def forget_credentials(work: Work, account: Account) -> None:
    """Take away a locked account's password and second factor, and end its sessions."""
    account.forget_password()
    account.must_set_password = True
    account.save(update_fields=["password", "must_set_password"])
    forget_second_factors(work, account)
    end_sessions(account)


def reissue_first_link(*, actor: Actor, account_id: UUID) -> IssuedLink:
    """Make a new first link for an account that holds no power and has never had a password.

    With a power or a password already there, one administrator with a link would be that person:
    then it is a credential reset, which takes two.

    Returns:
        The new link, and whether its mail left.

    Raises:
        NotPermitted: the actor is no administrator, or the account is their own person's.
        NotFound: there is no such account.
        PreconditionFailed: the account needs a credential reset, or is disabled.
    """
    with unit_of_work(actor=actor, action="account.reissue_first_link") as work:
        administrator, account = for_somebody_else(actor, account_id)
        if not account.is_active:
            raise PreconditionFailed("account_disabled")
        if account.password_set_at or account.roles() or _holds_a_right(account):
            raise PreconditionFailed("needs_credential_reset")
        return new_link(
            work,
            account,
            purpose=CredentialLinkPurpose.FIRST_PASSWORD,
            issued_by=administrator,
        )


def _holds_a_right(account: Account) -> bool:
    return account.decide_rights.filter(withdrawn_at__isnull=True).exists()


def account_of_link(secret: str) -> Account:
    """The account whose person may set a password with this link, now.

    Raises:
        NotFound: no such link, or it was used, replaced, or has expired.
    """
    link = (
        CredentialLink.objects.select_related("account__person")
        .filter(
            secret_digest=_digest(secret),
            used_at__isnull=True,
            revoked_at__isnull=True,
            expires_at__gt=clock.now(),
            account__is_active=True,
        )
        .first()
    )
    if link is None:
        raise NotFound
    return link.account


def set_password(
    *, secret: str, password: str, session: str | None = None, source: str | None = None
) -> Account:
    """The person sets their password with a link, which is then used up.

    Args:
        secret: the secret of the link, from its address.
        password: already judged by the agency's rules for passwords.
        session: the keyed hash of the browser's session, for the log.
        source: the address it came from, for the log.

    Raises:
        NotFound: no such link, or it was used, replaced, or has expired.
        BadInput: it is the password that was in use before; the link can be used again.
    """
    account = account_of_link(secret)
    actor = Actor(account=account, role=ACCOUNT_ITSELF, session=session, source=source)
    with unit_of_work(actor=actor, action="credential.set_password") as work:
        account = locked_account(account.pk)
        now = clock.now()
        # Two browsers with one link: the row says which of them was first.
        used = CredentialLink.objects.filter(
            account=account,
            secret_digest=_digest(secret),
            used_at__isnull=True,
            revoked_at__isnull=True,
            expires_at__gt=now,
        ).update(used_at=now)
        if not used or not account.is_active:
            raise NotFound
        # Not a guess without a price: another password is set, and the link used up.
        if account.had_password(password):
            raise BadInput({"password": ["as_before"]})
        _write_password(account, password)
        work.record(
            "credential.password_set",
            object_type="account",
            object_id=str(account.pk),
            facts={"by_link": True},
        )
        tell_person(account, Letter.Kind.PASSWORD_SET)
    return account


def change_own_password(*, actor: Actor, present: str, password: str) -> Account:
    """Somebody who is signed in changes their own password; their other sessions end.

    Raises:
        NotPermitted: the account is shut, or the present password is not right.
        BadInput: the new password is the present one.
    """
    with unit_of_work(actor=actor, action="credential.change_password") as work:
        account = locked_account(permissions.check_is_person(actor).pk)
        permissions.check_may_change_own_credentials(actor)
        if not account.check_password(present):
            raise NotPermitted("wrong_password")
        if account.had_password(password):
            raise BadInput({"password": ["as_before"]})
        _write_password(account, password)
        work.record(
            "credential.password_set",
            object_type="account",
            object_id=str(account.pk),
            facts={"by_link": False},
        )
        tell_person(account, Letter.Kind.PASSWORD_SET)
    return account


def _write_password(account: Account, password: str) -> None:
    account.set_password(password)
    account.must_set_password = False
    account.password_set_at = clock.now()
    account.failed_sign_ins = 0
    account.last_failed_at = account.locked_at = account.locked_until = None
    account.session_generation += 1
    account.save(
        update_fields=[
            "password",
            "must_set_password",
            "password_set_at",
            "failed_sign_ins",
            "last_failed_at",
            "locked_at",
            "locked_until",
            "session_generation",
        ]
    )
