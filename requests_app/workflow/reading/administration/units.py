"""The list of units: how many accounts belong to each, and how many people can decide for it."""

from __future__ import annotations

from dataclasses import dataclass

from requests_app.accounts import selectors
from requests_app.accounts.models import Unit
from requests_app.workflow.reading.administration.proposals import count_waiting
from requests_app.workflow.reading.pages import ListPage, list_page

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class ListedUnit:
    """A unit.

    Attributes:
        accounts: how many accounts in use belong to it.
        deciders: how many people could decide for it now.
    """

    unit: Unit
    accounts: int
    deciders: int


@dataclass(frozen=True, slots=True)
class Units:
    """One page of the units, by code, and how many proposals and certificates wait for a second administrator."""

    units: tuple[ListedUnit, ...]
    page: ListPage[Unit]
    waiting: int


def list_units(asked: str | None) -> Units:
    """Return one page of all units, the closed ones too."""
    page = list_page(Unit.objects.order_by("code"), asked, size=A_PAGE)
    accounts = selectors.count_accounts_in_use(page.rows)
    deciders = selectors.count_who_could_decide(page.rows)
    return Units(
        units=tuple(
            ListedUnit(unit, accounts=accounts.get(unit.pk, 0), deciders=deciders.get(unit.pk, 0))
            for unit in page.rows
        ),
        page=page,
        waiting=count_waiting(),
    )
