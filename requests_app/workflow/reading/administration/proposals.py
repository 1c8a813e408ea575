"""The proposals that wait for a second administrator, and the page of each."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from requests_app.accounts import selectors
from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Certificate, PowerProposal
from requests_app.common import clock
from requests_app.common.errors import NotFound
from requests_app.workflow import permissions

MOST = 200


def list_open_proposals() -> tuple[PowerProposal, ...]:
    """Return what waits, oldest first, at most MOST."""
    return tuple(selectors.open_proposals()[:MOST])


@dataclass(frozen=True, slots=True)
class WaitingCertificate:
    """A certificate that a second administrator has yet to confirm, and an account of its person."""

    certificate: Certificate
    account_id: UUID


def list_certificates_to_confirm() -> tuple[WaitingCertificate, ...]:
    """Return the certificates that do not count yet, oldest first, at most MOST."""
    waiting = selectors.certificates_to_confirm().prefetch_related("person__accounts")[:MOST]
    return tuple(
        WaitingCertificate(certificate, accounts[0].pk)
        for certificate in waiting
        if (accounts := certificate.person.accounts.all())
    )


def count_waiting() -> int:
    """Return how much waits for a second administrator, whoever that may be: proposals and certificates."""
    return selectors.open_proposals().count() + selectors.certificates_to_confirm().count()


def count_to_confirm(person_id: UUID) -> int:
    """Return how much waits that this administrator may confirm: not their own, and not for themselves."""
    proposals = selectors.open_proposals().exclude(
        Q(proposed_by_person=person_id) | Q(beneficiary_person=person_id)
    )
    certificates = selectors.certificates_to_confirm().exclude(
        Q(recorded_by_person=person_id) | Q(person=person_id)
    )
    return proposals.count() + certificates.count()


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """One proposal, with the account it is for and who proposed and decided.

    Attributes:
        roles: the codes of the roles that account holds now.
        can_decide, can_take_back: what the person who looks can do about it.
        concerns_viewer: it is for their own person.
    """

    proposal: PowerProposal
    roles: frozenset[str]
    can_decide: bool
    can_take_back: bool
    concerns_viewer: bool


def read_proposal(*, viewer: Actor, proposal_id: UUID) -> ProposalPage:
    """Return one proposal as this administrator sees it.

    Raises:
        NotFound: there is none.
    """
    proposal = (
        PowerProposal.objects.select_related(
            "beneficiary__person",
            "beneficiary__unit",
            "proposed_by__person",
            "decided_by__person",
            "unit",
        )
        .filter(pk=proposal_id)
        .first()
    )
    if proposal is None:
        raise NotFound
    is_open = proposal.outcome is None and proposal.expires_at > clock.now()
    return ProposalPage(
        proposal=proposal,
        roles=proposal.beneficiary.roles(),
        can_decide=is_open and permissions.can_decide_on_proposal(viewer, proposal),
        can_take_back=is_open and permissions.can_take_back_proposal(viewer, proposal),
        concerns_viewer=not permissions.can_administer(viewer, proposal.beneficiary_person_id),
    )
