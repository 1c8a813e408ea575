"""Turns accounts, powers and proposals into what the administrators' pages show."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from requests_app.accounts.models import (
    Account,
    Course,
    PowerProposal,
    ProposalKind,
    ProposalOutcome,
)
from requests_app.accounts.roles import Role
from requests_app.audit.events import EVENTS
from requests_app.common import clock
from requests_app.web.administrator import words
from requests_app.web.certificates import ends_soon
from requests_app.workflow.reading.administration.account import ShownCertificate
from requests_app.workflow.reading.administration.history import AccountHistory
from requests_app.workflow.reading.administration.people import People
from requests_app.workflow.reading.administration.proposals import WaitingCertificate


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


def role_names(held: Collection[str]) -> list[str]:
    """The names of the roles held, in the order of the list of roles."""
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


def people_rows(people: People) -> list[dict[str, Any]]:
    """The lines of the list of people."""
    return [
        {
            "account": account,
            "state": state_of(account),
            "roles": role_names(people.roles.get(account.pk, ())),
        }
        for account in people.page.rows
    ]


def certificate_row(shown: ShownCertificate) -> dict[str, Any]:
    """One certificate, and what this administrator can do about it."""
    certificate = shown.certificate
    today = timezone.localdate(clock.now())
    if certificate.withdrawn_at:
        label, tone, glyph = _("Withdrawn"), "bad", "bar"
    elif certificate.valid_until < today:
        label, tone, glyph = _("Lapsed"), "attention", "clock"
    elif certificate.confirmed_at is None:
        label, tone, glyph = _("Does not count: not confirmed"), "waiting", "half"
    elif soon := ends_soon(certificate.valid_until, today):
        label, tone, glyph = soon, "attention", "clock"
    else:
        label, tone, glyph = _("Current"), "good", "tick"
    return {
        "certificate": certificate,
        "course": Course(certificate.course).label,
        "label": label,
        "tone": tone,
        "glyph": glyph,
        "can_confirm": shown.can_confirm,
        "can_withdraw": shown.can_withdraw,
    }


def waiting_certificate_row(waiting: WaitingCertificate) -> dict[str, Any]:
    """One line of the list of certificates that wait for a second administrator."""
    certificate = waiting.certificate
    return {
        "certificate": certificate,
        "course": Course(certificate.course).label,
        "url": reverse("administrator:account", args=[waiting.account_id]),
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


def history_rows(history: AccountHistory) -> list[dict[str, Any]]:
    """Events as lines of a timeline: what, when, by whom."""
    return [
        {
            "what": _named_by(facts, history.units),
            "title": EVENTS[event.code].label if event.code in EVENTS else event.code,
            "code": event.code,
            "at": event.recorded_at,
            "by": (event.person_id and history.names.get(event.person_id))
            or _("The system, or nobody known"),
            "outcome": event.outcome,
            "reason": event.reason or "",
        }
        for event, facts in zip(history.events, history.facts, strict=True)
    ]


def _named_by(facts: Mapping[str, Any], units: Mapping[str, str]) -> str:
    """The role, the unit or the course that an event is about, in words; empty where it is about none."""
    role, unit, course = (facts.get(name) or "" for name in ("role", "unit", "course"))
    said = (
        str(Role(role).label) if role in Role.values else role,
        units.get(unit, unit),
        str(Course(course).label) if course in Course.values else course,
    )
    return ", ".join(each for each in said if each)
