"""One page of a list, read whole: what a template shows must not ask the database again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)

A_PAGE = 25
"""Rows on a page."""


@dataclass(frozen=True, slots=True)
class ListPage(Generic[Row]):
    """The rows of one page, and where it stands among the others (for the pagination's links)."""

    rows: tuple[Row, ...]
    place: Page[Row]


def list_page(rows: QuerySet[Row], number: str | None, *, size: int = A_PAGE) -> ListPage[Row]:
    """Return one page of a list; rows that are equal in its order stand in one order still.

    Args:
        rows: all of them, in order.
        number: as an address gives it; the nearest page that there is where it is no such number.
        size: rows on a page.
    """
    order = rows.query.order_by or tuple(rows.model._meta.ordering or ())
    if order and not {"pk", "-pk", "id", "-id"} & set(order):
        # Without it a row among equals may stand on two pages, and another on none.
        rows = rows.order_by(*order, "pk")
    place = Paginator(rows, size).get_page(number)
    place.object_list = list(place.object_list)
    return ListPage(tuple(place.object_list), place)
