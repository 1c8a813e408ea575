"""Persons, the accounts they sign in with, and the units they belong to.

A person is a human being; rules compare persons and never accounts. Nothing here grants a power.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import (
    UNUSABLE_PASSWORD_PREFIX,
    check_password,
    make_password,
)
from django.contrib.auth.models import PermissionsMixin
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language

from requests_app.accounts.passwords import normalised
from requests_app.audit import recorder
from requests_app.audit.recorder import Who
from requests_app.common import clock
from requests_app.common.read_once import read_once

_LONGEST_HASH = 128
"""What Django's column of a password holds."""


class Language(models.TextChoices):
    ENGLISH = "en", "English"
    FRENCH = "fr", "Français"


class Unit(models.Model):
    """A part of the agency that asks for searches and decides on them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=32)
    name_en = models.CharField(max_length=120)
    name_fr = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["code"]
        permissions = [("decide_for_unit", "Can decide on the search requests of this unit")]
        constraints = [
            models.UniqueConstraint(Lower("code"), name="unit_code_unique"),
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(name_en="") & ~Q(name_fr=""),
                name="unit_is_named",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the moment."""
        return self.name_fr if (get_language() or "").startswith("fr") else self.name_en


class Person(models.Model):
    """One human being, known by one staff number whatever accounts they use."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff_number = models.CharField(max_length=32)
    full_name = models.CharField(max_length=200)
    # As it is looked for and sorted; the database makes it of the name (`common/folding.py`).
    folded_name = models.GeneratedField(
        expression=models.Func(F("full_name"), function="accounts_folded"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )
    email = models.EmailField()
    language = models.CharField(
        max_length=2, choices=Language.choices, default=Language.ENGLISH.value
    )
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        # Namesakes too stand in one order, or a page would show one twice and another never.
        ordering = ["folded_name", "full_name", "id"]
        indexes = [
            # A page of the list of accounts reads as many names as it shows, however many there are.
            models.Index(fields=["folded_name", "full_name"], name="person_by_name"),
        ]
        constraints = [
            # AB1 and ab1, or "AB1 ", must not become two persons.
            models.UniqueConstraint(Lower("staff_number"), name="person_staff_number_unique"),
            models.CheckConstraint(
                condition=Q(staff_number__regex=r"^[A-Za-z0-9][A-Za-z0-9._/-]*$"),
                name="person_staff_number_is_plain",
            ),
            models.CheckConstraint(
                condition=Q(language__in=Language.values), name="person_language_known"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts that nobody can sign in with until the person has set a password."""

    def create_account(self, *, person: Person, username: str, unit: Unit | None) -> Account:
        """Make an account with no password; the person sets one through a link.

        Args:
            person: whose account it is, for ever.
            username: what they sign in with; kept in lower case.
            unit: the home unit; an overseer may have none.
        """
        account = self.model(person=person, username=username.strip().lower(), unit=unit)
        account.set_unusable_password()
        account.save(using=self._db, force_insert=True)
        return account

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username=(username or "").strip().lower())


