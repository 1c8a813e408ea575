"""What every act of an account administrator asks first: on which rows, with what text.

Who may is `workflow.permissions`. It must not change anything; the acts are in the files beside it.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from uuid import UUID

from django.utils import timezone

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account, PowerProposal, Unit
from requests_app.common import clock
from requests_app.common.errors import BadInput, NotFound
from requests_app.workflow import permissions

MOST_CHARACTERS_OF_A_REASON = 2000
_STAFF_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,31}")
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_UNIT_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,31}")


def locked_account(account_id: UUID) -> Account:
    """The account's row, locked until the end of the transaction.

    Raises:
        NotFound: there is no such account.
    """
    # Not a key lock: two administrators who act on each other only name each other, and need not
    # wait for one another.
    account = (
        Account.objects.select_for_update(of=("self",), no_key=True)
        .select_related("person", "unit")
        .filter(pk=account_id)
        .first()
    )
    if account is None:
        raise NotFound
    return account


def for_somebody_else(actor: Actor, account_id: UUID) -> tuple[Account, Account]:
    """The acting administrator, and the locked account of another person.

    Raises:
        NotPermitted: the actor is no administrator, or it is their own person's account.
        NotFound: there is no such account.
    """
    permissions.check_is_administrator(actor)
    account = locked_account(account_id)
    return permissions.check_may_administer(actor, account.person_id), account


def locked_proposal(proposal_id: UUID) -> PowerProposal:
    """The proposal's row, locked until the end of the transaction.

    Raises:
        NotFound: there is no such proposal.
    """
    proposal = (
        PowerProposal.objects.select_for_update(of=("self",), no_key=True)
        .select_related("beneficiary__person", "unit")
        .filter(pk=proposal_id)
        .first()
    )
    if proposal is None:
        raise NotFound
    return proposal


def known_unit(unit_id: UUID | None) -> Unit | None:
    """The unit with this id, or None for none.

    Raises:
        NotFound: there is no such unit in use.
    """
    if unit_id is None:
        return None
    unit = Unit.objects.filter(pk=unit_id, is_active=True).first()
    if unit is None:
        raise NotFound
    return unit


def plain_text(value: str, *, field: str, most: int, required: bool = True) -> str:
    """One trimmed text of printable characters.

    Raises:
        BadInput: it is missing, too long, or holds control or direction characters.
    """
    text = unicodedata.normalize("NFC", value).strip()
    if required and not text:
        raise BadInput({field: ["required"]})
    if len(text) > most:
        raise BadInput({field: ["too_long"]})
    unseen = {"Cc", "Cf", "Cs", "Co"}
    if any(unicodedata.category(char) in unseen for char in text if char not in "\r\n\t"):
        raise BadInput({field: ["unseen_characters"]})
    return text


def reason_given(reason: str) -> str:
    """The words of the administrator for an act that needs some."""
    return plain_text(reason, field="reason", most=MOST_CHARACTERS_OF_A_REASON)


def staff_number_of(value: str) -> str:
    """A staff number as it is stored.

    Raises:
        BadInput: it has spaces or signs that a staff number cannot have.
    """
    text = value.strip()
    if not _STAFF_NUMBER.fullmatch(text):
        raise BadInput({"staff_number": ["pattern" if text else "required"]})
    return text


def username_of(value: str) -> str:
    """A user name as it is stored, in lower case.

    Raises:
        BadInput: it has spaces or signs that a user name cannot have.
    """
    text = value.strip().lower()
    if not _USERNAME.fullmatch(text):
        raise BadInput({"username": ["pattern" if text else "required"]})
    return text


def unit_code_of(value: str) -> str:
    """A unit's code as it is stored.

    Raises:
        BadInput: it has spaces or signs that a code cannot have.
    """
    text = value.strip()
    if not _UNIT_CODE.fullmatch(text):
        raise BadInput({"code": ["pattern" if text else "required"]})
    return text


def check_dates(issued_on: date, valid_until: date) -> None:
    """A certificate was issued in the past and ends after that, within ten years.

    Raises:
        BadInput: naming the date that cannot be.
    """
    if issued_on > timezone.localdate(clock.now()):
        raise BadInput({"issued_on": ["in_the_future"]})
    if valid_until < issued_on:
        raise BadInput({"valid_until": ["before_issue"]})
    if valid_until.year - issued_on.year > 10:
        raise BadInput({"valid_until": ["too_far"]})
