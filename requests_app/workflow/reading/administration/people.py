"""The list of accounts, with the roles each holds now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from requests_app.accounts import selectors
from requests_app.accounts.models import Account, RoleAssignment
from requests_app.workflow.reading.administration.proposals import count_waiting
from requests_app.workflow.reading.pages import ListPage, count_of, list_page

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class People:
    """One page of the accounts found.

    Attributes:
        page: the accounts, by the name of their person.
        count: how many fit, counted as `count_up_to` counts.
        roles: the codes of the roles that each holds now; an account without any is left out.
        waiting: how many proposals and certificates wait for a second administrator.
    """

    page: ListPage[Account]
    count: int
    roles: Mapping[UUID, frozenset[str]]
    waiting: int


def list_people(text: str, *, state: str, role: str, number: str | None) -> People:
    """Return one page of the accounts that fit, as `accounts.selectors.accounts_found` says it."""
    found = selectors.accounts_found(text, state=state, role=role)
    page = list_page(found, number, size=A_PAGE)
    return People(page, count_of(page, found), _roles_of(page.rows), count_waiting())


def _roles_of(accounts: tuple[Account, ...]) -> dict[UUID, frozenset[str]]:
    found: dict[UUID, frozenset[str]] = {}
    assignments = RoleAssignment.objects.filter(account__in=accounts, withdrawn_at__isnull=True)
    for account_id, role in assignments.values_list("account_id", "role"):
        found[account_id] = found.get(account_id, frozenset()) | {role}
    return found