class Account(AbstractBaseUser, PermissionsMixin):
    """What a person signs in with. It can never be a super-user's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="accounts")
    username = models.CharField(max_length=64, unique=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="accounts", null=True, blank=True
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)

    is_active = models.BooleanField(default=True)
    disabled_at = models.DateTimeField(null=True, blank=True)
    disabled_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    disabled_reason = models.TextField(blank=True, default="")

    must_set_password = models.BooleanField(default=True)
    password_set_at = models.DateTimeField(null=True, blank=True)

    failed_sign_ins = models.PositiveIntegerField(default=0)
    last_failed_at = models.DateTimeField(null=True, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    locked_until = models.DateTimeField(null=True, blank=True)

    # Counted up when a role, a right or a credential changes; every session carries the number it
    # was opened under, so that all sessions of the account end at once.
    session_generation = models.PositiveIntegerField(default=0)

    objects = AccountManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        ordering = ["username"]
        constraints = [
            # What the composite foreign keys of powers and proposals point at.
            models.UniqueConstraint(fields=["id", "person"], name="account_of_person"),
            models.CheckConstraint(
                condition=Q(username__regex=r"^[a-z0-9][a-z0-9._-]*$"),
                name="account_username_is_plain",
            ),
            models.CheckConstraint(condition=Q(is_superuser=False), name="account_no_superuser"),
            models.CheckConstraint(
                condition=Q(
                    is_active=True,
                    disabled_at__isnull=True,
                    disabled_by__isnull=True,
                    disabled_reason="",
                )
                | Q(
                    is_active=False,
                    disabled_at__isnull=False,
                    disabled_by__isnull=False,
                )
                & ~Q(disabled_reason=""),
                name="account_disabled_by_whom_when_why",
            ),
            models.CheckConstraint(
                condition=Q(locked_at__isnull=True, locked_until__isnull=True)
                | Q(locked_at__isnull=False, locked_until__gt=F("locked_at")),
                name="account_locked_from_until",
            ),
            models.CheckConstraint(
                condition=Q(must_set_password=True) | Q(password_set_at__isnull=False),
                name="account_password_set_when",
            ),
        ]

    def __str__(self) -> str:
        return self.username

    @property
    def email(self) -> str:
        """Where the person is written to; the address is the person's, not the account's."""
        return self.person.email

    def get_full_name(self) -> str:
        return self.person.full_name

    def get_short_name(self) -> str:
        return self.person.full_name

    @read_once
    def roles(self) -> frozenset[str]:
        """The codes of the roles held now, whatever the state of the account."""
        return frozenset(
            self.role_assignments.filter(withdrawn_at__isnull=True).values_list("role", flat=True)
        )

    def set_password(self, raw_password: str | None) -> None:
        """Hash a password, as `passwords.normalised` writes it."""
        if raw_password is None:
            self.set_unusable_password()
            return
        text = normalised(raw_password)
        super().set_password(text)
        if text != raw_password and self._state.adding:
            # allauth hashes for nobody where a user name is unknown: that must cost what a wrong
            # password of a known one does, which is tried as it was typed as well.
            make_password(raw_password)

    def check_password(self, raw_password: str | None) -> bool:
        """Say whether this is the password; a hash of an older kind is made anew on the way.

        Whether a keyboard sends an accent with its letter or after it makes no difference. A password
        that was hashed as it was typed, before this was so, is hashed anew once it was right.
        """
        if raw_password is None:
            return False
        text = normalised(raw_password)
        is_still_so: list[bool] = []

        def make_anew(right: str) -> None:
            is_still_so.append(self._hash_anew(right))

        if not check_password(text, self.password, make_anew):
            if text == raw_password or not check_password(raw_password, self.password):
                return False
            make_anew(raw_password)
        # Where another was stored meanwhile, that one alone counts: a reset must not be undone.
        return all(is_still_so) or check_password(text, self.password)

    def forget_password(self) -> None:
        """Let the password open nothing any more; its hash stays, so that it is not set again.

        Whatever begins with the mark of no password is no hash that anything is checked against.
        """
        if not self.has_usable_password():
            return
        kept = f"{UNUSABLE_PASSWORD_PREFIX}{self.password}"
        if len(kept) > _LONGEST_HASH:
            self.set_unusable_password()
        else:
            self.password = kept

    def had_password(self, raw_password: str) -> bool:
        """Say whether this is the present password, or the one that was forgotten last."""
        hashed = self.password.removeprefix(UNUSABLE_PASSWORD_PREFIX)
        if not hashed or "$" not in hashed:
            return False
        text = normalised(raw_password)
        return check_password(text, hashed) or (
            text != raw_password and check_password(raw_password, hashed)
        )

    def _hash_anew(self, raw_password: str) -> bool:
        """Store the password that was right in today's form; False where another was stored meanwhile.

        Hashing takes its time, and the account is not locked for it: what a reset or its person has stored
        since then stays, and this object holds it.
        """
        before = self.password
        self.set_password(raw_password)
        self._password = None  # it has not changed: Django would tell the validators so
        whom = Who(str(self.pk), str(self.person_id), role="account", session=None, source=None)
        with transaction.atomic():
            as_it_was = Account.objects.filter(pk=self.pk, password=before)
            if as_it_was.update(password=self.password):
                recorder.record(
                    "credential.rehashed", who=whom, object_type="account", object_id=str(self.pk)
                )
                return True
        self.refresh_from_db(fields=["password"])
        return False

    def has_role(self, role: str) -> bool:
        """Say whether this role is held now by an account that may be used."""
        return self.may_act() and role in self.roles()

    def may_act(self) -> bool:
        """Say whether the account may be used at all: active and not a super-user's."""
        return bool(self.is_active and not self.is_superuser)

    def is_locked(self, at: datetime | None = None) -> bool:
        """Say whether too many failed sign-ins keep the account shut at this time."""
        return self.locked_until is not None and self.locked_until > (at or clock.now())

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Django compares this with the session's copy at each request.
        return salted_hmac(
            "requests_app.accounts.session",
            f"{self.password}|{self.session_generation}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()
