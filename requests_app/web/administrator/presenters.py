"""Turns accounts, powers and proposals into what the administrators' pages show.

It must not change anything, and shows nothing of any case.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

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


def certificate_row(certificate: Certificate, viewer: Account) -> dict[str, Any]:
    """One certificate, and what this administrator can do about it."""
    today = timezone.localdate(clock.now())
    if certificate.withdrawn_at:
        label, tone, glyph = _("Withdrawn"), "bad", "bar"
    elif certificate.valid_until < today:
        label, tone, glyph = _("Lapsed"), "attention", "clock"
    else:
        label, tone, glyph = _("Current"), "good", "tick"
    about_oneself = viewer.person_id == certificate.person_id
    is_open = certificate.withdrawn_at is None
    return {
        "certificate": certificate,
        "course": Course(certificate.course).label,
        "label": label,
        "tone": tone,
        "glyph": glyph,
        "can_confirm": is_open
        and not about_oneself
        and certificate.confirmed_at is None
        and viewer.person_id != certificate.recorded_by_person_id,
        "can_withdraw": is_open and not about_oneself,
    }


def proposal_row(proposal: PowerProposal, viewer: Account) -> dict[str, Any]:
    """One proposal, and what this administrator can do about it."""
    label, tone, glyph = outcome_of(proposal)
    is_open = proposal.outcome is None and proposal.expires_at > clock.now()
    is_mine = viewer.person_id == proposal.proposed_by_person_id
    concerns_me = viewer.person_id == proposal.beneficiary_person_id
    return {
        "proposal": proposal,
        "what": what_is_proposed(proposal),
        "label": label,
        "tone": tone,
        "glyph": glyph,
        "url": reverse("administrator:proposal", args=[proposal.pk]),
        "can_decide": is_open and not is_mine and not concerns_me,
        "can_take_back": is_open and is_mine,
        "is_mine": is_mine,
        "concerns_me": concerns_me,
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
