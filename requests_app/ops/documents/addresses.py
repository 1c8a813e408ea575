"""Every address of the site with its rule of access, read from the views themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

ANYBODY = "anybody, signed in or not"
SIGNED_IN = "anybody who is signed in"
TRIAL_ONLY = ("styleguide/",)
"""Addresses that exist in a trial and in tests only."""


@dataclass(frozen=True, slots=True)
class Address:
    """One address.

    Attributes:
        path: as the resolver holds it, with its variable parts.
        name: what the code calls it.
        roles: the roles that open it; empty where none is asked for.
        by_capacity: it opens only for the role that the address itself names.
        is_open: it answers without a sign-in.
    """

    path: str
    name: str
    roles: frozenset[str]
    by_capacity: bool
    is_open: bool


def every() -> list[Address]:
    """Return all addresses, in the order in which they are looked up."""
    return [_address(*found) for found in _walk(get_resolver(), "", "")]


def _walk(
    resolver: URLResolver, path: str, space: str
) -> Iterator[tuple[str, str, Callable[..., Any]]]:
    for pattern in resolver.url_patterns:
        address = path + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            if not address.startswith(TRIAL_ONLY):
                yield address, space + (pattern.name or ""), pattern.callback
        else:
            yield from _walk(
                pattern, address, f"{pattern.namespace}:" if pattern.namespace else space
            )


def _address(path: str, name: str, view: Callable[..., Any]) -> Address:
    layers = list(_layers(view))
    return Address(
        path="/" + path,
        name=name,
        roles=frozenset(getattr(view, "roles", ())),
        by_capacity=any(_is_by_capacity(layer) for layer in layers),
        is_open=not getattr(view, "login_required", True),
    )


def _layers(view: Callable[..., Any] | None) -> Iterator[Callable[..., Any]]:
    while view is not None:
        yield view
        view = getattr(view, "__wrapped__", None)


def _is_by_capacity(layer: Callable[..., Any]) -> bool:
    # The deciders' guard looks the role up in the address; only its own code tells that it is there.
    made_in = getattr(getattr(layer, "__code__", None), "co_qualname", "")
    return str(made_in).startswith("in_capacity.")
