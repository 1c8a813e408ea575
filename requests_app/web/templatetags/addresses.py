"""Addresses that one page draws hundreds of times, such as those of the events of a timeline.

Must give what `url` gives: the pattern is looked up once, by Django, and its one value is put in its place.
"""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from django import template
from django.urls import get_script_prefix, get_urlconf, reverse

register = template.Library()

_NUMBER = 8_765_432_109_876_543
_ID = UUID(int=_NUMBER)


@register.simple_tag
def address(name: str, key: int | UUID) -> str:
    """The address of one object, as `{% url name key %}` gives it.

    Args:
        name: of an address with one value; key: that value, a number or an identifier, which need no escaping.

    Raises:
        NoReverseMatch: there is no such address, or it has other values.
    """
    if not isinstance(key, UUID) and (type(key) is not int or key < 0):
        return reverse(name, args=[key])  # refused, as `url` refuses it
    sample = _ID if isinstance(key, UUID) else _NUMBER
    before, after = _around(name, sample, get_urlconf(), get_script_prefix())
    return f"{before}{key}{after}"


@lru_cache(maxsize=64)
def _around(name: str, sample: int | UUID, urlconf: str | None, _prefix: str) -> tuple[str, str]:
    before, after = reverse(name, urlconf, args=[sample]).split(str(sample))
    return before, after
