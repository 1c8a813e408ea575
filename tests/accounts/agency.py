"""Builds a small agency by driving the use cases: two administrators, a unit, people with powers.

It must not write a power into a table by itself; that is what the tests show to be impossible.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account, Certificate, Unit
from requests_app.accounts.roles import Role
from requests_app.audit.models import Event
from requests_app.common import clock
from requests_app.workflow import administration

PASSWORD = "a sentence that nobody guesses"
_numbers = itertools.count(1)


def acting(account: Account, role: str = Role.ACCOUNT_ADMINISTRATOR) -> Actor:
    """The actor of this account, read anew, in one role."""
    return Actor(account=Account.objects.get(pk=account.pk), role=str(role), source="192.0.2.7")


@dataclass
class Agency:
    """Two administrators who can do together what neither can do alone."""

    first: Account
    second: Account
    unit: Unit
    others: list[Account] = field(default_factory=list)

    def account(
        self,
        *roles: str,
        decides_for: tuple[Unit, ...] = (),
        trained: tuple[str, ...] = (),
        unit: Unit | None = None,
        staff_number: str | None = None,
        with_password: bool = True,
    ) -> Account:
        """An account with these roles, rights and certificates, all granted properly."""
        number = next(_numbers)
        made = administration.create_account(
            actor=acting(self.first),
            staff_number=staff_number or f"P{number:04d}",
            full_name="Twice Known" if staff_number else f"Person {number}",
            email="twice@agency.example" if staff_number else f"p{number}@agency.example",
            language="en",
            username=f"person{number}",
            unit_id=(unit or self.unit).pk,
        )
        if with_password:
            administration.set_password(secret=made.link.secret, password=PASSWORD)
        for role in roles:
            self.grant(made.account, role)
        for decided in decides_for:
            self.grant_right(made.account, decided)
        today = timezone.localdate(clock.now())
        for course in trained:
            self.certify(made.account, course, today, today + timedelta(days=300))
        return Account.objects.get(pk=made.account.pk)

    def grant(self, account: Account, role: str) -> None:
        """A role, by both administrators."""
        proposal = administration.propose_role(
            actor=acting(self.first), account_id=account.pk, role=str(role), reason="needed"
        )
        administration.confirm(actor=acting(self.second), proposal_id=proposal.pk)

    def grant_right(self, account: Account, unit: Unit) -> None:
        """A right to decide, by both administrators."""
        proposal = administration.propose_decide_right(
            actor=acting(self.first), account_id=account.pk, unit_id=unit.pk, reason="needed"
        )
        administration.confirm(actor=acting(self.second), proposal_id=proposal.pk)

    def record(self, account: Account, course: str, issued: date, until: date) -> Certificate:
        """A certificate, recorded by the first administrator and confirmed by nobody."""
        return administration.record_certificate(
            actor=acting(self.first),
            person_id=account.person_id,
            course=str(course),
            issued_on=issued,
            valid_until=until,
        )

    def certify(self, account: Account, course: str, issued: date, until: date) -> None:
        """A certificate, recorded by the first administrator and confirmed by the second."""
        recorded = self.record(account, course, issued, until)
        administration.confirm_certificate(actor=acting(self.second), certificate_id=recorded.pk)


def found() -> Agency:
    """A fresh agency in the test's database."""
    made = administration.create_first_administrators(
        founders=(
            administration.Founder("A1", "Ada First", "ada@agency.example", "ada"),
            administration.Founder("A2", "Ben Second", "ben@agency.example", "ben"),
        ),
        system_user="tests",
    )
    for one in made:
        administration.set_password(secret=one.link.secret, password=PASSWORD)
    first, second = (Account.objects.get(pk=one.account.pk) for one in made)
    unit = administration.create_unit(
        actor=acting(first), code="MCU", name_en="Major Crime", name_fr="Crimes majeurs"
    )
    return Agency(first=first, second=second, unit=unit)


def signed_in(account: Account, password: str = PASSWORD) -> Client:
    """A browser in which this person has signed in through the page."""
    client = Client()
    answer = client.post(
        reverse("account_login"),
        {"login": account.username, "password": password, "banner": "on"},
    )
    assert answer.status_code == 302, answer.content.decode()
    return client


def events(code: str) -> list[Event]:
    """The events of one kind, oldest first."""
    return list(Event.objects.filter(code=code).order_by("id"))


def last_link() -> str:
    """The secret of the link in the last letter."""
    found = re.findall(r"/account/password/link/([^/\s]+)/", mail.outbox[-1].body)
    return str(found[-1])
