"""Turns accounts, powers and proposals into what the administrators' pages show.

It must not change anything, and shows nothing of any case.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import (
    Account,
    Certificate,
    Course,
    PowerProposal,
    ProposalKind,
    ProposalOutcome,
)
from requests_app.accounts.roles import Role
from requests_app.audit.events import EVENTS
from requests_app.audit.models import Event
from requests_app.common import clock
from requests_app.web.administrator import words
from requests_app.workflow import permissions


@dataclass(frozen=True)
class State:
    """The state of an account as a label with a shape."""

    code: str
    label: str
    tone: str
    glyph: str


def state_of(account: Account) -> State:
    """The one state that matters most about an account."""
    if not account.is_active:
        code = "disabled"
    elif account.is_locked():
        code = "locked"
    elif account.must_set_password:
        code = "no_password"
    else:
        code = "active"
    label, tone, glyph = words.STATES[code]
    return State(code, str(label), tone, glyph)


def role_names(account: Account) -> list[str]:
    """The roles held now, in the order of the list of roles."""
    held = account.roles()
    return [str(role.label) for role in Role if role.value in held]


def what_is_proposed(proposal: PowerProposal) -> str:
    """One line that says what a proposal would do."""
    if proposal.kind == ProposalKind.ROLE:
        role = Role(proposal.role).label
        if proposal.unit:
            return _("Role: %(role)s, for %(unit)s") % {"role": role, "unit": proposal.unit.name}
        return _("Role: %(role)s") % {"role": role}
    if proposal.kind == ProposalKind.DECIDE_RIGHT and proposal.unit:
        return _("Right to decide for %(unit)s") % {"unit": proposal.unit.name}
    return _("Credential reset")


def outcome_of(proposal: PowerProposal) -> tuple[str, str, str]:
    """Words, tone and shape of what became of a proposal."""
    if proposal.outcome == ProposalOutcome.CONFIRMED:
        return _("Confirmed"), "good", "tick"
    if proposal.outcome == ProposalOutcome.REFUSED:
        return _("Refused"), "bad", "cross"
    if proposal.outcome == ProposalOutcome.WITHDRAWN:
        return _("Taken back"), "neutral", "back"
    if proposal.outcome == ProposalOutcome.EXPIRED or proposal.expires_at <= clock.now():
        return _("Expired"), "neutral", "clock"
    return _("Waits for a second administrator"), "waiting", "half"


def people_row(account: Account, roles: list[str]) -> dict[str, Any]:
    """One line of the list of people."""
    return {"account": account, "state": state_of(account), "roles": roles}


def certificate_row(certificate: Certificate, viewer: Actor) -> dict[str, Any]:
    """One certificate, and what this administrator can do about it."""
    today = timezone.localdate(clock.now())
    if certificate.withdrawn_at:
        label, tone, glyph = _("Withdrawn"), "bad", "bar"
    elif certificate.valid_until < today:
        label, tone, glyph = _("Lapsed"), "attention", "clock"
    else:
        label, tone, glyph = _("Current"), "good", "tick"
    is_open = certificate.withdrawn_at is None
    return {
        "certificate": certificate,
        "course": Course(certificate.course).label,
        "label": label,
        "tone": tone,
        "glyph": glyph,
        "can_confirm": is_open
        and certificate.confirmed_at is None
        and permissions.can_confirm_certificate(viewer, certificate),
        "can_withdraw": is_open and permissions.can_administer(viewer, certificate.person_id),
    }


def proposal_row(proposal: PowerProposal) -> dict[str, Any]:
    """One line of a list of proposals."""
    label, tone, glyph = outcome_of(proposal)
    return {
        "proposal": proposal,
        "what": what_is_proposed(proposal),
        "label": label,
        "tone": tone,
        "glyph": glyph,
        "url": reverse("administrator:proposal", args=[proposal.pk]),
    }


def acts_on_proposal(proposal: PowerProposal, viewer: Actor) -> dict[str, bool]:
    """What this administrator can do about a proposal, and whether it is for themselves."""
    is_open = proposal.outcome is None and proposal.expires_at > clock.now()
    return {
        "can_decide": is_open and permissions.can_decide_on_proposal(viewer, proposal),
        "can_take_back": is_open and permissions.can_take_back_proposal(viewer, proposal),
        "concerns_me": not permissions.can_administer(viewer, proposal.beneficiary_person_id),
    }


def history_rows(events: list[Event]) -> list[dict[str, Any]]:
    """Events as lines of a timeline: what, when, by whom."""
    actors = Account.objects.select_related("person").in_bulk(
        {event.account_id for event in events if event.account_id}
    )
    rows = []
    for event in events:
        actor = actors.get(event.account_id)
        known = EVENTS.get(event.code)
        rows.append(
            {
                "title": known.label if known else event.code,
                "code": event.code,
                "at": event.recorded_at,
                "by": actor.person.full_name if actor else _("The system, or nobody known"),
                "outcome": event.outcome,
                "reason": event.reason or "",
            }
        )
    return rows
