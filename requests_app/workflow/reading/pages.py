"""One page of a list, read whole and by key: what a template shows must not ask the database again.

Must not count a list or skip over its rows: a page costs the same wherever it stands, however long the list is.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, NamedTuple, TypeVar

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import BooleanField, Field, Model, Q, QuerySet

from requests_app.common.counted import COUNTED

Row = TypeVar("Row", bound=Model)

A_PAGE = 25
"""Rows on a page."""
LONGEST_KEY = 600


@dataclass(frozen=True, slots=True)
class ListPage(Generic[Row]):
    """The rows of one page.

    Attributes:
        rows: they, in the order of the list.
        previous, next: what an address gives as its page for the neighbours of this one; empty where there is none.
    """

    rows: tuple[Row, ...]
    previous: str
    next: str


class _Part(NamedTuple):
    """One value by which a list is sorted."""

    name: str
    descends: bool
    field: Field[Any, Any]


def list_page(rows: QuerySet[Row], asked: str | None, *, size: int = A_PAGE) -> ListPage[Row]:
    """Return one page of a list; rows that are equal in its order stand in one order still.

    Args:
        rows: all of them, sorted by fields that are never null, or by annotations that are not null in these rows.
        asked: `previous` or `next` of a page as an address gives it; the first page where it is neither.
        size: rows on a page.

    Raises:
        ValueError: the list is sorted by something that may be null, which has no place in an order by key.
    """
    order = _order_of(rows)
    backwards, key = _read(asked, order)
    found = rows.order_by(*(_sign(part.descends ^ backwards) + part.name for part in order))
    if key is not None:
        found = found.filter(_beyond(order, key, backwards=backwards))
    listed = list(found[: size + 1])
    more, listed = len(listed) > size, listed[:size]
    if key is not None and not (more if backwards else listed):
        # Nothing lies before these: whoever went back stands at the beginning, on a whole page. Or nothing lies there
        # any more, and an empty page would say that there is nothing at all.
        return list_page(rows, None, size=size)
    if backwards:
        listed.reverse()
    return ListPage(
        tuple(listed),
        _written("<", listed[0], order)
        if listed and (more if backwards else key is not None)
        else "",
        _written(">", listed[-1], order) if listed and (more or backwards) else "",
    )


def count_up_to(rows: QuerySet[Any], most: int = COUNTED) -> int:
    """Return how many rows there are, or one more than `most` where there are more."""
    return rows.order_by()[: most + 1].count()


def count_of(page: ListPage[Row], rows: QuerySet[Row]) -> int:
    """Return how many rows a list has, as `count_up_to` counts them; a list of one page is not counted again."""
    return count_up_to(rows) if page.previous or page.next else len(page.rows)


def _order_of(rows: QuerySet[Row]) -> tuple[_Part, ...]:
    """By what a list is sorted, its key added: without that a row among equals may stand on two pages."""
    names = [str(name) for name in rows.query.order_by or rows.model._meta.ordering or ()]
    if not {"pk", "-pk", "id", "-id"} & {*names}:
        names.append("pk")
    return tuple(
        _Part(name.removeprefix("-"), name.startswith("-"), _field_of(rows, name.removeprefix("-")))
        for name in names
    )


def _field_of(rows: QuerySet[Row], name: str) -> Field[Any, Any]:
    if name in rows.query.annotations:
        made: Field[Any, Any] = rows.query.annotations[name].output_field
        return made
    model: type[Model] = rows.model
    *ways, last = name.split("__")
    for way in ways:
        relation = model._meta.get_field(way)
        if relation.null:
            raise ValueError(f"A list cannot be read by key along {name}: {way} may be null.")
        model = relation.related_model  # type: ignore[assignment]
    found = model._meta.pk if last == "pk" else model._meta.get_field(last)
    if not isinstance(found, Field):
        raise FieldDoesNotExist(name)
    if found.null:
        raise ValueError(f"A list cannot be read by key along {name}, which may be null.")
    return found


def _sign(descends: bool) -> str:
    return "-" if descends else ""


def _beyond(order: Sequence[_Part], key: Sequence[Any], *, backwards: bool) -> Q:
    """The rows after a key in the order of the list, or before it."""
    beyond = Q()
    for part, value in reversed(list(zip(order, key, strict=True))):
        further = "lt" if part.descends ^ backwards else "gt"
        beyond = Q(**{f"{part.name}__{further}": value}) | (
            Q(**{part.name: value}) & beyond if beyond else Q()
        )
    # Said once more for all: from here on an index can be read.
    first = "lte" if order[0].descends ^ backwards else "gte"
    return Q(**{f"{order[0].name}__{first}": key[0]}) & beyond


def _written(direction: str, row: Model, order: Sequence[_Part]) -> str:
    values = [_value_of(row, part.name) for part in order]
    text = json.dumps([direction, *values], cls=_Exact, separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _value_of(row: Model, name: str) -> Any:
    value: Any = row
    for step in name.split("__"):
        value = getattr(value, step)
    return value


class _Exact(DjangoJSONEncoder):
    """Times with their microseconds, which Django's own encoder cuts."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if hasattr(o, "isoformat") else super().default(o)


def _read(asked: str | None, order: Sequence[_Part]) -> tuple[bool, list[Any] | None]:
    """The direction and the key of an address; none where it is not one of this list."""
    if not asked or len(asked) > LONGEST_KEY:
        return False, None
    try:
        text = urlsafe_b64decode(asked + "=" * (-len(asked) % 4)).decode()
        direction, *values = json.loads(text)
        if direction not in ("<", ">") or len(values) != len(order):
            return False, None
        return direction == "<", [
            _typed(part.field, value) for part, value in zip(order, values, strict=True)
        ]
    except (ValueError, TypeError, RecursionError, OverflowError, ValidationError):
        return False, None


def _typed(field: Field[Any, Any], value: Any) -> Any:
    """A value as its column has it, and one that the database can compare.

    Raises:
        ValueError, ValidationError: it is none.
    """
    odd = isinstance(value, bool) is not isinstance(field, BooleanField)
    if odd or value is None or isinstance(value, (list, dict)):
        raise ValueError("no value of a column that is sorted by")
    typed = field.to_python(value)
    if isinstance(typed, datetime) and typed.tzinfo is not None:
        typed = typed.astimezone(UTC)  # the database takes no offset of sixteen hours or more
    if isinstance(typed, str):
        typed.encode()
        if "\0" in typed:
            raise ValueError("a text of the database holds no NUL")
    if isinstance(typed, int) and abs(typed) >= 2**31:
        raise ValueError("a number beyond those of the column")
    return typed
