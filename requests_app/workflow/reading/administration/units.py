"""The list of units: how many accounts belong to each, and how many people can decide for it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from requests_app.accounts import selectors
from requests_app.accounts.models import Unit
from requests_app.workflow.reading.administration.proposals import count_waiting


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
    """Every unit, by code, and how many proposals and certificates wait for a second administrator."""

    units: tuple[ListedUnit, ...]
    waiting: int


def list_units() -> Units:
    """Return all units, the closed ones too."""
    counted = Unit.objects.annotate(
        counted=Count("accounts", filter=Q(accounts__is_active=True), distinct=True)
    ).order_by("code")  # a grouped query forgets the order of its model
    return Units(
        units=tuple(
            ListedUnit(
                unit=unit,
                accounts=unit.counted,
                deciders=selectors.people_who_could_decide(unit, exclude_person=None).count(),
            )
            for unit in counted
        ),
        waiting=count_waiting(),
    )
