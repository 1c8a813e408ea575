"""The page of one account: its person, powers, certificates and proposals, and what can be done here."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from requests_app.accounts import selectors
from requests_app.accounts.actors import Actor
from requests_app.accounts.models import (
    Account,
    Certificate,
    CredentialLink,
    DecideRight,
    PowerProposal,
    RoleAssignment,
)
from requests_app.accounts.roles import Role
from requests_app.common import clock
from requests_app.workflow import permissions
from requests_app.workflow.reading.administration.subjects import find_account

MOST_PROPOSALS = 20


@dataclass(frozen=True, slots=True)
class ShownCertificate:
    """A certificate, and what this administrator can do about it."""

    certificate: Certificate
    can_confirm: bool
    can_withdraw: bool


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One account.

    Attributes:
        account: with its person, its home unit and who disabled it.
        others: the further accounts of the same person.
        roles, rights: held now, each with its unit.
        certificates: every one of the person, with who recorded and who confirmed it.
        proposals: about this account, newest first, at most MOST_PROPOSALS.
        link: with which the person may still set a password, where there is one.
        is_own: it belongs to the person who looks, who may change nothing about it.
    """

    account: Account
    others: tuple[Account, ...]
    roles: tuple[RoleAssignment, ...]
    rights: tuple[DecideRight, ...]
    certificates: tuple[ShownCertificate, ...]
    proposals: tuple[PowerProposal, ...]
    link: CredentialLink | None
    is_own: bool

    @property
    def can_reissue(self) -> bool:
        """A new first link takes one administrator only while there is nothing to take over."""
        return self.account.password_set_at is None and not self.roles and not self.rights

    @property
    def is_overseer(self) -> bool:
        """The commissioner's own account, which no administrator ends."""
        return any(held.role == Role.OVERSIGHT for held in self.roles)

    @property
    def can_propose_reset(self) -> bool:
        """From an overseer with a password no administrator takes it."""
        return not (self.is_overseer and self.account.password_set_at)

    @property
    def waits_for_confirmation(self) -> bool:
        """A certificate of the person would count if it were confirmed."""
        today = timezone.localdate(clock.now())
        return any(
            shown.certificate.confirmed_at is None
            and shown.certificate.withdrawn_at is None
            and shown.certificate.valid_until >= today
            for shown in self.certificates
        )


def read_account(*, viewer: Actor, account_id: UUID) -> AccountPage:
    """Return one account as this administrator sees it.

    Raises:
        NotFound: there is none.
    """
    account = find_account(account_id).account
    certificates = account.person.certificates.select_related(
        "person", "recorded_by__person", "confirmed_by__person"
    )
    return AccountPage(
        account=account,
        others=tuple(account.person.accounts.exclude(pk=account.pk)),
        roles=tuple(
            account.role_assignments.filter(withdrawn_at__isnull=True).select_related("unit")
        ),
        rights=tuple(
            account.decide_rights.filter(withdrawn_at__isnull=True).select_related("unit")
        ),
        certificates=tuple(_shown(certificate, viewer) for certificate in certificates),
        proposals=tuple(selectors.proposals_about(account)[:MOST_PROPOSALS]),
        link=selectors.open_link(account),
        is_own=not permissions.can_administer(viewer, account.person_id),
    )


def _shown(certificate: Certificate, viewer: Actor) -> ShownCertificate:
    is_open = certificate.withdrawn_at is None
    return ShownCertificate(
        certificate=certificate,
        can_confirm=is_open
        and certificate.confirmed_at is None
        and permissions.can_confirm_certificate(viewer, certificate),
        can_withdraw=is_open and permissions.can_administer(viewer, certificate.person_id),
    )
