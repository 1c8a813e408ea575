"""The invented people of a trial, brought in as an agency would: founded, proposed, confirmed, trained.

Goes through the administration's use cases only, so that the demo's log reads like a real one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account, Unit
from requests_app.accounts.roles import DECIDING_ROLES, Role
from requests_app.accounts.training import COURSE_OF_ROLE
from requests_app.common import clock
from requests_app.registry import selectors as registry
from requests_app.workflow import administration

REASON = "Named in the trial's own list of people"
REASON_OF_PLACE = "The invented agency is a municipal police service in Ontario"
TITLE_OF_OPINION = "DEMO: no lawyer has read these rules"
REASON_OF_SIGN_OFF = (
    "The trial shows how rules judge once they are signed off; nobody signed these off."
)


@dataclass(frozen=True, slots=True)
class Character:
    """One invented person: how they sign in, what they hold, and in which language they read."""

    username: str
    full_name: str
    roles: tuple[str, ...]
    unit: str | None = None
    language: str = "en"


UNITS: tuple[tuple[str, str, str], ...] = (
    ("major-crime", "Major crime", "Crimes majeurs"),
    ("fraud", "Fraud and identity", "Fraude et identité"),
)

CAST: tuple[Character, ...] = (
    Character("administrator", "Odile Marchetti", (Role.ACCOUNT_ADMINISTRATOR,)),
    Character("administrator2", "Tobias Renwick", (Role.ACCOUNT_ADMINISTRATOR,)),
    Character("officer", "Maren Castellow", (Role.OFFICER,), "major-crime"),
    Character("officer2", "Émile Thibodeau", (Role.OFFICER,), "major-crime", "fr"),
    Character("officer3", "Priya Lundqvist", (Role.OFFICER,), "fraud"),
    Character("supervisor", "Henrik Adeyemi", (Role.SUPERVISOR,), "major-crime"),
    Character("supervisor2", "Solange Beaupré", (Role.SUPERVISOR,), "major-crime", "fr"),
    Character("supervisor3", "Wen Aldercott", (Role.SUPERVISOR,), "fraud"),
    Character("sergeant", "Dara Whitlocke", (Role.OFFICER, Role.SUPERVISOR), "major-crime"),
    Character("privacy", "Noor Vandermeer", (Role.PRIVACY_OFFICER,), "major-crime"),
    Character("examiner", "Idris Kowalczyk", (Role.EXAMINER,), "major-crime"),
    Character("examiner2", "Camille Desrochers", (Role.EXAMINER,), "fraud", "fr"),
    Character("auditor", "Leona Strathmore", (Role.PRIVACY_AUDITOR,)),
    Character("oversight", "Bastien Ouellet", (Role.OVERSIGHT,), None, "fr"),
    Character("policy", "Greta Hollis", (Role.POLICY_ADMINISTRATOR,)),
    Character("operator", "Samir Quist", (Role.OPERATOR,)),
    Character("policy2", "Mathis Arsenault", (Role.POLICY_ADMINISTRATOR,), None, "fr"),
    Character("examiner3", "Anneke Falardeau", (Role.EXAMINER,), "major-crime", "fr"),
    Character("examiner4", "Ruben Solheim", (Role.EXAMINER,), "major-crime"),
)


def bring_in(password_for: Callable[[str], str]) -> Mapping[str, Account]:
    """Found the agency's people in an empty database.

    Args:
        password_for: the password each of them sets, by user name.

    Returns:
        every account, by user name.
    """
    founders = _founders(password_for)
    units = {
        code: administration.create_unit(
            actor=founders[0], code=code, name_en=name_en, name_fr=name_fr
        )
        for code, name_en, name_fr in UNITS
    }
    for character in CAST[2:]:
        _bring_in(character, units, founders, password_for)
    return {account.username: account for account in Account.objects.all()}


def say_where(place: str) -> None:
    """Have the two policy administrators say where the agency is: one proposes it, the other confirms."""
    first, second = _policy_administrators()
    proposal = administration.propose_jurisdiction(actor=first, place=place, reason=REASON_OF_PLACE)
    administration.confirm_jurisdiction(actor=second, proposal_id=proposal.pk)


def sign_off(place: str, *, day: dt.date) -> None:
    """Have them record a sign-off of every pack that needs one and judges in this place; it says that it is none.

    Args:
        place: where the agency is, a code of Jurisdiction.
        day: the day on which it is recorded.
    """
    first, second = _policy_administrators()
    for pack in registry.packs().in_force(day, place=place).packs:
        if pack.needs_sign_off:
            proposal = administration.propose_sign_off(
                actor=first,
                digest=pack.digest,
                opinion_title=TITLE_OF_OPINION,
                counsel="DEMO",
                reference="DEMO",
                opinion_sha256=hashlib.sha256(TITLE_OF_OPINION.encode()).hexdigest(),
                given_on=day,
                reason=REASON_OF_SIGN_OFF,
            )
            administration.confirm_sign_off(actor=second, proposal_id=proposal.pk)


def _policy_administrators() -> tuple[Actor, Actor]:
    first, second = (
        Actor(account=Account.objects.get(username=name), role=Role.POLICY_ADMINISTRATOR.value)
        for name in ("policy", "policy2")
    )
    return first, second


def _founders(password_for: Callable[[str], str]) -> tuple[Actor, Actor]:
    first, second = (
        administration.Founder(
            staff_number=_staff_number(character),
            full_name=character.full_name,
            email=_address(character),
            username=character.username,
            language=character.language,
            is_demo=True,
        )
        for character in CAST[:2]
    )
    founded = administration.create_first_administrators(
        founders=(first, second), system_user="trial"
    )
    for one in founded:
        administration.set_password(
            secret=one.link.secret, password=password_for(one.account.username)
        )
    accounts = [Account.objects.get(pk=one.account.pk) for one in founded]
    role = Role.ACCOUNT_ADMINISTRATOR.value
    return Actor(account=accounts[0], role=role), Actor(account=accounts[1], role=role)


def _bring_in(
    character: Character,
    units: Mapping[str, Unit],
    founders: tuple[Actor, Actor],
    password_for: Callable[[str], str],
) -> None:
    proposer, confirmer = founders
    unit = units[character.unit] if character.unit else None
    made = administration.create_account(
        actor=proposer,
        staff_number=_staff_number(character),
        full_name=character.full_name,
        email=_address(character),
        language=character.language,
        username=character.username,
        unit_id=unit.pk if unit else None,
        is_demo=True,
    )
    account = made.account
    administration.set_password(secret=made.link.secret, password=password_for(character.username))
    for role in character.roles:
        proposal = administration.propose_role(
            actor=proposer, account_id=account.pk, role=str(role), reason=REASON
        )
        administration.confirm(actor=confirmer, proposal_id=proposal.pk)
    if unit is not None and DECIDING_ROLES & set(character.roles):
        proposal = administration.propose_decide_right(
            actor=proposer, account_id=account.pk, unit_id=unit.pk, reason=REASON
        )
        administration.confirm(actor=confirmer, proposal_id=proposal.pk)
    for course in _courses(character):
        _train(account, course, founders)


def _courses(character: Character) -> list[str]:
    return sorted({str(COURSE_OF_ROLE[role]) for role in character.roles if role in COURSE_OF_ROLE})


def _train(account: Account, course: str, founders: tuple[Actor, Actor]) -> None:
    today = timezone.localdate(clock.real_now())
    certificate = administration.record_certificate(
        actor=founders[0],
        person_id=account.person_id,
        course=course,
        issued_on=today - dt.timedelta(days=60),
        valid_until=today + dt.timedelta(days=300),
    )
    administration.confirm_certificate(actor=founders[1], certificate_id=certificate.pk)


def _staff_number(character: Character) -> str:
    return f"T{1000 + CAST.index(character)}"


def _address(character: Character) -> str:
    return f"{character.username}@trial.example"
